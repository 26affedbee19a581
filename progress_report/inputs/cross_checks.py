"""Named relations between tables, written as data (``crossChecks`` of the descriptor).

Both sides of a check are ``expressions``; a check whose sides name columns only (``"each": "table"``)
holds for every row, the sum of the columns where they are several. That the names are right
is judged with the descriptor (``descriptor_rules``), before.
"""

from collections.abc import Callable, Iterable, Iterator

import pandas as pd

from progress_report.inputs.expressions import Expressions
from progress_report.inputs.schemas import CheckDescriptor
from progress_report.model.blocks import CheckResult
from progress_report.model.findings import Finding, ReportError
from progress_report.model.quantity import (
    Aggregate,
    Computed,
    Parameter,
    Quantity,
    UnitError,
    require_same_dimension,
    total,
)

_RELATIONS: dict[str, tuple[str, Callable[[Quantity, Quantity], bool]]] = {
    "=": ("=", lambda left, right: left.value == right.value),
    "<=": ("≤", lambda left, right: left <= right),
}
_VIOLATED = {"=": "{left}と{right}が一致しません", "≤": "{left}が{right}を超えています"}


class CrossChecks:
    """Evaluates checks over one year's tables and surveys."""

    def __init__(self, expressions: Expressions) -> None:
        self._expressions = expressions

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
                raise self._expressions.unsound(
                    _named(check), line, str(error), "両辺の列と unit を確認してください。"
                ) from None
            if holds(left, right):
                yield CheckResult(check.name, check.explanation, left, sign, right)
            else:
                yield _failure(check, left, sign, right)

    def _pairs(self, check: CheckDescriptor, line: int) -> Iterator[tuple[Quantity, Quantity]]:
        if check.left.each is None:
            left, right = (
                self._expressions.value(side, _named(check), line) for side in (check.left, check.right)
            )
            yield left, right
            return
        for _, row in self._expressions.table(check.left.each).iterrows():
            sums = [self._sum(row, side.column or [], check, line) for side in (check.left, check.right)]
            if sums[0] is not None and sums[1] is not None:
                yield sums[0], sums[1]

    def _sum(self, row: pd.Series, columns: list[str], check: CheckDescriptor, line: int) -> Quantity | None:
        """The row's value, or the sum of its values in several columns; None where all are blank."""
        given = [row[column] for column in columns if row[column] is not None]
        if len(given) < 2:
            return given[0] if given else None
        try:
            return total(given)
        except UnitError as error:
            remedy = "同じ単位の列だけを足してください。"
            raise self._expressions.unsound(_named(check), line, str(error), remedy) from None


def _named(check: CheckDescriptor) -> str:
    return f"検算「{check.name}」"


def _failure(check: CheckDescriptor, left: Quantity, sign: str, right: Quantity) -> Finding:
    file, row, column = _first_place(left)
    violation = _VIOLATED[sign].format(left=left.text, right=right.text)
    message = f"検算「{check.name}」が成り立ちません（{violation}）。"
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
