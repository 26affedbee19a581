"""report.txt: the report as plain text, for listening or for reading in large letters.

A line is a paragraph, a table's row or a chart's alternative text, however long; a blank line separates
blocks. Words are those of the page; connecting words contain no numeral.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from progress_report.document.blocks import (
    AnyBlock,
    Block,
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
    Term,
)
from progress_report.document.document import Document
from progress_report.document.runs import LineBreak, Run, Structural
from progress_report.model.blocks import ALL_INVENTED, SAMPLE_STAMP
from progress_report.rendering.text_tables import (
    Line,
    connecting,
    grid_sentences,
    plain_line,
    sentence_end,
    spoken,
)


def report_text(document: Document) -> str:
    """Return the whole report as text that ends with a line feed."""
    return "".join(f"{plain_line(line)}\n" for line in text_lines(document))


def text_lines(document: Document) -> Iterator[Line]:
    """Yield the runs of each line; lines between blocks are empty."""
    opening = [list(_block(block)) for section in document.opening for block in section.blocks]
    others = [list(_block(block)) for block in document.blocks][len(opening) :]
    parts = [list(_front(document)), *opening, list(_errata_heading(document)), *others]
    for number, lines in enumerate(filter(None, parts)):
        yield from (*([[]] if number else []), *lines)


def _front(document: Document) -> Iterator[Line]:
    if document.title:
        yield spoken(document.title)
        yield connecting(document.municipality)
    if document.edition:
        yield spoken(document.edition)
    yield from ([*connecting(f"{fact.label}："), *spoken(fact.content)] for fact in document.cover)
    if document.stamp:
        yield connecting(f"{document.stamp}：{ALL_INVENTED}")
    if document.draft:
        yield connecting(document.draft.stamp)
        yield from (spoken(reason) for reason in document.draft.reasons)


def _errata_heading(document: Document) -> Iterator[Line]:
    if document.errata:
        yield connecting("正誤表")


def _block(block: AnyBlock) -> Iterator[Line]:
    match block:
        case Heading():
            number = [*_structural(block.number), *connecting(" ")] if block.number else []
            yield [*number, *spoken(block.content)]
        case Paragraph():
            yield from _broken(block.content)
        case ItemList():
            yield from ([*connecting(block.marker), *spoken(item)] for item in block.items)
        case Glossary():
            yield from (_term(entry) for entry in block.entries)
        case Highlights():
            yield from _highlights(block)
        case Omission():
            yield [*spoken(block.title), *connecting("："), *spoken(block.reason)]
        case Table() | Chart():
            yield from _figure(block)
        case Image():
            yield [*_structural(block.number), *connecting(" "), *spoken(block.title)]
            if facts := _facts(block):
                yield facts
            yield spoken(block.alternative)
        case Remark() | Checks():
            return


def _figure(block: Table | Chart) -> Iterator[Line]:
    """Yield title, facts (such as the unit), content, then notes: in the order needed to understand them."""
    # The alternative text of a chart of invented data begins with the stamp.
    stamp = [] if isinstance(block, Chart) else _stamp(block)
    yield [*_structural(block.number), *connecting(" "), *spoken(block.title), *stamp]
    if isinstance(block, Chart) and block.conclusion:
        conclusion = spoken(block.conclusion)
        yield [*conclusion, *sentence_end(conclusion)]
    if facts := _facts(block):
        yield facts
    if isinstance(block, Table):
        yield from grid_sentences(block.grid)
    else:
        yield spoken(block.alternative)
    for note in block.notes:
        yield [*_structural(note.mark), *connecting(" "), *spoken(note.content)]


def _term(entry: Term) -> Line:
    reading = [*connecting("（"), *spoken(entry.reading), *connecting("）")] if entry.reading else []
    return [*spoken(entry.name), *reading, *connecting("："), *spoken(entry.content)]


def _highlights(block: Highlights) -> Iterator[Line]:
    """Yield each figure's sentence, with its comparison."""
    if facts := _facts(block):
        yield facts
    yield from grid_sentences(block.grid, blanks=False)


def _broken(runs: Sequence[Run]) -> list[Line]:
    """Return the lines of the runs, keeping meaningful line breaks."""
    lines: list[Line] = [[]]
    for run in runs:
        if isinstance(run, LineBreak):
            lines.append([])
        else:
            lines[-1] += spoken([run])
    return lines


def _facts(block: Figure | Image) -> Line:
    shown = block.facts_below if isinstance(block, Figure) else block.facts
    facts = ([*connecting(f"{fact.label}："), *spoken(fact.content)] for fact in shown)
    return list(chain.from_iterable([*fact, *sentence_end(fact)] for fact in facts))


def _stamp(block: Block) -> Line:
    return connecting(f"【{SAMPLE_STAMP}】") if block.illustrative else []


def _structural(number: str | None) -> Line:
    """Return a number assigned by the report's order."""
    return [Structural(text=number or "")]
