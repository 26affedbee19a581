"""One build on a cluster of its own, by role: ``python -m benchmarks.scale.on_cluster SPECIFICATION``.

A process of its own under ``process_tree.py``, so that scheduler, workers and client are one tree.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.process_tree import Sampler, proportional_bytes
from benchmarks.scale.harm import Harm, Watch
from benchmarks.scale.hosted_cluster import HostedCluster, processes_of, running
from tests.support.hosts import Host
from tests.support.project_copy import ROOT

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to build, and where: ``command`` goes on with the scheduler's address. ``reports``: folders.

    ``hidden``: what the workers do not see.
    """

    command: Sequence[str]
    reports: Sequence[str]
    workers: int
    harmed: bool
    hidden: Sequence[str]
    logs: str
    result: str


@dataclass(slots=True)
class Found:
    """What it took: ``before`` is the processor time of a cluster that had nothing to do yet."""

    seconds: float = 0.0
    exit_code: int = 0
    before: float = 0.0
    own: float = 0.0
    client: float = 0.0
    scheduler: float = 0.0
    peaks: dict[str, int] = field(default_factory=dict)
    sent_bytes: int = 0
    received_bytes: int = 0
    harm: list[str] = field(default_factory=list)
    undone: int = 0
    twice: list[str] = field(default_factory=list)
    said: str = ""


def main(specification: str) -> None:
    wanted = Wanted(**json.loads(Path(specification).read_text(encoding="utf-8")))
    with running(wanted.workers, Path(wanted.logs), [Path(folder) for folder in wanted.hidden]) as cluster:
        found = _built(wanted, cluster)
    Path(wanted.result).write_text(json.dumps(asdict(found)), encoding="utf-8")


def _built(wanted: Wanted, cluster: HostedCluster) -> Found:
    found = Found()
    found.before = _processor_seconds([cluster.scheduler, *cluster.workers])
    scheduler_before, travelled = _processor_seconds([cluster.scheduler]), cluster.client.travelled()
    roles = {"client": [cluster.client], "scheduler": [cluster.scheduler], "workers": [*cluster.workers]}
    memory = Sampler(lambda: {role: _bytes_of(hosts) for role, hosts in roles.items()}, 1)
    watch = Watch([Path(report) for report in wanted.reports])
    harm = Harm(cluster, watch) if wanted.harmed else None
    began = time.monotonic()
    said = cluster.logs / "client.log"
    process = cluster.client.start([*wanted.command, "--dask", cluster.address], ROOT, said)
    while True:
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
        watch.look()
        if harm:
            harm.go_on()
        if ended:
            break
        time.sleep(0.1)
    process.returncode = found.exit_code = os.waitstatus_to_exitcode(status)
    found.seconds = time.monotonic() - began
    found.client = used.ru_utime + used.ru_stime
    found.scheduler = _processor_seconds([cluster.scheduler]) - scheduler_before
    found.peaks = memory.stop()
    sent, received = cluster.client.travelled()
    found.sent_bytes, found.received_bytes = sent - travelled[0], received - travelled[1]
    found.harm, found.undone = (harm.told, harm.undone) if harm else ([], 0)
    found.twice, found.said = watch.twice, said.read_text(encoding="utf-8")
    used = resource.getrusage(resource.RUSAGE_SELF)
    found.own = used.ru_utime + used.ru_stime
    return found


def _processor_seconds(hosts: Sequence[Host]) -> float:
    """Of all that runs on these hosts, and of what that has waited for."""
    return sum(map(_of_process, processes_of(hosts)))


def _of_process(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / _TICKS


def _bytes_of(hosts: list[Host]) -> int:
    return sum(map(proportional_bytes, processes_of(hosts)))


if __name__ == "__main__":
    main(sys.argv[1])
