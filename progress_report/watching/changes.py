"""Detection of saved files while a report is watched: only files that a build reads."""

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Self

from progress_report.inputs.parsing.file_names import is_aside
from progress_report.inputs.project import FOLDERS, LOGO_SUFFIXES, THEME, Project
from progress_report.inputs.schema.schema_tree import SCHEMA
from progress_report.model.findings import Finding, PublishingError
from progress_report.model.fiscal_year import FiscalYear

_FILES = ("report_builder.py", "requirements.lock")
_PROGRAM = ("progress_report", *_FILES)
_FOLDERS = (*FOLDERS, "templates", "progress_report")
_CODE = {".py", ".json", ".typ", ".j2", ".css", ".js"}
# An editor saves in several steps (write beside, rename): steps this close together are one save.
_TOGETHER_MILLISECONDS = 30
_LONGEST_TOGETHER_MILLISECONDS = 1000
_ROUND_MILLISECONDS = 100
_ROUND_SECONDS = 0.5
_SETTLED_SECONDS = 0.25


class _Either:
    """An event that is set when either of two events is."""

    def __init__(self, one: threading.Event, other: threading.Event) -> None:
        self._events = one, other

    def is_set(self) -> bool:
        return any(event.is_set() for event in self._events)


def counts(name: str, year: FiscalYear) -> bool:
    """Return whether the year's report may depend on the file or folder, named as in records.

    The previous year counts too, because a report compares itself with it. Hidden files do not count, nor do
    temporary files of Excel and Python.
    """
    path = PurePosixPath(name)
    if any(is_aside(part) or part == "__pycache__" for part in path.parts):
        return False
    years = {str(year.start - 1), str(year.start)}
    match path.parts:
        case ("params", file):
            return file in {THEME, *(f"{one}.yaml" for one in years)} or path.suffix in LOGO_SUFFIXES
        case ("data", *_) if name == SCHEMA:
            return True
        case ("data", folder, *_):
            return folder in years
        case ("notebooks", *_, file):
            return file.endswith(".ipynb")
        case ("templates" | "progress_report", _, *_):
            return path.suffix in _CODE
    return name in (*_FOLDERS, *_FILES)


def is_program(name: str) -> bool:
    """Return whether a file belongs to the program; a running watch uses the old one until it restarts."""
    return any(name == part or name.startswith(f"{part}/") for part in _PROGRAM)


class SavedFiles:
    """The saved files, by recorded names. Watching runs within its context.

    Folders are watched rather than files: saving by renaming replaces the watched file by a new one.
    """

    def __init__(self, project: Project, year: FiscalYear) -> None:
        self._project = project
        self._year = year
        self._saved: queue.SimpleQueue[frozenset[str] | Exception] = queue.SimpleQueue()
        self._ended = threading.Event()
        self._moved = threading.Event()
        self._replaced: frozenset[str] = frozenset()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        """Start watching; no save after the return is missed."""
        for watch in (self._watch_root, self._watch_folders):
            armed = threading.Event()
            self._threads.append(threading.Thread(target=self._run, args=(watch, armed), name="changes"))
            self._threads[-1].start()
            armed.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        for thread in self._threads:
            thread.join()

    def end(self) -> None:
        """Make ``next`` return at once. Thread-safe."""
        self._ended.set()
        self._saved.put(frozenset())

    def next(self) -> frozenset[str]:
        """Wait for a save and return all names saved since the last call; nothing after the end.

        PublishingError if the system does not allow watching any more.
        """
        names = self._taken()
        while not self._saved.empty():
            names |= self._taken()
        return names

    def more(self) -> bool:
        """Return whether another save has arrived, or arrives shortly: detection takes a moment."""
        return not self._saved.empty() or (not self._ended.wait(_SETTLED_SECONDS) and not self._saved.empty())

    def _taken(self) -> frozenset[str]:
        while True:
            try:
                # Poll in rounds, since Windows hands Ctrl+C to a waiting thread only between two.
                saved = self._saved.get(timeout=_ROUND_SECONDS)
            except queue.Empty:
                continue
            if isinstance(saved, Exception):
                message = f"ファイルの見張りを続けられません（{saved}）。"
                raise PublishingError([Finding(message, "もう一度実行してください。")])
            return saved

    def _run(self, watch: Callable[[threading.Event], None], armed: threading.Event) -> None:
        try:
            watch(armed)
        except Exception as error:  # reported by the thread that waits for changes
            self._saved.put(error)
        finally:
            armed.set()

    def _watch_root(self, armed: threading.Event) -> None:
        """Watch the files of the program, and whether the watched folders are replaced."""
        roots = list(dict.fromkeys((self._project.root, self._project.program)))
        for names in self._watched(roots, self._ended, recursive=False):
            armed.set()
            if folders := names.intersection(_FOLDERS):
                self._replaced |= folders
                self._moved.set()
            if files := names.intersection(_FILES):
                self._saved.put(files)

    def _watch_folders(self, armed: threading.Event) -> None:
        """Watch everything within the folders, restarting when one of them was replaced."""
        while not self._ended.is_set():
            self._moved.clear()
            replaced, self._replaced = self._replaced, frozenset()
            present = [folder for folder in map(self._project.path_of, _FOLDERS) if folder.is_dir()]
            for names in self._watched(present, _Either(self._ended, self._moved), recursive=True):
                armed.set()
                if names | replaced:
                    self._saved.put(names | replaced)
                replaced = frozenset()

    def _watched(
        self, paths: Sequence[Path], end: threading.Event | _Either, *, recursive: bool
    ) -> Iterator[frozenset[str]]:
        """Yield the relevant saved names below the paths; first a set, mostly empty, once watching begins."""
        from watchfiles import watch

        for changes in watch(
            *paths,
            watch_filter=lambda _, path: counts(self._name(path), self._year),
            debounce=_LONGEST_TOGETHER_MILLISECONDS,
            step=_TOGETHER_MILLISECONDS,
            stop_event=end,
            rust_timeout=_ROUND_MILLISECONDS,
            yield_on_timeout=True,
            recursive=recursive,
        ):
            yield frozenset(self._name(path) for _, path in changes)

    def _name(self, path: str) -> str:
        return self._project.name_of(Path(path))
