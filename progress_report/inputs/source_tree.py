"""A text file of parameters or descriptions as a tree, with the line of each entry."""

from collections.abc import Callable, Mapping


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


class SourceLines:
    """The line of each entry of a file."""

    def __init__(self) -> None:
        self._lines: dict[Location, int] = {}

    def __setitem__(self, location: Location, line: int) -> None:
        self._lines[location] = line

    def __getitem__(self, location: Location) -> int:
        """Return the line of the entry, or of its nearest ancestor in the file."""
        while location and location not in self._lines:
            location = location[:-1]
        return self._lines.get(location, 1)

    def __contains__(self, location: Location) -> bool:
        return location in self._lines

    def items(self) -> list[tuple[Location, int]]:
        """Return each entry with its line, in the order of the file."""
        return list(self._lines.items())

    def without(self, gone: Callable[[Location], bool]) -> "SourceLines":
        """Return the lines of all other entries."""
        kept = SourceLines()
        kept._lines = {location: line for location, line in self._lines.items() if not gone(location)}
        return kept

    def moved(self, moves: Mapping[Location, Location]) -> "SourceLines":
        """Return the lines with entries, and everything below them, moved to other locations."""
        moved = SourceLines()
        for location, line in self._lines.items():
            before = next((location[:n] for n in range(len(location) + 1) if location[:n] in moves), ())
            moved[(*moves.get(before, ()), *location[len(before) :])] = line
        return moved

    def entry(self, line: int) -> Location:
        """Return the outermost entry that begins on the line, or the innermost that began before it."""
        begun = {location: row for location, row in self._lines.items() if location and row <= line}
        nearest = max(begun.values(), default=0)
        found = [location for location, row in begun.items() if row == nearest]
        if nearest == line:
            return min(found, key=len)
        return max(found, key=len, default=())
