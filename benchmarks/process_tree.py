"""Runs one command and measures it with all the processes it starts: ``process_tree.py SPECIFICATION``.

A process of its own, so that all its descendants are the command's: as their subreaper it also inherits
those whose parents ended first (kernels, fork servers), and the processor time of them all.
"""

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

SECONDS_TO_END = 10.0
_PR_SET_CHILD_SUBREAPER = 36


def main(specification: str) -> None:
    """Writes seconds, processor seconds, processes left behind and, where sampled, the tree's extent."""
    wanted = json.loads(Path(specification).read_text(encoding="utf-8"))
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    sampler = Sampler(_tree, wanted["samples_per_second"]) if wanted["samples_per_second"] else None
    with Path(wanted["log"]).open("wb") as log:
        started = time.perf_counter()
        process = subprocess.Popen(
            wanted["arguments"], cwd=wanted["folder"], env=wanted["environment"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
        exit_code = process.wait()
        seconds = time.perf_counter() - started
    left_behind = _end_descendants()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    measured = {
        "exit_code": exit_code,
        "seconds": seconds,
        "processor_seconds": used.ru_utime + used.ru_stime,
        "left_behind": left_behind,
        **(sampler.stop() if sampler else {}),
    }
    Path(wanted["result"]).write_text(json.dumps(measured), encoding="utf-8")


class Sampler:
    """The most of each figure that ``look`` tells, looked at from the beginning until it is stopped."""

    def __init__(self, look: Callable[[], Mapping[str, int]], samples_per_second: float) -> None:
        self._look = look
        self._most = dict.fromkeys(look(), 0)  # what was there before the command does not count
        self._seconds = 1 / samples_per_second
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self._thread.start()

    def stop(self) -> dict[str, int]:
        self._ended.set()
        self._thread.join()
        return self._most

    def _sample(self) -> None:
        while not self._ended.wait(self._seconds):
            now = self._look()
            self._most = {name: max(most, now[name]) for name, most in self._most.items()}


def _tree() -> dict[str, int]:
    """What all descendants have together of memory (proportional set size: shared pages count once) and of
    processes, and the most files that one of them has open."""
    found = descendants(os.getpid())
    return {
        "peak_bytes": sum(map(proportional_bytes, found)),
        "most_processes": len(found),
        "most_open_files": max(map(_open_files, found), default=0),
    }


def descendants(ancestor: int) -> list[int]:
    """The identifiers of all processes that descend from this one, by ``/proc``."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                # The name, in parentheses, may hold anything; state and parent follow it.
                fields = (
                    (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
                )
            except OSError:
                continue
            children[int(fields[1])].append(int(entry.name))
    found: list[int] = []
    waiting = [ancestor]
    while waiting:
        waiting += (own := children[waiting.pop()])
        found += own
    return found


def proportional_bytes(process: int) -> int:
    """Of one process, its share of shared pages; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _open_files(process: int) -> int:
    try:
        return sum(1 for _ in Path(f"/proc/{process}/fd").iterdir())
    except OSError:
        return 0


def _end_descendants() -> int:
    """Wait for what the command started and did not wait for; how many did not end and were ended."""
    deadline = time.monotonic() + SECONDS_TO_END
    while time.monotonic() < deadline:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return 0
        if not ended:
            time.sleep(0.02)
    left = descendants(os.getpid())
    for process in left:
        os.kill(process, signal.SIGKILL)
    with suppress(ChildProcessError):
        while left:
            os.waitpid(-1, 0)
    return len(left)


if __name__ == "__main__":
    main(sys.argv[1])
