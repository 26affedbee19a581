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
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pandas as pd

from progress_report.inputs.descriptors import CheckDescriptor
from progress_report.model.blocks import CheckResult
from progress_report.model.findings import Finding, ReportError, fault
from progress_report.model.quantity import Aggregate, Computed, Parameter, Quantity, total

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

    def results(self, checks: list[tuple[CheckDescriptor, int]]) -> tuple[CheckResult, ...]:
        """The checks' results, all passed. ReportError naming every check that does not hold."""
        passed, findings = [], []
        for check, line in checks:
            sign, holds = _RELATIONS[check.relation]
            for left, right in self._pairs(check, line):
                if holds(left, right):
                    passed.append(CheckResult(check.name, check.explanation, left, sign, right))
                else:
                    findings.append(_failure(check, left, sign, right))
        if findings:
            raise ReportError(findings)
        return tuple(passed)

    def _pairs(self, check: CheckDescriptor, line: int) -> Iterator[tuple[Quantity, Quantity]]:
        if "each" in check.left:
            frame = self._table(check.left["each"])
            left, right = frame[check.left["column"]], frame[check.right["column"]]
            yield from (pair for pair in zip(left, right, strict=True) if None not in pair)
        else:
            yield self._side(check.left, check, line), self._side(check.right, check, line)

    def _side(self, side: dict[str, Any], check: CheckDescriptor, line: int) -> Quantity:
        try:
            if "times" in side:
                source = Parameter(self._file, line, check.name)
                factor = Quantity(Fraction(int(side["times"])), side["unit"], source)
                return self._side(side["of"], check, line).times(factor)
            for counter in ("rows", "answers", "respondents"):
                if counter in side:
                    return self._counter(counter, side[counter])
            names = side.get("sum", side.get("cell"))
            columns = [self._column(name, side.get("where", {})) for name in _as_list(names)]
            return total(quantity for column in columns for quantity in column)
        except (KeyError, TypeError, ValueError) as error:
            raise fault(
                f"検算「{check.name}」の書き方が正しくありません（{error}）。",
                "表・列・行の名前を確認してください。",
                file=self._file,
                row=line,
            ) from None

    def _column(self, name: str, where: dict[str, str]) -> list[Quantity]:
        table, column = name.split(".")
        frame = self._table(table)
        for key, value in where.items():
            level = list(frame.index.names).index(key)
            frame = frame[[str(getattr(k, "start", k)) == value for k in frame.index.get_level_values(level)]]
        return list(frame[column])


def _as_list(names: Any) -> list[str]:
    return names if isinstance(names, list) else [names]


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
