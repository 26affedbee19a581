"""Several years at once: each succeeds or fails by itself; an interruption leaves nothing behind."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from progress_report.model.findings import ExitCode
from tests.fault_injection.workspace import LONGEST_END_SECONDS, Workspace, temporary_workspace
from tests.promises.finals import two_years
from tests.promises.office import Office
from tests.support.project_copy import ROOT, Project
from tests.support.published import digests

EXAMPLE = ROOT / "examples" / "shiokaze"
BUILD = ("build", "2024", "2025", "--jobs", "2")
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
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with temporary_workspace(tmp_path) as made:
        yield made


def _spoil(copy: Project, year: int) -> None:
    (copy.root / "data" / str(year) / "cashless.csv").write_text("location,introduced\n", encoding="utf-8")


def _until_it_says(text: str, process: subprocess.Popen[bytes]) -> None:
    """Wait for this text: a build reports each step, and each section when it has ended."""
    assert process.stderr is not None
    for line in process.stderr:
        if text in line.decode():
            return
    pytest.fail(f"it ended and never said {text}")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return two_years(tmp_path / "office")


def test_a_failing_year_does_not_affect_the_other(office: Office) -> None:
    office.write("data/2025/counts.csv", "place\n")
    done = office.build("2024", "2025", "--formats", "text")
    assert done.code == ExitCode.DATA_ERROR
    assert "data/2025/counts.csv" in done.err
    assert (office.root / "build/2024.partial/report.txt").is_file()
    assert not (office.root / "build/2025.partial").exists()


def test_a_failing_year_is_reported_by_the_one_compared_with_it(office: Office) -> None:
    office.write("data/2024/counts.csv", "place\n")
    done = office.build("2024", "2025", "--formats", "text")
    assert done.code == ExitCode.DATA_ERROR
    assert "data/2024/counts.csv" in done.err


def test_both_failures_are_reported(workspace: Workspace) -> None:
    for year in (2024, 2025):
        _spoil(workspace.project, year)
    done = workspace.run("build", "2024", "2025")
    assert done.returncode == ExitCode.DATA_ERROR
    assert "Traceback" not in done.stderr
    assert all(f"data/{year}/cashless.csv" in done.stderr for year in (2024, 2025))
    assert not workspace.out.exists()
    assert workspace.left() == []


@pytest.mark.long
def test_ctrl_c_at_any_moment_leaves_nothing_but_the_old_reports(workspace: Workspace) -> None:
    """Both years are built, and their inputs have changed since."""
    assert workspace.run("build", "2024", "2025").returncode == ExitCode.BUILT
    for year in ("2024", "2025"):
        with (workspace.project.root / "data" / year / "tables.yaml").open("a") as stream:
            stream.write("\n")
    for moment in MOMENTS:
        before = digests(workspace.out)
        with workspace.start(*BUILD) as process:
            time.sleep(moment)
            over = process.poll() is not None
            if not over:
                os.killpg(process.pid, signal.SIGINT)
            began = time.monotonic()
            _, reported = process.communicate(timeout=60)
            took = time.monotonic() - began
        assert took < LONGEST_END_SECONDS, f"{moment} s: {took:.1f} s\n{reported.decode()}"
        assert workspace.left() == [], f"{moment} s"
        after = digests(workspace.out)
        if process.returncode != ExitCode.BUILT:
            # A year may be complete already; none is incomplete, and nothing is left beside them.
            assert after.keys() == before.keys(), f"{moment} s"
            for year in ("2024", "2025"):
                same = {after[name] == before[name] for name in after if name == f"{year}/manifest.json"}
                files = [name for name in after if name.startswith(f"{year}/")]
                if same == {True}:
                    assert [name for name in files if after[name] != before[name]] == [], f"{moment} s"
        assert b"Traceback" not in reported, f"{moment} s\n{reported.decode()}"


def test_ctrl_c_while_one_year_runs_and_the_other_has_ended(workspace: Workspace) -> None:
    _spoil(workspace.project, 2025)
    with workspace.start(*BUILD) as process:
        _until_it_says("節 ", process)
        os.killpg(process.pid, signal.SIGINT)
        _, reported = process.communicate(timeout=LONGEST_END_SECONDS)
    assert process.returncode == ExitCode.PUBLISHING_FAILED
    assert "中断しました" in reported.decode()
    assert "Traceback" not in reported.decode()
    assert workspace.left() == []


@pytest.mark.long
@pytest.mark.parametrize("said", BEFORE_PUBLICATION)
def test_ctrl_c_begins_no_waiting_report(said: str, workspace: Workspace, tmp_path: Path) -> None:
    """Four reports for two workers; the pool has queued more than they can start."""
    other = shutil.copytree(EXAMPLE, tmp_path / "other")
    with workspace.start(*BUILD, "--root", ".", other, "--out", "new/reports") as process:
        _until_it_says(said, process)
        os.killpg(process.pid, signal.SIGINT)
        _, reported = process.communicate(timeout=LONGEST_END_SECONDS)
    assert process.returncode == ExitCode.PUBLISHING_FAILED
    assert "中断しました" in reported.decode().splitlines()[-1]
    # Neither reports nor failed notebooks.
    assert list((workspace.project.root / "new").rglob("2*")) == []
    assert workspace.left() == []


@pytest.mark.long
@pytest.mark.parametrize("said", BEFORE_PUBLICATION)
def test_a_killed_build_leaves_no_process(said: str, workspace: Workspace) -> None:
    """Its temporary folder stays: no process is left to remove it."""
    with workspace.start(*BUILD) as process:
        _until_it_says(said, process)
        assert workspace.processes()
        process.kill()
        assert not [one for one in workspace.left() if one.startswith("process ")]
        process.communicate()
