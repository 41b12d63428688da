"""A form: a declared family of tables, its columns, the words that announce them, and its arithmetic.

A form is a TOML file. The forms that ship lie beside this module; users bring their own with `--form FILE.toml`.

    id = "activity"
    title.en = "Activities of a programme"
    title.uk = "Заходи програми"
    version = 1
    require = ["activity"]             # columns, sources, measures without which a table is not of this form

    [measures]                         # words of a header that say what a number is
    plan = ["план", "передбачено"]
    fact = ["факт", "виконано"]

    [[column]]                         # a text column
    id = "activity"                    # number, activity, deadline, executor, result, code, unit
    words = ["зміст заходу", "назва заходу"]

    [[source]]                         # where money comes from
    id = "city_budget"
    words = ["бюджет міста", "міський бюджет"]

    [[sum]]                            # within a row, for plan, fact and every other measure that adds up
    rule = "row_sum"                   # or group_sum
    target = "total"
    terms = ["state_budget", "oblast_budget"]

A sum counts those of its terms that the table has. Where a group and its members both stand, members are not added
beside the group.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from zvirka.messages import N_

TEXT_COLUMNS = ("number", "activity", "deadline", "executor", "result", "code", "unit")
MEASURE_WORDS = ("plan_year", "plan", "fact", "deviation", "percent")
SUM_RULES = ("row_sum", "group_sum")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that announce one column, source or measure; compared folded and fuzzily."""

    id: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormSum:
    """`target` = the sum of `terms`, for each measure that adds up."""

    rule: str
    target: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form as declared. `title` has a text for each language."""

    id: str
    version: int
    title: Mapping[str, str]
    require: tuple[str, ...]
    columns: tuple[Vocabulary, ...]
    sources: tuple[Vocabulary, ...]
    measures: tuple[Vocabulary, ...]
    sums: tuple[FormSum, ...]


class WrongForm(Exception):
    """A form file that cannot be used: the path, the line where it can be told, the reason.

    `template` is an English sentence with named fields for `values`, so that it can be told in another language.
    """

    def __init__(self, path: str, line: int | None, template: str, **values: str | int) -> None:
        super().__init__(path, line, template, values)
        self.path, self.line, self.template, self.values = path, line, template, values

    @property
    def reason(self) -> str:
        """What is wrong, in English."""
        return self.template.format_map(self.values)

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.reason}"


def shipped_form_ids() -> tuple[str, ...]:
    """The ids of the forms that ship with the program, sorted."""
    files = resources.files("zvirka.schemas").iterdir()
    return tuple(sorted(f.name.removesuffix(".toml") for f in files if f.name.endswith(".toml")))


def shipped_forms() -> tuple[Form, ...]:
    """The forms that ship with the program, by id."""
    return tuple(shipped_form(form_id) for form_id in shipped_form_ids())


def shipped_form(form_id: str) -> Form:
    """One shipped form. Raises `KeyError` for an unknown id."""
    if form_id not in shipped_form_ids():
        raise KeyError(form_id)
    return parse_form(shipped_form_text(form_id), f"{form_id}.toml")


def shipped_form_text(form_id: str) -> str:
    """The TOML of a shipped form, as it stands."""
    return (resources.files("zvirka.schemas") / f"{form_id}.toml").read_text(encoding="utf-8")


def read_form(path: Path) -> Form:
    """The form in a TOML file. Raises `WrongForm` with the line and the reason."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WrongForm(str(path), None, N_("the file cannot be opened: {reason}"), reason=reason) from None
    except UnicodeDecodeError:
        raise WrongForm(str(path), None, N_("not UTF-8 text; a form is a TOML file")) from None
    return parse_form(text, str(path))


