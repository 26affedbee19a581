"""A page's elements and words in reading order, read without a browser."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"br", "hr", "img", "input", "link", "meta", "path", "rect", "use"}
_WITHOUT_WORDS = {"head", "script", "style"}


@dataclass(slots=True)
class Node:
    """An element and its content."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    kids: list["Node | str"] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    @property
    def children(self) -> list["Node"]:
        return [kid for kid in self.kids if isinstance(kid, Node)]

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *tags: str) -> list["Node"]:
        return [node for node in self.walk() if node.tag in tags]

    def matches(self, selector: str) -> bool:
        """Return whether the element matches ``tag`` or ``.class``."""
        return selector[1:] in self.classes if selector.startswith(".") else selector == self.tag

    def text(self, *excluded: str) -> str:
        """Return the words, except those of elements that match a selector."""
        shown = []
        for kid in self.kids:
            if isinstance(kid, str):
                shown.append(kid)
            elif kid.tag not in _WITHOUT_WORDS and not any(kid.matches(one) for one in excluded):
                shown.append(kid.text(*excluded))
        return "".join(shown)


def read_page(page: str) -> Node:
    """Return the page's root; elements must be closed in order."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert len(reader.open) == 1, f"never closed: {[node.tag for node in reader.open[1:]]}"
    return reader.open[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("document")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].kids.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].kids.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].kids.append(data)
