"""One at a time: others wait a moment and are refused, and a killed one is in nobody's way."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from progress_report.storage import alone as module
from progress_report.storage.alone import alone, let_go, made_while_needed

HOLD = """
import sys, time
from pathlib import Path
from progress_report.storage.alone import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@contextmanager
def _another(lock: Path, seconds: float) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", HOLD, str(lock), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        yield process
        process.kill()


def test_the_second_is_refused_until_the_first_ends_however(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_WAIT_SECONDS", 0)
    lock = tmp_path / "out" / ".lock"
    with _another(lock, 300) as process:
        with pytest.raises(BlockingIOError), alone(lock):
            pass
        let_go(lock)
        assert lock.exists()
        process.kill()
        process.wait()
        assert lock.exists(), "nobody was left to remove it"
        with alone(lock):
            assert lock.exists()
        assert not lock.exists()


def test_it_waits_for_one_that_is_about_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_WAIT_SECONDS", 60)
    with _another(tmp_path / ".lock", 0.5), alone(tmp_path / ".lock"):
        assert (tmp_path / ".lock").exists()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_one_left_is_let_go(tmp_path: Path) -> None:
    with _another(tmp_path / ".lock", 300) as process:
        process.kill()
        process.wait()
    let_go(tmp_path / ".lock")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_made_for_nothing_goes_and_any_other_stays(tmp_path: Path) -> None:
    for there, written in [(False, False), (False, True), (True, False)]:
        folder = tmp_path / f"{there}-{written}" / "out" / "one"
        if there:
            folder.mkdir(parents=True)
        with made_while_needed(folder):
            if written:
                (folder / "report").touch()
        assert folder.is_dir() is (there or written)
        assert folder.parents[1].is_dir() is (there or written)
