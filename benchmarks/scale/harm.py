"""What is done to a cluster while it builds, and what is seen of its reports meanwhile."""

from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.scale.hosted_cluster import HostedCluster
from progress_report.building.record import MANIFEST
from tests.cluster.ground import building
from tests.support.hosts import Host

# When each thing is done, as a share of all reports that are published.
_KILLED_AT, _CUT_OFF_AT, _BACK_AT = 0.05, 0.3, 0.6
FEWEST_WORKERS = 3  # one is killed, one is cut off, one goes on


class Watch:
    """Each report's manifest, looked at again and again: a report published twice changes a second time."""

    def __init__(self, reports: Sequence[Path]) -> None:
        self._manifests = [report / MANIFEST for report in reports]
        self._seen: dict[Path, tuple[int, int]] = {}
        self.twice: list[str] = []

    @property
    def published(self) -> float:
        """The share that was seen."""
        return len(self._seen) / len(self._manifests)

    def look(self) -> None:
        for manifest in self._manifests:
            try:
                status = manifest.stat()
            except OSError:
                continue
            identity = status.st_ino, status.st_mtime_ns
            if self._seen.setdefault(manifest, identity) != identity:
                self._seen[manifest] = identity
                self.twice.append(manifest.parent.parent.name)


class Harm:
    """A worker is killed while it builds, another is cut off while it builds, and comes back later.

    ``told``: what was done, in words; ``undone``: how much is not done yet.
    """

    def __init__(self, cluster: HostedCluster, watch: Watch) -> None:
        """ValueError where no worker would be left."""
        if len(cluster.workers) < FEWEST_WORKERS:
            raise ValueError(f"at least {FEWEST_WORKERS} workers are needed")
        self.told: list[str] = []
        self._watch = watch
        killed, cut_off, *_ = cluster.workers
        self._steps: list[tuple[float, Host | None, Callable[[], None], str]] = [
            (_KILLED_AT, killed, killed.kill, "one worker was killed while it built"),
            (_CUT_OFF_AT, cut_off, cut_off.cut_off, "one was cut off from the network while it built"),
            (_BACK_AT, None, cut_off.reconnect, "and reached it again"),
        ]

    @property
    def undone(self) -> int:
        return len(self._steps)

    def go_on(self) -> None:
        """Do what it is time for."""
        if not self._steps:
            return
        share, host, action, told = self._steps[0]
        if self._watch.published < share or (host is not None and not building(host)):
            return
        action()
        del self._steps[0]
        self.told.append(f"{told}, when {self._watch.published:.0%} were published")
