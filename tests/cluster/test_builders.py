"""A worker's building processes: one report after the other, none left behind, none where nobody asks."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from progress_report.building.build_options import BuildOptions
from progress_report.cluster import builders
from progress_report.cluster.builders import Builders
from progress_report.cluster.jobs import OUT, OUTCOME, job_of
from progress_report.cluster.worker import lay_out
from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear
from tests.cluster.ground import until
from tests.support.processes import descendants
from tests.support.project_copy import ROOT

pytestmark = pytest.mark.long  # a build each, and waiting for what has ended


@pytest.fixture
def here() -> Iterator[Builders]:
    made = Builders()
    yield made
    made.end("run")
    made.end("other")
    until(lambda: not _processes(), "all have ended")


@pytest.fixture
def job(tmp_path: Path) -> Path:
    """A new folder with the quickest job that there is."""
    return _job(tmp_path / "job")


def _job(folder: Path) -> Path:
    year = FiscalYear(2024)
    options = BuildOptions(year, folder / "none", False, "3_cashless", ("html",), project=Project(ROOT))
    folder.mkdir()
    lay_out(folder, job_of(options), 1)
    return folder


def _processes() -> list[int]:
    return descendants(os.getpid(), "progress_report.cluster.child")


def test_one_process_builds_one_report_after_the_other(here: Builders, job: Path, tmp_path: Path) -> None:
    assert here.build("run", job) == ""
    (first,) = _processes()
    second = _job(tmp_path / "second")
    assert here.build("run", second) == ""
    assert _processes() == [first]
    reports = [(folder / "out" / "2024.partial" / "report.html").read_bytes() for folder in (job, second)]
    assert reports[0] == reports[1]
    here.end("run")
    until(lambda: not _processes(), "it has ended with its run")
    assert here.build("run", _job(tmp_path / "late")) == "中断されました"
    until(lambda: not _processes(), "none goes on for the run")


def test_one_that_died_with_nothing_to_do_costs_no_report(here: Builders, job: Path, tmp_path: Path) -> None:
    assert here.build("run", job) == ""
    (first,) = _processes()
    os.kill(first, signal.SIGKILL)
    until(lambda: not _processes(), "it is gone")
    assert here.build("run", _job(tmp_path / "second")) == ""
    assert _processes() not in ([], [first])


def test_one_that_has_imported_another_program_is_not_asked_again(
    here: Builders, job: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert here.build("run", job) == ""
    (first,) = _processes()
    written = {"progress_report/later.py": (1, 1, 1)}
    monkeypatch.setattr(builders, "_program", lambda: written)
    assert here.build("run", _job(tmp_path / "second")) == ""
    until(lambda: first not in _processes(), "the former has ended")
    assert len(_processes()) == 1


def test_one_that_dies_at_work_is_told_of_with_what_it_said(here: Builders, job: Path) -> None:
    (job / "job.json").write_text("{}", encoding="utf-8")
    failure = here.build("run", job)
    assert failure.startswith("作成のプロセスが終わりました（終了コード1）")
    assert failure.endswith("KeyError: 'year'")
    assert not _processes()


def test_one_that_never_ends_is_ended(here: Builders, job: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builders, "LONGEST_SECONDS", 0.2)
    assert here.build("run", job) == "0.2秒たっても終わりません"
    until(lambda: not _processes(), "it is killed")
    assert not (job / OUTCOME).exists()


def test_interrupting_a_run_ends_what_is_built_for_it(here: Builders, job: Path) -> None:
    told: list[str] = []
    build = Thread(target=lambda: told.append(here.build("run", job)))
    build.start()
    until((job / OUT).exists, "it is at work")
    here.end("run")
    build.join()
    assert "作成のプロセスが終わりました" in told[0]
    assert not _processes()


def test_one_that_does_not_hear_is_killed(here: Builders, job: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builders, "_LONGEST_ENDING_SECONDS", 0.2)
    monkeypatch.setattr(subprocess.Popen, "send_signal", lambda *_: None)
    told: list[str] = []
    build = Thread(target=lambda: told.append(here.build("run", job)))
    build.start()
    until(_processes, "it has begun")
    here.end("run")
    monkeypatch.undo()
    build.join()
    assert told == ["中断されました"]
    until(lambda: not _processes(), "it is killed")


@pytest.mark.parametrize("by", ["another run", "time"])
def test_none_stands_about_for_a_run_that_has_ended_without_a_word(
    by: str, here: Builders, job: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if by == "time":
        monkeypatch.setattr(builders, "_LONGEST_IDLE_SECONDS", 0.2)
    assert here.build("run", job) == ""
    former = set(_processes())
    if by == "another run":
        assert here.build("other", _job(tmp_path / "second")) == ""
    until(lambda: not former & set(_processes()), "the former has ended")
    assert OUTCOME in {path.name for path in job.iterdir()}
