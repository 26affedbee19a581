"""Header links of an HTML table with merged cells.

By HTML's own algorithm a value merged over three rows would also belong to each row's own header, so
tables with merged cells say with ``headers`` which header cells stand for a data cell: the same links
that the PDF has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from progress_report.document.grids import Grid, PlacedCell


@dataclass(frozen=True, slots=True)
class LinkedCell(PlacedCell):
    """A placed cell with its id and those of its headers; both are empty where no cell is merged."""

    identifier: str = ""
    headers: tuple[str, ...] = ()


def linked_rows(grid: Grid, anchor: str) -> Mapping[str, list[list[LinkedCell]]]:
    """Return the rows of ``head`` and ``body``; with ids and headers where any cell is merged."""
    rows = grid.placed()
    parts = {"head": rows.head, "body": rows.body}
    cells = [cell for part in parts.values() for row in part for cell in row]
    if all(len(cell.rows) == len(cell.columns) == 1 for cell in cells):
        return {
            name: [[LinkedCell(cell.cell, cell.row, cell.column) for cell in row] for row in part]
            for name, part in parts.items()
        }
    headers = [cell for cell in cells if cell.cell.header]
    return {
        name: [[_linked(cell, headers, anchor) for cell in row] for row in part]
        for name, part in parts.items()
    }


def _linked(cell: PlacedCell, headers: Sequence[PlacedCell], anchor: str) -> LinkedCell:
    own = tuple(
        _identifier(header, anchor) for header in headers if header is not cell and header.heads(cell)
    )
    return LinkedCell(cell.cell, cell.row, cell.column, _identifier(cell, anchor), own)


def _identifier(cell: PlacedCell, anchor: str) -> str:
    return f"{anchor}-{cell.row}-{cell.column}"
