"""Header links of an HTML table with merged cells.

By HTML's own algorithm a value merged over three rows would also belong to each row's own header, so in
tables with merged cells, ``headers`` lists the header cells of a data cell: the same links as in the PDF.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from progress_report.document.grids import Grid, Headers, PlacedCell


@dataclass(frozen=True, slots=True)
class LinkedCell(PlacedCell):
    """A placed cell with its id and its headers' ids; both are empty if no cell is merged."""

    identifier: str = ""
    headers: tuple[str, ...] = ()


def linked_rows(grid: Grid, anchor: str) -> Mapping[str, list[list[LinkedCell]]]:
    """Return the rows of ``head`` and ``body``; with ids and headers if any cell is merged."""
    rows = grid.placed()
    merged = any(cell.cell.rows > 1 or cell.cell.columns > 1 for cell in rows.cells)
    headers = Headers(rows) if merged else None
    return {
        name: [[_linked(cell, headers, anchor) for cell in row] for row in part]
        for name, part in (("head", rows.head), ("body", rows.body))
    }


def _linked(cell: PlacedCell, headers: Headers | None, anchor: str) -> LinkedCell:
    if headers is None:
        return LinkedCell(cell.cell, cell.row, cell.column)
    own = (*headers.column_headers(cell), *headers.row_headers(cell))
    identifiers = tuple(_identifier(header, anchor) for header in own)
    return LinkedCell(cell.cell, cell.row, cell.column, _identifier(cell, anchor), identifiers)


def _identifier(cell: PlacedCell, anchor: str) -> str:
    return f"{anchor}-{cell.row}-{cell.column}"
