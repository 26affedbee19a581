"""A command is measured with all its processes, also those whose parents ended before them."""

import sys
from pathlib import Path

import pytest

from benchmarks.measure import Command, CommandFailedError, measure

BUSY = "import time\nwhile time.process_time() < 0.4: pass"
# Starts a process and does not wait for it, as a fork server's kernels are started.
ORPHAN = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {BUSY!r}])"
LARGE = (
    "import os, time; kept = b'1' * 120_000_000; held = [os.open(os.devnull, 0) for _ in range(60)]; "
    "time.sleep(0.6)"
)
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {LARGE!r}], check=True)"


def _command(program: str, tmp_path: Path, **environment: str) -> Command:
    return Command((sys.executable, "-c", program), tmp_path, environment)


def test_processor_time_of_an_orphan_counts(tmp_path: Path) -> None:
    measured = measure(_command(ORPHAN, tmp_path))
    assert measured.processor_seconds >= 0.4
    assert (measured.peak_bytes, measured.left_behind) == (None, 0)


def test_memory_files_and_processes_are_those_of_the_whole_tree(tmp_path: Path) -> None:
    measured = measure(_command(PARENT, tmp_path), samples_per_second=20)
    assert (measured.peak_bytes or 0) >= 120_000_000
    assert measured.most_processes == 2
    assert 60 <= (measured.most_open_files or 0) < 80


def test_what_a_failing_command_said_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandFailedError, match=r"(?s)exited with 3.*壊れた"):
        measure(_command("print('壊れた'); raise SystemExit(3)", tmp_path, PYTHONIOENCODING="utf-8"))
    program = (sys.executable, "-c", "raise SystemExit(3)")
    assert measure(Command(program, tmp_path, may_fail=True)).said == ""
