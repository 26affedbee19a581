"""Several years at once: each succeeds or fails by itself; an interruption leaves nothing behind."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from progress_report.model.findings import ExitCode
from tests.support.processes import processes_with
from tests.support.project_copy import ROOT, Project
from tests.support.published import digests

EXAMPLE = ROOT / "examples" / "shiokaze"

LONGEST_END_SECONDS = 30  # not a promise: a busy machine is slow to end processes
MOMENTS = (
    1.0,
    1.4,
    1.8,
    2.2,
    2.6,
    3.0,
    3.4,
    3.8,
    4.2,
    5.0,
    6.5,
    9.0,
)  # from the start of Python itself (an earlier signal is Python's business) to the end

BEFORE_PUBLICATION = ("データとパラメータの確認", "節 ")  # output before the first report is published


@pytest.fixture
def copy(project_copy: Project) -> Project:
    time.sleep(0.1)  # files newer than a file system's clock tick count as still changing
    return project_copy


@pytest.fixture
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project with both reports, whose inputs have changed since."""
    copy = Project.copied(tmp_path_factory.mktemp("both") / "project")
    assert copy.run("build", "2024", "2025").returncode == ExitCode.BUILT
    for year in (2024, 2025):
        with (copy.root / "data" / str(year) / "tables.yaml").open("a") as stream:
            stream.write("\n")
    return copy


def _spoil(copy: Project, year: int) -> None:
    (copy.root / "data" / str(year) / "cashless.csv").write_text("location,introduced\n", encoding="utf-8")


def _gone(mark: str) -> bool:
    deadline = time.monotonic() + LONGEST_END_SECONDS
    while processes_with(mark) and time.monotonic() < deadline:
        time.sleep(0.05)
    return processes_with(mark) == []


@pytest.fixture
def private(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder for the temporary files of one command; its name identifies the command's processes."""
    folder = Path("/tmp") / f"y{os.getpid()}-{tmp_path.name[-8:]}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


def _started(copy: Project, private: Path, *options: str) -> subprocess.Popen[bytes]:
    """Start a build in its own session, as a terminal does: Ctrl+C goes to the whole group."""
    command = ["report_builder.py", "build", "2024", "2025", "--jobs", "2", *options]
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=copy.root,
        env={**os.environ, "TMPDIR": str(private)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _until_it_says(text: str, process: subprocess.Popen[bytes]) -> None:
    """Wait for this text: a build reports each step, and each section when it has ended."""
    assert process.stderr is not None
    for line in process.stderr:
        if text in line.decode():
            return
    pytest.fail(f"it ended and never said {text}")


@pytest.mark.parametrize("failing", [2024, pytest.param(2025, marks=pytest.mark.long)])
def test_a_failing_year_does_not_affect_the_other(failing: int, copy: Project) -> None:
    _spoil(copy, failing)
    done = copy.run("build", "2024", "2025", "--formats", "html")
    other = 2024 if failing == 2025 else 2025
    if failing == 2024:  # the other year is compared with this one
        assert done.returncode in (ExitCode.DATA_ERROR, ExitCode.NOTEBOOK_FAILED)
        assert f"data/{failing}/cashless.csv" in done.stderr
        return
    assert done.returncode == ExitCode.DATA_ERROR
    assert f"data/{failing}/cashless.csv" in done.stderr
    assert (copy.root / "build" / f"{other}.partial" / "report.html").is_file()
    assert not (copy.root / "build" / f"{failing}.partial").exists()


def test_both_failures_are_reported(copy: Project, private: Path) -> None:
    for year in (2024, 2025):
        _spoil(copy, year)
    done = copy.run("build", "2024", "2025", TMPDIR=str(private))
    assert done.returncode == ExitCode.DATA_ERROR
    assert "Traceback" not in done.stderr
    assert all(f"data/{year}/cashless.csv" in done.stderr for year in (2024, 2025))
    assert not (copy.root / "build").exists()
    assert list(private.iterdir()) == []
    assert _gone(str(private))


@pytest.mark.long
def test_ctrl_c_at_any_moment_leaves_nothing_but_the_old_reports(built: Project, private: Path) -> None:
    for moment in MOMENTS:
        before = digests(built.root / "build")
        with _started(built, private) as process:
            time.sleep(moment)
            over = process.poll() is not None
            if not over:
                os.killpg(process.pid, signal.SIGINT)
            began = time.monotonic()
            _, reported = process.communicate(timeout=60)
            took = time.monotonic() - began
        assert took < LONGEST_END_SECONDS, f"{moment} s: {took:.1f} s\n{reported.decode()}"
        assert _gone(str(private)), f"{moment} s"
        assert list(private.iterdir()) == [], f"{moment} s"
        after = digests(built.root / "build")
        if process.returncode != ExitCode.BUILT:
            # A year may be complete already; none is incomplete, and nothing is left beside them.
            assert after.keys() == before.keys(), f"{moment} s"
            for year in ("2024", "2025"):
                same = {after[name] == before[name] for name in after if name == f"{year}/manifest.json"}
                files = [name for name in after if name.startswith(f"{year}/")]
                if same == {True}:
                    assert [name for name in files if after[name] != before[name]] == [], f"{moment} s"
        assert b"Traceback" not in reported, f"{moment} s\n{reported.decode()}"


def test_ctrl_c_while_one_year_runs_and_the_other_has_ended(copy: Project, private: Path) -> None:
    _spoil(copy, 2025)
    with _started(copy, private) as process:
        _until_it_says("節 ", process)
        os.killpg(process.pid, signal.SIGINT)
        _, reported = process.communicate(timeout=LONGEST_END_SECONDS)
    assert process.returncode == ExitCode.PUBLISHING_FAILED
    assert "中断しました" in reported.decode()
    assert "Traceback" not in reported.decode()
    assert _gone(str(private))
    assert list(private.iterdir()) == []


@pytest.mark.long
@pytest.mark.parametrize("said", BEFORE_PUBLICATION)
def test_ctrl_c_begins_no_waiting_report(said: str, copy: Project, private: Path) -> None:
    """Four reports for two workers; the pool has queued more than they can start."""
    other = shutil.copytree(EXAMPLE, private.parent / f"{private.name}-other")
    try:
        with _started(copy, private, "--root", ".", str(other), "--out", "new/reports") as process:
            _until_it_says(said, process)
            os.killpg(process.pid, signal.SIGINT)
            _, reported = process.communicate(timeout=LONGEST_END_SECONDS)
    finally:
        shutil.rmtree(other)
    assert process.returncode == ExitCode.PUBLISHING_FAILED
    assert "中断しました" in reported.decode().splitlines()[-1]
    assert list((copy.root / "new").rglob("2*")) == []  # neither reports nor failed notebooks
    assert list(private.iterdir()) == []


@pytest.mark.long
@pytest.mark.parametrize("said", BEFORE_PUBLICATION)
def test_a_killed_build_leaves_no_process(said: str, copy: Project, private: Path) -> None:
    """Its temporary folder stays: no process is left to remove it."""
    with _started(copy, private) as process:
        _until_it_says(said, process)
        assert processes_with(str(private))
        process.kill()
        assert _gone(str(private))
        process.communicate()
