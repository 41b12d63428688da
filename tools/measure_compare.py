"""One document as read against its truth: what is exact, what is wrong, and whether anything says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tools.generate.truth import TrueAmount, TrueRow, TrueTable, Truth
from tools.measure_findings import count_false, count_mistake
from tools.measure_score import DOUBTS, Score
from zvirka.schemas.finding import Finding, Severity
from zvirka.schemas.report import Amount, Measure, Placement, Report, Row, State, Table

TEXT_FIELDS = ("number", "activity", "deadline", "executor", "result")
AROUND_FIELDS = ("section", "title", "period", "period_start", "period_end", "unit")


def failure(truth: Truth, reason: str) -> Score:
    """The score of a document that could not be read at all: nothing found, and it was said."""
    score = Score(documents=1, failed=1, differences=[f"failed: {reason}"])
    for table in truth.tables:
        _count_lost(score, table, told=True)
    score.tables = len(truth.tables)
    return score


def compared(report: Report, findings: Sequence[Finding], truth: Truth) -> Score:
    """The score of one document."""
    score = Score(documents=1, tables=len(truth.tables))
    told = bool(report.unmatched) or any(f.rule in DOUBTS and f.row is None for f in findings)
    pairs = _paired(report.tables, truth.tables)
    for true, table in pairs:
        if table is None:
            score.differences.append(f"table not found: {true.title!r} (unmatched: {report.unmatched})")
            _count_lost(score, true, told=told)
            continue
        score.tables_found += 1
        _TableComparison(score, true, table, findings).run()
    extra = len(report.tables) - sum(table is not None for _, table in pairs)
    if extra:
        score.differences.append(f"{extra} tables too many")
    if truth.consistent:
        count_false(score, findings, truth)
    else:
        count_mistake(score, findings, truth)
    return score


def _paired(tables: Sequence[Table], trues: Sequence[TrueTable]) -> list[tuple[TrueTable, Table | None]]:
    if len(tables) == len(trues):
        return list(zip(trues, tables, strict=True))
    pairs: list[tuple[TrueTable, Table | None]] = []
    left = list(tables)
    for true in trues:
        wanted = {row.activity for row in true.rows if row.activity}
        best = max(left, key=lambda t: sum(r.activity in wanted for r in t.rows), default=None)
        pairs.append((true, best))
        if best is not None:
            left.remove(best)
    return pairs


def _count_lost(score: Score, table: TrueTable, *, told: bool) -> None:
    score.records += len(table.rows)
    score.around += len(AROUND_FIELDS)
    for row in table.rows:
        score.fields += len(TEXT_FIELDS)
        score.amounts += len(row.amounts)
        lost = sum(a.state is State.REPORTED for a in row.amounts.values())
        if told:
            score.wrong_told += lost
        else:
            score.wrong_silent += lost


@dataclass(slots=True)
class _TableComparison:
    score: Score
    true: TrueTable
    table: Table
    findings: Sequence[Finding]

    def run(self) -> None:
        self._around()
        if set(self.true.columns) != set(self.table.columns):
            missing = [f"{s}.{m}" for s, m in self.true.columns if (s, m) not in self.table.columns]
            extra = [f"{s}.{m}" for s, m in self.table.columns if (s, m) not in self.true.columns]
            self.score.differences.append(f"columns missing {missing}, instead {extra}")
        if len(self.true.rows) != len(self.table.rows):
            self.score.differences.append(f"{len(self.table.rows)} rows instead of {len(self.true.rows)}")
        matched = _matched_rows(self.true.rows, self.table.rows)
        for true, row in matched:
            self._row(true, row)
        used = {id(row) for _, row in matched if row is not None}
        for row in self.table.rows:
            if id(row) not in used:
                self._invented(row)

    def _around(self) -> None:
        for name in AROUND_FIELDS:
            want, got = getattr(self.true, name), getattr(self.table, name)
            self.score.around += 1
            self.score.around_exact += want == got
            if want != got:
                self.score.differences.append(f"{name}: {got!r} instead of {want!r}")

    def _row(self, true: TrueRow, row: Row | None) -> None:
        score = self.score
        score.records += 1
        score.fields += len(TEXT_FIELDS)
        if row is None:
            score.differences.append(f"row not found: {true.role} {true.number!r} {true.activity[:50]!r}")
            score.amounts += len(true.amounts)
            self._lost_amounts(true)
            return
        exact = row.role is true.role
        if not exact:
            score.differences.append(
                f"row {row.index}: role {row.role} instead of {true.role}: {true.activity[:40]!r}"
            )
        for name in TEXT_FIELDS:
            want, got = getattr(true, name), getattr(row, name)
            score.fields_exact += want == got
            if want != got:
                exact = False
                score.differences.append(f"row {row.index} {name}: {got!r} instead of {want!r}")
        score.records_exact += self._amounts(true, row) and exact

    def _lost_amounts(self, true: TrueRow) -> None:
        lost = sum(a.state is State.REPORTED for a in true.amounts.values())
        if any(f.rule in DOUBTS and f.table == self.table.index for f in self.findings):
            self.score.wrong_told += lost
        else:
            self.score.wrong_silent += lost

    def _amounts(self, true: TrueRow, row: Row) -> bool:
        """Counts the row's amounts; whether all are exact."""
        score, exact = self.score, True
        got = {(a.source, a.measure): a for a in row.amounts}
        for column, want in true.amounts.items():
            score.amounts += 1
            amount = got.pop(column, None)
            if amount is not None and _is_exact(amount, want):
                score.amounts_exact += 1
                continue
            exact = False
            score.ambiguous += amount is not None and amount.placement is Placement.AMBIGUOUS
            self._wrong(row, column, want, amount)
        for column, amount in got.items():
            if amount.state is State.REPORTED:
                exact = False
                self._wrong(row, column, None, amount)
        return exact

    def _invented(self, row: Row) -> None:
        self.score.differences.append(
            f"row {row.index} too many: {row.role} {row.number!r} {row.activity[:50]!r}"
        )
        for amount in row.amounts:
            if amount.state is State.REPORTED:
                self._wrong(row, (amount.source, amount.measure), None, amount)

    def _wrong(
        self, row: Row, column: tuple[str, Measure], want: TrueAmount | None, amount: Amount | None
    ) -> None:
        """Counts an amount that is not exact, if its number is wrong, lost or invented."""
        wanted = want.value if want is not None else None
        value = amount.value if amount is not None else None
        told = ""
        if wanted != value:
            is_told = self._is_told(row, amount)
            self.score.wrong_told += is_told
            self.score.wrong_silent += not is_told
            told = " (told)" if is_told else " SILENT"
        shown = _shown(want.state, want.value) if want is not None else "no column"
        read = _shown(amount.state, amount.value) if amount is not None else "no column"
        raw = amount.raw if amount is not None else ""
        self.score.differences.append(
            f"row {row.index} {column[0]}.{column[1]}: {read} instead of {shown}, raw {raw!r}{told}"
        )

    def _is_told(self, row: Row, amount: Amount | None) -> bool:
        if amount is not None and amount.placement is Placement.AMBIGUOUS:
            return True
        for finding in self.findings:
            if finding.table != self.table.index or finding.severity is Severity.NOTE:
                continue
            names = finding.row == row.index or (
                finding.suspect is not None and finding.suspect.row == row.index
            )
            if names or (finding.row is None and finding.rule == "unplaced_text"):
                return True
        return False


def _shown(state: State, value: object) -> str:
    return str(value) if value is not None else state.value


def _is_exact(amount: Amount, want: TrueAmount) -> bool:
    if amount.state is not want.state or amount.value != want.value:
        return False
    # the decimals that are printed are part of the amount
    return amount.value is None or want.value is None or _decimals(amount.value) == _decimals(want.value)


def _decimals(value: object) -> str:
    return f"{value:f}".partition(".")[2]


def _matched_rows(trues: Sequence[TrueRow], rows: Sequence[Row]) -> list[tuple[TrueRow, Row | None]]:
    if len(trues) == len(rows):
        return list(zip(trues, rows, strict=True))
    wanted = [_key(row.activity) for row in trues]
    got = [_key(row.activity) for row in rows]
    found: dict[int, Row] = {}
    for block in SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks():
        for i in range(block.size):
            found[block.a + i] = rows[block.b + i]
    return [(true, found.get(i)) for i, true in enumerate(trues)]


def _key(activity: str) -> str:
    return "".join(activity.split()).lower()[:40]
