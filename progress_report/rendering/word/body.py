"""The blocks of the document as paragraphs, tables and pictures of the Word file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from progress_report.document.blocks import (
    AnyBlock,
    Block,
    Chart,
    Checks,
    Fact,
    Glossary,
    Heading,
    Highlights,
    Image,
    ItemList,
    Note,
    Numbered,
    Omission,
    Paragraph,
    Remark,
    Table,
    Term,
)
from progress_report.document.origins import ParameterOrigin, ProseOrigin
from progress_report.document.runs import LineBreak, Runs, runs_text
from progress_report.document.runs import Text as Words
from progress_report.model.blocks import SAMPLE_STAMP
from progress_report.rendering.word.elements import Element, RunLook, paragraph, text_run
from progress_report.rendering.word.figures import FigureSetter
from progress_report.rendering.word.inline import inline
from progress_report.rendering.word.printed_paragraphs import places
from progress_report.rendering.word.printed_runs import printed
from progress_report.rendering.word.slots import SlotRecorder
from progress_report.rendering.word.styles import FACTS, HEADINGS, ITEM, NOTE, PICTURE, STAMP, TEXT
from progress_report.rendering.word.tables import TableSetter

_LINE = 40  # characters of a line of text


@dataclass(frozen=True, slots=True)
class BodySetter:
    """The tools for setting blocks."""

    base: SlotRecorder
    tables: TableSetter
    figures: FigureSetter

    def blocks(self, blocks: Sequence[AnyBlock], where: str) -> Iterator[Element]:
        """Yield blocks in order. ``where``: their section, for those without a cell."""
        for number, (block, place) in enumerate(zip(blocks, places(blocks, where), strict=True)):
            cell = block.cell or f"{where}/{number}"
            yield from self.base.place(self._block(block, cell, _introduces(blocks, number)), place)

    def sentence(
        self,
        runs: Runs,
        place: str,
        origin: ProseOrigin | None = None,
        written: ParameterOrigin | None = None,
    ) -> list[Element]:
        """Return runs in the control of their slot."""
        slot = self.base.sentence(place, runs, origin, written)
        return self.base.control(slot, inline(self.base, runs, slot))

    def _block(self, block: AnyBlock, cell: str, introduces: bool) -> Iterator[Element]:
        match block:
            case Heading():
                yield self._heading(block, cell)
            case Paragraph():
                broken = any(isinstance(one, LineBreak) for one in block.content)
                content = self.sentence(block.content, cell, block.origin, block.written)
                indent, align = (0, "left") if broken else (None, "")
                yield paragraph(TEXT, content, first_line=indent, align=align, keep_next=introduces)
            case ItemList():
                origins = block.origins or [None] * len(block.items)
                for number, (item, origin) in enumerate(zip(block.items, origins, strict=True)):
                    words = self.sentence(item, f"{cell}/{number}", origin, block.written)
                    yield paragraph(ITEM, [text_run(block.marker), *words])
            case Glossary():
                for number, entry in enumerate(block.entries):
                    yield paragraph(ITEM, self._term(entry, f"{cell}/{number}"))
            case Omission():
                runs = [*block.title, Words(text="："), *block.reason]
                yield paragraph(NOTE, self.sentence(runs, cell))
            case Table() | Chart() | Image():
                yield from self._figure(block, cell)
            case Highlights():
                yield self.figures.cards(block)
                yield paragraph(PICTURE, [])
                yield from self._facts(block.facts, cell)
            case Remark() | Checks():
                return

    def _term(self, entry: Term, place: str) -> list[Element]:
        name = [text_run(printed(entry.name), RunLook(bold=True))]
        reading = [text_run(f"（{printed(entry.reading)}）")] if entry.reading else []
        return [*name, *reading, text_run("："), *self.sentence(entry.content, place, written=entry.written)]

    def _heading(self, block: Heading, cell: str) -> Element:
        words = self.sentence(block.content, cell, written=block.written)
        return paragraph(HEADINGS[block.level - 1], self._numbered(block, words))

    def _figure(self, block: Table | Chart | Image, cell: str) -> Iterator[Element]:
        notes = [] if isinstance(block, Image) else block.notes
        facts = block.facts if isinstance(block, Image) else block.facts_below
        followed = bool(notes or facts)
        title = self.sentence(block.title, f"{cell}/title", written=block.written)
        # A chart's stamp is in its drawing, so that it stays with the drawing outside the report.
        stamped = [] if isinstance(block, Chart) else stamp(block)
        yield paragraph("Caption", self._numbered(block, [*title, *stamped]))
        if isinstance(block, Chart) and block.conclusion:
            words = self.sentence(block.conclusion, f"{cell}/conclusion")
            yield paragraph(TEXT, words, first_line=0, align="left", keep_next=True)
        match block:
            case Table():
                yield self.tables.table(block.grid, printed(block.title), followed=followed)
            case Chart() | Image():
                name = runs_text(block.title) if isinstance(block, Image) else printed(block.title)
                shown = self.figures.picture(id(block), name, runs_text(block.alternative))
                yield paragraph(PICTURE, [shown], keep_next=followed)
        yield from self._notes(notes, cell)
        yield from self._facts(facts, cell)
        if isinstance(block, Table) and not followed:
            yield paragraph(PICTURE, [])  # a separator, or two tables would merge

    def _numbered(self, block: Numbered, words: list[Element]) -> list[Element]:
        """Return words with the block's number before them, as the target of links to it."""
        content = [text_run(f"{block.number}　"), *words] if block.number else words
        return self.base.anchored(block.anchor, content) if block.anchor else content

    def _notes(self, notes: Sequence[Note], cell: str) -> Iterator[Element]:
        """Yield ※ notes; the mark is outside the control, since it is not part of the prose."""
        for note in notes:
            words = self.sentence(note.content, f"{cell}/{note.name}", note.origin)
            content = [text_run(f"{note.mark}　"), *words]
            yield paragraph(NOTE, self.base.anchored(note.anchor, content) if note.anchor else content)

    def _facts(self, facts: Sequence[Fact], cell: str) -> Iterator[Element]:
        """Yield the remarks below a figure as one paragraph, if there are any."""
        content: list[Element] = []
        for fact in facts:
            content.append(text_run(f"{'　' if content else ''}{fact.label}："))
            content += self.sentence(fact.content, f"{cell}/{fact.label}")
        if content:
            yield paragraph(FACTS, content)


def stamp(block: Block) -> list[Element]:
    """Return the stamp for a block made from invented data."""
    return [text_run(f"　【{SAMPLE_STAMP}】", RunLook(style=STAMP))] if block.illustrative else []


def _introduces(blocks: Sequence[AnyBlock], number: int) -> bool:
    """Return whether a paragraph in a single line, or in lines of its own, directly precedes a figure.

    As in print: a longer one that stayed with its figure would empty the page before.
    """
    block = blocks[number]
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    if not isinstance(block, Paragraph) or not isinstance(following, Table | Chart | Image):
        return False
    return len(printed(block.content)) <= _LINE or any(isinstance(one, LineBreak) for one in block.content)
