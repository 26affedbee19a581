"""Connection errors: without a usable scheduler, a Japanese message soon, and the existing report stays."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from progress_report.model.findings import ExitCode
from tests.support.project_copy import ROOT, Project

_LONGEST_SECONDS = 60  # many times the timeouts involved
_WITHOUT_DASK = """
import sys
sys.modules["distributed"] = None
from progress_report.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.long
def test_no_scheduler_listens(tmp_path: Path) -> None:
    began = time.monotonic()
    done = Project(ROOT).run("build", "2024", "--out", str(tmp_path), "--dask", "tcp://127.0.0.1:1")
    assert time.monotonic() - began < _LONGEST_SECONDS
    assert done.returncode == ExitCode.PUBLISHING_FAILED
    assert done.stderr == (
        "【誤り】Dask のスケジューラ tcp://127.0.0.1:1 につながりません（待っても答えがありません）。"
        "アドレスと、スケジューラ（dask scheduler）が動いていることを確かめてください。\n"
    )


@pytest.mark.long
def test_who_listens_says_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        began = time.monotonic()
        done = Project(ROOT).run("build", "2024", "--out", str(tmp_path), "--dask", address)
    assert time.monotonic() - began < _LONGEST_SECONDS
    assert done.returncode == ExitCode.PUBLISHING_FAILED
    assert done.stderr.startswith(f"【誤り】Dask のスケジューラ {address} につながりません（")
    assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) == 1


def test_dask_is_not_installed(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            _WITHOUT_DASK,
            "build",
            "2024",
            "--out",
            tmp_path,
            "--dask",
            "tcp://127.0.0.1:1",
        ],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == ExitCode.PUBLISHING_FAILED
    assert "--dask に要るパッケージ（distributed）がありません" in done.stderr
    assert "--require-hashes --no-deps --requirement requirements-cluster.lock" in done.stderr
