"""The original content of a Word file: its paragraphs, their places, and the sources of prose."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from progress_report.messages import word_import as messages
from progress_report.model.fiscal_year import FiscalYear
from progress_report.provenance.embedded import WORD_NAMESPACE, checked_record, year_of
from progress_report.word_import.package import WordPackage, read_word_file

_NAME = f"{{{WORD_NAMESPACE}}}"
_SENTENCES = ("p:", "c:")


@dataclass(frozen=True, slots=True)
class Piece:
    """The content of a control: characters from ``start`` to ``end`` of its paragraph."""

    tag: str
    start: int
    end: int

    @property
    def quantity(self) -> str:
        """The identifier of a number; empty for a date or words."""
        kind, _, rest = self.tag.partition(":")
        return rest.partition(":")[0] if kind == "q" else ""


@dataclass(frozen=True, slots=True)
class Field:
    """The printed value of a placeholder: its characters in the sentence, and its name in the template."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PrintedPicture:
    """The identification of a picture: its digest, alternative text, and size in pixels."""

    digest: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Prose:
    """The place and text of a prose paragraph in the parameters: ``template`` has its ``{names}``."""

    section: str
    name: str
    index: int
    template: str

    @property
    def entry(self) -> tuple[str, str]:
        return self.section, self.name

    @property
    def is_override(self) -> bool:
        """Whether it replaces a computed sentence."""
        return self.name.startswith("overrides.")

    @property
    def is_list(self) -> bool:
        """Whether the paragraph after it can be another member of the same entry."""
        return not self.is_override and not self.name.endswith(".paragraph")


@dataclass(frozen=True, slots=True)
class PrintedParagraph:
    """A paragraph as printed.

    ``cell``: the notebook's cell; ``after``: the name with which a block directly after it is placed;
    ``block``: its entry of ``blocks``; ``start``, ``end``: of its slot, outside which marks and stamps are;
    ``fields``: positions relative to ``start``.
    """

    text: str
    style: str
    section: str
    cell: str
    after: str
    block: str
    table: bool
    tags: tuple[str, ...]
    pieces: tuple[Piece, ...]
    start: int
    end: int
    prose: Prose | None
    fields: tuple[Field, ...] = ()
    pictures: tuple[PrintedPicture, ...] = ()

    @property
    def is_contents(self) -> bool:
        """Whether it is an entry of the table of contents, which Word rewrites."""
        return self.style.startswith("TOC")

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Base:
    """All paragraphs in reading order.

    ``bookmarks``: tags by bookmark name; ``sources``: the cells of numbers by identifier; ``margins``: the
    texts of headers and footers.
    """

    year: FiscalYear
    paragraphs: tuple[PrintedParagraph, ...]
    bookmarks: dict[str, str] = field(repr=False)
    sources: dict[str, str] = field(repr=False)
    margins: frozenset[str] = frozenset()


def base_of(package: WordPackage, candidates: Iterable[Path]) -> Base:
    """Return the base of an edited file: its own, or that of the candidate from which the file was made.

    ReportError if there is none.
    """
    if package.base is not None:
        return _parsed(package.base, package.name)
    other_edition = ""
    for path in candidates:
        other = read_word_file(path)
        if other.base is not None and package.digest in ("", other.digest):
            return _parsed(other.base, other.name)
        other_edition = other.name
    if other_edition:
        remedy = messages.NO_WORD_BASE.remedy
        raise messages.OTHER_WORD_BASE.error(package.name, other=other_edition, remedy=remedy)
    raise messages.NO_WORD_BASE.error(package.name)


def _parsed(root: Element, file: str) -> Base:
    every = root.iter(f"{_NAME}slot")
    slots = {slot.get("tag", ""): slot for slot in every if slot.get("kind") in ("p", "c")}
    try:
        record = checked_record(json.loads(root.findtext(f"{_NAME}record") or "null"), file)
        paragraphs = tuple(_printed(one, slots) for one in root.iter(f"{_NAME}paragraph"))
    except (ValueError, RecursionError):
        raise messages.DAMAGED_WORD.error(file) from None
    return Base(
        year=year_of(record),
        paragraphs=paragraphs,
        bookmarks={slot.get("bookmark", ""): tag for tag, slot in slots.items()},
        sources={one.get("id", ""): one.text or "" for one in root.iter(f"{_NAME}source")},
        margins=frozenset(one.text or "" for one in root.iterfind(f"{_NAME}margins/{_NAME}text")),
    )


def _printed(one: Element, slots: dict[str, Element]) -> PrintedParagraph:
    text = one.findtext(f"{_NAME}text") or ""
    pieces = tuple(map(_piece, one.iter(f"{_NAME}piece")))
    sentences = [piece for piece in pieces if piece.tag.startswith(_SENTENCES)]
    alone = sentences[0] if len(sentences) == 1 else Piece("", 0, len(text))
    slot = slots.get(alone.tag)
    return PrintedParagraph(
        text=text,
        style=one.get("style", ""),
        section=one.get("section", ""),
        cell=one.get("cell", ""),
        after=one.get("after", ""),
        block=one.get("entry", ""),
        table=one.get("table") == "1",
        tags=tuple(piece.tag for piece in sentences),
        pieces=tuple(piece for piece in pieces if not piece.tag.startswith(_SENTENCES)),
        start=alone.start,
        end=alone.end,
        prose=_prose(slot),
        fields=() if slot is None else tuple(map(_field, slot.iter(f"{_NAME}field"))),
        pictures=tuple(map(_picture, one.iter(f"{_NAME}picture"))),
    )


def _piece(piece: Element) -> Piece:
    return Piece(piece.get("tag", ""), *_span(piece))


def _field(one: Element) -> Field:
    return Field(one.get("name", ""), *_span(one))


def _span(one: Element) -> tuple[int, int]:
    return int(one.get("start", "0")), int(one.get("end", "0"))


def _picture(one: Element) -> PrintedPicture:
    width, height = int(one.get("width", "0")), int(one.get("height", "0"))
    return PrintedPicture(one.get("digest", ""), one.get("alt", ""), width, height)


def _prose(slot: Element | None) -> Prose | None:
    template = None if slot is None else slot.findtext(f"{_NAME}template")
    if slot is None or template is None:
        return None
    return Prose(slot.get("section", ""), slot.get("name", ""), int(slot.get("index", "0")), template)
