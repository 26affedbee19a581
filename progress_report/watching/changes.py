"""What is saved while a report is watched: the files that a build reads, and nothing else."""

import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Protocol, Self

from progress_report.inputs.project import Project
from progress_report.model.findings import Finding, PublishingError
from progress_report.model.fiscal_year import FiscalYear

PROGRAM = ("progress_report", "report_builder.py", "requirements.lock", "templates/watch")
_FOLDERS = ("params", "data", "notebooks", "templates", "progress_report")
_FILES = ("report_builder.py", "requirements.lock")
_CODE = {".py", ".json", ".typ", ".j2", ".css", ".js"}
# An editor saves in several steps (write beside, rename): they are one save when this close together.
_TOGETHER_MILLISECONDS = 50
_LONGEST_TOGETHER_MILLISECONDS = 1000
_ROUND_MILLISECONDS = 100
_SETTLED_SECONDS = 0.25


class _Event(Protocol):
    def is_set(self) -> bool: ...


class _Either:
    """Set when one of two events is."""

    def __init__(self, one: _Event, other: _Event) -> None:
        self._events = one, other

    def is_set(self) -> bool:
        return any(event.is_set() for event in self._events)


def counts(name: str, year: FiscalYear) -> bool:
    """Whether the year's report may depend on the file or folder, named from the project's root.

    The year before counts too: a report compares itself with it. What is hidden does not, nor what
    Excel and Python leave beside the files.
    """
    path = PurePosixPath(name)
    if any(part.startswith((".", "~$")) or part == "__pycache__" for part in path.parts):
        return False
    years = {str(one.start) for one in (year.previous, year)}
    match path.parts:
        case ("params", file):
            return file in {f"{one}.yaml" for one in years}
        case ("data", folder, *_):
            return folder in years
        case ("notebooks", *_, file):
            return file.endswith(".ipynb")
        case ("templates" | "progress_report", _, *_):
            return path.suffix in _CODE
    return name in (*_FOLDERS, *_FILES)


def is_program(name: str) -> bool:
    """Whether a running watch goes on with the old one until it starts anew."""
    return any(name == part or name.startswith(f"{part}/") for part in PROGRAM)


class Changes:
    """The files saved, by their names from the project's root. As a context it watches.

    Folders are watched rather than files: a file saved by renaming another onto it is a new one.
    """

    def __init__(self, project: Project, year: FiscalYear) -> None:
        self._project = project
        self._year = year
        self._saved: queue.SimpleQueue[frozenset[str] | Exception | None] = queue.SimpleQueue()
        self._ended = threading.Event()
        self._moved = threading.Event()
        self._threads = [
            threading.Thread(target=self._told, args=(watched, armed), name="changes")
            for watched, armed in ((self._root, threading.Event()), (self._folders, threading.Event()))
        ]

    def __enter__(self) -> Self:
        """Once it returns, no save is missed."""
        armed = [threading.Event(), threading.Event()]
        for watched, event in zip((self._root, self._folders), armed, strict=True):
            thread = threading.Thread(target=self._told, args=(watched, event), name="changes")
            self._threads.append(thread)
            thread.start()
        for event in armed:
            event.wait()
        return self
