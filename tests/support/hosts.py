"""Hosts with their own addresses on one machine: network namespaces, joined by a bridge.

Nothing outside them changes, and they are removed completely. Needs root, and the command ``ip``.
"""

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self
from uuid import uuid4

from tests.support.processes import descendants

_NETWORK = "10.77.0"
_LONGEST_END_SECONDS = 20
# A host has its own name; hidden folders are covered by empty file systems.
_BEGIN = """
set -e
name=$1; shift
hostname "$name"
while [ "$1" != -- ]; do mount -t tmpfs none "$1"; shift; done
shift
exec "$@"
"""


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


class Host:
    """A host. The processes started on it end with the network."""

    def __init__(self, name: str, switch: str, number: int) -> None:
        self.name = name
        self.address = f"{_NETWORK}.{number}"
        self._switch = switch
        self._port = f"port{number}"
        self._namespace = f"{switch}-{number}"
        self.processes: list[subprocess.Popen[bytes]] = []

    def join(self) -> None:
        """Give the host its address, behind a port of the switch."""
        _ip("netns", "add", self._namespace)
        peer = ("peer", "name", "eth0", "netns", self._namespace)
        _ip("-n", self._switch, "link", "add", self._port, "type", "veth", *peer)
        _ip("-n", self._switch, "link", "set", self._port, "master", "bridge", "up")
        _ip("-n", self._namespace, "address", "add", f"{self.address}/24", "dev", "eth0")
        for device in ("lo", "eth0"):
            _ip("-n", self._namespace, "link", "set", device, "up")

    def start(
        self,
        command: Sequence[str | Path],
        folder: Path,
        log: Path,
        *,
        hidden: Sequence[Path] = (),
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a command on this host, which sees the ``hidden`` folders as empty; return its process."""
        around = ["ip", "netns", "exec", self._namespace, "unshare", "--uts", "--mount"]
        begin = ["sh", "-c", _BEGIN, "begin", self.name, *map(str, hidden), "--"]
        with log.open("ab") as stream:
            process = subprocess.Popen(
                [*around, *begin, *map(str, command)],
                cwd=folder,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def cut_off(self) -> None:
        """Disconnect the host without notifying anyone."""
        _ip("-n", self._switch, "link", "set", self._port, "down")

    def reconnect(self) -> None:
        _ip("-n", self._switch, "link", "set", self._port, "up")

    def kill(self) -> None:
        """Kill all processes on the host."""
        for process in self.processes:
            for number in [process.pid, *descendants(process.pid)]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            process.wait(_LONGEST_END_SECONDS)

    def leave(self) -> None:
        _ip("netns", "delete", self._namespace)


class Hosts:
    """A network of hosts. Leaving the context removes it with all its processes."""

    def __init__(self) -> None:
        self._switch = f"pr{uuid4().hex[:8]}"
        self._hosts: list[Host] = []

    def __enter__(self) -> Self:
        _ip("netns", "add", self._switch)
        _ip("-n", self._switch, "link", "add", "bridge", "type", "bridge")
        _ip("-n", self._switch, "link", "set", "bridge", "up")
        return self

    def __exit__(self, *_: object) -> None:
        for host in self._hosts:
            host.kill()
        for host in self._hosts:
            host.leave()
        _ip("netns", "delete", self._switch)

    def host(self, name: str) -> Host:
        number = len(self._hosts) + 1
        host = Host(name, self._switch, number)
        host.join()
        self._hosts.append(host)
        return host
