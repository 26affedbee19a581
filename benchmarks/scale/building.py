"""The project's own command on many municipalities' roots, cold and measured with all its processes."""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.made import require_made
from benchmarks.measure import Command, Measurement, measure
from benchmarks.scale.municipalities import YEAR, make
from benchmarks.scale.runs import MACHINE, UNCHANGED, Run
from progress_report.building.record import MANIFEST
from progress_report.caching.folders import FOLDER as KEPT
from tests.support.project_copy import ROOT

# Seldom enough not to slow what takes minutes: reading it takes some milliseconds a process.
SAMPLES_PER_SECOND = 1.0
_OFTEN = 10.0  # for what takes seconds only
_FEW = 2
LINES_TOLD = 40


@dataclass(frozen=True, slots=True)
class Place:
    """Where municipalities are made, and their reports built."""

    folder: Path

    def roots(self, count: int) -> list[Path]:
        (self.folder / "roots").mkdir(parents=True, exist_ok=True)
        return make(ROOT, self.folder / "roots", count)

    def out(self, where: str) -> Path:
        return self.folder / where

    def reports(self, where: str, roots: Sequence[Path]) -> list[Path]:
        """The folder of each one's report, whether it is there or not."""
        return [self.out(where) / root.name / str(YEAR) for root in roots]


def build_command(place: Place, where: str, roots: Sequence[Path], *options: str) -> Command:
    """One call for all. A single municipality's reports are put into the very folder that is named."""
    out = place.out(where) / roots[0].name if len(roots) == 1 else place.out(where)
    program = (sys.executable, "report_builder.py", "build", str(YEAR))
    return Command((*program, "--root", *map(str, roots), "--out", str(out), *options), ROOT, may_fail=True)


def on_this_machine(place: Place, count: int) -> list[Run]:
    """Built with nothing kept from before; then called again, with nothing changed."""
    roots = place.roots(count)
    forget(place, MACHINE, roots)
    command = build_command(place, MACHINE, roots)
    runs = []
    for where in (MACHINE, UNCHANGED):
        measured = measure(command, samples_per_second=rate(count))
        runs.append(run_of(where, place.reports(MACHINE, roots), roots, measured))
    return runs


def rate(count: int) -> float:
    return _OFTEN if count <= _FEW else SAMPLES_PER_SECOND


def forget(place: Place, where: str, roots: Sequence[Path]) -> None:
    """Leave nothing of what these roots had built there, nor what they keep for the next build."""
    for root in roots:
        shutil.rmtree(place.out(where) / root.name, ignore_errors=True)
        shutil.rmtree(root / KEPT, ignore_errors=True)


def run_of(where: str, reports: Sequence[Path], roots: Sequence[Path], measured: Measurement) -> Run:
    """The measurement, with what went in and what came out. RuntimeError where a report has nothing in it.

    Reports that were not made are counted, and what was said of them is told; the others still measure.
    """
    built = [report for report in reports if (report / MANIFEST).is_file()]
    for report in built:
        require_made(report, ("report.html", "report.pdf", "report.txt"))
    if len(built) < len(reports):
        print("\n".join(measured.said.splitlines()[-LINES_TOLD:]), file=sys.stderr)
    outputs = [path for report in built for path in _files(report)]
    inputs = [path for root in roots for path in _files(root)]
    kept = [path for path in inputs if KEPT in path.parts]
    return Run(
        where,
        len(roots),
        len(built),
        measured.seconds,
        measured.processor_seconds,
        measured.peak_bytes or 0,
        measured.most_processes or 0,
        measured.most_open_files or 0,
        input_bytes=_size(inputs) - _size(kept),
        output_bytes=_size(outputs),
        output_files=len(outputs),
        kept_bytes=_size(kept),
    )


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _size(paths: Sequence[Path]) -> int:
    return sum(path.stat().st_size for path in paths)
