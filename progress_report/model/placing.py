"""Positions of merged cells in the rows of a table."""

from collections.abc import Iterator, Sequence
from typing import Protocol


class Spanning(Protocol):
    """A cell that covers a number of rows and columns."""

    @property
    def rows(self) -> int: ...

    @property
    def columns(self) -> int: ...


def first_columns(rows: Sequence[Sequence[Spanning]]) -> Iterator[list[int]]:
    """Yield, for each row, the starting columns of its cells; cells merged from above come first."""
    occupied: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column, begun = 0, []
        for cell in row:
            while (number, column) in occupied:
                column += 1
            begun.append(column)
            occupied |= {(number + i, column + j) for i in range(cell.rows) for j in range(cell.columns)}
            column += cell.columns
        yield begun
