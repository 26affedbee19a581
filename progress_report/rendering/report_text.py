"""report.txt: the report as plain text, for listening or for reading in large letters.

A line is a paragraph, a table's row or a chart's alternative text, however long; a blank line separates
blocks. Words are those of the page; connecting words contain no numeral.
"""

from collections.abc import Iterator, Sequence

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
    Term,
)
from progress_report.document.document import Document
from progress_report.document.runs import LineBreak, Run
from progress_report.model.blocks import ALL_INVENTED, SAMPLE_STAMP
from progress_report.rendering.text_tables import grid_sentences, sentence_end, spoken


def report_text(document: Document) -> str:
    """Return the whole report as text that ends with a line feed."""
    blocks = [list(_block(block)) for block in document.blocks]
    opening = sum(len(section.blocks) for section in document.opening)
    errata = ["正誤表"] if document.errata else []
    parts = [list(_front(document)), *blocks[:opening], errata, *blocks[opening:]]
    return "\n".join("".join(f"{line}\n" for line in lines) for lines in parts if lines)


def _front(document: Document) -> Iterator[str]:
    if document.title:
        yield spoken(document.title)
        yield document.municipality
    if document.edition:
        yield spoken(document.edition)
    yield from (f"{fact.label}：{spoken(fact.content)}" for fact in document.cover)
    if document.stamp:
        yield f"{document.stamp}：{ALL_INVENTED}"
    if document.draft:
        yield document.draft.stamp
        yield from (spoken(reason) for reason in document.draft.reasons)


def _block(block: AnyBlock) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{block.number} {spoken(block.content)}" if block.number else spoken(block.content)
        case Paragraph():
            yield from _broken(block.content)
        case ItemList():
            yield from (f"{block.marker}{spoken(item)}" for item in block.items)
        case Glossary():
            yield from map(_term, block.entries)
        case Highlights():  # each figure's sentence, with its comparison
            yield from _facts(block)
            yield from grid_sentences(block.grid, blanks=False)
        case Omission():
            yield f"{spoken(block.title)}：{spoken(block.reason)}"
        case Table() | Chart():
            yield from _figure(block)
        case Image():
            yield f"{block.number} {spoken(block.title)}"
            yield from _facts(block)
            yield spoken(block.alternative)
        case Remark() | Checks():
            return


def _figure(block: Table | Chart) -> Iterator[str]:
    """Yield title, facts (such as the unit), content, then notes: in the order needed to understand them."""
    # The alternative text of a chart of invented data begins with the stamp.
    stamp = f"【{SAMPLE_STAMP}】" if block.illustrative and isinstance(block, Table) else ""
    yield f"{block.number} {spoken(block.title)}{stamp}"
    if isinstance(block, Chart) and block.conclusion:
        conclusion = spoken(block.conclusion)
        yield conclusion + sentence_end(conclusion)
    yield from _facts(block)
    if isinstance(block, Table):
        yield from grid_sentences(block.grid)
    else:
        yield spoken(block.alternative)
    yield from (f"{note.mark} {spoken(note.content)}" for note in block.notes)


def _term(entry: Term) -> str:
    reading = f"（{spoken(entry.reading)}）" if entry.reading else ""
    return f"{spoken(entry.name)}{reading}：{spoken(entry.content)}"


def _broken(runs: Sequence[Run]) -> list[str]:
    """Return the lines of the runs, keeping meaningful line breaks."""
    lines = [""]
    for run in runs:
        if isinstance(run, LineBreak):
            lines.append("")
        else:
            lines[-1] += spoken([run])
    return lines


def _facts(block: Figure | Image) -> Iterator[str]:
    """Yield the facts below a figure as one line, if it has any."""
    shown = block.facts_below if isinstance(block, Figure) else block.facts
    facts = [f"{fact.label}：{spoken(fact.content)}" for fact in shown]
    if facts:
        yield "".join(fact + sentence_end(fact) for fact in facts)
