"""The cells of tables and their positions."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from progress_report.document.models import Model, NotNegative, Positive
from progress_report.document.runs import Runs
from progress_report.model.placing import first_columns


class GridCell(Model):
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
    """A cell with its position in the grid, from 0, counting header rows."""

    cell: GridCell
    row: int
    column: int

    @property
    def rows(self) -> range:
        return range(self.row, self.row + self.cell.rows)

    @property
    def columns(self) -> range:
        return range(self.column, self.column + self.cell.columns)

    def heads(self, other: "PlacedCell") -> bool:
        """Return whether this is a header of the other cell."""
        own, others = self.cell, other.cell
        if own.header == "column":
            left, right = max(self.column, other.column), min(self.columns.stop, other.columns.stop)
            return self.row < other.row and left < right
        end = self.row + own.rows
        return self.column < other.column and self.row <= other.row and other.row + others.rows <= end


@dataclass(frozen=True, slots=True)
class PlacedRows:
    """The rows of a grid, each with the cells that begin in it, and their positions."""

    head: list[list[PlacedCell]]
    body: list[list[PlacedCell]]

    @property
    def cells(self) -> Iterator[PlacedCell]:
        """All cells in reading order."""
        return (cell for rows in (self.head, self.body) for row in rows for cell in row)


class Headers:
    """Index of a grid's header cells by the rows and columns they cover; no lookup scans the table."""

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
        """Return the row headers of a cell, in reading order."""
        return [header for header in self._by_row.get(cell.row, ()) if header.heads(cell)]

    def column_headers(self, cell: PlacedCell) -> list[PlacedCell]:
        """Return the column headers of a cell, in reading order."""
        found = {
            (header.row, header.column): header
            for column in cell.columns
            for header in self._by_column.get(column, ())
            if header.heads(cell)
        }
        return [found[place] for place in sorted(found)]


class Grid(Model):
    """Header rows, body rows, and the number of leading header columns.

    ``weights``: each column's share of the remaining width; 0 means as wide as its content.
    """

    head: Annotated[list[list[GridCell]], Field(min_length=1)]
    body: Annotated[list[list[GridCell]], Field(min_length=1)]
    stub_columns: NotNegative
    weights: Annotated[list[NotNegative], Field(min_length=1)]

    def placed(self) -> PlacedRows:
        """Return all cells with their positions."""
        return PlacedRows(
            list(_placed(self.head, 0)),
            list(_placed(self.body, len(self.head))),
        )


def _placed(rows: Sequence[Sequence[GridCell]], first: int) -> Iterator[list[PlacedCell]]:
    for number, (row, columns) in enumerate(zip(rows, first_columns(rows), strict=True), first):
        yield [PlacedCell(cell, number, column) for cell, column in zip(row, columns, strict=True)]
