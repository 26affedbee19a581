"""Named relations between tables, written as formulas (``crossChecks`` of the descriptor)."""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from typing import Literal

from progress_report.inputs.formulas.formula_descriptors import CheckDescriptor
from progress_report.inputs.formulas.formula_values import Formulas
from progress_report.messages.values import CHECK_VIOLATED
from progress_report.model.blocks import CheckResult
from progress_report.model.findings import Finding, ReportError, all_results
from progress_report.model.quantity import Aggregate, Computed, Parameter, Quantity

_RELATIONS: dict[str, tuple[Literal["=", "≤"], Callable[[Quantity, Quantity], bool]]] = {
    "=": ("=", lambda left, right: left.value == right.value),
    "<=": ("≤", lambda left, right: left <= right),
}
_VIOLATED = {"=": "{left}と{right}が一致しません", "≤": "{left}が{right}を超えています"}


def check_results(
    formulas: Formulas, checks: Iterable[tuple[CheckDescriptor, int]]
) -> tuple[CheckResult, ...]:
    """Return the results of checks, given with their lines, if all pass.

    Raise ReportError with every violated check.
    """
    results = all_results(partial(_results_of, formulas, check, line) for check, line in checks)
    return tuple(chain.from_iterable(results))


def _results_of(formulas: Formulas, check: CheckDescriptor, line: int) -> list[CheckResult]:
    sign, holds = _RELATIONS[check.required.sign]
    pairs = formulas.pairs(check.required, f"検算「{check.name}」", line)
    if failures := [_failure(check, left, sign, right) for left, right in pairs if not holds(left, right)]:
        raise ReportError(failures)
    return [CheckResult(check.name, check.explanation, left, sign, right) for left, right in pairs]


def _failure(check: CheckDescriptor, left: Quantity, sign: str, right: Quantity) -> Finding:
    file, row, column = first_place(left)
    violation = _VIOLATED[sign].format(left=left.text, right=right.text)
    other_file, other_row, other_column = first_place(right)
    other = f"{other_file} {other_row}行目『{other_column}』" if other_row else other_file
    return CHECK_VIOLATED.finding(
        file, row, column, name=check.name, violation=violation, explanation=check.explanation, other=other
    )


def first_place(quantity: Quantity) -> tuple[str, int | None, str]:
    """Return the file, row and column of the first value from which a quantity is computed."""
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
