"""A real Dask cluster on this machine's loopback device: scheduler, workers, and commands that use them."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree, ignore_patterns

from tests.support.processes import descendants
from tests.support.project_copy import ROOT

LONGEST_SECONDS = 240
YEAR = "2024"
NAMES = ("みずはら市", "かわべ町", "やまのべ村", "うみさき市")
# Dask reports every lost worker to the command, as docs/scale.md says to start the scheduler.
SCHEDULER = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}


def municipalities(folder: Path, names: Sequence[str] = NAMES) -> list[Path]:
    """Create one municipality's folder per name; the reports differ by these names."""
    made = []
    for name in names:
        root = folder / name
        for part in ("params", "data", "notebooks"):
            copytree(ROOT / part, root / part, ignore=ignore_patterns(".*"))
        params = root / "params" / f"{YEAR}.yaml"
        text = params.read_text(encoding="utf-8")
        assert "  name: 杉並区\n" in text
        params.write_text(text.replace("  name: 杉並区\n", f"  name: {name}\n"), encoding="utf-8")
        made.append(root)
    return made


def until(holds: Callable[[], object], what: str, seconds: float = LONGEST_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not within {seconds} seconds: {what}"
        time.sleep(0.05)


def building(*processes: int) -> list[int]:
    """Return the processes below the given ones that build reports."""
    return [one for process in processes for one in descendants(process, "progress_report.distributed.child")]


@dataclass(slots=True)
class Asked:
    """A running build and its output so far."""

    process: subprocess.Popen[bytes]
    log: Path
    out: Path

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    @property
    def published(self) -> list[str]:
        """Return the municipality of each line about a published report."""
        return re.findall(r"^(\S+) 令和6年度　[0-9.]+秒　(?:tcp|tls)://", self.said, re.MULTILINE)

    def end(self) -> int:
        """Wait for the command to end; return its exit code."""
        return self.process.wait(LONGEST_SECONDS)


def ask(
    address: str, roots: Sequence[Path], out: Path, log: Path, *options: str, **environment: str
) -> Asked:
    """Start a command that asks for the reports of these municipalities."""
    log.unlink(missing_ok=True)
    command = ["report_builder.py", "build", YEAR, "--root", *map(str, roots), "--out", str(out)]
    return Asked(start([*command, "--dask", address, *options], log, ROOT, environment), log, out)


def start(
    arguments: Sequence[str], log: Path, program: Path, environment: dict[str, str]
) -> subprocess.Popen[bytes]:
    with log.open("ab") as stream:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=program,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )


@dataclass(slots=True)
class Cluster:
    """The scheduler at ``address`` and its workers, all of them with the same ``environment``."""

    logs: Path
    address: str
    environment: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def scheduler(self) -> subprocess.Popen[bytes]:
        protocol, _, place = self.address.partition("://")
        host, _, port = place.partition(":")
        options = ["--host", host, "--port", port, "--protocol", protocol, "--dashboard-address", ":0"]
        return self._start("scheduler", ["-m", "distributed.cli.dask_scheduler", *options], ROOT, "at:")

    def worker(
        self, name: str, *, program: Path = ROOT, preload: Path | None = None, threads: int = 1
    ) -> subprocess.Popen[bytes]:
        """Start a worker, which its nanny restarts when it ends."""
        options = ["--host", "127.0.0.1", "--nthreads", str(threads), "--no-dashboard"]
        preloaded = ["--preload", str(preload)] if preload else []
        command = ["-m", "distributed.cli.dask_worker", self.address, *options, *preloaded]
        return self._start(name, command, program, "Registered to")

    def _start(
        self, name: str, command: Sequence[str], program: Path, started: str
    ) -> subprocess.Popen[bytes]:
        log = self.logs / f"{name}.txt"
        process = start(command, log, program, self.environment)
        self.processes.append(process)
        until(lambda: started in log.read_text(encoding="utf-8"), f"{name} has started")
        return process

    def ask(self, roots: Sequence[Path], out: Path, *options: str) -> Asked:
        return ask(self.address, roots, out, self.logs / "office.txt", *options, **self.environment)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and all its descendants."""
    for number in [process.pid, *descendants(process.pid)]:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    process.wait(LONGEST_SECONDS)


@contextmanager
def cluster(logs: Path, protocol: str = "tcp", configuration: Path | None = None) -> Iterator[Cluster]:
    """Yield a cluster with a scheduler and no workers yet. ``configuration``: a folder with Dask settings."""
    logs.mkdir(parents=True, exist_ok=True)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"{protocol}://127.0.0.1:{server.getsockname()[1]}"
    environment = SCHEDULER | ({"DASK_CONFIG": str(configuration)} if configuration else {})
    grid = Cluster(logs, address, environment)
    try:
        grid.scheduler()
        yield grid
    finally:
        for process in reversed(grid.processes):
            kill(process)
