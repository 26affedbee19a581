"""Worker processes that run sections' cells, and their creation.

On Linux they are forked from the builder, one for each section: it has imported everything once, and has a
single thread. Elsewhere one worker is started with ``spawn`` while the builder reads the inputs; it serves
one section after another, and is replaced if a section changed something beyond its own namespace. Both kinds
run the same code (``cells``) and produce the same outputs.
"""

import gc
import importlib
import itertools
import json
import os
import queue
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Self

from progress_report.execution.ending import end_with_parent
from progress_report.execution.interruption import uninterrupted
from progress_report.execution.preload import preload, settings_of
from progress_report.inputs.project import OPENED_VARIABLES, Opened
from progress_report.model.program import PACKAGE

Pipe = Connection  # of one process, to the other
METHOD = "PROGRESS_REPORT_START_METHOD"  # ``spawn``: on Linux, too, for systems that cannot fork
FORK, SPAWN = "fork", "spawn"
_LOOK_SECONDS = 0.5  # polling interval of a silent worker
_LONGEST_START_SECONDS = 120
_LONGEST_TAIL = 4096
_LAST_LINES = 12
_CELLS = "progress_report.execution.cells"


def start_method() -> str:
    """Return the start method for processes of this process.

    It spawns if it has several threads, e.g. after typesetting a PDF: Typst's threads remain. macOS has fork,
    but its frameworks do not survive it.
    """
    can_fork = sys.platform == "linux" and os.environ.get(METHOD) != SPAWN and _threads() == 1
    return FORK if can_fork else SPAWN


def require_single_thread() -> None:
    """Raise RuntimeError unless this process may fork: of several threads, the child has only one."""
    if _threads() != 1:
        raise RuntimeError(f"a process with {_threads()} threads must not fork")


def _threads() -> int:
    """Return the number of threads of this process, including those unknown to Python."""
    return len(os.listdir("/proc/self/task"))  # noqa: PTH208 -- names are all that is asked for


class Worker:
    """A process that runs sections' cells, with the pipe to it."""

    def __init__(self, process: BaseProcess, connection: Pipe, captured: Sequence[Path]) -> None:
        self._process, self._connection = process, connection
        self._files = captured
        self._before = [0] * len(captured)  # the sizes of these files at the section's start

    def begin(self, settings: dict[str, Any]) -> None:
        """Make the worker open a section, and wait for it. OSError or EOFError if it cannot."""
        self._before = self._sizes()
        try:
            self.request(begin=settings)
            begun = self.receive(time.monotonic() + _LONGEST_START_SECONDS)
        except EOFError:
            raise ChildProcessError(self.last_words()) from None
        if begun is None:
            raise TimeoutError

    def request(self, **message: Any) -> None:
        self._connection.send_bytes(json.dumps(message).encode())

    def receive(
        self, until: float, most_captured: int = sys.maxsize
    ) -> tuple[str, dict[str, Any], int] | None:
        """Return the next message and its size in bytes.

        None after a timeout, or if ``most_captured`` bytes were written bypassing Python. EOFError or OSError
        if the process has ended.
        """
        while not self._connection.poll(max(0.0, min(until - time.monotonic(), _LOOK_SECONDS))):
            if not self._process.is_alive() and not self._connection.poll():
                raise EOFError
            if time.monotonic() >= until or self.captured > most_captured:
                return None
        content = self._connection.recv_bytes()
        kind, message = json.loads(content.decode("utf-8", "surrogatepass"))
        return kind, message, len(content)

    def end(self) -> tuple[bool, list[str]]:
        """End the section; return whether the process is unchanged, and the modules imported since."""
        with suppress(EOFError, OSError):
            self.request(end=True)
            while (message := self.receive(time.monotonic() + _LONGEST_START_SECONDS)) is not None:
                if message[0] == "reply":
                    return not message[1]["changed"], message[1]["imported"]
        return False, []

    @property
    def captured(self) -> int:
        """The number of bytes that the section wrote bypassing Python."""
        return sum(self._sizes()) - sum(self._before)

    def last_words(self) -> str:
        """Return the last lines that the process wrote bypassing Python, indented."""
        said = b""
        for path, before, now in zip(self._files, self._before, self._sizes(), strict=True):
            with suppress(OSError), path.open("rb") as stream:
                stream.seek(max(before, now - _LONGEST_TAIL))
                said += stream.read()
        lines = said.decode(errors="replace").splitlines()
        return "".join(f"\n    {line}" for line in lines[-_LAST_LINES:])

    def kill(self) -> None:
        """Kill the process, and all processes started by its cells."""
        if sys.platform != "win32" and self._process.pid is not None:
            with suppress(ProcessLookupError):  # it has no process group of its own yet
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()

    def close(self) -> None:
        """Kill the process and wait for its end."""
        self.kill()
        self._process.join()
        self._connection.close()

    def _sizes(self) -> list[int]:
        return [path.stat().st_size if path.exists() else 0 for path in self._files]


