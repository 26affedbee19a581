"""What is written beside its place goes with its process, or is swept when that was killed."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import pytest

from progress_report.storage.scratch import scratch_file, scratch_folder, sweep, temporary_folder

NAME = ".2024.", ".new"
HOLD = """
import sys, time
from pathlib import Path
from progress_report.storage.scratch import scratch_file, scratch_folder
with scratch_folder(Path(sys.argv[1]), ".2024.", ".new") as folder, \\
        scratch_file(Path(sys.argv[1]), ".2024.", ".new") as file:
    (folder / "half").touch()
    print("held", flush=True)
    time.sleep(300)
"""


@contextmanager
def _another(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that has a scratch folder and a scratch file there."""
    with subprocess.Popen([sys.executable, "-c", HOLD, folder], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        yield process
        process.kill()


def test_what_a_killed_process_left_is_swept_and_what_one_at_work_holds_stays(tmp_path: Path) -> None:
    with _another(tmp_path) as process:
        sweep(tmp_path, *NAME)
        assert len(list(tmp_path.iterdir())) == 2
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert len(list(tmp_path.iterdir())) == 2
    with scratch_folder(tmp_path, *NAME) as folder:
        assert list(tmp_path.iterdir()) == [folder]
        assert folder.stat().st_mode & 0o777 == 0o700
    assert list(tmp_path.iterdir()) == []


def test_a_forked_process_that_goes_on_keeps_what_its_parent_had(tmp_path: Path) -> None:
    context = get_context("fork")
    ending = context.Event()
    with scratch_file(tmp_path, *NAME) as file:
        process = context.Process(target=ending.wait, args=(60,))
        process.start()
        file.rename(file.with_name(".2024.abcdefgh.new"))
    sweep(tmp_path, *NAME)
    assert len(list(tmp_path.iterdir())) == 1
    ending.set()
    process.join()
    sweep(tmp_path, *NAME)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", [".2024.new", ".2024.ab.new", ".2024.abcdefgh.new.txt", "2024.abcdefgh.new", ".2025.abcdefgh.new"]
)
def test_only_names_that_were_given_by_us_are_swept(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "mine").touch()
    sweep(tmp_path, *NAME)
    assert (tmp_path / name / "mine").exists()


def test_links_and_other_users_files_stay(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / ".2024.abcdefgh.new").symlink_to(tmp_path / "mine")
    os.mkfifo(tmp_path / ".2024.abcdefgf.new")
    left = sorted(tmp_path.iterdir())
    if os.geteuid() == 0:
        (tmp_path / ".2024.abcdefgi.new").touch()
        os.chown(tmp_path / ".2024.abcdefgi.new", 1, 1)
        left = sorted(tmp_path.iterdir())
    sweep(tmp_path, *NAME)
    assert sorted(tmp_path.iterdir()) == left
    sweep(tmp_path / "absent", *NAME)


def test_a_file_that_got_its_place_stays_there(tmp_path: Path) -> None:
    with scratch_file(tmp_path, *NAME) as file:
        file.write_text("whole", encoding="utf-8")
        file.replace(tmp_path / "2024")
    assert [path.name for path in tmp_path.iterdir()] == ["2024"]


def test_all_temporary_files_lie_in_one_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    short = Path(tempfile.mkdtemp(prefix="s", dir="/tmp"))
    monkeypatch.setattr(tempfile, "tempdir", str(short))
    with temporary_folder():
        left = Path(tempfile.mkdtemp())
        assert left.parent.parent == short
        assert len(str(left.parent)) <= 72
    assert tempfile.gettempdir() == str(short)
    short.rmdir()  # it is empty
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / ("long" * 20)))
    with temporary_folder():
        assert Path(tempfile.gettempdir()).parent == Path("/tmp")
