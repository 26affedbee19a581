"""Outputs made at once are told apart, and so are their errors; what they write meanwhile is removed."""

import os
import subprocess
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

from progress_report.building import side_by_side as module
from progress_report.building.side_by_side import Files, Job, side_by_side
from progress_report.model.findings import Finding, PublishingError
from tests.support.project_copy import ROOT, Built


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "processors", lambda: 2)


def test_jobs_run_at_once_and_keep_their_order() -> None:
    both = get_context("fork").Barrier(2, timeout=10)

    def job(name: str) -> dict[str, bytes]:
        both.wait()  # neither passes before the other has begun
        return {name: b"1", f"{name}, too": b"2"}

    made = side_by_side([], [lambda: job("b"), lambda: job("a")])
    assert list(made) == ["b", "b, too", "a", "a, too"]
    assert side_by_side([], []) == {}


def _process() -> Job:
    """A job that makes a file of the number of the process that does it."""
    return lambda: {str(time.monotonic_ns()): str(os.getpid()).encode()}


def test_there_are_as_many_processes_as_processors() -> None:
    """Whoever has ended is followed by another; the last job is for the one that waits."""
    begun, done = get_context("fork").Event(), get_context("fork").Event()

    def first() -> Files:
        assert begun.wait(timeout=10)
        done.set()
        return _process()()

    def second() -> Files:
        begun.set()
        assert done.wait(timeout=10)
        time.sleep(0.2)  # until what the first made has been sent
        return _process()()

    workers = [int(one) for one in side_by_side([], [first, second, _process(), _process()]).values()]
    own = os.getpid()
    assert [worker == own for worker in workers] == [False, True, False, True]
    assert len(set(workers)) == 3


@pytest.mark.parametrize("number", [1, 2, 4])
def test_what_begins_threads_is_never_made_by_this_process(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "processors", lambda: number)
    workers = [int(one) for one in side_by_side([_process()] * 3, [_process()]).values()]
    assert workers[-1] == os.getpid()
    assert len({*workers}) == 4


def test_one_processor_forks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "processors", lambda: 1)
    assert set(side_by_side([], [_process()] * 3).values()) == {str(os.getpid()).encode()}


@pytest.fixture(params=[1, 2, 4])
def any_number(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "processors", lambda: request.param)


@pytest.mark.usefixtures("any_number")
def test_the_first_jobs_error_is_told() -> None:
    def fail(name: str) -> dict[str, bytes]:
        raise ValueError(name)

    with pytest.raises(ValueError, match="first"):
        side_by_side([], [dict, lambda: fail("first"), lambda: fail("second"), dict])


@pytest.mark.usefixtures("any_number")
def test_all_findings_are_told_each_once() -> None:
    def fail(*messages: str) -> dict[str, bytes]:
        raise PublishingError([Finding(message) for message in messages])

    with pytest.raises(PublishingError) as raised:
        side_by_side([], [lambda: fail("1", "2"), dict, lambda: fail("2", "3")])
    assert [finding.message for finding in raised.value.findings] == ["1", "2", "3"]


def test_an_interruption_leaves_nothing_of_what_the_others_were_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    writing = get_context("fork").Event()

    def interrupted() -> dict[str, bytes]:
        assert writing.wait(timeout=60)
        raise KeyboardInterrupt

    def writes() -> dict[str, bytes]:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "half").touch()
            writing.set()
            time.sleep(60)  # it is killed in the midst, and can remove nothing itself
        return {}

    with pytest.raises(KeyboardInterrupt):
        side_by_side([], [writes, interrupted])
    assert list(tmp_path.iterdir()) == []


_TWICE = """
import json, sys
from progress_report.building.pdf_file import report_pdf
from progress_report.building.side_by_side import side_by_side
from progress_report.model.fonts import noto_sans_cjk_jp

document = json.load(open(sys.argv[1], encoding="utf-8"))

def typeset(name):
    return {name: report_pdf(document, noto_sans_cjk_jp())}

for _ in range(2):
    made = side_by_side([lambda: typeset("a"), lambda: typeset("b")], [])
    print(made["a"] == made["b"])
"""


def test_typesetting_goes_on_from_report_to_report(built: Built) -> None:
    """Once a process has had threads of Typst's, what it forks would wait for them for ever."""
    command = [sys.executable, "-c", _TWICE, str(built.folder / "document.json")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "True\nTrue\n"
