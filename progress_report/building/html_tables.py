"""Header links of an HTML table with merged cells.

By HTML's own algorithm a value merged over three rows would also belong to each row's own header, so
tables with merged cells say with ``headers`` which header cells stand for a data cell: the same links
that the PDF has.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell with its place in the grid (header rows counted), its id and those of its headers."""

    cell: Json
    row: int
    column: int
    identifier: str = ""
    headers: tuple[str, ...] = ()

    @property
    def rows(self) -> range:
        return range(self.row, self.row + self.cell["rows"])

    @property
    def columns(self) -> range:
        return range(self.column, self.column + self.cell["columns"])


def linked_rows(grid: Json, anchor: str) -> dict[str, list[list[PlacedCell]]]:
    """``head`` and ``body`` rows of placed cells; with ids and headers where any cell is merged."""
    head = list(_placed(grid["head"], 0))
    body = list(_placed(grid["body"], len(head)))
    cells = [cell for row in (*head, *body) for cell in row]
    if any(len(cell.rows) > 1 or len(cell.columns) > 1 for cell in cells):
        headers = [cell for cell in cells if cell.cell["header"]]
        head, body = (
            [[_linked(cell, headers, anchor) for cell in row] for row in part] for part in (head, body)
        )
    return {"head": head, "body": body}


def _placed(rows: list[list[Json]], first: int) -> Iterator[list[PlacedCell]]:
    occupied: set[tuple[int, int]] = set()
    for number, row in enumerate(rows, first):
        column, placed = 0, []
        for cell in row:
            while (number, column) in occupied:
                column += 1
            placed.append(PlacedCell(cell, number, column))
            occupied |= {(i, j) for i in placed[-1].rows for j in placed[-1].columns}
            column += cell["columns"]
        yield placed


def _linked(cell: PlacedCell, headers: list[PlacedCell], anchor: str) -> PlacedCell:
    own = tuple(
        _identifier(header, anchor) for header in headers if header is not cell and heads(header, cell)
    )
    return PlacedCell(cell.cell, cell.row, cell.column, _identifier(cell, anchor), own)


def _identifier(cell: PlacedCell, anchor: str) -> str:
    return f"{anchor}-{cell.row}-{cell.column}"


def heads(header: PlacedCell, cell: PlacedCell) -> bool:
    """Whether a header cell stands for another cell."""
    if header.cell["header"] == "column":
        return header.row < cell.row and bool(set(header.columns) & set(cell.columns))
    return header.column < cell.column and set(cell.rows) <= set(header.rows)
