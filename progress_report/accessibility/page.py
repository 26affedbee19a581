"""Parse a built page into a tree of elements with their lines, and find faulty markup."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

_VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
}  # fmt: skip
_LONGEST_EXCERPT = 60


class PageLocation(NamedTuple):
    """A line of the page's source and an excerpt of it."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.line}行目 {self.text}"


@dataclass(eq=False, slots=True)
class Element:
    """An element; attributes without a value have an empty one."""

    tag: str
    attributes: dict[str, str]
    place: PageLocation
    parent: "Element | None" = None
    children: list["Element | str"] = field(default_factory=list)

    def __iter__(self) -> Iterator["Element"]:
        """Yield the element and all its descendants, in source order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    @property
    def text(self) -> str:
        """The text as read aloud: with the alternative texts of pictures, without hidden elements."""
        if self.get("aria-hidden") == "true" or self.tag in ("style", "script"):
            return ""
        if self.tag == "img":
            return self.get("alt")
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def lineage(self) -> Iterator["Element"]:
        """Yield the element and its ancestors."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent


@dataclass(slots=True)
class Page:
    """A page's elements in source order and by id, and the places of faulty markup."""

    elements: list[Element]
    violations: list[PageLocation]
    by_id: dict[str, Element]

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def where(self, holds: Callable[[Element], object]) -> list[Element]:
        return [element for element in self.elements if holds(element)]

    def styles(self) -> Iterator[Element]:
        yield from self.all("style")

    def given_name(self, element: Element) -> str:
        """Return the accessible name that ``aria-labelledby``, ``aria-label`` or ``title`` give."""
        labels = (self.by_id[one].text for one in element.get("aria-labelledby").split() if one in self.by_id)
        given = (" ".join(labels), element.get("aria-label"), element.get("title"))
        return next((name.strip() for name in given if name.strip()), "")

    def name_of(self, element: Element) -> str:
        """Return the accessible name of an element that its text can name, such as a link."""
        return self.given_name(element) or element.text.strip()


def read_page(source: str) -> Page:
    """Parse a page. Every element has to be closed, even where HTML allows to omit the end tag."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    violations = [*reader.violations, *(element.place for element in reader.open)]
    by_id: dict[str, Element] = {}
    for element in reader.elements:
        if "id" in element.attributes and by_id.setdefault(element.get("id"), element) is not element:
            violations.append(element.place)
    return Page(reader.elements, sorted(violations), by_id)


class _Reader(HTMLParser):
    """Builds the tree and collects unmatched end tags and duplicate attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.violations: list[PageLocation] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._add(tag, attrs)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._add(tag, attrs)
        if tag not in _VOID and not any(one.tag in ("svg", "math") for one in element.lineage()):
            self.violations.append(element.place)  # HTML ignores the slash: the element stays open

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1].tag == tag:
            self.open.pop()
            return
        self.violations.append(PageLocation(self.getpos()[0], f"</{tag}>"))
        if tag in [element.tag for element in self.open]:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].children.append(data)

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        text = " ".join((self.get_starttag_text() or "").split())
        excerpt = text if len(text) <= _LONGEST_EXCERPT else f"{text[:_LONGEST_EXCERPT]}…"
        parent = self.open[-1] if self.open else None
        # Of an attribute that stands twice, the first counts.
        attributes = {name: value or "" for name, value in reversed(attrs)}
        element = Element(tag, attributes, PageLocation(self.getpos()[0], excerpt), parent)
        if len(attributes) < len(attrs):
            self.violations.append(element.place)
        if parent is not None:
            parent.children.append(element)
        self.elements.append(element)
        return element
