"""Measurement of a command with all its processes, including those whose parents ended first."""

import sys
from pathlib import Path

import pytest

from benchmarks.measure import Measurement, measure

BUSY = "import time\nwhile time.process_time() < 0.4: pass"
# A command that starts a process and does not wait for it.
ORPHAN = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {BUSY!r}])"
LARGE = "import time; kept = b'1' * 120_000_000; time.sleep(0.6)"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {LARGE!r}], check=True)"


def _measured(program: str, folder: Path, samples_per_second: float = 0) -> Measurement:
    return measure((sys.executable, "-c", program), folder, samples_per_second=samples_per_second)


def test_processor_time_of_an_orphan_counts(tmp_path: Path) -> None:
    measured = _measured(ORPHAN, tmp_path)
    assert measured.processor_seconds >= 0.4
    assert measured.peak_bytes == 0


def test_memory_of_the_whole_tree_counts(tmp_path: Path) -> None:
    assert _measured(PARENT, tmp_path, samples_per_second=20).peak_bytes >= 120_000_000


def test_a_command_that_fails_is_refused_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"(?s)exited with 3.*broken"):
        _measured("print('broken'); raise SystemExit(3)", tmp_path)


def test_a_process_that_does_not_end_is_killed_and_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.measure._SECONDS_TO_END", 0.1)
    with pytest.raises(RuntimeError, match="left 1 processes behind"):
        _measured(ORPHAN.replace("0.4", "60"), tmp_path)
