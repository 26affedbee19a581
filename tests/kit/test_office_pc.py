"""The kit on a machine with nothing but Python and no network: the same report, byte for byte."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.project_copy import Built
from tests.support.published import digests

pytestmark = pytest.mark.long
PYTHON, BUILDER = ".venv/bin/python", "report_builder.py"
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


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def test_two_commands_build_the_same_report_without_a_network(
    unpacked: Path, home: Path, built: Built
) -> None:
    said = connections(unpacked, home)
    assert len(said) == 3
    assert all(line.startswith(("OSError 101", "gaierror")) for line in said), "there is a network"
    installed = run_offline([BASE, "install.py"], unpacked, home)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    assert ".venv/bin/python report_builder.py build 2024" in installed.stdout
    done = run_offline([PYTHON, BUILDER, "build", "2024"], unpacked, home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert digests(unpacked / "build" / "2024") == digests(built.folder)
    packages = json.loads((unpacked / "build/2024/manifest.json").read_bytes())["packages"]
    assert packages == json.loads((built.folder / "manifest.json").read_bytes())["packages"]
    assert len(packages) > 80
    assert sorted(path.name for path in home.iterdir()) == [], "nothing is written outside of the folder"
    _moved_as_a_whole_it_still_works(unpacked, home)


def _moved_as_a_whole_it_still_works(unpacked: Path, home: Path) -> None:
    moved = unpacked.with_name("移した先")
    unpacked.rename(moved)
    # Run from elsewhere, so that only the installation leads to the project.
    done = run_offline(
        [moved / PYTHON, "-c", "import progress_report; print(progress_report.__file__)"], home, home
    )
    assert done.stdout.strip() == str(moved / "progress_report" / "__init__.py"), done.stderr
    verified = run_offline([moved / PYTHON, BUILDER, "verify", "build/2024"], moved, home)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_a_checkout_installs_from_where_pips_settings_lead(unpacked: Path) -> None:
    """In a kit, to its own wheels; in a checkout, to a registry or to a ward's mirror."""
    wheels = (unpacked / "wheels").rename(unpacked.with_name("wheels"))
    settings = {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheels.as_uri()}
    installed = subprocess.run(
        [BASE, "install.py"], cwd=unpacked, env=settings, capture_output=True, encoding="utf-8", check=False
    )
    assert installed.returncode == 0, installed.stdout + installed.stderr
    command: list[str | Path] = [unpacked / PYTHON, BUILDER, "check", "2024"]
    done = subprocess.run(command, cwd=unpacked, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
