"""What copies propose to change, and what they say that cannot be taken over."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from progress_report.model.findings import Finding

Kind = Literal["text", "order", "insert", "block"]
# The words of a paragraph (None where it is gone), the order of a list, the paragraphs added at a place.
Proposal = str | None | tuple[int, ...] | tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """What an edit is of: a paragraph of prose (``text``), the order of a list of them, those added behind
    one of them (``insert``; index −1: before the first), or blocks added at a place of a section.

    ``name``: the entry of the parameters; of blocks, what they stand behind. ``entry``: of blocks behind
    another block, the entry of that.
    """

    section: str
    kind: Kind
    name: str
    index: int = -1
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A computed sentence or heading that a copy says otherwise, as a ``member`` of ``overrides`` says it."""

    section: str
    member: str
    text: str
    finding: Finding


@dataclass(slots=True)
class Edits:
    """What a copy proposes, who marked it, and findings about what cannot be taken over.

    ``known_by``: how many paragraphs were recognised by what.
    """

    file: str
    proposals: dict[Subject, Proposal] = field(default_factory=dict)
    authors: dict[Subject, set[str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    known_by: Counter[str] = field(default_factory=Counter)


def subjects(copies: Sequence[Edits]) -> Iterator[Subject]:
    """Yield every subject that a copy proposes something of, each once, in order."""
    yield from sorted({subject for one in copies for subject in one.proposals})
