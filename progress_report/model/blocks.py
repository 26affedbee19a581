"""Blocks: the output of notebook cells, of which a report is composed.

``progress_report.document.written.document_block`` writes them into the document.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from progress_report.model.findings import Finding
from progress_report.model.grid import Fact, Grid, TableNote
from progress_report.model.inline import (
    Inline,
    Number,
    ProseOrigin,
    decisive_in,
    is_illustrative,
    quantities_in,
)
from progress_report.model.quantity import Parameter, Quantity

# Name in the ids of an unnamed drawing; its cell gives it the final one.
UNNAMED = "unnamed-figure"
MIME_TYPE = "application/vnd.progress-report.block.v1+json"
# A section's municipality and year, shown in a notebook; not part of the report.
SECTION_MIME_TYPE = "application/vnd.progress-report.section.v1+json"
DEEPEST_HEADING = 4
SAMPLE_STAMP = "サンプルデータ（架空）"
ALL_INVENTED = "本書の数値は、すべて動作確認のために作成した架空のものである。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Base of all blocks; ``findings`` are warnings raised while it was made."""

    type: ClassVar[str]
    findings: tuple[Finding, ...] = field(default=())

    def inlines(self) -> Iterable[Inline]:
        """Return every inline that the block prints."""
        raise NotImplementedError

    def quantities(self) -> Iterator[Quantity]:
        """Yield all quantities that the block prints or its words depend on, and their operands."""
        inlines = list(self.inlines())
        # The printed ones come last: of quantities that differ only in their decimals, theirs are shown.
        for quantities in (decisive_in, quantities_in):
            for inline in inlines:
                for quantity in quantities(inline):
                    yield from quantity.with_operands()

    @property
    def illustrative(self) -> bool:
        """Whether anything printed in the block, a date or label too, comes from invented data."""
        return any(is_illustrative(inline) for inline in self.inlines())


@dataclass(frozen=True, slots=True)
class Heading(Block):
    """Levels 1 to 4, numbered 1, (1), ①, ○ when stitched."""

    type: ClassVar[str] = "heading"
    level: int
    content: Inline

    def inlines(self) -> Iterable[Inline]:
        return (self.content,)


@dataclass(frozen=True, slots=True)
class Paragraph(Block):
    """Running text."""

    type: ClassVar[str] = "paragraph"
    content: Inline
    origin: ProseOrigin | None = None

    def inlines(self) -> Iterable[Inline]:
        return (self.content,)


@dataclass(frozen=True, slots=True)
class Paragraphs(Block):
    """Several paragraphs of one cell; the document stores each one separately."""

    type: ClassVar[str] = "paragraphs"
    paragraphs: tuple[Paragraph, ...]

    def inlines(self) -> Iterable[Inline]:
        return (one.content for one in self.paragraphs)


@dataclass(frozen=True, slots=True)
class ItemList(Block):
    """A list whose items begin with ○ or ・."""

    type: ClassVar[str] = "list"
    items: tuple[Inline, ...]
    marker: Literal["○", "・"] = "○"
    origins: tuple[ProseOrigin, ...] = ()

    def inlines(self) -> Iterable[Inline]:
        return self.items


