"""Named relations between tables, written as data (``crossChecks`` of the descriptor).

A side of a check is one of::

    {"cell": "table.column", "where": {"key column": "value"}}
    {"sum": "table.column"}                       blanks are left out
    {"sum": ["table.a", "table.b"], "where": {…}} of one row
    {"rows": "survey"}                            how many rows the file holds
    {"answers": "survey.question"}                how many cells of the question are filled
    {"respondents": "survey.question"}            how many rows answered the question at all
    {"times": 3, "of": {…side…}, "unit": "件"}    3件 for each of the side's units

and a check whose sides name a column only (``"each": "table"``) holds for every row.
That the names are right is judged with the descriptor (``descriptor_rules``), before.
"""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

import pandas as pd

from progress_report.inputs.schemas import CheckDescriptor, Side
from progress_report.model.blocks import CheckResult
from progress_report.model.findings import Finding, ReportError, fault
from progress_report.model.quantity import (
    Aggregate,
    Computed,
    Parameter,
    Quantity,
    UnitError,
    require_same_dimension,
    total,
)

Tables = Callable[[str], pd.DataFrame]
Counters = Callable[[str, str], Quantity]

_RELATIONS: dict[str, tuple[str, Callable[[Quantity, Quantity], bool]]] = {
    "=": ("=", lambda left, right: left.value == right.value),
    "<=": ("≤", lambda left, right: left <= right),
}


class CrossChecks:
    """Evaluates checks over one year's tables and surveys."""

    def __init__(self, table: Tables, counter: Counters, file: str) -> None:
        self._table = table
        self._counter = counter
        self._file = file

    def results(self, checks: Iterable[tuple[CheckDescriptor, int]]) -> tuple[CheckResult, ...]:
        """The checks' results, all passed. ReportError naming every check that does not hold."""
        passed: list[CheckResult] = []
        findings: list[Finding] = []
        for check, line in checks:
            try:
                for outcome in self._outcomes(check, line):
                    (passed if isinstance(outcome, CheckResult) else findings).append(outcome)  # type: ignore[arg-type]
            except ReportError as error:
                findings += error.findings
        if findings:
            raise ReportError(findings)
        return tuple(passed)

    def _outcomes(self, check: CheckDescriptor, line: int) -> Iterator[CheckResult | Finding]:
        sign, holds = _RELATIONS[check.relation]
        for left, right in self._pairs(check, line):
            try:
                require_same_dimension(left.unit, right.unit)
            except UnitError as error:
                raise self._unsound(check, line, str(error), "両辺の列と unit を確認してください。") from None
            if holds(left, right):
                yield CheckResult(check.name, check.explanation, left, sign, right)
            else:
                yield _failure(check, left, sign, right)

    def _pairs(self, check: CheckDescriptor, line: int) -> Iterator[tuple[Quantity, Quantity]]:
        if check.left.each is None:
            yield self._side(check.left, check, line), self._side(check.right, check, line)
            return
        frame = self._table(check.left.each)
        for left, right in zip(frame[check.left.column], frame[check.right.column], strict=True):
            if left is not None and right is not None:
                yield left, right

    def _side(self, side: Side, check: CheckDescriptor, line: int) -> Quantity:
        if side.times is not None and side.of is not None:
            factor = Quantity(Fraction(side.times), side.unit or "", Parameter(self._file, line, check.name))
            return self._side(side.of, check, line).times(factor)
        for counter in ("rows", "answers", "respondents"):
            if name := getattr(side, counter):
                return self._counter(counter, name)
        values = [value for name in side.columns for value in self._column(name, side.where)]
        given = [value for value in values if value is not None]
        where = "、".join(f"{key}={value}" for key, value in side.where.items()) or "すべての行"
        if not given or (side.cell is not None and len(given) > 1):
            problem = "複数あります" if given else "ありません"
            message = f"{'、'.join(side.columns)} の値が{problem}（{where}）。"
            raise self._unsound(check, line, message, "where と、表のその行を確認してください。")
        try:
            return total(given)
        except UnitError as error:
            raise self._unsound(check, line, str(error), "同じ単位の列だけを足してください。") from None

    def _column(self, name: str, where: dict[str, str]) -> list[Quantity | None]:
        table, column = name.split(".")
        frame = self._table(table)
        for key, value in where.items():
            level = list(frame.index.names).index(key)
            frame = frame[[str(getattr(k, "start", k)) == value for k in frame.index.get_level_values(level)]]
        return list(frame[column])

    def _unsound(self, check: CheckDescriptor, line: int, message: str, remedy: str) -> ReportError:
        return fault(f"検算「{check.name}」ができません。{message}", remedy, file=self._file, row=line)


def _failure(check: CheckDescriptor, left: Quantity, sign: str, right: Quantity) -> Finding:
    file, row, column = _first_place(left)
    message = f"検算「{check.name}」が成り立ちません（{left.text} {sign} {right.text} ではない）。"
    other_file, other_row, other_column = _first_place(right)
    other = f"{other_file} {other_row}行目『{other_column}』" if other_row else other_file
    remedy = f"{check.explanation}この値か、{other}の値を確認してください。"
    return Finding(message, remedy, file, row, column)


def _first_place(quantity: Quantity) -> tuple[str, int | None, str]:
    for source in quantity.with_operands():
        origin = source.origin
        if isinstance(origin, Computed):
            continue
        if isinstance(origin, Aggregate):
            return origin.file, None, origin.column_title
        if isinstance(origin, Parameter):
            return origin.file, origin.line, origin.name
        return origin.file, origin.row, origin.column_title
    raise AssertionError("a quantity always has a source")
