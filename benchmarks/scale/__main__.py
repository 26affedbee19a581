"""``python -m benchmarks.scale``: measures many municipalities' reports, and writes ``docs/scale.md``.

One size at a time or several; what was measured before is kept in ``measurements.json``, and the page is
made anew from all of it after each step.
"""

import argparse
import os
import sys
import time
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.scale.building import Place, on_this_machine
from benchmarks.scale.chart import chart
from benchmarks.scale.cluster_building import on_cluster, proof
from benchmarks.scale.page import measured_part, with_measured
from benchmarks.scale.runs import MACHINE, PLACES, Measurements
from benchmarks.scale.trials import trials
from tests.support.project_copy import ROOT

MEASUREMENTS = Path(__file__).with_name("measurements.json")
PAGE = ROOT / "docs" / "scale.md"
CHART = "images/scale.svg"
WORKERS = 2  # of one thread each, as many as the machine has cores
WORKERS_OF_THE_PROOF = 4
_FACTS = ("Processor", "Memory", "System", "Python")


def main() -> int:
    given = _parser().parse_args()
    kept = Measurements(given.measurements) if given.anew else Measurements.read(given.measurements)
    place = Place(given.folder.resolve())
    if given.municipalities or given.proof or given.trials:
        kept.machine = {name: fact for name, fact in machine().items() if name in _FACTS}
        kept.machine["Cores"] = str(len(os.sched_getaffinity(0)))
    for size in given.municipalities:
        for where in given.where:
            for _ in range(given.times):
                _measure(kept, place, where, size)
                _write(kept, given.page)
    if given.proof:
        kept.proof, run = proof(place, given.proof, WORKERS_OF_THE_PROOF)
        _tell(f"{run.where}, {given.proof} municipalities: {run.seconds:.1f} s, holds: {kept.proof.holds}")
        kept.add(run)
    if given.trials:
        for tried in trials(place):
            _tell(f"{tried.done}: {tried.outcome}")
            kept.add_tried(tried)
    _write(kept, given.page)
    return 1 if given.proof and not (kept.proof and kept.proof.holds) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--municipalities", type=int, nargs="+", default=[], help="how many in one command")
    parser.add_argument("--where", choices=PLACES, nargs="+", default=[MACHINE], help="where they are built")
    parser.add_argument("--times", type=int, default=1, help="how often each size is measured")
    parser.add_argument("--anew", action="store_true", help="forget what was measured before")
    parser.add_argument("--trials", action="store_true", help="try what breaks when there are many")
    parser.add_argument(
        "--proof", type=int, metavar="N", help="build N on a cluster that loses workers, and compare"
    )
    parser.add_argument(
        "--folder", type=Path, default=ROOT / "build" / "scale", help="where all is built and kept"
    )
    parser.add_argument(
        "--measurements", type=Path, default=MEASUREMENTS, help="the file of all measurements"
    )
    parser.add_argument("--page", type=Path, default=PAGE, help="the page whose figures are written")
    return parser


def _measure(kept: Measurements, place: Place, where: str, size: int) -> None:
    runs = on_this_machine(place, size) if where == MACHINE else [on_cluster(place, size, WORKERS)[0]]
    for run in runs:
        _tell(f"{run.where}, {size} municipalities: {run.seconds:.1f} s")
        kept.add(run)


def _write(kept: Measurements, page: Path) -> None:
    kept.write()
    page.write_text(with_measured(page.read_text(encoding="utf-8"), measured_part(kept)), encoding="utf-8")
    image = page.parent / CHART
    image.parent.mkdir(exist_ok=True)
    image.write_text(chart(kept), encoding="utf-8")


def _tell(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
