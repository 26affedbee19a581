"""``python -m benchmarks.scale``: measure many reports here and some on a cluster; fill ``docs/scale.md``."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from distributed import Client

from benchmarks.contenders import YEAR
from benchmarks.machine import machine
from benchmarks.measure import Measurement, child_environment, measure, process_tree
from benchmarks.municipalities import make_municipalities
from benchmarks.results import MEBIBYTE, table
from tests.support.project_copy import ROOT
from tests.support.published import contents

PAGE = ROOT / "docs" / "scale.md"
BEGIN, END = "<!-- measured: written by make scale -->", "<!-- /measured -->"
MUNICIPALITIES, YEARS = 1741, 10
ALL = MUNICIPALITIES * YEARS
_WORKERS = 2
_MACHINES = (1, 4, 16, 64)
_HOUR = 3600
_SECONDS_TO_START = 60
_SAMPLES_PER_SECOND = 1  # of commands that take minutes


@dataclass(frozen=True, slots=True)
class Scale:
    """``here``, ``again``: ``count`` reports on one machine, and the same without changes.

    ``cluster``: ``on_cluster`` reports with client, scheduler and workers on this machine; ``client``:
    processor seconds of the client alone. Sizes are those of ``count`` reports. ``travelled``: bytes over the
    loopback device. ``same``: the number of the cluster's reports that equal, byte for byte, those made here.
    """

    count: int
    here: Measurement
    again: Measurement
    input_bytes: int
    output_bytes: int
    output_files: int
    on_cluster: int
    cluster: Measurement
    client: float
    travelled: int
    same: int

    def hours_on(self, machines: int) -> float:
        """Return the hours for all reports, limited by the machines or by the one client publishing them."""
        each = max(self.cluster.seconds / machines, self.client) / self.on_cluster
        return ALL * each / _HOUR


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--reports", type=int, default=50, help="reports on one machine (default: 50)")
    parser.add_argument("--on-cluster", type=int, default=10, help="reports on a cluster (default: 10)")
    parser.add_argument("--page", type=Path, default=PAGE, help="page to fill (default: docs/scale.md)")
    options = parser.parse_args()
    described = machine()
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        scale = measured(Path(folder), options.reports, options.on_cluster)
    page = options.page.read_text(encoding="utf-8")
    options.page.write_text(filled(page, measured_part(scale, described)), encoding="utf-8")


def measured(folder: Path, count: int, on_cluster: int) -> Scale:
    """Build the reports of ``count`` municipalities here, and of the first of them on a cluster."""
    roots = make_municipalities(folder / "roots", count)
    input_bytes = sum(len(content) for root in roots for content in contents(root).values())
    here, there = folder / "here", folder / "there"
    command = _build(roots, here)
    first, again = (measure(command, ROOT, samples_per_second=_SAMPLES_PER_SECOND) for _ in range(2))
    with process_tree(_SAMPLES_PER_SECOND) as tree, cluster(folder) as address:
        before, travelled = tree.processor_seconds(), _loopback_bytes()
        client = measure([*_build(roots[:on_cluster], there), "--dask", address], ROOT)
        spent, travelled = tree.processor_seconds() - before, _loopback_bytes() - travelled
    outputs = [content for root in roots for content in contents(here / root.name).values()]
    return Scale(
        count=count,
        here=first,
        again=again,
        input_bytes=input_bytes,
        output_bytes=sum(map(len, outputs)),
        output_files=len(outputs),
        on_cluster=on_cluster,
        cluster=Measurement(client.seconds, spent, tree.peak_bytes),
        client=client.processor_seconds,
        travelled=travelled,
        same=sum(contents(here / one.name) == contents(there / one.name) for one in roots[:on_cluster]),
    )


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Start a Dask cluster on the loopback device, with single-threaded workers; yield its address."""
    file, dask = folder / "scheduler.json", (sys.executable, "-m", "dask")
    reached = ("--scheduler-file", file, "--host", "127.0.0.1", "--no-dashboard")
    settings = ("--nworkers", str(_WORKERS), "--nthreads", "1", "--memory-limit", "0")
    started: list[subprocess.Popen[bytes]] = []
    with (folder / "dask.log").open("wb") as log:
        try:
            for command in (
                (*dask, "scheduler", "--port", "0", *reached),
                (*dask, "worker", "--local-directory", folder, *settings, *reached),
            ):
                process = subprocess.Popen(command, cwd=ROOT, env=child_environment(), stdout=log, stderr=log)
                started.append(process)
            with Client(scheduler_file=str(file), timeout=_SECONDS_TO_START) as client:
                client.wait_for_workers(_WORKERS, timeout=_SECONDS_TO_START)
                address = client.scheduler.address
            yield address
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait()


def filled(page: str, part: str) -> str:
    """Replace the measured part of the page. ValueError if it has no place for one."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page does not have {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{part}\n\n{END}{after}"


def measured_part(scale: Scale, described: dict[str, str]) -> str:
    """Return the tables and the arithmetic, with every figure computed."""
    each, again = scale.here.seconds / scale.count, scale.again.seconds / scale.count
    size, files = scale.output_bytes / scale.count / 1e6, scale.output_files / scale.count
    client = scale.client / scale.on_cluster
    parts = [
        table(("", "machine"), described.items()),
        table(
            ("where", "reports", "seconds", "processor seconds", "seconds a report",
             "processor seconds a report", "peak MiB"),
            (
                _row("one machine", scale.count, scale.here),
                _row("one machine, nothing changed", scale.count, scale.again),
                _row(f"cluster of {_WORKERS} workers", scale.on_cluster, scale.cluster),
            ),
        ),
        f"Of the cluster's processor seconds a report, the client took {client:.2f}. "
        f"{scale.travelled / scale.on_cluster / 1e6:.1f} MB a report went over the loopback device. "
        f"{scale.same} of {scale.on_cluster} reports are, byte for byte, those made on one machine.",
        f"### {MUNICIPALITIES:,} municipalities × {YEARS} years = {ALL:,} reports",
        f"- On this machine: {ALL:,} × {each:.2f} s = **{ALL * each / _HOUR:.1f} hours**; called again with "
        f"nothing changed: {ALL:,} × {again * 1000:.0f} ms = {ALL * again / 60:.0f} minutes\n"
        f"- On the disk: {ALL:,} × {size:.2f} MB = **{ALL * size / 1000:.0f} GB** in {ALL * files:,.0f} "
        f"files; inputs: {ALL * scale.input_bytes / scale.count / 1e9:.1f} GB\n"
        f"- On k such machines: {ALL:,} × {scale.cluster.seconds / scale.on_cluster:.2f} s ÷ k, but never "
        f"less than the one client needs to check and publish all, {ALL:,} × {client:.2f} s: "
        + ", ".join(f"{k}: {scale.hours_on(k):.1f} hours" for k in _MACHINES),
    ]  # fmt: skip
    return "\n\n".join(parts)


def _row(where: str, count: int, run: Measurement) -> tuple[str, ...]:
    seconds = [f"{value:,.1f}" for value in (run.seconds, run.processor_seconds)]
    each = [f"{value / count:.2f}" for value in (run.seconds, run.processor_seconds)]
    return where, str(count), *seconds, *each, f"{run.peak_bytes / MEBIBYTE:,.0f}"


def _build(roots: Sequence[Path], out: Path) -> list[str]:
    program = (sys.executable, "report_builder.py", "build", str(YEAR))
    return [*program, "--root", *map(str, roots), "--out", str(out)]


def _loopback_bytes() -> int:
    return int(psutil.net_io_counters(pernic=True)["lo"].bytes_sent)


if __name__ == "__main__":
    main()
