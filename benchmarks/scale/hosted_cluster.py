"""A test cluster on this machine: scheduler, workers and client, each a host with an address of its own."""

import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.process_tree import descendants
from tests.support.hosts import Host, Hosts
from tests.support.project_copy import ROOT

_PORT = 8786
_SECONDS_TO_START = 60.0
_POLL_SECONDS = 0.05
_REGISTERED = "Registered to"  # what a worker says when the scheduler has it


@dataclass(frozen=True, slots=True)
class HostedCluster:
    """Who is on it. ``logs``: the folder of what scheduler and workers say."""

    address: str
    scheduler: Host
    workers: Sequence[Host]
    client: Host
    logs: Path


@contextmanager
def running(workers: int, logs: Path, hidden: Sequence[Path]) -> Iterator[HostedCluster]:
    """A cluster whose workers, of one thread each, are all known to the scheduler.

    ``hidden``: folders that the workers do not see, as if they had disks of their own. RuntimeError where
    the cluster does not come about within a minute.
    """
    shutil.rmtree(logs, ignore_errors=True)
    logs.mkdir(parents=True)
    with Hosts() as hosts:
        scheduler, client = hosts.host("scheduler"), hosts.host("client")
        address = f"tcp://{scheduler.address}:{_PORT}"
        _dask(scheduler, logs, ("scheduler", "--host", scheduler.address, "--port", str(_PORT)))
        at_work = [hosts.host(f"worker-{number}") for number in range(1, workers + 1)]
        for host in at_work:
            own = ("--host", host.address, "--local-directory", str(logs / host.name))
            command = ("worker", address, *own, "--nthreads", "1", "--no-nanny", "--no-dashboard")
            _dask(host, logs, command, hidden)
        _wait_for_all(logs, workers)
        yield HostedCluster(address, scheduler, at_work, client, logs)


def _dask(host: Host, logs: Path, command: Sequence[str], hidden: Sequence[Path] = ()) -> None:
    log = logs / f"{host.name}.log"
    host.start([sys.executable, "-m", "dask", *command], ROOT, log, hidden=hidden)


def _wait_for_all(logs: Path, workers: int) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while True:
        said = [path.read_text(encoding="utf-8", errors="replace") for path in logs.glob("worker-*.log")]
        if sum(_REGISTERED in text for text in said) == workers:
            return
        if time.monotonic() > deadline:
            raise RuntimeError("the cluster did not start:\n" + "\n".join(said))
        time.sleep(_POLL_SECONDS)


def processes_of(hosts: Sequence[Host]) -> list[int]:
    """All that runs on these hosts."""
    begun = [process.pid for host in hosts for process in host.processes]
    return [*begun, *(found for process in begun for found in descendants(process))]
