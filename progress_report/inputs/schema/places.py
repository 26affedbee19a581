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

    ``origins`` map locations in the descriptor, at least that of the whole, to a file and the location there;
    entries below such a location are below its origin. ``moves`` map the present locations of list items to
    those in ``origins``, where other items precede them that the descriptor no longer has.
    """

    def __init__(
        self, origins: Mapping[Location, Origin], moves: Mapping[Location, Location] | None = None
    ) -> None:
        self._origins, self._moves = origins, moves or {}

    def __getitem__(self, location: Location) -> EntryLocation:
        file, written = self.origin(location)
        return file.place(written)

    def origin(self, location: Location) -> Origin:
        for length in range(len(location), 0, -1):
            if (before := self._moves.get(location[:length])) is not None:
                location = (*before, *location[length:])
                break
        length = next(n for n in range(len(location), -1, -1) if location[:n] in self._origins)
        file, written = self._origins[location[:length]]
        return file, (*written, *location[length:])

    def moved(self, moves: Mapping[Location, Location]) -> "Places":
        """Return the locations after list items have moved: each present location with the former one."""
        return Places(self._origins, moves)
