"""The paragraphs of an edited Word file, with tracked changes accepted and rejected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from xml.etree.ElementTree import Element

from progress_report.word_import.drawings import WordPicture, picture_of
from progress_report.word_import.package import FALLBACK, WORDS, WordPackage

_FORMULA_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_INSERTED, _DELETED = "ins", "del"
_TRACKED = {"ins": _INSERTED, "moveTo": _INSERTED, "del": _DELETED, "moveFrom": _DELETED}
# ``sym``: a character of a symbol font, without an equivalent in plain text.
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "\ufffd"}
_TEXTS = ("t", "delText", *_SIGNS)
_WITHOUT_WORDS = ("pPr", "rPr", "sdtPr", "instrText", "tblPr", "trPr", "tcPr", "rt")
_DRAWN = ("drawing", "pict", "object")
_MARKS = "※○・ \u3000"  # of lists and notes, which remain when their words are deleted
_COPIED = "_Copy_"  # LibreOffice's suffix of a copied bookmark
_NOTES = {"footnoteReference": "word/footnotes.xml", "endnoteReference": "word/endnotes.xml"}


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment at a paragraph."""

    author: str
    text: str


@dataclass(slots=True, eq=False)
class EditedTable:
    """A table: the paragraphs of each cell by row, with tracked changes accepted.

    ``merged``: whether it has merged cells or nested tables.
    """

    rows: list[list[list["Edited"]]] = field(default_factory=list)
    merged: bool = False

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The text of each cell."""
        return tuple(
            tuple("\n".join(filter(None, (one.after.strip() for one in cell))) for cell in row)
            for row in self.rows
        )


@dataclass(slots=True, eq=False)
class Edited:
    """A paragraph. ``before``, ``after``: with tracked changes rejected and accepted.

    ``tags``: the slots named by its controls and bookmarks; ``joined``: those of paragraphs merged into it by
    tracked changes; ``by_tag``: False if only bookmarks name them; ``authors``: of tracked changes that are
    still open; ``notes``: of footnotes; ``style``: its name in lower case; ``boxed``: whether it is in a text
    box; ``table``: the table that contains it.
    """

    style: str = ""
    table: EditedTable | None = None
    boxed: bool = False
    before: str = ""
    after: str = ""
    tags: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    by_tag: bool = False
    authors: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pictures: list[WordPicture] = field(default_factory=list)
    mark_deleted: bool = False

    @property
    def is_contents(self) -> bool:
        """Whether it is an entry of the table of contents, which Word rewrites."""
        return self.style.startswith(("toc", "contents"))

    @property
    def is_heading(self) -> bool:
        return self.style.startswith(("heading", "見出し", "title"))


def edited_paragraphs(package: WordPackage, bookmarks: Mapping[str, str]) -> list[Edited]:
    """Return all paragraphs in reading order. ``bookmarks``: tags by bookmark name.

    Comments without a reference in the body are attached to the last paragraph.
    """
    read = _Reader(package, bookmarks)
    read.blocks(package.body, Edited())
    found = _joined(read.found)
    if found:
        found[-1].comments += read.comments_left
    return found


def _joined(paragraphs: list[Edited]) -> list[Edited]:
    """Join the words of a paragraph with a deleted end to those of the next one."""
    for one, following in pairwise(paragraphs):
        if one.mark_deleted and one.after.strip(_MARKS) and one.table is following.table:
            following.after = one.after + following.after
            following.authors += one.authors
            following.joined += [*one.joined, *one.tags]
            one.after = ""
    return paragraphs


class _Reader:
    """Collects the paragraphs of a body."""

    def __init__(self, package: WordPackage, bookmarks: Mapping[str, str]) -> None:
        self.found: list[Edited] = []
        self._media = package.media
        self._bookmarks = bookmarks
        self._styles = dict(_styles(package.parts.get("word/styles.xml")))
        self._comments = dict(_comments(package.parts.get("word/comments.xml")))
        self._notes = {
            (kind, one.get(f"{WORDS}id", "")): _plain(one)
            for kind, part in _NOTES.items()
            for one in package.parts.get(part, ())
        }

    @property
    def comments_left(self) -> list[Comment]:
        """Comments without a reference in the body."""
        return list(self._comments.values())

    def blocks(self, element: Element, within: Edited) -> None:
        """Read the paragraphs in an element; ``within`` records whether it is in a table or a text box."""
        for child in element:
            name = _local(child)
            if name == "p":
                one = Edited(table=within.table, boxed=within.boxed)
                self.found.append(one)
                self._properties(child, one)
                self._inline(child, one, "")
            elif name == "tbl":
                self._table(child, within)
            elif child.tag != FALLBACK:
                self.blocks(child, within)

    def _table(self, element: Element, within: Edited) -> None:
        table = EditedTable() if within.table is None else within.table
        table.merged |= within.table is not None
        for row in _inside(element, "tr"):
            cells = []
            for cell in _inside(row, "tc"):
                start = len(self.found)
                self.blocks(cell, Edited(table=table, boxed=within.boxed))
                cells.append(self.found[start:])
                table.merged |= any(
                    _local(one) in ("gridSpan", "vMerge") for one in cell.iterfind(f"{WORDS}tcPr/*")
                )
            if within.table is None and row.find(f"{WORDS}trPr/{WORDS}del") is None:
                table.rows.append(cells)

    def _properties(self, paragraph: Element, one: Edited) -> None:
        style = paragraph.find(f"{WORDS}pPr/{WORDS}pStyle")
        identifier = "" if style is None else style.get(f"{WORDS}val", "")
        one.style = self._styles.get(identifier, identifier).lower()
        mark = paragraph.find(f"{WORDS}pPr/{WORDS}rPr")
        for child in () if mark is None else mark:
            kind = _TRACKED.get(_local(child))
            if kind:
                one.authors.append(child.get(f"{WORDS}author", ""))
                one.mark_deleted |= kind == _DELETED

    def _inline(self, element: Element, one: Edited, state: str) -> None:
        for child in element:
            name = _local(child)
            if name in _WITHOUT_WORDS or child.tag == FALLBACK:
                continue
            if name in _TRACKED:
                one.authors.append(child.get(f"{WORDS}author", ""))
                inner = _TRACKED[name]
                self._inline(child, one, inner if state in ("", inner) else "gone")
            elif name in _TEXTS or child.tag == _FORMULA_TEXT:
                text = _SIGNS.get(name, child.text or "")
                one.before += text if state in ("", _DELETED) else ""
                one.after += text if state in ("", _INSERTED) else ""
            elif name == "txbxContent":
                self.blocks(child, Edited(table=one.table, boxed=True))
            else:
                self._special(child, name, one, state)
                self._inline(child, one, state)

    def _special(self, child: Element, name: str, one: Edited, state: str) -> None:
        if name == "sdt":
            tag = child.find(f"{WORDS}sdtPr/{WORDS}tag")
            value = "" if tag is None else tag.get(f"{WORDS}val", "")
            if value[:2] in ("p:", "c:"):
                one.by_tag = True
                one.tags.append(value)
        elif name == "bookmarkStart":
            known = self._bookmarks.get(child.get(f"{WORDS}name", "").partition(_COPIED)[0])
            one.tags += [known] if known and known not in one.tags else []
        elif name == "commentReference":
            one.comments += filter(None, [self._comments.pop(child.get(f"{WORDS}id", ""), None)])
        elif name in _DRAWN and state in ("", _INSERTED):
            one.pictures += filter(None, [picture_of(child, self._media)])
        elif name in _NOTES and state in ("", _INSERTED):
            one.notes += filter(None, [self._notes.get((name, child.get(f"{WORDS}id", "")))])


def _inside(element: Element, wanted: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, including those inside controls."""
    for child in element:
        name = _local(child)
        if name == wanted:
            yield child
        elif name not in ("tbl", "tr", "tc", "p"):
            yield from _inside(child, wanted)


def _local(element: Element) -> str:
    return element.tag.removeprefix(WORDS) if isinstance(element.tag, str) else ""


def _plain(element: Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{WORDS}t")).strip()


def _styles(styles: Element | None) -> Iterator[tuple[str, str]]:
    for style in () if styles is None else styles.iter(f"{WORDS}style"):
        name = style.find(f"{WORDS}name")
        yield style.get(f"{WORDS}styleId", ""), "" if name is None else name.get(f"{WORDS}val", "")


def _comments(comments: Element | None) -> Iterator[tuple[str, Comment]]:
    for one in () if comments is None else comments:
        yield one.get(f"{WORDS}id", ""), Comment(one.get(f"{WORDS}author", ""), _plain(one))
