"""Titles of files and columns in Ukrainian, for the data package and the workbook."""

from __future__ import annotations

from collections.abc import Mapping

TITLES: Mapping[str, str] = {
    "summary": "Підсумок",
    "consistent": "Усі суми сходяться",
    "no_table": "Без таблиць із грошовими колонками",
    "failed": "Не прочитано",
    "documents": "Документи",
    "tables": "Таблиці",
    "activities": "Заходи",
    "amounts": "Суми",
    "findings": "Зауваження",
    "document_id": "Код документа",
    "path": "Файл",
    "format": "Формат",
    "pages": "Сторінок",
    "documents.tables": "Таблиць",
    "rows": "Рядків",
    "errors": "Помилок",
    "warnings": "Попереджень",
    "status": "Стан",
    "message": "Повідомлення",
    "present": "Файл на місці",
    "table": "Таблиця",
    "section": "Розділ",
    "title": "Назва",
    "period": "Період",
    "period_start": "Початок періоду",
    "period_end": "Кінець періоду",
    "unit": "Одиниця виміру",
    "form": "Форма",
    "first_page": "Перша сторінка",
    "last_page": "Остання сторінка",
    "council": "Рада",
    "programme": "Програма",
    "row": "Рядок",
    "role": "Роль рядка",
    "number": "№ з/п",
    "activity": "Захід",
    "deadline": "Термін виконання",
    "executor": "Виконавець",
    "result": "Результат",
    "page": "Сторінка",
    "source": "Джерело фінансування",
    "measure": "Показник",
    "value": "Значення (в одиницях таблиці)",
    "state": "Стан клітинки",
    "placement": "Як визначено колонку",
    "raw": "Клітинка, як надруковано",
    "x0": "Ліва межа, пт",
    "top": "Верхня межа, пт",
    "x1": "Права межа, пт",
    "bottom": "Нижня межа, пт",
    "line": "Рядок тексту",
    "rule": "Правило",
    "severity": "Рівень",
    "reported": "Надруковано",
    "expected": "Очікувано",
    "difference": "Різниця",
    "suspect_row": "Підозрілий рядок",
    "suspect_source": "Підозріле джерело",
    "suspect_measure": "Підозрілий показник",
    "suggestion": "Можливе правильне значення",
    "cause": "Імовірна причина",
    "alternatives": "Інших пояснень",
    "finding_id": "Код зауваження",
}
"""By the name of a column, or of a file and a column where one name means two things."""

_SOURCES: Mapping[str, str] = {
    "total": "Усього",
    "state_budget": "Державний бюджет",
    "oblast_budget": "Обласний бюджет",
    "district_budget": "Районний бюджет",
    "city_budget": "Міський бюджет",
    "local_budget": "Бюджет громади",
    "local_budgets": "Місцеві бюджети",
    "general_fund": "Загальний фонд",
    "special_fund": "Спеціальний фонд",
    "development_budget": "Бюджет розвитку",
    "enterprises": "Кошти підприємств",
    "other_sources": "Інші джерела",
}
_MEASURES: Mapping[str, str] = {
    "plan_year": "план на рік",
    "plan": "план",
    "fact": "факт",
    "deviation": "відхилення",
    "percent": "відсоток",
}


def title_of(view: str, column: str) -> str:
    """The title of a column of a view."""
    return TITLES.get(f"{view}.{column}") or TITLES.get(column) or _money_title(column)


def _money_title(column: str) -> str:
    for source, title in _SOURCES.items():
        measure = column.removeprefix(f"{source}_")
        if measure in _MEASURES and column == f"{source}_{measure}":
            return f"{title}, {_MEASURES[measure]}"
    return column
