"""A real cluster: a scheduler, workers and the office that wants reports, each on a host of its own."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from shutil import copytree, ignore_patterns

from tests.support.hosts import Host, Hosts
from tests.support.processes import descendants, open_files
from tests.support.project_copy import ROOT

LONGEST_SECONDS = 240
YEAR = "2024"
NAMES = ("みずはら市", "かわべ町", "やまのべ村", "うみさき市")
# What a worker's processes that build are known by, and what the worker holds while one of them does.
_BUILDERS, _JOB = "progress_report.cluster.child", "/progress-report-job."
_PORT = 8786
# Seconds instead of minutes until one who does not answer is taken for gone.
_IMPATIENT = {
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": "12s",
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s",
    "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "6s",
}
Tree = dict[str, str]


def municipalities(folder: Path, names: Sequence[str] = NAMES) -> list[Path]:
    """As many folders of municipalities, whose reports differ by their names."""
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


def tree(folder: Path) -> Tree:
    """Every file of a folder by the hash of its content."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def until(holds: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + LONGEST_SECONDS
    while not holds():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.05)


@dataclass(slots=True)
class Asked:
    """A build at work, and what it has said so far."""

    process: subprocess.Popen[bytes]
    log: Path
    out: Path

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    @property
    def published(self) -> list[str]:
        """The names of the municipalities, as often as each one's report was told of."""
        return re.findall(r"^(\S+) 令和6年度　[0-9.]+秒　(?:tcp|tls)://", self.said, re.MULTILINE)

    def end(self) -> int:
        """Wait for it; what it ended with."""
        return self.process.wait(LONGEST_SECONDS)


@dataclass(slots=True)
class Cluster:
    """``office`` asks for reports; nothing of ``folder`` is to be seen from the workers' hosts."""

    hosts: Hosts
    folder: Path
    logs: Path
    office: Host
    scheduler: Host
    protocol: str
    environment: dict[str, str]
    workers: dict[str, Host] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"{self.protocol}://{self.scheduler.address}:{_PORT}"

    def begin(self) -> None:
        command = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
        options = ["--host", self.scheduler.address, "--port", str(_PORT), "--protocol", self.protocol]
        log = self.logs / "scheduler.txt"
        self.scheduler.start([*command, *options], ROOT, log, environment=self.environment)

    def worker(
        self, name: str, *, program: Path = ROOT, preload: Path | None = None, threads: int = 1
    ) -> Host:
        """A host with one worker on it, which is begun anew when it ends."""
        host = self.workers[name] = self.hosts.host(name)
        command = [sys.executable, "-m", "distributed.cli.dask_worker", self.address]
        options = ["--host", host.address, "--nthreads", str(threads), "--no-dashboard"]
        preloaded = ["--preload", str(preload)] if preload else []
        log = self.logs / f"{name}.txt"
        host.start(
            [*command, *options, *preloaded], program, log, hidden=[self.folder], environment=self.environment
        )
        until(lambda: "Registered to" in log.read_text(encoding="utf-8"), f"worker {name} is known")
        return host

    def ask(self, roots: Sequence[Path], out: Path, *options: str) -> Asked:
        """Ask for the reports of these municipalities."""
        log = self.logs / "office.txt"
        log.unlink(missing_ok=True)
        command = [sys.executable, "report_builder.py", "build", YEAR, "--root", *map(str, roots)]
        arguments = ["--out", str(out), "--dask", self.address, *options]
        started = self.office.start([*command, *arguments], ROOT, log, environment=self.environment)
        return Asked(started, log, out)


def builders(host: Host) -> list[int]:
    """The processes on a host that are there to build reports."""
    return [number for one in host.processes for number in descendants(one.pid, _BUILDERS)]


def building(host: Host) -> list[int]:
    """Those of workers that have a report to make."""
    return [one for one in builders(host) if any(_JOB in path for path in open_files(parent_of(one)))]


def parent_of(process: int) -> int:
    status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    return int(status.rpartition(")")[2].split()[1])


@contextmanager
def cluster(
    folder: Path, logs: Path, protocol: str = "tcp", configuration: Path | None = None
) -> Iterator[Cluster]:
    """A scheduler that begins to listen, and no workers yet. ``folder`` is the office's own disk.

    ``configuration``: a folder with Dask's own, for all of them.
    """
    environment = _IMPATIENT | ({"DASK_CONFIG": str(configuration)} if configuration else {})
    logs.mkdir(parents=True, exist_ok=True)
    with Hosts() as hosts:
        office, scheduler = hosts.host("office"), hosts.host("scheduler")
        grid = Cluster(hosts, folder, logs, office, scheduler, protocol, environment)
        grid.begin()
        yield grid
