"""Values of tables and surveys asked for as data: the sides of cross-checks, indicators, plans.

A side is one of::

    {"cell": "table.column", "where": {"key column": "value"}}
    {"sum": "table.column"}                       blanks are left out
    {"sum": ["table.a", "table.b"], "where": {…}} of one row
    {"rows": "survey"}                            how many rows the file holds
    {"answers": "survey.question"}                how many cells of the question are filled
    {"respondents": "survey.question"}            how many rows answered the question at all
    {"increase": "table.column"}                  the newest fiscal year's value less that of the year before
    {"times": 3, "of": {…side…}, "unit": "件"}    3件 for each of the side's units

That the names are right is judged with the descriptor (``descriptor_rules``), before.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import cast

import pandas as pd

from progress_report.inputs.compared_years import missing_row
from progress_report.inputs.descriptor_rules import FISCAL_YEAR
from progress_report.inputs.schemas import Side
from progress_report.model.comparable import comparable
from progress_report.model.findings import ReportError, fault
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.quantity import Parameter, Quantity, UnitError, total

Tables = Callable[[str], pd.DataFrame]
Counters = Callable[[str, str], Quantity]


class Expressions:
    """Evaluates sides over one year's tables and surveys.

    ``file`` is the descriptor they stand in, ``file_of`` names the file of a table.
    """

    def __init__(self, table: Tables, counter: Counters, file: str, file_of: Callable[[str], str]) -> None:
        self.table = table
        self._counter = counter
        self._file = file
        self._file_of = file_of

    def value(self, side: Side, name: str, line: int) -> Quantity:
        """The side's value. ReportError says that ``name`` (検算「…」, 指標「…」) cannot be had, and why."""
        if side.times is not None and side.of is not None:
            factor = Quantity(Fraction(side.times), side.unit or "", Parameter(self._file, line, name))
            return self.value(side.of, name, line).times(factor)
        for counter in ("rows", "answers", "respondents"):
            if asked := getattr(side, counter):
                return self._counter(counter, asked)
        if side.increase is not None:
            return self._increase(side.increase, name, line)
        values = [value for column in side.columns for value in self._column(column, side.where)]
        given = [value for value in values if value is not None]
        where = "、".join(f"{key}={value}" for key, value in side.where.items()) or "すべての行"
        if not given:
            self._require_newest_year(side)
        if not given or (side.cell is not None and len(given) > 1):
            problem = "複数あります" if given else "ありません"
            message = f"{'、'.join(side.columns)} の値が{problem}（{where}）。"
            raise self.unsound(name, line, message, "where と、表のその行を確認してください。")
        try:
            return given[0] if side.cell is not None else total(given)
        except UnitError as error:
            raise self.unsound(name, line, str(error), "同じ単位の列だけを足してください。") from None

    def unsound(self, name: str, line: int, message: str, remedy: str) -> ReportError:
        return fault(f"{name}ができません。{message}", remedy, file=self._file, row=line)

    def _require_newest_year(self, side: Side) -> None:
        """A year's row that nobody has added yet is told at its table, once for all sides that ask for it."""
        table = side.columns[0].partition(".")[0]
        years = [key for key in self.table(table).index if isinstance(key, FiscalYear)]
        if years and side.where == {FISCAL_YEAR: str(max(years).next.start)}:
            raise ReportError([missing_row(max(years).next, self._file_of(table))])

    def _increase(self, column: str, name: str, line: int) -> Quantity:
        table, _, member = column.partition(".")
        frame = self.table(table)
        newest = max(frame.index)
        before = [key for key in frame.index if key == newest.previous]
        values = [frame.loc[key, member] for key in (newest, *before)]
        if len(values) < 2 or None in values:
            message = f"{column} の {newest.label}と、その前年度の値が揃っていません。"
            raise self.unsound(name, line, message, "表のその行を確認してください。")
        return cast(Quantity, values[0] - values[1])

    def _column(self, name: str, where: dict[str, str]) -> list[Quantity | None]:
        table, column = name.split(".")
        frame = self.table(table)
        for key, value in where.items():
            level = list(frame.index.names).index(key)
            keys = frame.index.get_level_values(level)
            frame = frame[[comparable(str(getattr(k, "start", k))) == comparable(value) for k in keys]]
        return list(frame[column])
