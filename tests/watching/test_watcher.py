"""One build at a time, one more for files saved meanwhile, and no error ends the watch."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from progress_report.build_options import BuildOptions
from progress_report.inputs.project import Project
from progress_report.model.findings import Finding, report_error
from progress_report.model.fiscal_year import FiscalYear
from progress_report.watching.board import Board
from progress_report.watching.changes import SavedFiles
from progress_report.watching.watcher import Outcome, pages_of, watch

YEAR = FiscalYear(2025)
SOON_SECONDS = 10.0


class Watched:
    """A tiny project whose report is its one table, and the outcomes of its builds."""

    def __init__(self, root: Path) -> None:
        for name in ("params", "data/2025", "notebooks", "templates", "progress_report"):
            (root / name).mkdir(parents=True)
        self.root = root
        self.table = root / "data/2025/a.csv"
        self.table.write_text("1", encoding="utf-8")
        self.options = BuildOptions(YEAR, root / "build", final=False, only=None, formats=("html",))
        self.board = Board()
        self.reported: list[Outcome] = []
        self.builds = 0
        self.running = 0
        self.seconds = 0.0
        self.shows_page = False
        self.start_error: Finding | None = None
        self.restarts: bool | None = None

    def build(self, options: BuildOptions, show_page: Callable[[bytes], None]) -> str:
        """Fail for a table that says error; raise an unexpected exception for crash."""
        self.running += 1
        assert self.running == 1, "two builds at once"
        try:
            said = self.table.read_text(encoding="utf-8")
            time.sleep(self.seconds)
            if self.shows_page:
                show_page(said.encode())
                time.sleep(self.seconds)
            self.builds += 1
            if said == "error" or said != self.table.read_text(encoding="utf-8"):
                raise report_error("誤り。", file="data/2025/a.csv")
            if said == "crash":
                raise ZeroDivisionError("crash")
            if said == "full":
                raise OSError(28, "No space left on device", "build")
            options.target.mkdir(parents=True, exist_ok=True)
            (options.target / "report.html").write_text(said, encoding="utf-8")
            (options.target / "manifest.json").write_text("{}", encoding="utf-8")
        finally:
            self.running -= 1
        return "sent to no one"

    @contextmanager
    def watching(self) -> Iterator[None]:
        with SavedFiles(Project(self.root, self.root), YEAR) as changes:
            thread = threading.Thread(target=self._watch, args=(changes,))
            thread.start()
            try:
                until(lambda: self.builds == 1)
                yield
            finally:
                changes.end()
                thread.join()

    def _watch(self, changes: SavedFiles) -> None:
        self.restarts = watch(
            self.options, self.build, lambda: self.start_error, changes, self.board, self.reported.append
        )

    def save(self, text: str) -> None:
        reported = len(self.reported)
        self.table.write_text(text, encoding="utf-8")
        until(lambda: len(self.reported) > reported)


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON_SECONDS
    while not holds():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.01)


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


def test_a_save_is_built_and_shown(watched: Watched) -> None:
    with watched.watching():
        until(lambda: watched.board.standing.phase == "built")
        first = watched.board.standing
        assert dict(first.pages) == {"report.html": b"1"}
        watched.save("2")
        second = watched.board.standing
        assert (second.pages["report.html"], second.violations) == (b"2", ())
        assert second.identity != first.identity
        assert [outcome.saved for outcome in watched.reported] == [(), ("data/2025/a.csv",)]
    assert watched.restarts is False


@pytest.mark.parametrize(
    ("broken", "reported"),
    [
        ("error", "【誤り】data/2025/a.csv: 誤り。"),
        ("crash", "例外 ZeroDivisionError が起きました"),
        ("full", "ファイルを扱えませんでした"),
    ],
)
def test_an_error_is_reported_and_keeps_the_last_report(watched: Watched, broken: str, reported: str) -> None:
    with watched.watching():
        until(lambda: bool(watched.reported))
        good = watched.board.standing
        watched.save(broken)
        failed = watched.board.standing
        assert failed.phase == "failed"
        assert reported in failed.violations[0]
        assert (failed.pages, failed.identity, failed.made) == (good.pages, good.identity, good.made)
        watched.save("3")
        assert watched.board.standing.violations == ()
        assert watched.board.standing.pages["report.html"] == b"3"


@pytest.mark.parametrize("said", ["2", "error"])
def test_a_page_is_shown_before_its_build_ends_and_goes_where_that_fails(watched: Watched, said: str) -> None:
    with watched.watching():
        until(lambda: bool(watched.reported))
        good = watched.board.standing
        watched.shows_page, watched.seconds = True, 0.3
        watched.table.write_text(said, encoding="utf-8")
        until(lambda: watched.board.standing.partial)
        early = watched.board.standing
        assert (early.phase, dict(early.pages)) == ("building", {"report.html": said.encode()})
        assert early.identity != good.identity
        until(lambda: watched.board.standing.phase != "building")
        shown = early if said == "2" else good
        late = watched.board.standing
        assert (late.identity, dict(late.pages), late.partial) == (shown.identity, dict(shown.pages), False)


def test_saves_during_a_build_lead_to_one_more(watched: Watched) -> None:
    with watched.watching():
        until(lambda: bool(watched.reported))
        watched.seconds = 0.7
        for number in range(20):
            watched.table.write_text(str(number), encoding="utf-8")
            time.sleep(0.02)
        until(lambda: watched.board.standing.pages["report.html"] == b"19")
        time.sleep(0.5)
        assert 2 <= watched.builds <= 3, "the first, and at most two for the twenty saves"


def test_a_build_spoilt_by_a_save_is_repeated_and_not_reported(watched: Watched) -> None:
    with watched.watching():
        until(lambda: bool(watched.reported))
        watched.seconds = 0.5
        watched.table.write_text("half", encoding="utf-8")
        until(lambda: watched.running == 1)
        time.sleep(0.2)
        watched.save("whole")
        assert watched.builds == 3
        assert [outcome.findings for outcome in watched.reported] == [(), ()]
        assert watched.reported[-1].saved == ("data/2025/a.csv",)


def test_a_changed_program_restarts_when_it_can(watched: Watched) -> None:
    with watched.watching():
        until(lambda: bool(watched.reported))
        watched.start_error = Finding("始められません。")
        module = watched.root / "progress_report/module.py"
        module.write_text("(", encoding="utf-8")
        until(lambda: watched.board.standing.phase == "failed")
        assert watched.builds == 1
        assert watched.board.standing.violations == ("【誤り】始められません。",)
        watched.start_error = None
        module.write_text("()", encoding="utf-8")
        until(lambda: watched.restarts is True)
        assert watched.builds == 1


def test_a_link_is_no_page(tmp_path: Path) -> None:
    """It may lead out of the folder."""
    outside, build = tmp_path / "outside", tmp_path / "build"
    for folder in (outside, build / "tables"):
        folder.mkdir(parents=True)
    (outside / "secret.csv").write_text("x", encoding="utf-8")
    (build / "report.html").write_text("y", encoding="utf-8")
    (build / "tables/secret.csv").symlink_to(outside / "secret.csv")
    (build / "review.html").symlink_to(outside / "secret.csv")
    assert pages_of(build) == {"report.html": b"y"}
    (build / "tables/secret.csv").unlink()
    (build / "tables").rmdir()
    (build / "tables").symlink_to(outside)
    assert pages_of(build) == {"report.html": b"y"}
