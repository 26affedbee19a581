"""Tables of the Word file: merged cells, header rows repeated on every page, rows that stay whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from progress_report.document.grids import Grid, PlacedCell
from progress_report.document.runs import runs_text
from progress_report.inputs.params.theme import Colours
from progress_report.rendering.word.column_widths import ITEM, PADDING, column_widths
from progress_report.rendering.word.elements import (
    Element,
    RunLook,
    element,
    hex_digits,
    paragraph,
    text_run,
    twips,
    value,
)
from progress_report.rendering.word.inline import inline
from progress_report.rendering.word.printed_runs import printed
from progress_report.rendering.word.slots import SlotRecorder
from progress_report.rendering.word.styles import CELL, PageSize

_LONG_ROWS, _LONG_WORDS = 15, 600
# Word becomes slow with tens of thousands of controls.
_MOST_CONTROLLED_ROWS = 200


@dataclass(frozen=True, slots=True)
class TableSetter:
    """The tools for setting tables."""

    base: SlotRecorder
    sheet: PageSize
    colours: Colours

    def table(self, grid: Grid, title: str, *, followed: bool) -> Element:
        """Return a grid as a table. ``followed``: by notes or facts, which stay with a short table."""
        widths, size = column_widths(grid, self.sheet.room, self.sheet.scale)
        rows = grid.placed()
        together = not is_long(grid)
        controlled = len(grid.body) <= _MOST_CONTROLLED_ROWS
        every = [*rows.head, *rows.body]
        made = table_frame(widths, self.colours, title)
        for number, cells in enumerate(_covered(every)):
            keep = together and (followed or number + 1 < len(every))
            row = element(
                "w:tr", None, element("w:trPr", None, *_row_properties(number < len(rows.head), cells))
            )
            for cell in cells:
                begins = cell.row == number
                width = sum(widths[cell.column : cell.columns.stop])
                row.append(self._cell(cell, width, size, begins, keep, controlled))
            made.append(row)
        return made

    def _cell(
        self, placed: PlacedCell, width: float, size: float, begins: bool, keep: bool, controlled: bool
    ) -> Element:
        cell = placed.cell
        properties = [element("w:tcW", {"w:w": twips(width), "w:type": "dxa"})]
        if cell.columns > 1:
            properties.append(value("w:gridSpan", cell.columns))
        if cell.rows > 1:
            properties.append(value("w:vMerge", "restart") if begins else element("w:vMerge"))
        if cell.header:
            fill = self.colours.head if cell.header == "column" else self.colours.stub
            properties.append(shading(fill))
        properties.append(value("w:vAlign", "center"))
        made = element("w:tc", None, element("w:tcPr", None, *properties))
        if not begins:
            made.append(paragraph(CELL, [], keep_next=keep))
            return made
        look = RunLook(bold=cell.emphasis, size=size)
        for content in cell.items or [cell.content]:
            words = [text_run(ITEM, look)] if cell.items else []
            if controlled:
                words += inline(self.base, content, None, look)
            elif content:
                words.append(text_run(printed(content), look))
            made.append(paragraph(CELL, words, align=cell.alignment, keep_next=keep))
        return made


def table_frame(widths: Sequence[float], colours: Colours, title: str) -> Element:
    """Return a table with its grid, without rows. The title is its alternative text."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    rule = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": hex_digits(colours.rule)}
    margins = {"top": 2.0, "left": PADDING, "bottom": 2.0, "right": PADDING}
    properties = element(
        "w:tblPr",
        None,
        value("w:tblStyle", "TableGrid"),
        element("w:tblW", {"w:w": twips(sum(widths)), "w:type": "dxa"}),
        element("w:tblBorders", None, *(element(f"w:{side}", rule) for side in sides)),
        element("w:tblLayout", {"w:type": "fixed"}),
        element(
            "w:tblCellMar",
            None,
            *(element(f"w:{side}", {"w:w": twips(one), "w:type": "dxa"}) for side, one in margins.items()),
        ),
        element("w:tblLook", {"w:val": "0620", "w:firstRow": "1", "w:firstColumn": "0"}),
        value("w:tblCaption", title),
    )
    columns = (element("w:gridCol", {"w:w": twips(width)}) for width in widths)
    return element("w:tbl", None, properties, element("w:tblGrid", None, *columns))


def shading(colour: str) -> Element:
    return element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": hex_digits(colour)})


def is_long(grid: Grid) -> bool:
    """Return whether a table may break over pages; a short one stays whole."""
    words = sum(len(runs_text(cell.content)) for cell in chain.from_iterable(grid.body))
    return len(grid.body) > _LONG_ROWS or words > _LONG_WORDS


def _row_properties(header: bool, cells: Sequence[PlacedCell]) -> Iterator[Element]:
    if all(cell.cell.rows == 1 for cell in cells) or header:
        yield element("w:cantSplit")
    if header:
        yield element("w:tblHeader")


def _covered(rows: Sequence[Sequence[PlacedCell]]) -> Iterator[list[PlacedCell]]:
    """Yield the cells that cover each row, from left to right, including those begun above."""
    above: dict[int, PlacedCell] = {}
    for number, row in enumerate(rows):
        begun = {cell.column: cell for cell in row}
        covering = {column: cell for column, cell in above.items() if number in cell.rows} | begun
        yield [covering[column] for column in sorted(covering)]
        above = covering
