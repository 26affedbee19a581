"""Every printed run of the report in reading order, with its place, for the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass

from progress_report.document.blocks import (
    AnyBlock,
    Block,
    Chart,
    Checks,
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
from progress_report.document.document import Document, Section
from progress_report.document.grids import Grid
from progress_report.document.runs import (
    LineBreak,
    LiteralText,
    NoteMark,
    Printable,
    Reference,
    Runs,
    Structural,
)
from progress_report.model.numerals import numerals

CONCLUSION = "図から分かること"


@dataclass(frozen=True, slots=True)
class PrintedRun:
    """An inline run (or a number assigned while stitching), its place and its block.

    ``runs``: all runs of its sentence, cell or label; none for the number of a block or a note.
    """

    section: str
    place: str
    run: Printable
    runs: Runs
    block: Block


def printed_runs(document: Document) -> Iterator[PrintedRun]:
    """Yield all runs of the document in reading order, including structural numbers."""
    # The PDF's description is the introduction's first paragraph.
    quantities = {name: one for block in document.introduction for name, one in block.quantities.items()}
    front = Block(illustrative=False, quantities=quantities, findings=[])
    yield from _of("表紙", "表題", document.title, front)
    yield from _of("表紙", "版", document.edition or [], front)
    yield from _of("表紙", "概要（PDFの属性）", document.subtitle, front)
    for fact in document.cover:
        yield from _of("表紙", fact.label, fact.content, front)
    for reason in document.draft.reasons if document.draft else ():
        yield from _of("表紙", "版の状態", reason, front)
    for section in document.opening:
        yield from _section(section)
    for block in document.errata or ():
        yield from _block("正誤表", block)
    for block in document.introduction:
        yield from _block("前文", block)
    for section in document.body:
        yield from _section(section)


def _section(section: Section) -> Iterator[PrintedRun]:
    for block in section.blocks:
        yield from _block(section.name, block)


def _of(section: str, place: str, runs: Runs, block: Block) -> Iterator[PrintedRun]:
    for each in runs:
        run = Structural(text=each.text) if isinstance(each, Reference) else each
        if not isinstance(run, NoteMark | LineBreak) and run.text:
            yield PrintedRun(section, place, run, runs, block)


def _structural(section: str, place: str, text: str | None, block: Block) -> Iterator[PrintedRun]:
    if text:
        yield PrintedRun(section, place, Structural(text=text), [], block)


def _block(section: str, block: AnyBlock) -> Iterator[PrintedRun]:
    match block:
        case Heading():
            yield from _structural(section, "見出し番号", block.number, block)
            yield from _of(section, "見出し", block.content, block)
        case Paragraph():
            yield from _of(section, "本文", block.content, block)
        case ItemList():
            for item in block.items:
                yield from _of(section, "箇条書き", item, block)
        case Omission():
            for runs in (block.title, block.reason):
                yield from _of(section, "図の省略", runs, block)
        case Glossary():
            for entry in block.entries:
                for runs in (entry.name, entry.reading, entry.content):
                    yield from _of(section, "用語", runs, block)
        case Table() | Chart() | Highlights():
            yield from _figure(section, block)
        case Image():
            yield from _structural(section, "表・図番号", block.number, block)
            yield from _of(section, f"{block.number} 題", block.title, block)
            yield from _of(section, f"{block.number} 代替文", block.alternative, block)
            for fact in block.facts:
                yield from _of(section, f"{block.number} {fact.label}", fact.content, block)
        case Remark() | Checks():
            return


def _figure(section: str, block: Table | Chart | Highlights) -> Iterator[PrintedRun]:
    number = block.number
    yield from _structural(section, "表・図番号", number, block)
    yield from _of(section, f"{number} 題", block.title, block)
    if isinstance(block, Chart):
        yield from _of(section, f"{number} {CONCLUSION}", block.conclusion or [], block)
    else:
        yield from _grid(section, f"{number}", block.grid, block)
    for picture in block.drawings:
        for label in picture.labels:
            yield from _of(section, f"{number} 図中の文字", label, block)
        yield from _of(section, f"{number} 代替文", picture.alternative, block)
    if isinstance(block, Chart):
        yield from _grid(section, f"{number} 値の表", block.values, block)
    for note in block.notes:
        yield from _structural(section, f"{number} 注の印", note.mark, block)
        yield from _of(section, f"{number} 注{note.mark}", note.content, block)
    for fact in block.facts_below:
        yield from _of(section, f"{number} {fact.label}", fact.content, block)


def _grid(section: str, name: str, grid: Grid, block: Block) -> Iterator[PrintedRun]:
    for part, rows in (("見出し", grid.head), ("", grid.body)):
        for number, row in enumerate(rows, 1):
            for cell in row:
                place = f"{name} {part}{number}行"
                for runs in (cell.content, *cell.items):
                    yield from _of(section, place, runs, block)


def run_numerals(run: Printable) -> list[str]:
    """Return the numerals that a run prints; a literal kanji numeral needs no counter after it."""
    found = numerals(run.text)
    return found or ([run.text] if isinstance(run, LiteralText) else [])
