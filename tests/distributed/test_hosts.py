"""Network hosts for the cluster tests: isolated from each other, and removed afterwards."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.distributed.local_cluster import until
from tests.support.hosts import Host, Hosts

pytestmark = pytest.mark.system
_LISTEN = """
import socket, sys, time
server = socket.create_server((sys.argv[1], 9))
print("on", flush=True)
time.sleep(600)
"""
_REACH = "import socket, sys; socket.create_connection((sys.argv[1], 9), timeout=2)"
_REPORT = "import os, socket, sys; print(socket.gethostname(), os.listdir(sys.argv[1]))"


def _namespaces() -> set[str]:
    return set(subprocess.run(["ip", "netns"], capture_output=True, check=True, text=True).stdout.split())


def _reaches(host: Host, address: str, folder: Path) -> bool:
    return host.start([sys.executable, "-c", _REACH, address], folder, folder / "log").wait(60) == 0


def test_hosts_are_cut_off_and_come_back_and_nothing_stays(tmp_path: Path) -> None:
    before = _namespaces()
    with Hosts() as hosts:
        one, two = hosts.host("one"), hosts.host("two")
        added = _namespaces() - before
        log = tmp_path / "listening"
        listening = one.start([sys.executable, "-c", _LISTEN, one.address], tmp_path, log)
        until(lambda: log.read_text() == "on\n", "it listens")
        assert _reaches(two, one.address, tmp_path)
        one.cut_off()
        assert not _reaches(two, one.address, tmp_path)
        one.reconnect()
        until(lambda: _reaches(two, one.address, tmp_path), "it is reached again")
    assert len(added) >= 3
    assert not added & _namespaces()
    assert listening.returncode is not None


def test_a_host_has_a_name_and_does_not_see_what_is_hidden(tmp_path: Path) -> None:
    hidden = tmp_path / "office"
    hidden.mkdir()
    (hidden / "file").touch()
    log = tmp_path / "reported"
    with Hosts() as hosts:
        host = hosts.host("one")
        host.start([sys.executable, "-c", _REPORT, hidden], tmp_path, log, hidden=[hidden]).wait(60)
        assert log.read_text() == "one []\n"
        host.start([sys.executable, "-c", _REPORT, hidden], tmp_path, log).wait(60)
        assert log.read_text() == "one []\none ['file']\n"
    assert (hidden / "file").exists()
