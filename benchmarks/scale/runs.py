"""What was measured, kept in a file, so that sizes can be measured one at a time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

MACHINE, UNCHANGED, CLUSTER, HARMED = "machine", "unchanged", "cluster", "harmed"
PLACES = (MACHINE, CLUSTER)


@dataclass(frozen=True, slots=True)
class Role:
    """What one kind of process took, with its children: the scheduler, all workers, the client."""

    processor_seconds: float
    peak_bytes: int


@dataclass(frozen=True, slots=True)
class Run:
    """One command that built so many municipalities' reports. Bytes and files are of all reports together.

    ``published``: how many reports came of it. ``kept_bytes``: in the municipalities' folders, for the next
    build. ``sent_bytes``, ``received_bytes``: over the client's network interface. ``identical``: how many
    reports are, byte for byte, those built on one machine, where they were compared.
    """

    where: str
    municipalities: int
    published: int
    seconds: float
    processor_seconds: float
    peak_bytes: int
    most_processes: int
    most_open_files: int
    input_bytes: int
    output_bytes: int
    output_files: int
    kept_bytes: int = 0
    workers: int = 0
    sent_bytes: int = 0
    received_bytes: int = 0
    identical: int | None = None
    roles: Mapping[str, Role] = field(default_factory=dict)

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "Run":
        roles = {name: Role(**role) for name, role in found["roles"].items()}
        return cls(**{**found, "roles": roles})


@dataclass(frozen=True, slots=True)
class Tried:
    """One limit: what was done to it, and what came of it. ``figures``: bytes, seconds or counts, by name."""

    name: str
    done: str
    outcome: str
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a cluster that lost workers built, beside what one machine built of the same municipalities.

    ``harm``: what was done; ``undone``: how much of it was not, because all was built before. ``lost``,
    ``different``, ``twice``: municipalities. ``again``: how many times a report was begun once more.
    """

    municipalities: int
    workers: int
    harm: Sequence[str]
    undone: int
    seconds: float
    published: int
    files: int
    bytes: int
    lost: Sequence[str]
    different: Sequence[str]
    twice: Sequence[str]
    again: int

    @property
    def holds(self) -> bool:
        whole = self.published == self.municipalities and not self.undone
        return whole and not (self.lost or self.different or self.twice)


@dataclass(slots=True)
class Measurements:
    """All of it, in the file it is kept in."""

    path: Path
    machine: dict[str, str] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    tried: list[Tried] = field(default_factory=list)
    proof: Proof | None = None

    @classmethod
    def read(cls, path: Path) -> "Measurements":
        """Nothing yet, where there is no such file."""
        if not path.exists():
            return cls(path)
        found = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            path,
            found["machine"],
            [Run.from_json(run) for run in found["runs"]],
            [Tried(**tried) for tried in found["tried"]],
            found["proof"] and Proof(**found["proof"]),
        )

    def write(self) -> None:
        kept = {
            "machine": self.machine,
            "runs": [asdict(run) for run in self.runs],
            "tried": [asdict(tried) for tried in self.tried],
            "proof": self.proof and asdict(self.proof),
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def add(self, run: Run) -> None:
        self.runs.append(run)
        self.write()

    def add_tried(self, tried: Tried) -> None:
        """In the place of an earlier trial of the same."""
        self.tried = [*(other for other in self.tried if other.name != tried.name), tried]
        self.write()

    def sizes(self, where: str) -> list[int]:
        return sorted({run.municipalities for run in self.runs if run.where == where})

    def of(self, where: str, municipalities: int) -> list[Run]:
        return [run for run in self.runs if (run.where, run.municipalities) == (where, municipalities)]

    def middle(self, where: str, municipalities: int, name: str) -> float:
        """The median of one figure over all runs of a size."""
        return float(median(getattr(run, name) for run in self.of(where, municipalities)))

    def points(self, where: str, name: str) -> list[tuple[int, float]]:
        return [(size, self.middle(where, size, name)) for size in self.sizes(where)]
