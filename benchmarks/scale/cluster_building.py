"""Many municipalities built on the test cluster, and compared with what one machine builds of them."""

import json
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from benchmarks.measure import Command, measure
from benchmarks.scale.building import LINES_TOLD, Place, build_command, forget, rate, run_of
from benchmarks.scale.on_cluster import Found, Wanted
from benchmarks.scale.runs import CLUSTER, HARMED, MACHINE, Proof, Role, Run
from tests.support.project_copy import ROOT

# What the client says of a report that is published, and of one that is to be made again.
_MADE = re.compile(r"^(\S+) \S+　[0-9.]+秒　tcp://", re.MULTILINE)
_AGAIN = "　作り直します（"


def on_cluster(place: Place, count: int, workers: int, where: str = CLUSTER) -> tuple[Run, Found]:
    """Built by so many workers with nothing kept from before; HARMED: on a cluster that loses some."""
    roots = place.roots(count)
    forget(place, where, roots)
    hidden = [place.folder / "roots", place.out(MACHINE), place.out(where)]
    for folder in hidden:
        folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cluster-") as temporary:
        specification, result = (Path(temporary) / name for name in ("wanted.json", "found.json"))
        wanted = Wanted(
            build_command(place, where, roots).arguments,
            [str(report) for report in place.reports(where, roots)],
            workers,
            where == HARMED,
            [str(folder) for folder in hidden],
            str(place.folder / f"{where}-logs"),
            str(result),
        )
        specification.write_text(json.dumps(asdict(wanted)), encoding="utf-8")
        program = (sys.executable, "-m", "benchmarks.scale.on_cluster", str(specification))
        measured = measure(Command(program, ROOT), samples_per_second=rate(count))
        found = Found(**json.loads(result.read_text(encoding="utf-8")))
    if found.exit_code:
        print("\n".join(found.said.splitlines()[-LINES_TOLD:]), file=sys.stderr)
    at_work = measured.processor_seconds - found.before - found.own
    of_workers = at_work - found.client - found.scheduler
    seconds = {"client": found.client, "scheduler": found.scheduler, "workers": of_workers}
    run = run_of(where, place.reports(where, roots), roots, measured)
    roles = {name: Role(seconds[name], peak) for name, peak in found.peaks.items()}
    same = comparison(place, where, roots) if _built_here(place, roots) else None
    return (
        replace(
            run,
            seconds=found.seconds,
            processor_seconds=at_work,
            workers=workers,
            sent_bytes=found.sent_bytes,
            received_bytes=found.received_bytes,
            identical=None if same is None else count - len({*same.lost, *same.different}),
            roles=roles,
        ),
        found,
    )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of whole folders. ``lost``, ``different``: the municipalities of which a file is missing or another."""

    files: int
    bytes: int
    lost: Sequence[str]
    different: Sequence[str]


def comparison(place: Place, where: str, roots: Sequence[Path]) -> Comparison:
    """What was built there beside what was built on one machine: every file, and none besides."""
    files = total = 0
    lost, different = [], []
    for root in roots:
        expected, found = (_contents(place.out(one) / root.name) for one in (MACHINE, where))
        files += len(expected)
        total += sum(map(len, expected.values()))
        if expected.keys() - found.keys():
            lost.append(root.name)
        elif found != expected:
            different.append(root.name)
    return Comparison(files, total, lost, different)


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _built_here(place: Place, roots: Sequence[Path]) -> bool:
    """Whether one machine has built them all before; what it built of another program, it builds anew."""
    if not all(report.is_dir() for report in place.reports(MACHINE, roots)):
        return False
    _build_here(place, roots)
    return True


def _build_here(place: Place, roots: Sequence[Path]) -> None:
    """What is there already is left as it is."""
    measure(build_command(place, MACHINE, roots))


def proof(place: Place, count: int, workers: int) -> tuple[Proof, Run]:
    """Built where workers are lost, and compared. What one machine has not built yet, it builds first."""
    roots = place.roots(count)
    _build_here(place, roots)
    run, found = on_cluster(place, count, workers, HARMED)
    same = comparison(place, HARMED, roots)
    outcome = Proof(
        count,
        workers,
        found.harm,
        found.undone,
        found.seconds,
        run.published,
        same.files,
        same.bytes,
        same.lost,
        same.different,
        [*found.twice, *told_twice(found.said)],
        found.said.count(_AGAIN),
    )
    return outcome, run


def told_twice(said: str) -> list[str]:
    """The municipalities of which it was said more than once that their report is made."""
    told = Counter(_MADE.findall(said))
    return [name for name, times in told.items() if times > 1]


def require_root() -> None:
    """RuntimeError where no network can be made."""
    if os.geteuid() != 0:
        raise RuntimeError("the test cluster's network can be made by root only")
