"""Evaluation of formulas over one year's tables and surveys.

``formula_rules`` has already validated their names together with the descriptor.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

import pandas as pd

from progress_report.inputs.formulas.formula_nodes import (
    Addition,
    Column,
    Count,
    Division,
    Formula,
    FormulaError,
    Increase,
    Relation,
    Span,
    Subtraction,
    Sum,
    Times,
    Years,
    columns_of,
    nodes_of,
)
from progress_report.messages import descriptions as messages
from progress_report.messages.values import NO_ROW_OF_YEAR
from progress_report.model.comparable import comparable
from progress_report.model.findings import Finding, ReportError, first_few
from progress_report.model.fiscal_year import FISCAL_YEAR, FiscalYear
from progress_report.model.quantity import (
    DifferentUnitsError,
    Parameter,
    Quantity,
    require_same_dimension,
    total,
)

TableLookup = Callable[[str], pd.DataFrame]
CounterLookup = Callable[[str, str], Quantity]
_Read = Callable[[Column], Quantity | None]

_MOST_LISTED = 8  # of the rows that exist


@dataclass(frozen=True, slots=True)
class Formulas:
    """Evaluator of formulas over the tables and surveys of the report of one fiscal year.

    ``due_year``: the year that a table's rows must reach, if known. ``file``: the descriptor with the
    formulas; ``file_of`` returns the file of a table; ``by_line``: origins of a formula's literals have the
    formula's line.
    """

    year: FiscalYear
    table: TableLookup
    counter: CounterLookup
    due_year: Callable[[str], FiscalYear | None]
    file: str
    by_line: bool
    file_of: Callable[[str], str]

    def value(self, formula: Formula, name: str, line: int) -> Quantity:
        """Return the formula's value. Raise ReportError if ``name`` (検算「…」, 指標「…」の計算) fails."""
        try:
            return self._required(formula, self._one_value, self._literal(name, line))
        except FormulaError as error:
            raise self._failure(error, name, line) from None

    def year_of(self, column: Column) -> FiscalYear | None:
        """Return the fiscal year of the column's rows; None if there is not exactly one."""
        written = self._keys(column).get(FISCAL_YEAR)
        with suppress(ValueError):  # an invalid year selects no row
            return None if written is None else FiscalYear.parse(written)
        return None

    def pairs(self, relation: Relation, name: str, line: int) -> list[tuple[Quantity, Quantity]]:
        """Return the pairs of values to compare: one pair, or one per row if both sides are columns.

        Pairs in which a side has no value (a blank cell, a share of nothing) are omitted. Raise ReportError
        as ``value`` does.
        """
        literal = self._literal(name, line)
        try:
            compared = list(self._compared(relation, literal))
            with _units_of(relation.at):
                for left, right in compared:
                    require_same_dimension(left.unit, right.unit)
        except FormulaError as error:
            raise self._failure(error, name, line) from None
        return [pair for pair in compared if all(one.value is not None for one in pair)]

    def _compared(self, relation: Relation, literal: Parameter) -> Iterator[tuple[Quantity, Quantity]]:
        column = _common_column(relation)
        if column is None or self._is_one_row(column):
            left, right = (self._required(side, self._one_value, literal) for side in relation.sides)
            yield left, right
            return
        for _, row in self._rows(column).iterrows():
            one, other = (self._value(side, partial(_in_row, row), literal) for side in relation.sides)
            if one is not None and other is not None:
                yield one, other

    def _is_one_row(self, column: Column) -> bool:
        """Return whether all keys of the row are given."""
        return set(self.table(column.table).index.names) <= self._keys(column).keys()

    def _literal(self, name: str, line: int) -> Parameter:
        return Parameter(self.file, line if self.by_line else 0, name)

    def _failure(self, error: FormulaError, name: str, line: int) -> ReportError:
        found = replace(error.finding, message=f"{name}ができません。{error.finding.message}")
        return ReportError([found.at(self.file, line)])

    def _required(self, formula: Formula, read: _Read, literal: Parameter) -> Quantity:
        value = self._value(formula, read, literal)
        if value is None:
            raise self._no_value(columns_of(formula), formula.at)
        return value

    def _value(self, formula: Formula, read: _Read, literal: Parameter) -> Quantity | None:
        """Return the value; None for a blank cell, and for anything computed from blank cells only."""
        match formula:
            case Column():
                return read(formula)
            case Sum(columns, at):
                given = [value for column in columns for value in self._values(column) if value is not None]
                if not given:
                    raise self._no_value(columns, at)
                with _units_of(at):
                    return total(given)
            case Increase(column, at):
                return self._increase(column, at)
            case Count(counter):
                return self.counter(counter, formula.asked)
            case Times(number, unit, of):
                each = Quantity(Fraction(number), unit, literal)
                value = self._value(of, read, literal)
                return None if value is None else value.times(each)
            case Addition(terms, at):
                values = [self._value(term, read, literal) for term in terms]
                given = [value for value in values if value is not None]
                if len(given) < 2:
                    return given[0] if given else None
                with _units_of(at):
                    return total(given)
            case Subtraction(left, right, at) | Division(left, right, at):
                one, other = (self._value(side, read, literal) for side in (left, right))
                if one is None or other is None:
                    return None
                with _units_of(at):
                    return one / other if isinstance(formula, Division) else one - other

    def _one_value(self, column: Column) -> Quantity | None:
        """Return the value of the only row of the column."""
        values = self._values(column)
        given = [value for value in values if value is not None]
        if not values:
            raise self._no_value([column], column.at)
        if len(given) > 1:
            keys = (name for name in self.table(column.table).index.names if name not in self._keys(column))
            key = next(keys, FISCAL_YEAR)
            found = messages.SEVERAL_VALUES.finding(
                name=column.full_name, chosen=self._chosen(column), formula=column, key=key
            )
            raise FormulaError(found, column.at)
        return given[0] if given else None

    def _increase(self, column: Column, at: Span | None) -> Quantity:
        newest = self._newest(column)
        if newest is None:
            raise self._no_value([column], at)
        years = (replace(column, rows=((FISCAL_YEAR, str(one.start)),)) for one in (newest, newest.previous))
        values = [value for one in years for value in self._values(one) if value is not None]
        if len(values) != 2:
            found = messages.YEAR_MISSING.finding(name=column.full_name, year=newest.label)
            raise FormulaError(found, at)
        return values[0] - values[1]

    def _values(self, column: Column) -> list[Quantity | None]:
        return list(self._rows(column)[column.name])

    def _rows(self, column: Column) -> pd.DataFrame:
        """Return the rows that a column selects."""
        frame = self.table(column.table)
        for key, value in self._keys(column).items():
            keys = frame.index.get_level_values(list(frame.index.names).index(key))
            frame = frame[[comparable(str(getattr(k, "start", k))) == comparable(value) for k in keys]]
        return frame

    def _keys(self, column: Column) -> dict[str, str]:
        """Return the values of the key columns that select the rows, including the fiscal year.

        Raise ReportError if the newest year's row is missing.
        """
        rows = dict(column.rows)
        if FISCAL_YEAR in rows or column.years is Years.ALL:
            return rows
        newest = self._newest(column)
        if newest is None:
            return rows
        due = self.due_year(column.table)
        if due is not None and newest < due:
            raise ReportError([missing_row(due, self.file_of(column.table))])
        year = newest if column.years is Years.NEWEST else newest.previous
        return {FISCAL_YEAR: str(year.start), **rows}

    def _newest(self, column: Column) -> FiscalYear | None:
        """Return the newest year of the table up to the report's own; None for a table without years."""
        return newest_year(self.table(column.table), self.year)

    def _chosen(self, column: Column) -> str:
        return "、".join(f"{key}={value}" for key, value in self._keys(column).items()) or "すべての行"

    def _no_value(self, columns: Sequence[Column], at: Span | None) -> FormulaError:
        """Return the error for rows without a value. Raise ReportError if a new year's row is missing.

        The latter is reported at its table, once for all formulas that need it.
        """
        for column in columns:
            self._require_newest_year(column)
        names = "、".join(dict.fromkeys(column.full_name for column in columns))
        chosen = self._chosen(columns[0]) if columns else "すべての行"
        remedy = "".join(map(self._present_keys, columns[:1]))
        return FormulaError(messages.NO_VALUE.finding(names=names, chosen=chosen, remedy=remedy), at)

    def _present_keys(self, column: Column) -> str:
        """Return a remedy with the rows that exist, if a row is selected by a name that none has."""
        index = self.table(column.table).index
        for key, value in column.rows:
            present = list(dict.fromkeys(str(one) for one in index.get_level_values(key)))
            if key != FISCAL_YEAR and comparable(value) not in map(comparable, present):
                listed = first_few([f"「{one}」" for one in present], _MOST_LISTED)
                return f"{self.file_of(column.table)} の行と揃えてください（ある行: {listed}）。"
        return ""

    def _require_newest_year(self, column: Column) -> None:
        table = column.table
        years = [key for key in self.table(table).index if isinstance(key, FiscalYear)]
        if years and column.rows == ((FISCAL_YEAR, str(max(years).next.start)),):
            raise ReportError([missing_row(max(years).next, self.file_of(table))])


