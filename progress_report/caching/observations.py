"""What a kernel noted of the files it read, and whether those are still the same."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from progress_report.execution.observing import ACTED, KINDS, LISTED, READ, WROTE
from progress_report.inputs.params import Params
from progress_report.model.audit_events import PART, SOUGHT
from progress_report.model.findings import ReportError

ABSENT = "absent"
_SLACK_NANOSECONDS = 50_000_000  # a file system's clock ticks more coarsely than the process's


@dataclass(frozen=True, slots=True)
class Observation:
    """A file or folder, and how the section used it: ``part`` names the part of the parameters it read."""

    kind: str
    path: str
    part: str = ""

    @property
    def label(self) -> str:
        if self.kind == KINDS[PART]:
            return f"{self.path} のこの節に関わる部分"
        return f"{self.path} の中のファイルの並び" if self.kind == LISTED else self.path


@dataclass(frozen=True, slots=True)
class Observed:
    """``hindrance`` says why the result must not be used again, if it must not."""

    files: tuple[Observation, ...]
    hindrance: str = ""


def observed_in(note: str, root: Path) -> Observed:
    """What ``observing`` noted, with paths from the project's root where they lie in it."""
    files: list[Observation] = []
    hindrance = ""
    for kind, path, *rest in map(json.loads, note.splitlines()):
        name = _name(path, root)
        if kind in (WROTE, ACTED):
            hindrance = hindrance or (
                f"{name} に書く" if kind == WROTE else f"ファイルの外を使う（{rest[0]}）"
            )
        else:
            files.append(Observation(kind, name, *rest))
    return Observed(tuple(files), hindrance)


class Fingerprints:
    """Digests of observed files as they are now, each read once."""

    def __init__(self, params: Params) -> None:
        self._params = params
        self._root = params.project.root
        self._known: dict[Observation, str] = {}

    def __getitem__(self, one: Observation) -> str:
        if one not in self._known:
            self._known[one] = self._of(one)
        return self._known[one]

    def written_since(self, observations: tuple[Observation, ...], moment: int) -> list[Observation]:
        """Those of the files that were written after ``moment`` (nanoseconds since 1970)."""
        return [
            one
            for one in observations
            if (status := _status(self._root / one.path)) is not None
            and status.st_ctime_ns > moment - _SLACK_NANOSECONDS
        ]

    def _of(self, one: Observation) -> str:
        path = self._root / one.path
        try:
            if one.kind == READ:
                return sha256(path.read_bytes()).hexdigest()
            if one.kind == LISTED:
                return sha256("\0".join(sorted(_entries(path))).encode()).hexdigest()
            if one.kind == KINDS[SOUGHT]:
                return "present" if path.is_file() else ABSENT
            if path == self._params.project.params_file(self._params.report.fiscal_year):
                return self._params.of_section(one.part).digest
        except (OSError, ReportError):
            return ABSENT
        return ABSENT


def _entries(folder: Path) -> Iterator[str]:
    """Its entries; what is hidden, or left by Excel while a file is open, is no input."""
    names = (path.name for path in folder.iterdir())
    return (name for name in names if not name.startswith((".", "~$")))


def _name(path: str, root: Path) -> str:
    return Path(path).relative_to(root).as_posix() if Path(path).is_relative_to(root) else path


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None
