"""The values of a figure's data as shapes can show them: row by row and column by column, with names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from progress_report.authoring.own_figures.figure_data import FigureData
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import Date, Inline, plain_text
from progress_report.model.moment import Moment
from progress_report.model.quantity import PERCENT, Quantity

_NEAR = 1e-6  # relative: matplotlib computes the angles of wedges in single precision


@dataclass(frozen=True, slots=True)
class VectorEntry:
    """A cell of the data: its name in its vector, and the numbers as which it may be drawn."""

    name: str
    row: int
    column: Any
    quantity: Quantity | None
    numbers: tuple[float, ...]

    def shows(self, drawn: float) -> bool:
        """Return whether a drawn number is this value."""
        return any(is_near(drawn, number) for number in self.numbers)


@dataclass(frozen=True, slots=True)
class Vector:
    """The values of a column, named by the rows, or of a row, named by the columns."""

    title: str
    entries: tuple[VectorEntry, ...]

    def of(self, names: Sequence[str]) -> "Vector":
        """Return the vector restricted to these names."""
        return Vector(self.title, tuple(one for one in self.entries if one.name in names))

    def shares(self) -> "Vector":
        """Return the vector as parts of 1 of its own total; without entries if that is not above zero."""
        return Vector(self.title, tuple(_parts(self.entries, (1.0,))))

    def numbers(self) -> list[float]:
        """Return the displayed values that are defined."""
        return [one.numbers[0] for one in self.entries if one.numbers]


class DataValues:
    """The vectors of a figure's data, and the names of its rows and columns."""

    def __init__(self, data: FigureData) -> None:
        self.rows = [key("".join(map(plain_text, label))) for label in data.labels]
        titles = {name: key(plain_text(header)) for name, header in data.headers.items()}
        cells = {
            name: [VectorEntry("", row, name, cell, plotted_numbers(cell)) for row, cell in enumerate(column)]
            for name, column in data.cells.items()
        }
        self.columns = [
            Vector(titles[name], tuple(replace(one, name=self.rows[one.row]) for one in cells[name]))
            for name in data.cells
            if any(one.quantity is not None for one in cells[name])
        ]
        self.across = [
            Vector(label, tuple(replace(cells[name][row], name=titles[name]) for name in data.cells))
            for row, label in enumerate(self.rows)
        ]
        self.names = {*self.rows, *titles.values()}
        self.moments = [
            (label, moment)
            for label, inlines in zip(self.rows, data.labels, strict=True)
            if (moment := _moment(inlines)) is not None
        ]
        self.years = {float(one.start): label for label, one in self.moments if isinstance(one, FiscalYear)}

    def of_title(self, title: str) -> list[Vector]:
        """Return the column or row of this title; all of them if none has it."""
        every = [*self.columns, *self.across]
        return [one for one in every if one.title == key(title)] or every

    def shares_of_rows(self, title: str) -> list[Vector]:
        """Return the columns as shares of the row's total over columns of the same unit."""
        known = [one for one in self.columns if one.title == key(title)] or self.columns
        shares = {
            (one.row, one.column): one
            for vector in self.across
            for unit in {one.quantity.unit for one in vector.entries if one.quantity is not None}
            for one in _parts([one for one in vector.entries if _unit(one) == unit], (100.0, 1.0))
        }
        return [
            Vector(
                vector.title,
                tuple(
                    replace(one, numbers=shares[one.row, one.column].numbers)
                    for one in vector.entries
                    if (one.row, one.column) in shares
                ),
            )
            for vector in known
        ]

    def entries(self) -> Iterator[VectorEntry]:
        """Yield every value once."""
        return (one for vector in self.columns for one in vector.entries)


def key(text: str) -> str:
    """Return a name without spaces and line breaks, for comparison."""
    return "".join(text.split())


def is_near(one: float, other: float) -> bool:
    return abs(one - other) <= _NEAR * max(abs(one), abs(other), 1e-9)


def plotted_numbers(cell: Any) -> tuple[float, ...]:
    """Return the numbers as which a value may be drawn: displayed first, then exact; a share also of 1."""
    if not isinstance(cell, Quantity) or cell.value is None or cell.displayed is None:
        return ()
    if cell.unit != PERCENT:
        return float(cell.displayed), float(cell.value)
    exact, displayed = float(cell.value), float(cell.displayed)
    return displayed, exact * 100, exact, displayed / 100


def statistics_of(vectors: Sequence[Vector]) -> list[float]:
    """Return the statistics that a box plot or a line of the average shows: values, quartiles and means."""
    numbers = [one.numbers() for one in vectors if one.numbers()]
    return [value for one in numbers for value in (*one, *np.percentile(one, (25, 50, 75)), np.mean(one))]


def _parts(entries: Sequence[VectorEntry], wholes: Sequence[float]) -> Iterator[VectorEntry]:
    total = sum(float(one.quantity.value) for one in entries if one.quantity and one.quantity.value)
    for one in entries if total > 0 else ():
        value = one.quantity.value if one.quantity else None
        parts = () if value is None else tuple(float(value) / total * whole for whole in wholes)
        yield replace(one, numbers=parts)


def _unit(entry: VectorEntry) -> str | None:
    return entry.quantity.unit if entry.quantity is not None else None


def _moment(inlines: Sequence[Inline]) -> Moment | None:
    dates = [run for inline in inlines for run in inline if isinstance(run, Date)]
    return dates[0].moment if len(dates) == 1 else None
