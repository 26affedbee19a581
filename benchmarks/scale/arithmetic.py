"""What 1,741 municipalities × 10 years take, from the lines through the measurements."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.scale.fit import REPORTS, Line
from benchmarks.scale.runs import CLUSTER, MACHINE, Measurements, Run

HOUR = 3600.0
CORES_OF_A_WORKER = 2
NIGHT_HOURS = 8.0
_ALL_WORK = 10
GIGABIT_BYTES = 125e6


def line(kept: Measurements, where: str, name: str) -> Line | None:
    points = kept.points(where, name)
    return Line.through(points) if len(points) > 1 else None


def largest(kept: Measurements, where: str) -> Run | None:
    """The last run of the largest size."""
    sizes = kept.sizes(where)
    return kept.of(where, sizes[-1])[-1] if sizes else None


def grown(kept: Measurements, where: str, name: str, to: float = REPORTS) -> float | None:
    """A peak, drawn out to so many reports along the last two sizes; never less than was measured.

    None without two sizes at which all workers had several reports to make: before, memory grows with them.
    """
    points = [(size, peak) for size, peak in kept.points(where, name) if size >= _ALL_WORK]
    if len(points) < 2:
        return None
    (small, before), (large, after) = points[-2:]
    return after + max(0.0, (after - before) / (large - small)) * (to - large)


@dataclass(frozen=True, slots=True)
class ClusterCost:
    """Processor seconds a report: of the worker that makes it, and of the one client that publishes all."""

    worker: float
    client: float
    scheduler: float
    busy: float  # the share of the cores' time that was used
    travelling: float  # bytes over the client's interface

    @classmethod
    def of(cls, kept: Measurements, cores: int) -> "ClusterCost | None":
        """From the largest size on the cluster."""
        run = largest(kept, CLUSTER)
        if run is None or not run.roles:
            return None
        each = {name: role.processor_seconds / run.municipalities for name, role in run.roles.items()}
        return cls(
            each["workers"],
            each["client"],
            each["scheduler"],
            run.processor_seconds / (run.seconds * cores),
            (run.sent_bytes + run.received_bytes) / run.municipalities,
        )

    def seconds(self, workers: int) -> float:
        """For all reports, on so many workers of two cores: as long as the workers take, or the client."""
        return max(REPORTS * self.worker / (workers * CORES_OF_A_WORKER * self.busy), REPORTS * self.client)

    @property
    def most_workers(self) -> float:
        """With more, the client would be waited for."""
        return self.worker / (CORES_OF_A_WORKER * self.busy * self.client)


@dataclass(frozen=True, slots=True)
class Need:
    """Something of which there is only so much: ``needed`` for all reports, of what there ``is``."""

    name: str
    needed: float
    there_is: float
    unit: str

    def amount(self, count: float) -> str:
        return f"{count:,.0f} {self.unit}".strip()

    @property
    def share(self) -> float:
        return self.needed / self.there_is


def needs(kept: Measurements) -> Iterator[Need]:
    """All that was measured; the greatest share is what breaks first."""
    figures = {tried.name: tried.figures for tried in kept.tried}
    seconds, run = line(kept, MACHINE, "seconds"), largest(kept, MACHINE)
    if seconds:
        yield Need("hours of one machine, of one night", seconds.at(REPORTS) / HOUR, NIGHT_HOURS, "h")
    if run and (there := figures.get("disk")):
        each = (run.output_bytes + run.kept_bytes + run.input_bytes) / run.municipalities
        yield Need(
            "disk: inputs, reports and what is kept", each * REPORTS / 1e9, there["free_bytes"] / 1e9, "GB"
        )
        files = run.output_files / run.municipalities * REPORTS
        yield Need("files on the disk (reports only)", files, there["free_files"], "")
    memory = figures.get("memory", {}).get("total_bytes")
    for where, told in (
        (MACHINE, "memory of one machine"),
        (CLUSTER, "memory of the test cluster, all together"),
    ):
        if memory and (peak := grown(kept, where, "peak_bytes")):
            yield Need(told, peak / 1e9, memory / 1e9, "GB")
    if there := figures.get("arguments"):
        yield Need("municipalities on one command line", there["wanted"], there["most"], "")
    if run and (there := figures.get("open files")):
        files = grown(kept, MACHINE, "most_open_files") or run.most_open_files
        yield Need("files that one process has open", files, there["usual_limit"], "")