def parse_form(text: str, path: str) -> Form:
    """The form in TOML text; `path` is for messages. Raises `WrongForm`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at_line = re.search(r"line (\d+)", str(error))
        # the place stands before the message; what is left is the reason alone
        reason = re.sub(r" \(at (line \d+, column \d+|end of document)\)$", "", str(error))
        line = int(at_line[1]) if at_line else len(text.splitlines()) or None
        raise WrongForm(path, line, N_("no valid TOML: {reason}"), reason=reason) from None
    return _Reader(text, path).form(data)


class _Reader:
    """Turns TOML data into a `Form`, finding for each mistake the line it stands in."""

    def __init__(self, text: str, path: str) -> None:
        self.lines = text.splitlines()
        self.path = path

    def fail(self, template: str, *near: str, **values: str | int) -> WrongForm:
        """The mistake, at the last of the lines that hold `near`, each sought below the one before."""
        line, start = None, 0
        for needle in near:
            found = next((i for i in range(start, len(self.lines)) if needle in self.lines[i]), None)
            if found is None:
                break
            line, start = found + 1, found + 1
        return WrongForm(self.path, line, template, **values)

    def form(self, data: Mapping[str, Any]) -> Form:
        known = ("id", "version", "title", "require", "measures", "column", "source", "sum")
        for key in data:
            if key not in known:
                raise self.fail(
                    N_("unknown key '{key}'; a form has {known}"), key, key=key, known=", ".join(known)
                )
        form_id = self.text(data, "id")
        version = data.get("version", 1)
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise self.fail(N_("'version' must be a whole number from 1"), "version")
        columns = self.vocabularies(data, "column", TEXT_COLUMNS)
        sources = self.vocabularies(data, "source", None)
        if not sources:
            raise self.fail(N_("no [[source]]: a form needs at least one money column"))
        measures = self.measure_words(data)
        names = {v.id for v in (*columns, *sources, *measures)}
        require = self.strings(data, "require", default=())
        for name in require:
            if name not in names:
                raise self.fail(
                    N_("'require' names '{name}', which is no column, source or measure here"),
                    "require",
                    name=name,
                )
        return Form(
            form_id,
            version,
            self.titles(data, form_id),
            require,
            columns,
            sources,
            measures,
            tuple(self.sums(data, {s.id for s in sources})),
        )

    def text(self, data: Mapping[str, Any], key: str, *near: str) -> str:
        value = data.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(N_("'{key}' must be a text"), *near, key, key=key)
        return value

    def strings(
        self, data: Mapping[str, Any], key: str, *near: str, default: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        value = data.get(key, default)
        if value is None:
            raise self.fail(N_("'{key}' is missing"), *near, key=key)
        if not isinstance(value, list | tuple) or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.fail(N_("'{key}' must be a list of texts"), *near, key, key=key)
        return tuple(value)

    def titles(self, data: Mapping[str, Any], form_id: str) -> Mapping[str, str]:
        title = data.get("title", form_id)
        if isinstance(title, str):
            return {"en": title}
        if not isinstance(title, dict) or not all(isinstance(v, str) for v in title.values()):
            raise self.fail(N_("'title' must be a text, or one for each language"), "title")
        return title

    def vocabularies(
        self, data: Mapping[str, Any], key: str, allowed: Iterable[str] | None
    ) -> tuple[Vocabulary, ...]:
        found: dict[str, Vocabulary] = {}
        for entry in self.tables(data, key):
            name = self.text(entry, "id", f"[[{key}]]")
            near = f'"{name}"'
            if allowed is not None and name not in allowed:
                raise self.fail(
                    N_("{key} '{name}' is not known; known: {known}"),
                    f"[[{key}]]",
                    near,
                    key=key,
                    name=name,
                    known=", ".join(allowed),
                )
            if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name):
                raise self.fail(
                    N_("'{name}': an id is lower-case Latin letters, digits and _"),
                    f"[[{key}]]",
                    near,
                    name=name,
                )
            if name in found:
                raise self.fail(N_("{key} '{name}' stands twice"), near, near, key=key, name=name)
            if extra := set(entry) - {"id", "words"}:
                raise self.fail(
                    N_("{key} '{name}': unknown key '{extra}'"),
                    near,
                    min(extra),
                    key=key,
                    name=name,
                    extra=min(extra),
                )
            found[name] = Vocabulary(name, self.strings(entry, "words", f"[[{key}]]", near))
        return tuple(found.values())

    def tables(self, data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
        entries = data.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
            raise self.fail(N_("'{key}' must be written as [[{key}]]"), key, key=key)
        return entries

    def measure_words(self, data: Mapping[str, Any]) -> tuple[Vocabulary, ...]:
        measures = data.get("measures", {})
        if not isinstance(measures, dict):
            raise self.fail(N_("'measures' must be a table"), "measures")
        for name in measures:
            if name not in MEASURE_WORDS:
                raise self.fail(
                    N_("{key} '{name}' is not known; known: {known}"),
                    "measures",
                    name,
                    key="measure",
                    name=name,
                    known=", ".join(MEASURE_WORDS),
                )
        return tuple(Vocabulary(n, self.strings(measures, n, "[measures]")) for n in measures)

    def sums(self, data: Mapping[str, Any], sources: set[str]) -> Iterable[FormSum]:
        for entry in self.tables(data, "sum"):
            rule = self.text(entry, "rule", "[[sum]]")
            if rule not in SUM_RULES:
                raise self.fail(
                    N_("{key} '{name}' is not known; known: {known}"),
                    "[[sum]]",
                    rule,
                    key="rule",
                    name=rule,
                    known=", ".join(SUM_RULES),
                )
            target = self.text(entry, "target", "[[sum]]")
            terms = self.strings(entry, "terms", "[[sum]]")
            for name in (target, *terms):
                if name not in sources:
                    raise self.fail(
                        N_("sum names '{name}', which is no [[source]] here"),
                        "[[sum]]",
                        f'"{name}"',
                        name=name,
                    )
            if target in terms:
                raise self.fail(N_("sum of '{name}' counts itself"), "[[sum]]", f'"{target}"', name=target)
            yield FormSum(rule, target, terms)
