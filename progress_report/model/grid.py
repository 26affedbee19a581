"""The parts of tables and figures: cells, grids, notes and facts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from progress_report.model.inline import Inline, ProseOrigin, plain_lines, quantities_in
from progress_report.model.placing import first_columns
from progress_report.model.quantity import Quantity

Header = Literal["", "column", "row"]  # what a header cell heads
Alignment = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled remark below a table or chart: 時点, 比較, 単位, 設問, 回答者数, 出典 …"""

    label: str
    content: Inline


@dataclass(frozen=True, slots=True)
class TableNote:
    """A ※ note; it explains the places that refer to its name, or the whole table if there are none."""

    name: str
    content: Inline
    origin: ProseOrigin | None = None


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell, possibly merged; ``items`` (a list inside the cell) replaces ``content``."""

    content: Inline = ()
    header: Header = ""
    columns: int = 1
    rows: int = 1
    items: tuple[Inline, ...] = ()
    emphasis: bool = False

    @property
    def inlines(self) -> tuple[Inline, ...]:
        return (self.content, *self.items)


Rows = Sequence[Sequence[TableCell]]


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table: header rows, body rows, and the number of leading header columns."""

    head: Rows
    body: Rows
    stub_columns: int
    alignments: tuple[Alignment, ...]  # one per column

    @property
    def cells(self) -> Iterator[TableCell]:
        return (cell for rows in (self.head, self.body) for row in rows for cell in row)

    @property
    def printed_values(self) -> Iterator[Quantity]:
        """The quantities printed in the body cells, excluding headers."""
        cells = (cell for row in self.body for cell in row if not cell.header)
        return (one for cell in cells for inline in cell.inlines for one in quantities_in(inline))

    def weights(self) -> list[int]:
        """Return each column's share of the remaining width; 0 means as wide as its content.

        A single column of words takes all that remains; several columns of words, or of numbers only, share
        it by their widest lines.
        """
        stub, data = self.alignments[: self.stub_columns], self.alignments[self.stub_columns :]
        widest = [_NARROWEST] * len(self.alignments)
        for row in (*_placed(self.head), *_placed(self.body)):
            for column, cell in row:
                if cell.columns == 1:
                    widest[column] = max(widest[column], *map(_ems, plain_lines(cell.content)))
        widths = [round(10 * width) for width in widest[self.stub_columns :]]
        if data.count("left") == 1:
            widths = [1] * len(widths)
        if "left" in data:
            widths = [
                width if alignment == "left" else 0 for width, alignment in zip(widths, data, strict=True)
            ]
        # A stub as wide as its content would leave no room for the others if its names are long.
        share = 1 if data.count("left") == 1 else round(10 * _WIDEST_STUB)
        return [share if width > _WIDEST_STUB else 0 for width in widest[: len(stub)]] + widths


_NARROWEST = 5.0  # ems, so that a column of short numbers is not squeezed
_WIDEST_STUB = 24.0  # ems: row headers wider than this break into lines
_NARROW = 0.55  # of an em: approximate width of a half-width character


def _ems(line: str) -> float:
    """Return the approximate width of a line in ems."""
    return sum(_NARROW if character.isascii() else 1.0 for character in line)


def _placed(rows: Rows) -> Iterator[list[tuple[int, TableCell]]]:
    """Yield each row's cells with their starting columns."""
    for row, columns in zip(rows, first_columns(rows), strict=True):
        yield list(zip(columns, row, strict=True))
