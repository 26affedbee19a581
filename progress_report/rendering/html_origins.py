"""算出根拠: the sources of the numbers in each block of the page, shown beside it on demand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

from progress_report.document.blocks import (
    Block,
    Figure,
    Glossary,
    Heading,
    Image,
    ItemList,
    Numbered,
    Omission,
    Paragraph,
)
from progress_report.document.document import Document
from progress_report.document.runs import runs_text
from progress_report.model.findings import shortened
from progress_report.provenance.ledger import TracedNumber, numbers_by_block, place_in_file

_LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class NumberOrigin:
    """A printed number, its formula if it was computed, and its source files with the places in each."""

    printed: str
    formula: str
    files: list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class BlockOrigin:
    """A block's title, its numbers, and the notebook's cell that shows it."""

    anchor: str
    title: str
    numbers: list[NumberOrigin]
    cell: str | None


@dataclass(frozen=True, slots=True)
class BlockOrigins:
    """The origins of all blocks in order, and by the block's ``id()``."""

    entries: list[BlockOrigin] = field(default_factory=list)
    by_block: Mapping[int, BlockOrigin] = field(default_factory=dict)

    def of(self, block: Block) -> BlockOrigin | None:
        """Return a block's origins; None for a block that prints no number with a source."""
        return self.by_block.get(id(block))


def block_origins(document: Document) -> BlockOrigins:
    """Return the origins of every block with numbers, except the front matter."""
    by_block: dict[int, BlockOrigin] = {}
    for block, numbers in numbers_by_block(document):
        title = _title(block)
        if title is not None:
            anchor = f"origin-{len(by_block) + 1}"
            by_block[id(block)] = BlockOrigin(anchor, title, [_origin(one) for one in numbers], block.cell)
    return BlockOrigins(list(by_block.values()), by_block)


def _origin(number: TracedNumber) -> NumberOrigin:
    """Return a number's files in order of use, each once for consecutive places."""
    files = [
        (file, [place for origin in group if (place := place_in_file(origin))])
        for file, group in groupby(number.origins, key=lambda origin: origin.file)
    ]
    return NumberOrigin(number.row.printed, number.row.formula, files)


def _title(block: Block) -> str | None:
    """Return 「表1 オンライン対応状況」, or the beginning of the block's words; None for the front matter."""
    match block:
        case Figure() | Image() | Omission():
            words = runs_text(block.title)
        case Heading() | Paragraph():
            words = runs_text(block.content)
        case ItemList():
            words = runs_text(block.items[0])
        case Glossary():
            words = "用語"
        case _:
            return None
    if isinstance(block, Numbered) and block.number is not None:
        return f"{block.number} {words}"
    return shortened(words, _LONGEST_TITLE)
