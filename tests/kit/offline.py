"""Commands without a network: in a network namespace in which only the loopback device is up."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

BASE = Path(sys.base_prefix) / "bin" / "python3"
# SIOCSIFFLAGS of "lo": without it, a process could not even bind to 127.0.0.1, as it can on any PC.
_LOOPBACK_UP = """
import fcntl, os, socket, struct, sys
with socket.socket() as one:
    fcntl.ioctl(one, 0x8914, struct.pack("16sh14x", b"lo", 1))
os.execv(sys.argv[1], sys.argv[1:])
"""
# The errors that a machine without a route raises at once; it does not even resolve a name.
_CONNECT = """
import socket
for place in (("192.0.2.1", 443), ("1.1.1.1", 53), ("example.com", 443)):
    try:
        socket.create_connection(place, 5).close()
    except OSError as error:
        print(type(error).__name__, error.errno)
    else:
        print("connected to", place)
"""


def run_offline(command: Sequence[str | Path], folder: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in ``folder``, with a fresh HOME and only the system's folders on PATH."""
    rights = [] if os.geteuid() == 0 else ["--map-root-user"]
    return subprocess.run(
        ["unshare", "--net", *rights, "--", BASE, "-c", _LOOPBACK_UP, *command],
        cwd=folder,
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def connections(folder: Path, home: Path) -> list[str]:
    """Return the result of connecting to three places outside."""
    return run_offline([BASE, "-c", _CONNECT], folder, home).stdout.splitlines()
