"""Parser of the lock file: packages, versions, platforms and hashes."""

import re
from dataclasses import dataclass

_ENTRY = re.compile(r"^(?=[A-Za-z0-9])", re.MULTILINE)
_NAMED = re.compile(r"([A-Za-z0-9._-]+)==([^\s;\\]+)(?: ; ([^\\\n]+?))? *\\?$", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})\b")
# "# via x", or the same on separate lines.
_NEEDED_BY = re.compile(r"^    # (?:via |  )([A-Za-z0-9._-]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Locked:
    """A lock entry: the platforms it is installed on, its files' hashes, the packages that need it."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    needed_by: frozenset[str]

    @property
    def reference(self) -> str:
        return f"{self.name}=={self.version}" + (f" ; {self.marker}" if self.marker else "")


def locked(text: str) -> list[Locked]:
    """Return the lock's entries. Raise ValueError for one that is not a single version with hashes."""
    entries = []
    for entry in _ENTRY.split(text)[1:]:
        named, hashes = _NAMED.match(entry), tuple(sorted(_HASH.findall(entry)))
        if named is None or not hashes or entry.count("--hash=") != len(hashes):
            raise ValueError(f"not locked by version and SHA-256: {entry.splitlines()[0]}")
        needed_by = frozenset(_NEEDED_BY.findall(entry))
        entries.append(Locked(named[1], named[2], named[3] or "", hashes, needed_by))
    return entries
