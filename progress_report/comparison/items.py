"""The printed content of a report as items, named so that the same item is found in another version."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from progress_report.document.blocks import (
    AnyBlock,
    Chart,
    Checks,
    Figure,
    Glossary,
    Heading,
    Highlights,
    Image,
    ItemList,
    Omission,
    Paragraph,
    Remark,
    Table,
)
from progress_report.document.document import Document
from progress_report.document.grids import GridCell, Headers
from progress_report.document.origins import QuantityId, QuantityRecord
from progress_report.document.printed import CONCLUSION
from progress_report.document.runs import Runs, runs_text

Key = tuple[str, ...]
AnyFigure = Table | Chart | Highlights
NumberedFigure = AnyFigure | Image
FIGURES = ("table", "chart", "highlights", "image")
PICTURE = "picture"  # in the key of an item that identifies the shown picture
_DIGITS_SHOWN = 12  # of a picture's digest


@dataclass(frozen=True, slots=True)
class Item:
    """Words printed in one place. Items of one key are consecutive, such as paragraphs of one cell.

    ``runs`` are the document's runs of the words, ``quantities`` those used by the runs.
    """

    key: Key
    where: str
    text: str
    runs: Runs = field(default_factory=list, compare=False, repr=False)
    quantities: Mapping[QuantityId, QuantityRecord] = field(default_factory=dict, compare=False, repr=False)


def _item(
    key: Key, where: str, runs: Runs, quantities: Mapping[QuantityId, QuantityRecord] | None = None
) -> Item:
    return Item(key, where, runs_text(runs, " "), runs, quantities or {})


@dataclass(slots=True)
class _Position:
    """The reading position: the path of headings, by number or words, and paragraphs since the last one."""

    path: list[str]
    paragraphs: int = 0

    def enter(self, heading: Heading) -> None:
        name = heading.number or runs_text(heading.content, " ")
        self.path = [*self.path[: heading.level - 1], name]
        self.paragraphs = 0

    def __str__(self) -> str:
        return "".join(self.path)


def items_of(document: Document, by_place: frozenset[str] = frozenset()) -> Iterator[Item]:
    """Yield the report's content except its status and its own 正誤表, in reading order.

    Cells of the figures in ``by_place`` are identified by row and column, others by their headers.
    """
    yield _item(("title",), "表題", document.title)
    yield Item(("municipality",), "表紙 自治体名", document.municipality)
    for fact in document.cover:
        yield _item(("cover", fact.label), f"表紙 {fact.label}", fact.content)
    position = _Position([])
    for number, block in enumerate(document.introduction, 1):
        if isinstance(block, Paragraph):
            yield _item(("introduction",), f"前文 第{number}段落", block.content, block.quantities)
        else:
            yield from _block_items("introduction", block, position, by_place)
    for section in document.parts:
        position = _Position([])
        for block in section.blocks:
            yield from _block_items(section.name, block, position, by_place)


def figures_of(document: Document) -> dict[str, AnyFigure]:
    """Return the tables, charts and highlights of the body by their names."""
    found = numbered_figures_of(document).items()
    return {name: figure for name, figure in found if isinstance(figure, Figure)}


def numbered_figures_of(document: Document) -> dict[str, NumberedFigure]:
    """Return the figures of the body and its pictures by their names."""
    return {
        block.name: block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Figure | Image)
    }


def headings_of(figure: AnyFigure) -> list[tuple[str, str]]:
    """Return the direction and words of each header cell of a figure."""
    grid = figure.value_grid
    cells = (cell for row in (*grid.head, *grid.body) for cell in row)
    return [(cell.header, _words(cell)) for cell in cells if cell.header]


def shape_of(figure: AnyFigure) -> list[list[tuple[int, int]]]:
    """Return the layout of a figure's cells, independent of their content."""
    grid = figure.value_grid
    return [[(cell.rows, cell.columns) for cell in row] for row in (*grid.head, *grid.body)]


