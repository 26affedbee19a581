"""Source locations of the entries of a data package, in one or more files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from progress_report.inputs.parsing.source_tree import Location, SourceLines, Tree, entry_name
from progress_report.inputs.schema.schema_tree import named_entries


class EntryLocation(NamedTuple):
    """A file, a line in it, and the name of the entry there."""

    file: str
    line: int
    name: str


@dataclass(frozen=True)
class WrittenFile:
    """A file and the lines of its entries; ``names``: entries with another name than their location."""

    file: str
    lines: SourceLines
    names: Mapping[Location, str] = field(default_factory=dict)

    @classmethod
    def with_names(cls, file: str, tree: Tree, lines: SourceLines) -> "WrittenFile":
        """Return a file whose list items are identified by name (``named_entries``)."""
        return cls(file, lines, {location: name for location, name, _ in named_entries(tree)})

    def place(self, location: Location) -> EntryLocation:
        return EntryLocation(self.file, self.lines[location], self.name(location))

    def name(self, location: Location) -> str:
        """Return the name of an entry, even if the file does not contain it."""
        for length in range(len(location), 0, -1):
            if name := self.names.get(location[:length]):
                return ".".join(filter(None, (name, entry_name(location[length:]))))
        return entry_name(location)


Origin = tuple[WrittenFile, Location]


class Places:
    """The source location of each entry of a descriptor.

    ``origins`` map locations in the descriptor to a file and the location there; entries below such a
    location are below its origin.
    """

    def __init__(self, origins: Mapping[Location, Origin]) -> None:
        self._origins = origins

    def __getitem__(self, location: Location) -> EntryLocation:
        file, written = self.origin(location)
        return file.place(written)

    def origin(self, location: Location) -> Origin:
        for length in range(len(location), -1, -1):
            if (found := self._origins.get(location[:length])) is not None:
                file, written = found
                return file, (*written, *location[length:])
        raise LookupError(location)

    def moved(self, moves: Mapping[Location, Location]) -> "Places":
        """Return the locations after entries of lists have moved from the second location to the first.

        ``moves`` has every entry that the lists still contain.
        """
        there = {here: there for there, here in moves.items()}
        lists = {here[:-1] for here in there}
        origins = {new: self.origin(old) for new, old in moves.items()}
        for location, origin in self._origins.items():
            entry = next(
                (location[:n] for n in range(len(location), 0, -1) if location[: n - 1] in lists), None
            )
            if entry is None:
                origins[location] = origin
            elif entry in there:
                origins[(*there[entry], *location[len(entry) :])] = origin
        return Places(origins)
