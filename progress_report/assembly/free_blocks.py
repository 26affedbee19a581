"""Blocks that the parameters add to a section: their creation and placement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from progress_report.document.blocks import AnyBlock, Figure, Heading
from progress_report.document.runs import runs_text
from progress_report.document.written import document_block, parameter_origin
from progress_report.inputs.notebooks.anchors import unknown_anchor
from progress_report.inputs.params.block_params import END, START, BlockParams
from progress_report.inputs.params.report_params import Params
from progress_report.inputs.prose.templates import from_params, section_values
from progress_report.inputs.tables.free_blocks import read_picture
from progress_report.inputs.tables.free_tables import FreeTable, read_free_table
from progress_report.model.blocks import Block, Image, ItemList, Paragraph, Table
from progress_report.model.comparable import comparable
from progress_report.model.findings import ReportError
from progress_report.model.grid import Alignment, Fact, Grid, TableCell, TableNote
from progress_report.model.inline import Inline, ProseOrigin, plain_text
from progress_report.model.quantity import Parameter

_SOURCE = "出典"
_TOTALS = ("合計", "総計", "計")


@dataclass(frozen=True, slots=True)
class FreeBlock:
    """A block, the name of the place it follows, and its entry in the parameters."""

    block: AnyBlock
    after: str
    source: Parameter


def free_blocks(params: Params, section: int) -> list[FreeBlock]:
    """Return the blocks added to a section. ReportError if a file or placeholder is invalid."""
    made = _Made(params, section)
    return [made.block(i, one) for i, one in enumerate(params.report.sections[section].blocks)]


def with_free_blocks(blocks: Sequence[AnyBlock], added: Sequence[FreeBlock], cell_of: str) -> list[AnyBlock]:
    """Insert the added blocks into a section; several at one place keep their written order.

    ``cell_of``: the prefix of a cell's id in a block's ``cell``. ReportError, with file and line, for an
    unknown place.
    """
    behind: dict[int, list[AnyBlock]] = {}
    findings = []
    for one in added:
        position = _position(blocks, one.after, cell_of)
        if position is None:
            headings = [runs_text(block.content) for block in blocks if isinstance(block, Heading)]
            names = [block.name for block in blocks if isinstance(block, Figure)]
            cells = [block.cell.removeprefix(cell_of) for block in blocks if block.cell]
            findings.append(unknown_anchor(one.after, one.source, [*headings, *names], cells))
        else:
            behind.setdefault(position, []).append(one.block)
    if findings:
        raise ReportError(findings)
    return [one for i, block in enumerate(blocks) for one in (block, *behind.get(i, ()))]


def _position(blocks: Sequence[AnyBlock], after: str, cell_of: str) -> int | None:
    """Return the index of the last block of the named place: a heading or figure, else a cell."""
    if after in (START, END):
        return 0 if after == START else len(blocks) - 1
    wanted = comparable(after)
    for i, block in enumerate(blocks):
        words = runs_text(block.content) if isinstance(block, Heading) else getattr(block, "name", "")
        if words and comparable(words) == wanted:
            return i
    shown = [i for i, block in enumerate(blocks) if block.cell == f"{cell_of}{after.strip()}"]
    return shown[-1] if shown else None


class _Made:
    """Creates the blocks of one section."""

    def __init__(self, params: Params, section: int) -> None:
        self._params, self._section = params, section
        self._values = section_values(params, section)
        self._folder = params.project.data_folder(params.report.fiscal_year)

    def block(self, index: int, written: BlockParams) -> FreeBlock:
        block = document_block(self._block(index, written))
        block.written = parameter_origin(self._source(index))
        return FreeBlock(block, written.after, self._source(index, "after"))

    def _block(self, index: int, written: BlockParams) -> Block:
        if written.paragraph is not None:
            return Paragraph(*self._prose(index, written.paragraph, "paragraph"))
        if written.items is not None:
            items = [self._prose(index, text, "list", i) for i, text in enumerate(written.items)]
            contents, origins = zip(*items, strict=True)
            return ItemList(contents, origins=origins)
        title = self._text(index, written.title or "", "title")
        facts: tuple[Fact, ...] = ()
        if written.source is not None:
            facts = (Fact(_SOURCE, self._text(index, written.source, "source")),)
        if written.table is not None:
            table = read_free_table(self._params.project, self._folder / written.table, written.sheet)
            notes = tuple(TableNote(f"note.{i + 1}", table.note(i)) for i in range(len(table.notes)))
            return Table(written.figure_name, title, _grid(table), notes, facts)
        picture = read_picture(self._params.project, self._folder / (written.picture or ""))
        return Image(
            name=written.figure_name,
            title=title,
            file=picture.file,
            digest=picture.digest,
            media_type=picture.media_type,
            content=picture.content,
            width=picture.width,
            height=picture.height,
            alternative=self._text(index, written.alt or "", "alt"),
            facts=facts,
        )

    def _prose(self, index: int, text: str, *within: str | int) -> tuple[Inline, ProseOrigin]:
        """Return a filled text and its place: the entry's name and the index of the item."""
        source = self._source(index, *within)
        section = self._params.report.sections[self._section].notebook
        item = within[1] if len(within) > 1 and isinstance(within[1], int) else 0
        origin = ProseOrigin(section, f"blocks.{index + 1}.{within[0]}", item, source.file, source.line, text)
        return from_params(text, self._values, source), origin

    def _text(self, index: int, text: str, *within: str | int) -> Inline:
        return from_params(text, self._values, self._source(index, *within))

    def _source(self, index: int, *within: str | int) -> Parameter:
        return self._params.source("sections", self._section, "blocks", index, *within)


def _grid(table: FreeTable) -> Grid:
    """Return the grid: the first column heads the rows, numbers are aligned right."""
    alignments: tuple[Alignment, ...] = tuple("right" if one.counts else "left" for one in table.columns)
    return Grid(
        head=[[TableCell(table.heading(one), "column") for one in table.columns]],
        body=list(_rows(table)),
        stub_columns=1,
        alignments=("left", *alignments[1:]),
    )


def _rows(table: FreeTable) -> Iterator[list[TableCell]]:
    for i in range(len(table.rows)):
        values = [table.value(i, one) for one in table.columns]
        total = plain_text(values[0]) in _TOTALS
        yield [TableCell(value, "row" if k == 0 else "", emphasis=total) for k, value in enumerate(values)]