def missing_row(year: FiscalYear, file: str) -> Finding:
    """Return the error that the row of a new year is missing; the same for every date that needs it."""
    return NO_ROW_OF_YEAR.finding(file, label=year.label, year=year.start)


def newest_year(table: pd.DataFrame, reported: FiscalYear) -> FiscalYear | None:
    """Return the newest fiscal year in a table's keys up to the report's own; None if there is none."""
    if FISCAL_YEAR not in table.index.names:
        return None
    years = table.index.get_level_values(FISCAL_YEAR)
    return max((year for year in years if year <= reported), default=None)


def _common_column(relation: Relation) -> Column | None:
    """Return a column of the rows to compare if both sides are columns of the same rows; otherwise None."""
    nodes = [node for side in relation.sides for node in nodes_of(side)]
    if any(not isinstance(node, Column | Addition | Subtraction | Times) for node in nodes):
        return None
    columns = [node for node in nodes if isinstance(node, Column)]
    same = {(column.table, column.rows, column.years) for column in columns}
    return columns[0] if len(same) == 1 else None


def _in_row(row: pd.Series, column: Column) -> Quantity | None:
    value: Quantity | None = row[column.name]
    return value


@contextmanager
def _units_of(at: Span | None) -> Iterator[None]:
    """Convert a DifferentUnitsError to a FormulaError at a position."""
    try:
        yield
    except DifferentUnitsError as error:
        one, other = error.units
        raise FormulaError(messages.DIFFERENT_UNITS.finding(one=one, other=other), at) from None