class Workers:
    """The workers of a build. As a context manager, it leaves no process and no folder behind.

    ``spawned``: the number started initially and run in parallel if forking is impossible. Each imports
    everything once, so that more than one pays off only before many builds.
    """

    def __init__(self, method: str | None = None, spawned: int = 1) -> None:
        self._method = method or start_method()
        self._spawned_at_once = spawned
        self._folder = tempfile.TemporaryDirectory(prefix="pr-", ignore_cleanup_errors=True)
        self.settings = Path(self._folder.name)
        self.began = time.time_ns()  # before any import for a worker
        self.ended = False
        self._ready: list[Worker] = []
        self._busy: set[Worker] = set()
        self._numbers = itertools.count(1)
        self._also: set[str] = set()  # modules imported by sections beyond the common ones

    def __enter__(self) -> Self:
        if self._method == SPAWN:
            self._ready += [self._spawned() for _ in range(self._spawned_at_once)]  # they import meanwhile
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        self._folder.cleanup()

    @property
    def at_once(self) -> int:
        """The maximum number of sections in parallel."""
        return self._spawned_at_once if self._method == SPAWN else sys.maxsize

    def preload(self) -> None:
        """Import the workers' modules in this process, if workers are forked from it."""
        if self._method == FORK:
            preload(self.settings)

    def prepare(self, count: int) -> None:
        """Create this number of workers before threads begin to request them."""
        if self._method == FORK and len(self._ready) < count:
            self.preload()
            gc.freeze()  # the collector would write to all shared pages and so copy them
            with uninterrupted():
                while len(self._ready) < count:
                    self._ready.append(self._forked())
            gc.unfreeze()  # garbage in this process must be found

    @contextmanager
    def section(self, opened: Opened, folder: Path, megabytes: int) -> Iterator[Worker]:
        """Yield a worker with an open section, in the notebook's folder, with a memory limit."""
        if self.ended:
            raise InterruptedError
        self.prepare(1)
        worker = self._ready.pop() if self._ready else self._spawned()
        self._busy.add(worker)
        try:
            worker.begin(self._settings(opened, folder, megabytes))
            yield worker
            if self._method == SPAWN:
                is_unchanged, imported = worker.end()
                self._also.update(imported)  # avoids replacing the next one for the same modules
                if is_unchanged:
                    self._busy.discard(worker)
                    self._ready.append(worker)
        finally:
            if worker in self._busy:
                worker.close()
                self._busy.discard(worker)

    def close(self) -> None:
        """Kill every worker and wait for its end, including in a process that has forked its own."""
        self.end()
        for worker in [*self._ready, *self._busy]:
            worker.close()

    def end(self) -> None:
        """Kill every running worker and start no more sections."""
        self.ended = True
        for worker in [*self._ready, *self._busy]:
            worker.kill()

    def _settings(self, opened: Opened, folder: Path, megabytes: int) -> dict[str, Any]:
        environment = {
            **{name: value for name, value in os.environ.items() if name not in OPENED_VARIABLES},
            **settings_of(self.settings),
            # For programs that a cell starts.
            "PYTHONPATH": str(PACKAGE.parent),
            "PYTHONWARNINGS": "default",
            "TMPDIR": str(self.settings),  # removed with the workers
            **opened.environment,
        }
        return {"environment": environment, "folder": str(folder), "megabytes": megabytes}

    def _forked(self) -> Worker:
        require_single_thread()
        return self._start(FORK, _serve_forked, [one._connection for one in self._ready], os.getpid())

    def _spawned(self) -> Worker:
        with uninterrupted():
            worker = self._start(SPAWN, _serve_spawned, sorted(self._also))
        worker.request(begin=self._settings(Opened(None), self.settings, 0))
        return worker

    def _start(self, method: str, serve: Any, *arguments: Any) -> Worker:
        context: Any = get_context(method)
        ours, theirs = context.Pipe()
        name = f"{os.getpid()}-{next(self._numbers)}"
        captured = [self.settings / f"{name}.out", self.settings / f"{name}.err"]
        process = context.Process(target=serve, args=(theirs, captured, *arguments))
        process.start()
        theirs.close()
        return Worker(process, ours, captured)


def _serve_forked(pipe: Pipe, captured: Sequence[Path], others: Sequence[Pipe], parent: int) -> None:
    end_with_parent(parent)
    for one in others:
        one.close()
    _stand_alone()
    _serve(pipe.recv_bytes, pipe, captured)


def _serve_spawned(pipe: Pipe, captured: Sequence[Path], also: Sequence[str]) -> None:
    _stand_alone()
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(pipe, requests), name="requests", daemon=True).start()
    preload(captured[0].parent, also)
    _serve(requests.get, pipe, captured, several=True)


def _read(pipe: Pipe, requests: "queue.SimpleQueue[bytes]") -> None:
    """Pass requests on; end the process with its builder, even during an endless cell."""
    try:
        while True:
            requests.put(pipe.recv_bytes())
    except (EOFError, OSError):
        os._exit(1)


def _serve(
    receive: Callable[[], bytes], pipe: Pipe, captured: Sequence[Path], *, several: bool = False
) -> None:
    cells = importlib.import_module(_CELLS)  # imports pandas and IPython, which only a worker needs
    with suppress(EOFError, OSError):
        cells.serve(receive, pipe.send_bytes, captured, several=several)
    os._exit(1)


def _stand_alone() -> None:
    """Detach from the builder's terminal: the builder handles Ctrl+C and ends its workers itself."""
    if sys.platform == "win32":
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # drops one that arrived since this process was forked
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
