"""Changes proposed by copies, and findings on edits that cannot be imported."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from progress_report.model.findings import Finding

Kind = Literal["text", "order", "insert", "block"]
# The text of a paragraph (None if deleted), the order of a list, or the paragraphs added at a place.
Proposal = str | None | tuple[int, ...] | tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """The subject of an edit.

    A paragraph of prose (``text``), the order of a list of them, those added after one of them (``insert``;
    index −1: before the first), or blocks added at a place of a section. ``name``: the entry of the
    parameters; for blocks, the place they follow. ``entry``: for blocks after another block, the entry of
    that.
    """

    section: str
    kind: Kind
    name: str
    index: int = -1
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A computed sentence or heading changed in a copy, as a ``member`` of ``overrides``."""

    section: str
    member: str
    text: str
    finding: Finding


@dataclass(slots=True)
class Edits:
    """A copy's proposals, their authors, and findings on edits that cannot be imported.

    ``known_by``: the number of paragraphs identified by each method.
    """

    file: str
    proposals: dict[Subject, Proposal] = field(default_factory=dict)
    authors: dict[Subject, set[str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    known_by: Counter[str] = field(default_factory=Counter)


def subjects(copies: Sequence[Edits]) -> Iterator[Subject]:
    """Yield every subject with a proposal in any copy, each once, in order."""
    yield from sorted({subject for one in copies for subject in one.proposals})
