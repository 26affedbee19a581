"""Changes proposed by copies, and findings on edits that cannot be imported."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from progress_report.model.findings import Finding

Kind = Literal["text", "order", "insert", "block"]
FigureKind = Literal["table", "picture"]
TITLE, ALTERNATIVE = "題", "説明（代替テキスト）"


@dataclass(frozen=True, slots=True)
class NewFigure:
    """A table or picture to be added: its file, and what is printed with it, empty where nobody wrote it.

    ``guessed``: a machine wrote ``alt``; ``cells``: of a table, as messages show it.
    """

    kind: FigureKind
    content: bytes = field(repr=False)
    suffix: str
    title: str = ""
    alt: str = ""
    source: str = ""
    guessed: bool = False
    cells: str = field(default="", compare=False)

    @property
    def lacking(self) -> list[str]:
        """What a person must still write or confirm."""
        unspoken = self.kind == "picture" and (self.guessed or not self.alt)
        return [*([] if self.title else [TITLE]), *([ALTERNATIVE] if unspoken else [])]

    def shows_same(self, other: object) -> bool:
        """Whether another one is the same table or picture, whatever is printed with it."""
        return isinstance(other, NewFigure) and (self.kind, self.content) == (other.kind, other.content)


Added = str | NewFigure  # a paragraph, or what stands beside paragraphs
# The words of a paragraph (None where it is gone), the order of a list, what is added at a place.
Proposal = str | None | tuple[int, ...] | tuple[Added, ...]


def added_in(proposal: Proposal) -> tuple[Added, ...]:
    """Return what a proposal adds."""
    members = proposal if isinstance(proposal, tuple) else ()
    return tuple(one for one in members if not isinstance(one, int))


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
    """A computed sentence or heading that a copy says otherwise, as a ``member`` of ``overrides`` says it.

    ``otherwise``: the finding where the section's notebook has nothing of that cell to override.
    """

    section: str
    member: str
    cell: str
    text: str
    finding: Finding
    otherwise: Finding


@dataclass(slots=True)
class Edits:
    """A copy's proposals, their authors, and findings on edits that cannot be imported.

    ``unfinished``: what is left to do for proposals that are taken over; ``known_by``: how many paragraphs
    were recognised by what.
    """

    file: str
    proposals: dict[Subject, Proposal] = field(default_factory=dict)
    authors: dict[Subject, set[str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    unfinished: dict[Subject, list[Finding]] = field(default_factory=dict)
    sentences: list[Sentence] = field(default_factory=list)
    known_by: Counter[str] = field(default_factory=Counter)

    def propose(self, subject: Subject, proposal: Proposal, authors: Iterable[str]) -> None:
        """Propose what a subject is to be, and name whose tracked changes that is."""
        self.proposals[subject] = proposal
        self.authors.setdefault(subject, set()).update(filter(None, authors))

    def join_rewritten(self) -> None:
        """Make one edit of paragraphs that are gone and as many others at their place: the parameters that
        have those cannot be told from rewritten ones."""
        for inserted in [one for one in self.proposals if one.kind == "insert"]:
            texts = added_in(self.proposals[inserted])
            gone: list[Subject] = []
            while True:
                index = inserted.index + 1 + len(gone)
                subject = Subject(inserted.section, "text", inserted.name, index)
                if self.proposals.get(subject, "") is not None:
                    break
                gone.append(subject)
            if len(gone) != len(texts):
                continue
            del self.proposals[inserted]
            authors = self.authors.pop(inserted)
            for subject, text in zip(gone, texts, strict=True):
                self.propose(subject, text if isinstance(text, str) else None, authors)


def subjects(copies: Sequence[Edits]) -> Iterator[Subject]:
    """Yield every subject with a proposal in any copy, each once, in order."""
    yield from sorted({subject for one in copies for subject in one.proposals})
