"""Named relations between tables, written as data (``crossChecks`` of the descriptor).

Both sides of a check are ``expressions``; a check whose sides name a column only (``"each": "table"``)
holds for every row. That the names are right is judged with the descriptor (``descriptor_rules``), before.
"""

from collections.abc import Callable, Iterable, Iterator

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
)

_RELATIONS: dict[str, tuple[str, Callable[[Quantity, Quantity], bool]]] = {
    "=": ("=", lambda left, right: left.value == right.value),
    "<=": ("≤", lambda left, right: left <= right),
}


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
        frame = self._expressions.table(check.left.each)
        for left, right in zip(frame[check.left.column], frame[check.right.column], strict=True):
            if left is not None and right is not None:
                yield left, right


def _named(check: CheckDescriptor) -> str:
    return f"検算「{check.name}」"


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