def _block_items(
    section: str, block: AnyBlock, position: _Position, by_place: frozenset[str]
) -> Iterator[Item]:
    quantities = block.quantities
    name = block.name if isinstance(block, Figure | Image) else block.cell or ""
    key: Key = (section, block.type, name)
    match block:
        case Heading():
            position.enter(block)
            yield _item(key, f"見出し {position}", block.content, quantities)
        case Paragraph():
            position.paragraphs += 1
            yield _item(key, f"本文 {position} 第{position.paragraphs}段落", block.content, quantities)
        case ItemList():
            for number, item in enumerate(block.items, 1):
                yield _item(key, f"本文 {position} 箇条書きの{number}番目", item, quantities)
        case Omission():
            yield _item(key, f"本文 {position} 図の省略", [*block.title, *block.reason], quantities)
        case Glossary():
            for entry in block.entries:
                term = runs_text(entry.name)
                own = (section, block.type, term)
                yield _item((*own, "name"), f"用語「{term}」", entry.name, quantities)
                if entry.reading:
                    yield _item((*own, "reading"), f"用語「{term}」の読み", entry.reading, quantities)
                yield _item(own, f"用語「{term}」の説明", entry.content, quantities)
        case Table() | Chart() | Highlights():
            yield from _figure_items(key, block, block.name in by_place)
        case Image():
            yield _item((*key, "title"), f"{block.number} 題", block.title, quantities)
            # No words identify a picture, so its file digest does.
            digest = f"{block.file}（SHA-256 {block.sha256[:_DIGITS_SHOWN]}）"
            yield Item((*key, PICTURE), f"{block.number} 絵", digest)
            yield _item((*key, "alternative"), f"{block.number} 代替文", block.alternative, quantities)
            for fact in block.facts:
                where = f"{block.number} {fact.label}"
                yield _item((*key, "fact", fact.label), where, fact.content, quantities)
        case Remark() | Checks():
            return


def _figure_items(key: Key, block: AnyFigure, by_place: bool) -> Iterator[Item]:
    number, quantities = block.number, block.quantities
    yield _item((*key, "title"), f"{number} 題", block.title, quantities)
    if isinstance(block, Chart) and block.conclusion:
        yield _item((*key, "conclusion"), f"{number} {CONCLUSION}", block.conclusion, quantities)
    yield from _cell_items(key, block, by_place)
    for picture in block.drawings:
        for label in picture.labels:
            yield _item((*key, "labels"), f"{number} 図中の文字", label, quantities)
        yield _item((*key, "alternative"), f"{number} 代替文", picture.alternative, quantities)
    for note in block.notes:
        yield _item((*key, "note", note.name), f"{number} 注{note.mark}", note.content, quantities)
    for fact in block.facts:
        yield _item((*key, "fact", fact.label), f"{number} {fact.label}", fact.content, quantities)


def _cell_items(key: Key, block: AnyFigure, by_place: bool) -> Iterator[Item]:
    """Yield each cell with words; identification by headers is independent of its position."""
    number, grid = block.number, block.value_grid.placed()
    headers = Headers(grid)
    for cell in grid.cells:
        if cell.cell.header and not by_place:
            continue
        rows = " ".join(_words(header.cell) for header in headers.row_headers(cell))
        columns = "・".join(_words(header.cell) for header in headers.column_headers(cell))
        name = (str(cell.row), str(cell.column)) if by_place else (rows, columns)
        if cell.cell.header:
            where = f"{number} 見出し『{_words(cell.cell)}』"
        else:
            where = f"{number} {rows}『{columns}』" if columns else f"{number} {rows}"
        runs = [run for item in (cell.cell.content, *cell.cell.items) for run in item]
        yield Item((*key, "cell", *name), where, _words(cell.cell), runs, block.quantities)


def _words(cell: GridCell) -> str:
    items = "".join(f"・{runs_text(item, ' ')}" for item in cell.items)
    return items or runs_text(cell.content, " ")
