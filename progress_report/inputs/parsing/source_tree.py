"""A text file of parameters or descriptions as a tree, with the line of each entry."""

import json
import re

_PLAIN = re.compile(r"-?\w[\w.-]*")  # needs no quotation marks in a flow mapping of YAML


class Scalar(str):
    """A scalar's text and its first line."""

    line: int

    def __new__(cls, text: str, line: int) -> "Scalar":
        scalar = super().__new__(cls, text)
        scalar.line = line
        return scalar


Tree = dict[str, "Tree"] | list["Tree"] | Scalar | None
Location = tuple[str | int, ...]


def entry_name(location: Location) -> str:
    """Name an entry in messages and origins: items of lists are counted from 1."""
    return ".".join(str(step + 1 if isinstance(step, int) else step) for step in location)


def flow_text(text: str) -> str:
    """Return the text as a value of a YAML flow mapping; JSON strings are valid in YAML."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


class SourceLines(dict[Location, int]):
    """The line of each entry of a file, in the order of the file."""

    def __missing__(self, location: Location) -> int:
        """Return the line of the entry's nearest ancestor in the file."""
        return self[location[:-1]] if location else 1

    def entry(self, line: int) -> Location:
        """Return the outermost entry that begins on the line, or the innermost that began before it."""
        begun = {location: row for location, row in self.items() if location and row <= line}
        nearest = max(begun.values(), default=0)
        found = [location for location, row in begun.items() if row == nearest]
        if nearest == line:
            return min(found, key=len)
        return max(found, key=len, default=())
