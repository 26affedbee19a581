"""Editing of YAML or JSON as text, preserving comments, order, quoting and line ends."""

import json
import re
from collections.abc import Iterator, Sequence

import yaml

from progress_report.inputs.parsing.source_tree import Location

_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]|\\Z")
_BLOCK_STYLES = ("|", ">")


class SourceText:
    """A text, the positions of its entries, and the pending edits.

    Positions are character offsets. The text must have passed the strict reader.
    """

    def __init__(self, text: str, mark: str) -> None:
        self.text = text
        self._mark = mark
        self._keys: dict[Location, yaml.Node] = {}
        self._values: dict[Location, yaml.Node] = {}
        self._edits: dict[tuple[int, int], str] = {}
        self._comments: dict[int, tuple[int, list[str]]] = {}
        root = yaml.compose(text.replace("\t", " "), Loader=yaml.SafeLoader)
        if root is not None:
            self._find(root, ())

    def __contains__(self, location: Location) -> bool:
        return location in self._values

    def locations(self) -> list[Location]:
        """Return the locations of all entries, in order."""
        return list(self._values)

    def scalars(self) -> Iterator[tuple[Location, str]]:
        """Yield the location and text of all scalars, in order."""
        for location, node in self._values.items():
            if isinstance(node, yaml.ScalarNode):
                yield location, node.value

    def value(self, location: Location) -> str:
        """Return the scalar at a location."""
        return str(self._values[location].value)

    def replace(self, start: int, end: int, new: str) -> None:
        self._edits[start, end] = new

    def change_head(self, old: str, new: str) -> None:
        """Replace a text where it occurs first in the comments before the first entry."""
        head = min((node.start_mark.index for node in self._keys.values()), default=len(self.text))
        if (start := self.text.find(old, 0, head)) >= 0:
            self.replace(start, start + len(old), new)

    def change(self, location: Location, new: str) -> None:
        """Replace a scalar, keeping its style: plain, quoted or block."""
        node = self._values[location]
        start, end = node.start_mark.index, node.end_mark.index
        if _is_block(node):
            start = self._line_end(start)  # keeps its header line with the comment
            written = self.text[start:end].strip()
            quoted = new
        else:
            written = self.text[start:end]
            # A JSON string is a valid YAML string, whatever characters it contains.
            quoted = json.dumps(new, ensure_ascii=False)
        at = self.text.index(written, start)
        old = node.value.strip()
        self.replace(at, at + len(written), written.replace(old, new, 1) if old in written else quoted)

    def rewrite(self, location: Location, new: str) -> None:
        """Replace any value at a location. Only in JSON or YAML's flow style."""
        node = self._values[location]
        self.replace(node.start_mark.index, node.end_mark.index, new)

    def insert_after(self, location: Location, member: str) -> None:
        """Insert a member of a JSON object after another one, on its own line if the other is."""
        start, end = self._keys[location].start_mark.index, self._values[location].end_mark.index
        before = self.text[self._line_start(start) : start]
        line_end = _LINE_END.search(self.text, end)
        separate = f"{line_end.group() if line_end else ''}{before}" if not before.strip() else " "
        self.replace(end, end, f",{separate}{member}")

    def comment(self, location: Location, words: str) -> None:
        """Add a comment at the end of an entry's line (that of ``|`` for a block), replacing an old mark."""
        node = self._values[location]
        at = node.start_mark.index if _is_block(node) else node.end_mark.index
        end = self._line_end(at)
        after, said = self._comments.get(end, (at, []))
        self._comments[end] = (max(at, after), [*said, *([] if words in said else [words])])

    def drop(self, location: Location) -> None:
        """Remove the whole branch with its key, by lines."""
        start = self._line_start(self._keys[location].start_mark.index)
        self.replace(start, self._after_line_end(self._line_end(self._last(location))), "")

    def empty(self, location: Location) -> None:
        """Replace the branch by an empty list beside its key."""
        key = self._keys[location]
        self.replace(key.end_mark.index, self._line_end(self._last(location)), ": []")

    def append(self, location: Location, item: str) -> None:
        """Append an item to a block list, after a blank line."""
        start = self._values[(*location, 0)].start_mark.index
        dash = self.text[self._line_start(start) : start]
        end = self._line_end(self._last(location))
        line_end = _LINE_END.match(self.text, end)
        separate = (line_end.group() if line_end else "") or "\n"
        self.replace(end, end, f"{separate}{separate}{dash}{item}")

    def is_flow(self, location: Location) -> bool:
        """Return whether a list is in flow style (brackets)."""
        return bool(getattr(self._values[location], "flow_style", False))

    def rearrange(self, location: Location, members: Sequence[int | str]) -> None:
        """Rearrange a list: existing items by index, and new ones as text.

        An item keeps its comments and those above it. Items that are not listed are removed. New items are
        YAML in the style of the list: flow style (``is_flow``) or lines.
        """
        node = self._values[location]
        if self.is_flow(location):
            items = [self.text[one.start_mark.index : one.end_mark.index] for one in node.value]
            named = ", ".join(items[one] if isinstance(one, int) else one for one in members)
            self.replace(node.start_mark.index, node.end_mark.index, f"[{named}]")
            return
        ends = [self._line_end(self._last((*location, i))) for i in range(len(node.value))]
        first = self._values[(*location, 0)].start_mark.index
        start = self._line_start(first)
        dash = self.text[start:first]
        separate = self._newline
        begun = [start, *(self._after_line_end(end) for end in ends[:-1])]
        lines = [
            self.text[begun[one] : ends[one]]
            if isinstance(one, int)
            else dash + one.replace("\n", separate + " " * len(dash))
            for one in members
        ]
        self.replace(start, ends[-1], separate.join(lines))

    def add_list(self, location: Location, name: str, items: Sequence[str]) -> None:
        """Add a list as the last member of a block mapping, or replace an empty one."""
        keys = [key for inner, key in self._keys.items() if inner[:-1] == location]
        column = keys[0].start_mark.column
        separate = self._newline
        dash = f"{separate}{' ' * column}  - "
        lines = "".join(dash + one.replace("\n", separate + " " * (column + 4)) for one in items)
        there = self._values.get((*location, name))
        if there is not None:
            key = self._keys[(*location, name)].end_mark.index
            self.replace(key, max(key, there.end_mark.index), f":{lines}")
        else:
            end = self._line_end(self._last(location))
            self.replace(end, end, f"{separate}{' ' * column}{name}:{lines}")

    @property
    def _newline(self) -> str:
        found = _LINE_END.search(self.text)
        return (found.group() if found else "") or "\n"

    def _after_line_end(self, position: int) -> int:
        found = _LINE_END.match(self.text, position)
        return found.end() if found else position

    def edited(self) -> str:
        """Return the text with all edits applied."""
        edits = dict(self._edits)
        for end, (at, said) in self._comments.items():
            former = re.compile(f"[ \t]*# {self._mark}.*").search(self.text, at, end)
            start = former.start() if former else len(self.text[:end].rstrip(" \t"))
            place = max(start, at), end
            edits[place] = f"  # {self._mark}: {'、'.join(said)}{edits.get(place, '')}"
        text = self.text
        for (start, end), new in sorted(edits.items(), reverse=True):
            text = text[:start] + new + text[end:]
        return text

    def _find(self, node: yaml.Node, location: Location) -> None:
        self._values[location] = node
        if isinstance(node, yaml.SequenceNode):
            for i, item in enumerate(node.value):
                self._find(item, (*location, i))
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                self._keys[(*location, key.value)] = key
                self._find(value, (*location, key.value))

    def _last(self, location: Location) -> int:
        """Return the end of a branch's last value. (A block collection's own end is the next entry's.)"""
        depth = len(location)
        ends = [
            node.end_mark.index
            for inner, node in self._values.items()
            if inner[:depth] == location
            and (isinstance(node, yaml.ScalarNode) or getattr(node, "flow_style", False))
        ]
        key = self._keys.get(location)
        least = self._values[location].start_mark.index if key is None else key.end_mark.index
        return max(least, len(self.text[: max(ends, default=least)].rstrip()))

    def _line_start(self, position: int) -> int:
        return max(self.text.rfind(end, 0, position) for end in "\n\r") + 1

    def _line_end(self, position: int) -> int:
        found = _LINE_END.search(self.text, position)
        return found.start() if found else len(self.text)


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style in _BLOCK_STYLES
