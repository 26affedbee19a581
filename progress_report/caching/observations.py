"""What a kernel noted of the files it read, and whether those are still the same."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from progress_report.execution.observing import ACTED, KINDS, LISTED, READ, WROTE
from progress_report.inputs.params import Params, read_params
from progress_report.inputs.project import Project, is_aside
from progress_report.inputs.text_files import regular_bytes
from progress_report.model.audit_events import PART, SOUGHT
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear

ABSENT = "absent"
SLACK_NANOSECONDS = 20_000_000  # a file system's clock ticks more coarsely than the process's


@dataclass(frozen=True, slots=True)
class Observation:
    """A file or folder, and how the section used it: ``part`` names the part of the parameters it read."""

    kind: str
    path: str
    part: str = ""

    @property
    def label(self) -> str:
        if self.kind == KINDS[PART]:
            what = "この節に関わる部分" if self.part else "文章のほか"
            return f"{self.path} の{what}"
        return f"{self.path} の中のファイルの並び" if self.kind == LISTED else self.path


@dataclass(frozen=True, slots=True)
class Observed:
    """``hindrance`` says why the result must not be used again, if it must not."""

    files: tuple[Observation, ...]
    hindrance: str = ""

    def is_recorded(self, inputs: Mapping[str, str]) -> bool:
        """Whether a build record of these inputs has all that was used."""
        return not self.unrecorded(inputs)

    def unrecorded(self, inputs: Mapping[str, str]) -> list[str]:
        """What was used that a build record of these inputs does not have."""
        folders = {PurePosixPath(name).parent.as_posix() for name in inputs}
        files = [
            one.label
            for one in self.files
            if one.kind != KINDS[SOUGHT] and one.path not in (folders if one.kind == LISTED else inputs)
        ]
        return [*([self.hindrance] if self.hindrance else []), *files]


NOTHING_OBSERVED = Observed(())


def observed_in(note: str, project: Project) -> Observed:
    """What ``observing`` noted, by the names that a record has for it."""
    files: list[Observation] = []
    hindrance = "" if note else "読んだものの記録がない"
    try:
        events = [json.loads(line) for line in note.splitlines()]
    except ValueError:
        return Observed((), "読んだものの記録が途中で切れている")
    for kind, path, *rest in events:
        name = project.name_of(Path(path))
        if kind in (WROTE, ACTED):
            hindrance = hindrance or (
                f"{name} に書く" if kind == WROTE else f"ファイルの外を使う（{rest[0]}）"
            )
        else:
            files.append(Observation(kind, name, *rest))
    return Observed(tuple(files), hindrance)


class Fingerprints:
    """Digests of observed files as they are now, each read once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._years: dict[FiscalYear, Params] = {}
        self._known: dict[Observation, str] = {}

    def __getitem__(self, one: Observation) -> str:
        if one not in self._known:
            self._known[one] = self._of(one)
        return self._known[one]

    def written_since(self, observations: tuple[Observation, ...], moment: int) -> list[Observation]:
        """Those of the files that were written or removed after ``moment`` (nanoseconds since 1970)."""
        return [
            one
            for one in observations
            # What was asked for in vain is still not there; where it was there, it was read too.
            if not (one.kind == KINDS[SOUGHT] and self[one] == ABSENT)
            and written(self._project.path_of(one.path)) > moment - SLACK_NANOSECONDS
        ]

    def _params_of(self, year: FiscalYear) -> Params:
        if year not in self._years:
            self._years[year] = read_params(self._project, year)
        return self._years[year]

    def _of(self, one: Observation) -> str:
        path = self._project.path_of(one.path)
        try:
            if one.kind == READ:
                return sha256(regular_bytes(path)).hexdigest()
            if one.kind == LISTED:
                return sha256("\0".join(sorted(_entries(path))).encode()).hexdigest()
            if one.kind == KINDS[SOUGHT]:
                return "present" if path.is_file() else ABSENT
            return self._params_of(FiscalYear.parse(path.stem)).part(one.part).digest
        except (OSError, ReportError, ValueError):
            return ABSENT


def _entries(folder: Path) -> Iterator[str]:
    return (path.name for path in folder.iterdir() if not is_aside(path.name))


def written(path: Path) -> int:
    """When the file, or a link to it, last changed; of one that is not there, when its folder did."""
    try:
        statuses = [path.stat(), path.lstat()]
    except OSError:
        return written(path.parent) if path != path.parent else 0
    # On Windows the one of them is when it was made.
    return max(time for status in statuses for time in (status.st_ctime_ns, status.st_mtime_ns))
