"""Header cells of each cell in tables with merged cells."""

from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from progress_report.document.grids import Grid, GridCell, Headers, PlacedCell

_Way = Literal["", "column", "row"]


def _cell(header: _Way = "", *, columns: int = 1, rows: int = 1) -> GridCell:
    return GridCell(
        content=[], items=[], header=header, alignment="left", columns=columns, rows=rows, emphasis=False
    )


@st.composite
def _grids(draw: st.DrawFn) -> Grid:
    """Generate spanners over column groups, rows under merged stubs, values merged over rows and columns."""
    spanners = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    upper = [_cell("column", columns=2, rows=2), *(_cell("column", columns=width) for width in spanners)]
    lower = [_cell("column") for _ in range(sum(spanners))]
    body = []
    for size in draw(st.lists(st.integers(1, 4), min_size=1, max_size=4)):
        merged = draw(st.booleans())
        for row in range(size):
            first = [_cell("row", rows=size)] if row == 0 else []
            last = [_cell(rows=size)] if merged and row == 0 else [] if merged else [_cell()]
            width = draw(st.integers(0, len(lower) - 1))
            wide = [_cell(columns=width)] if width else []
            single = [_cell() for _ in lower[width + 1 :]]
            body.append([*first, _cell("row"), *wide, *single, *last])
    return Grid(head=[upper, lower], body=body, stub_columns=2, weights=[0])


def _overlap(one: range, other: range) -> bool:
    return bool(set(one) & set(other))


def _stands_for(header: PlacedCell, cell: PlacedCell) -> bool:
    """Apply HTML's definition: a column header covers any of its columns, a row header all of its rows."""
    if header.cell.header == "column":
        return header.row < cell.row and _overlap(header.columns, cell.columns)
    return header.column < cell.column and set(cell.rows) <= set(header.rows)


@given(_grids())
def test_headers_are_those_that_a_search_of_the_whole_table_finds(grid: Grid) -> None:
    rows = grid.placed()
    cells, headers = list(rows.cells), Headers(rows)
    for cell in cells:
        found = [other for other in cells if other.cell.header and _stands_for(other, cell)]
        ways = {"row": headers.row_headers(cell), "column": headers.column_headers(cell)}
        for way, own in ways.items():
            assert own == [other for other in found if other.cell.header == way]
