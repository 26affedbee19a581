"""The cells of tables, and where they lie."""

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
        if self.cell.header == "column":
            return self.row < other.row and bool(set(self.columns) & set(other.columns))
        return self.column < other.column and set(other.rows) <= set(self.rows)


@dataclass(frozen=True, slots=True)
class PlacedRows:
    """The rows of a grid, each with the cells that begin in it."""

    head: list[list[PlacedCell]]
    body: list[list[PlacedCell]]


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
