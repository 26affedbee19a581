"""Build loop: build, and rebuild after each save, until the program itself has changed and can start."""

import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from progress_report.build_options import BuildOptions, ShowPage
from progress_report.model.findings import Finding, PublishingError, ReportError
from progress_report.model.program import PROGRAM
from progress_report.provenance.record import sha256
from progress_report.watching.board import Board, Standing
from progress_report.watching.changes import SavedFiles, is_program

Build = Callable[[BuildOptions, ShowPage], str]
StartError = Callable[[], Finding | None]
FORMATS = ("html",)
_PAGE = "report.html"
_TRACEBACK_LINES = 6
_STDERR_LINES = 4
# All modules that a watch, its builds and their workers import.
_START = """
import progress_report.cli.main, progress_report.build
import progress_report.watching.server, progress_report.watching.watcher
import progress_report.execution.cells, progress_report.stitched_report, progress_report.rendering.formats
"""
# Files the frame may open: the page itself, its links, and the tables.
_PAGES = (_PAGE, "review.html", "tables/*.csv", "tables/*.xlsx", "tables/*.json")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One build: the saved names before it (none: the first), its duration, and its errors or pages."""

    saved: tuple[str, ...]
    seconds: float
    findings: tuple[Finding, ...] = ()
    pages: Mapping[str, bytes] = field(default_factory=dict)


def watch(
    options: BuildOptions,
    build: Build,
    start_error: StartError,
    changes: SavedFiles,
    board: Board,
    print_to: Callable[[Outcome], None],
) -> bool:
    """Build after each change; return True if the program changed, False if watching was ended.

    One build at a time; saves during a build cause one more. A failed build does not end the loop: the
    previous report remains visible. ``start_error`` returns the error if a changed program cannot start.
    """
    saved: frozenset[str] = frozenset()
    former = board.standing
    while True:
        if not any(map(is_program, saved)):
            outcome = _built(options, build, saved, former, board)
        elif failure := start_error():
            outcome = Outcome(tuple(sorted(saved)), 0, (failure,))
        else:
            return True
        # A build that failed during a save may have read half of it.
        unsettled = outcome.findings and changes.more()
        if not unsettled:
            _show(outcome, former, board)
            former = board.standing
            print_to(outcome)
        names = changes.next()
        if not names:
            return False
        saved = names | saved if unsettled else names


def _built(
    options: BuildOptions, build: Build, saved: frozenset[str], former: Standing, board: Board
) -> Outcome:
    board.show(replace(former, phase="building"))

    def show_page(page: bytes) -> None:
        """Show the page as soon as it is made; its other outputs follow."""
        board.show(Standing("building", (), _now(), sha256(page), {_PAGE: page}, partial=True))

    began = time.monotonic()
    findings: tuple[Finding, ...] = ()
    pages: dict[str, bytes] = {}
    try:
        build(options, show_page)
        pages = pages_of(options.target)
    except OSError as error:
        findings = PublishingError.of_system(error).findings
    except ReportError as error:
        findings = error.findings
    except Exception as error:  # an error in a program under development
        findings = (_program_error(error),)
    return Outcome(tuple(sorted(saved)), time.monotonic() - began, findings, pages)


def _program_error(error: Exception) -> Finding:
    lines = "".join(traceback.format_exception(error)).splitlines()[-_TRACEBACK_LINES:]
    tail = "".join(f"\n    {line}" for line in lines)
    return Finding(
        f"プログラムに例外 {type(error).__name__} が起きました。{tail}\n",
        "示された行を確かめてください。",
    )


def _show(outcome: Outcome, former: Standing, board: Board) -> None:
    """Show the result of a build. A failed one keeps the previous pages."""
    if outcome.findings:
        violations = tuple(map(str, outcome.findings))
        board.show(replace(former, phase="failed", violations=violations))
    else:
        board.show(Standing("built", (), _now(), sha256(outcome.pages[_PAGE]), outcome.pages))


def pages_of(folder: Path) -> dict[str, bytes]:
    """Return the outputs that the page may show, by path from the folder, without links leading outside."""
    found = (path for pattern in _PAGES for path in sorted(folder.glob(pattern)))
    files = (path for path in found if not path.is_symlink() and not path.parent.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _now() -> str:
    return time.strftime("%H:%M:%S")


def start_error() -> Finding | None:
    """Return the error if the current program cannot start, tried in a separate process."""
    done = subprocess.run(
        [sys.executable, "-c", _START],
        cwd=PROGRAM,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if not done.returncode:
        return None
    tail = "".join(f"\n    {line}" for line in done.stderr.splitlines()[-_STDERR_LINES:])
    remedy = "示された行を直してください。それまでは、変わる前のプログラムが監視を続けます。"
    return Finding(f"変わったプログラムを始められません。{tail}\n", remedy)
