"""Build, and build again whenever something was saved."""

import hashlib
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from progress_report.build_options import BuildOptions
from progress_report.model.findings import Finding, PublishingError, ReportError
from progress_report.watching.board import Board, Standing
from progress_report.watching.changes import Changes, is_program

Build = Callable[[BuildOptions], str]
StartFault = Callable[[], Finding | None]
FORMATS = ("html",)
_TRACEBACK_LINES = 6
# What the frame may open: the page itself, what it links to, and the tables.
_PAGES = ("report.html", "review.html", "tables/*.csv", "tables/*.xlsx", "tables/*.json")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One build: what was saved before it (nothing: the first), how long it took, what stopped it, or else
    the pages it made."""

    saved: tuple[str, ...]
    seconds: float
    findings: tuple[Finding, ...] = ()
    pages: Mapping[str, bytes] = field(default_factory=dict)


def watch(
    options: BuildOptions,
    build: Build,
    start_fault: StartFault,
    changes: Changes,
    board: Board,
    tell: Callable[[Outcome], None],
) -> bool:
    """Whether it ended because the program changed; False where the changes were ended.

    One build at a time; what is saved during one leads to one more. A build that fails ends nothing: the
    report before it goes on being shown. ``start_fault`` tells why a changed program cannot start.
    """
    saved: frozenset[str] = frozenset()
    while True:
        if not any(map(is_program, saved)):
            outcome = _built(options, build, saved, board)
        elif fault := start_fault():
            outcome = Outcome(tuple(sorted(saved)), 0, (fault,))
        else:
            return True
        # What failed while something was being saved may have read the half of it.
        unsettled = outcome.findings and changes.more()
        if not unsettled:
            _show(outcome, board)
            tell(outcome)
        names = changes.next()
        if not names:
            return False
        saved = names | saved if unsettled else names


def _built(options: BuildOptions, build: Build, saved: frozenset[str], board: Board) -> Outcome:
    board.show(replace(board.standing, phase="building"))
    began = time.monotonic()
    findings: tuple[Finding, ...] = ()
    pages: dict[str, bytes] = {}
    try:
        build(options)
        pages = pages_of(options.target)
    except OSError as error:
        findings = PublishingError.of_system(error).findings
    except ReportError as error:
        findings = error.findings
    except Exception as error:  # a fault in a program that is being worked on
        findings = (_program_fault(error),)
    return Outcome(tuple(sorted(saved)), time.monotonic() - began, findings, pages)


def _program_fault(error: Exception) -> Finding:
    lines = "".join(traceback.format_exception(error)).splitlines()[-_TRACEBACK_LINES:]
    tail = "".join(f"\n    {line}" for line in lines)
    return Finding(
        f"プログラムに例外 {type(error).__name__} が起きました。{tail}\n",
        "示された行を確かめてください。",
    )


def _show(outcome: Outcome, board: Board) -> None:
    """A failed build leaves the pages of the one before it."""
    if outcome.findings:
        faults = tuple(map(str, outcome.findings))
        board.show(replace(board.standing, phase="failed", faults=faults))
    else:
        made = time.strftime("%H:%M:%S")
        board.show(Standing("built", (), made, _identity(outcome.pages), outcome.pages))


def pages_of(folder: Path) -> dict[str, bytes]:
    """The outputs that the page may show, by path from the folder. A link is none: it may lead out of it."""
    found = (path for pattern in _PAGES for path in sorted(folder.glob(pattern)))
    files = (path for path in found if not path.is_symlink() and not path.parent.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _identity(pages: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in pages.items():
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
