"""The cells of tables, and where they lie."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from progress_report.document.models import Model, NotNegative, Positive
from progress_report.document.runs import Runs
from progress_report.model.placing import first_columns


class Cell(Model):
    """One cell, possibly merged; ``items`` (a list inside the cell) replaces ``content``."""

    content: Runs
    items: list[Runs]
    header: Literal["", "column", "row"]
    alignment: Literal["left", "center", "right"]
    columns: Positive
    rows: Positive
    emphasis: bool


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell with its place in the grid, from 0, header rows counted."""

    cell: Cell
    row: int
    column: int

    @property
    def rows(self) -> range:
        return range(self.row, self.row + self.cell.rows)

    @property
    def columns(self) -> range:
        return range(self.column, self.column + self.cell.columns)

    def heads(self, other: "PlacedCell") -> bool:
        """Return whether this header cell stands for another cell."""
        own, others = self.cell, other.cell
        if own.header == "column":
            left, right = max(self.column, other.column), min(self.columns.stop, other.columns.stop)
            return self.row < other.row and left < right
        end = self.row + own.rows
        return self.column < other.column and self.row <= other.row and other.row + others.rows <= end


@dataclass(frozen=True, slots=True)
class PlacedRows:
    """The rows of a grid, each with the cells that begin in it."""

    head: list[list[PlacedCell]]
    body: list[list[PlacedCell]]

    @property
    def cells(self) -> Iterator[PlacedCell]:
        """All cells in reading order."""
        return (cell for rows in (self.head, self.body) for row in rows for cell in row)


class Headers:
    """The header cells of a grid by the rows and columns they cover: no search over the whole table."""

    def __init__(self, rows: PlacedRows) -> None:
        self._by_row: defaultdict[int, list[PlacedCell]] = defaultdict(list)
        self._by_column: defaultdict[int, list[PlacedCell]] = defaultdict(list)
        for cell in rows.cells:
            if cell.cell.header == "row":
                for row in cell.rows:
                    self._by_row[row].append(cell)
            elif cell.cell.header == "column":
                for column in cell.columns:
                    self._by_column[column].append(cell)

    def row_headers(self, cell: PlacedCell) -> list[PlacedCell]:
        """Return the row headers that stand for a cell, in reading order."""
        return [header for header in self._by_row.get(cell.row, ()) if header.heads(cell)]

    def column_headers(self, cell: PlacedCell) -> list[PlacedCell]:
        """Return the column headers that stand for a cell, in reading order."""
        found = {
            (header.row, header.column): header
            for column in cell.columns
            for header in self._by_column.get(column, ())
            if header.heads(cell)
        }
        return [found[place] for place in sorted(found)]


class Grid(Model):
    """Header rows, body rows, and how many leading columns are headers.

    ``weights``: each column's part of the width left over; 0 is as wide as its content.
    """

    head: Annotated[list[list[Cell]], Field(min_length=1)]
    body: Annotated[list[list[Cell]], Field(min_length=1)]
    stub_columns: NotNegative
    weights: Annotated[list[NotNegative], Field(min_length=1)]

    def placed(self) -> PlacedRows:
        """Return each cell with its place."""
        return PlacedRows(
            list(_placed(self.head, 0)),
            list(_placed(self.body, len(self.head))),
        )


def _placed(rows: Sequence[Sequence[Cell]], first: int) -> Iterator[list[PlacedCell]]:
    for number, (row, columns) in enumerate(zip(rows, first_columns(rows), strict=True), first):
        yield [PlacedCell(cell, number, column) for cell, column in zip(row, columns, strict=True)]
