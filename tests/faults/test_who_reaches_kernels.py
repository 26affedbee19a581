"""Who can reach a kernel: its owner, through a private folder, with its key; nobody over the network."""

import asyncio
import os
import re
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any

import pytest

from progress_report.execution.kernels import Kernels
from tests.support.processes import descendants
from tests.support.project_copy import ROOT

pytestmark = pytest.mark.long
ANSWER_SECONDS = 60
SILENCE_SECONDS = 3
NOBODY = 65534
_LISTENS, _LOOPBACK = "0A", "0100007F"  # as /proc/net/tcp writes them
_SOCKET = re.compile(r"socket:\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Running:
    """A kernel that has answered once, and what it took to reach it."""

    kernels: Kernels
    manager: Any
    folder: Path
    runner: asyncio.Runner

    def answers(self, key: bytes, seconds: float) -> bool:
        return self.runner.run(_answers(self.manager, key, seconds))


async def _answers(manager: Any, key: bytes, seconds: float) -> bool:
    """Whether a client with this key gets an answer."""
    client = manager.client()
    client.session.key = key
    client.start_channels(iopub=False, stdin=False, hb=False, control=False)
    try:
        client.kernel_info()
        await client.get_shell_msg(timeout=seconds)
        return True
    except Empty:
        return False
    finally:
        client.stop_channels()


@pytest.fixture(params=[True, False], ids=["forked", "ordinary"])
def running(request: pytest.FixtureRequest) -> Iterator[Running]:
    """Under the widest umask, so that only what is asked for is private."""
    former = os.umask(0)
    try:
        with (
            Kernels(forked=request.param) as kernels,
            kernels.manager() as manager,
            asyncio.Runner() as runner,
        ):
            runner.run(manager.start_kernel(env=kernels.environment(), cwd=str(ROOT)))
            one = Running(kernels, manager, Path(manager.connection_file).parent, runner)
            try:
                assert one.answers(manager.session.key, ANSWER_SECONDS)
                yield one
            finally:
                runner.run(manager.shutdown_kernel(now=True))
                manager.context.destroy(linger=0)
    finally:
        os.umask(former)


def _mode(path: Path) -> int:
    """Permissions, without the sticky bit that jupyter sets."""
    return stat.S_IMODE(path.stat().st_mode) & 0o777


def test_only_its_owner_with_its_key(running: Running) -> None:
    manager = running.manager
    assert manager.transport == "ipc"
    assert _mode(running.kernels.settings) == 0o700
    assert _mode(running.folder) == 0o700
    assert _mode(running.folder / "kernel.json") == 0o600
    sockets = [path for path in running.kernels.settings.rglob("*") if path.is_socket()]
    assert len(sockets) >= 5
    assert all(running.kernels.settings in path.parents for path in sockets)
    session = manager.session
    assert len(session.key) >= 32 and session.signature_scheme == "hmac-sha256"
    assert not running.answers(b"another key", SILENCE_SECONDS)
    assert running.answers(session.key, ANSWER_SECONDS), "it still answers its owner"
    if os.geteuid() == 0:
        for path in (running.kernels.settings, running.folder, *sockets):
            assert _as_nobody("ls", "--", str(path)) != 0


def _as_nobody(*command: str) -> int:
    done = subprocess.run(
        command, user=NOBODY, group=NOBODY, extra_groups=[], capture_output=True, check=False
    )
    return done.returncode


def test_nothing_of_it_listens_beyond_this_machine(running: Running) -> None:
    """One port of the loopback address: ipykernel's own, for what a process forked in a cell prints.

    It takes nothing that does not begin with sixteen random bytes that only the kernel knows, and answers
    nothing.
    """
    held = {
        found[1]
        for process in (os.getpid(), *descendants(os.getpid()))
        for descriptor in _descriptors(process)
        if (found := _SOCKET.fullmatch(descriptor))
    }
    assert held
    listening = [
        fields[1].partition(":")[0]
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{table}").read_text(encoding="ascii").splitlines()[1:]
        if (fields := line.split())[9] in held and fields[3] == _LISTENS
    ]
    assert listening in ([], [_LOOPBACK])


def _descriptors(process: int) -> Iterator[str]:
    for path in Path(f"/proc/{process}/fd").glob("*"):
        try:
            yield str(path.readlink())
        except OSError:
            continue  # closed meanwhile
