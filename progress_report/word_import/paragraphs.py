"""The paragraphs of an edited Word file, with tracked changes accepted and rejected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from xml.etree.ElementTree import Element

from progress_report.word_import.package import WordPackage

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_INSERTED, _DELETED = "ins", "del"
_TRACKED = {"ins": _INSERTED, "moveTo": _INSERTED, "del": _DELETED, "moveFrom": _DELETED}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TEXTS = ("t", "delText", *_SIGNS)
_WITHOUT_WORDS = ("pPr", "rPr", "sdtPr", "instrText", "tblPr", "trPr", "tcPr")
_MARKS = "※○・ \u3000"  # of lists and notes, which remain when their words are deleted
_COPIED = "_Copy_"  # LibreOffice's suffix of a copied bookmark
_NOTES = {"footnoteReference": "word/footnotes.xml", "endnoteReference": "word/endnotes.xml"}


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment at a paragraph."""

    author: str
    text: str


@dataclass(slots=True)
class Edited:
    """A paragraph. ``before``, ``after``: with tracked changes rejected and accepted.

    ``tags``: the slots named by its controls and bookmarks; ``by_tag``: False if only bookmarks name them;
    ``authors``: of tracked changes that are still open; ``notes``: of footnotes; ``style``: its name in lower
    case; ``boxed``: whether it is in a text box.
    """

    style: str = ""
    table: bool = False
    boxed: bool = False
    before: str = ""
    after: str = ""
    tags: list[str] = field(default_factory=list)
    by_tag: bool = False
    authors: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pictures: int = 0
    mark_deleted: bool = False

    @property
    def is_contents(self) -> bool:
        """Whether it is an entry of the table of contents, which Word rewrites."""
        return self.style.startswith(("toc", "contents"))

    @property
    def is_heading(self) -> bool:
        return self.style.startswith(("heading", "見出し", "title"))


def edited_paragraphs(package: WordPackage, bookmarks: Mapping[str, str]) -> list[Edited]:
    """Return all paragraphs in reading order. ``bookmarks``: tags by bookmark name."""
    read = _Reader(package, bookmarks)
    read.blocks(package.body, Edited())
    return _joined(read.found)


def _joined(paragraphs: list[Edited]) -> list[Edited]:
    """Join the words of a paragraph with a deleted end to those of the next one."""
    for one, following in pairwise(paragraphs):
        if one.mark_deleted and one.after.strip(_MARKS) and one.table == following.table:
            following.after = one.after + following.after
            following.authors += one.authors
            one.after = ""
    return paragraphs


class _Reader:
    """Collects the paragraphs of a body."""

    def __init__(self, package: WordPackage, bookmarks: Mapping[str, str]) -> None:
        self.found: list[Edited] = []
        self._bookmarks = bookmarks
        self._styles = dict(_styles(package.parts.get("word/styles.xml")))
        self._comments = dict(_comments(package.parts.get("word/comments.xml")))
        self._notes = {
            (kind, one.get(f"{_W}id", "")): _plain(one)
            for kind, part in _NOTES.items()
            for one in package.parts.get(part, ())
        }

    def blocks(self, element: Element, within: Edited, *, boxed: bool = False) -> None:
        """Read the paragraphs in an element; ``within`` records whether it is a table."""
        for child in element:
            name = _local(child)
            if name == "p":
                one = Edited(table=within.table, boxed=boxed)
                self.found.append(one)
                self._properties(child, one)
                self._inline(child, one, "")
            elif child.tag != _FALLBACK:
                self.blocks(child, Edited(table=within.table or name == "tbl"), boxed=boxed)

    def _properties(self, paragraph: Element, one: Edited) -> None:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        identifier = "" if style is None else style.get(f"{_W}val", "")
        one.style = self._styles.get(identifier, identifier).lower()
        mark = paragraph.find(f"{_W}pPr/{_W}rPr")
        for child in () if mark is None else mark:
            kind = _TRACKED.get(_local(child))
            if kind:
                one.authors.append(child.get(f"{_W}author", ""))
                one.mark_deleted |= kind == _DELETED

    def _inline(self, element: Element, one: Edited, state: str) -> None:
        for child in element:
            name = _local(child)
            if name in _WITHOUT_WORDS or child.tag == _FALLBACK:
                continue
            if name in _TRACKED:
                one.authors.append(child.get(f"{_W}author", ""))
                inner = _TRACKED[name]
                self._inline(child, one, inner if state in ("", inner) else "gone")
            elif name in _TEXTS:
                text = _SIGNS.get(name, child.text or "")
                one.before += text if state in ("", _DELETED) else ""
                one.after += text if state in ("", _INSERTED) else ""
            elif name == "txbxContent":
                self.blocks(child, one, boxed=True)
            else:
                self._special(child, name, one)
                self._inline(child, one, state)

    def _special(self, child: Element, name: str, one: Edited) -> None:
        if name == "sdt":
            tag = child.find(f"{_W}sdtPr/{_W}tag")
            value = "" if tag is None else tag.get(f"{_W}val", "")
            if value[:2] in ("p:", "c:"):
                one.by_tag = True
                one.tags.append(value)
        elif name == "bookmarkStart":
            known = self._bookmarks.get(child.get(f"{_W}name", "").partition(_COPIED)[0])
            one.tags += [known] if known and known not in one.tags else []
        elif name == "commentReference":
            one.comments += filter(None, [self._comments.get(child.get(f"{_W}id", ""))])
        elif name in ("drawing", "pict", "object"):
            one.pictures += 1
        elif name in _NOTES:
            one.notes += filter(None, [self._notes.get((name, child.get(f"{_W}id", "")))])


def _local(element: Element) -> str:
    return element.tag.removeprefix(_W) if isinstance(element.tag, str) else ""


def _plain(element: Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{_W}t")).strip()


def _styles(styles: Element | None) -> Iterator[tuple[str, str]]:
    for style in () if styles is None else styles.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        yield style.get(f"{_W}styleId", ""), "" if name is None else name.get(f"{_W}val", "")


def _comments(comments: Element | None) -> Iterator[tuple[str, Comment]]:
    for one in () if comments is None else comments:
        yield one.get(f"{_W}id", ""), Comment(one.get(f"{_W}author", ""), _plain(one))