@dataclass(frozen=True, slots=True)
class Table(Block):
    """A table with its title, its ※ notes and the facts below it."""

    type: ClassVar[str] = "table"
    name: str
    title: Inline
    grid: Grid
    notes: tuple[TableNote, ...] = ()
    facts: tuple[Fact, ...] = ()

    def inlines(self) -> Iterable[Inline]:
        yield self.title
        for cell in self.grid.cells:
            yield from cell.inlines
        yield from (note.content for note in self.notes)
        yield from (fact.content for fact in self.facts)


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG, and the labels that it prints."""

    svg: str
    labels: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Chart(Block):
    """A figure: its SVG, the labels that it prints (``labels``), its values and alternative text.

    ``conclusion``: its message, in one line; ``narrow``: the same chart as it is drawn for a phone.
    """

    type: ClassVar[str] = "chart"
    name: str
    title: Inline
    svg: str
    labels: tuple[Inline, ...]
    alternative: Inline
    values: Grid
    facts: tuple[Fact, ...] = ()
    notes: tuple[TableNote, ...] = ()
    conclusion: Inline = ()
    narrow: Drawing | None = None

    def inlines(self) -> Iterable[Inline]:
        yield self.title
        yield self.conclusion
        yield from self.labels
        yield from self.narrow.labels if self.narrow else ()
        yield self.alternative
        for cell in self.values.cells:
            yield from cell.inlines
        yield from (fact.content for fact in self.facts)
        yield from (note.content for note in self.notes)


@dataclass(frozen=True, slots=True)
class Highlights(Block):
    """The key figures: each row of the grid is a card.

    The first column names the figure, the second has its value, the third its change, the others the values
    that it is compared with; a blank cell is omitted from the card.
    """

    type: ClassVar[str] = "highlights"
    name: str
    title: Inline
    grid: Grid
    facts: tuple[Fact, ...] = ()
    notes: tuple[TableNote, ...] = ()

    def inlines(self) -> Iterable[Inline]:
        yield self.title
        for cell in self.grid.cells:
            yield from cell.inlines
        yield from (fact.content for fact in self.facts)


@dataclass(frozen=True, slots=True)
class Image(Block):
    """A picture from a file: a photograph or a drawing, with the alternative text that a person wrote.

    ``digest``: SHA-256 of the file as received; ``content``: as it is published; ``width`` and ``height``: in
    pixels, or in an SVG's units.
    """

    type: ClassVar[str] = "image"
    name: str
    title: Inline
    file: str
    digest: str
    media_type: Literal["image/png", "image/svg+xml"]
    content: bytes
    width: float
    height: float
    alternative: Inline
    facts: tuple[Fact, ...] = ()

    def inlines(self) -> Iterable[Inline]:
        yield self.title
        yield self.alternative
        yield from (fact.content for fact in self.facts)


@dataclass(frozen=True, slots=True)
class Omission(Block):
    """A figure left out, and why (its data are 未収録)."""

    type: ClassVar[str] = "omission"
    title: Inline
    reason: Inline

    def inlines(self) -> Iterable[Inline]:
        return (self.title, self.reason)


@dataclass(frozen=True, slots=True)
class Term:
    """A term, its reading and explanation, and where that was written."""

    name: Inline
    reading: Inline
    content: Inline
    source: Parameter


@dataclass(frozen=True, slots=True)
class Glossary(Block):
    """The terms that the report explains."""

    type: ClassVar[str] = "terms"
    terms: tuple[Term, ...]

    def inlines(self) -> Iterable[Inline]:
        return (inline for term in self.terms for inline in (term.name, term.reading, term.content))


@dataclass(frozen=True, slots=True)
class Remark(Block):
    """A note for reviewers: why a cell displays no block, and the survey not conducted, if any."""

    type: ClassVar[str] = "remark"
    text: str
    survey: str = ""

    def inlines(self) -> Iterable[Inline]:
        return ()


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A named cross-check that passed: its explanation and the two values compared."""

    name: str
    explanation: str
    left: Quantity
    relation: Literal["=", "≤"]
    right: Quantity

    @property
    def statement(self) -> str:
        """The relation in words, 「415手続 = 415手続」."""
        return f"{self.left.text} {self.relation} {self.right.text}"


@dataclass(frozen=True, slots=True)
class Checks(Block):
    """For reviewers: shown in the notebook, left out of the report."""

    type: ClassVar[str] = "checks"
    results: tuple[CheckResult, ...]

    def inlines(self) -> Iterable[Inline]:
        return ((Number(result.left), Number(result.right)) for result in self.results)


# These are shown only in the notebook.
FOR_REVIEWERS = (Checks.type, Remark.type)
