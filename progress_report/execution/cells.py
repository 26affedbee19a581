"""Worker process: runs the cells of a section's notebook in IPython's shell.

Builder and worker exchange JSON. ``begin`` opens a section, ``run`` executes a cell's source, ``end`` closes
the section. For each cell, the worker sends the messages that a Jupyter kernel would publish (``stream``,
``display_data``, ``error`` …) as they arise, then a ``reply``.
"""

import atexit
import builtins
import gc
import io
import os
import random
import sys
import tempfile
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from json import dumps, loads  # a cell may replace the module's members
from pathlib import Path
from threading import Lock, RLock
from typing import Any, ClassVar

import numpy as np
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.jsonutil import json_default
from matplotlib_inline import backend_inline
from matplotlib_inline.config import InlineBackend
from traitlets import Type
from traitlets.config import Config

from progress_report.authoring.notebook_shell import attach_to_notebook
from progress_report.execution.file_access import FileAccess
from progress_report.execution.garbage import collect_rarely
from progress_report.execution.pollution import Pollution
from progress_report.execution.sandbox import install_sandbox
from progress_report.inputs.parsing.text_files import MEGABYTE

if sys.platform != "win32":
    import resource

Publish = Callable[..., None]
_LONGEST_LINE = 65536
_USUALLY_SILENT = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)


def serve(
    receive: Callable[[], bytes],
    send: Callable[[bytes], None],
    captured: Sequence[Path],
    *,
    several: bool = False,
) -> None:
    """Serve one section, or ``several``; then report after each what it changed beyond its own namespace.

    ``captured``: the files that capture output to descriptors 1 and 2 that bypasses Python. Their folder also
    contains temporary files and settings.
    """
    tempfile.tempdir = str(captured[0].parent)
    publish = _publisher(send)
    descriptors = [_Descriptor(number, path) for number, path in enumerate(captured, 1)]
    access, path = FileAccess(captured[0].parent), list(sys.path)
    builtins.input = _refuse_input
    _show_all_warnings()
    collect_rarely()
    access.install()
    install_sandbox()
    pollution = None
    if several:  # a rehearsal without output: the first cell triggers many imports
        section = _Section(loads(receive())["begin"], lambda kind, **content: None, [], access, path)
        section.run("display(1)\n1")
        section.end()
        gc.freeze()  # what is imported stays: the collection after each section need not look at it again
        pollution = Pollution()
    while True:
        request = loads(receive())
        if settings := request.get("begin"):
            section = _Section(settings, publish, descriptors, access, path)
            publish("begun")
        elif (source := request.get("run")) is not None:
            section.run(source)
        else:
            section.end()
            assert pollution is not None
            publish("reply", changed=pollution.changes(), imported=pollution.imported())


class _Section:
    """One section: its own shell, in its folder and environment."""

    def __init__(
        self,
        settings: dict[str, Any],
        publish: Publish,
        captured: "list[_Descriptor]",
        access: FileAccess,
        path: list[str],
    ) -> None:
        self._publish, self._captured, self._access = publish, captured, access
        os.environ.clear()
        os.environ.update(settings["environment"])
        os.chdir(settings["folder"])
        sys.argv[:] = [""]
        sys.path[:] = _with_working_folder(path)
        tempfile.tempdir = None
        random.seed()
        np.random.seed()
        self._streams = [_Stream(name, publish) for name in ("stdout", "stderr")]
        self._shell = _Shell.instance(config=Config({"HistoryManager": {"enabled": False}}))
        self._shell.publish = publish
        sys.stdout, sys.stderr = self._streams
        _integrate_matplotlib()
        attach_to_notebook()  # there was no shell yet when the authoring modules were imported
        _limit_memory(settings["megabytes"])
        access.begin()

    def run(self, source: str) -> None:
        """Execute a cell; publish its outputs and reply like a kernel."""
        shell = self._shell
        number = shell.execution_count
        self._publish("execute_input", execution_count=number)
        result: Any = shell.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
        for stream in self._streams:
            stream.flush()
        for stream, descriptor in zip(self._streams, self._captured, strict=False):
            if text := descriptor.new_text():
                self._publish("stream", name=stream.name, text=text)
        assert shell.payload_manager is not None
        payload = shell.payload_manager.read_payload()
        shell.payload_manager.clear_payload()
        error = result.error_before_exec or result.error_in_exec
        self._publish(
            "reply",
            status="error" if error else "ok",
            ename=type(error).__name__,
            evalue=str(error),
            execution_count=number,
            payload=payload,
            access=self._access.take(),
        )

    def end(self) -> None:
        """Remove all traces of the shell."""
        self._shell.restore_sys_module_state()  # type: ignore[no-untyped-call]
        atexit.unregister(self._shell.atexit_operations)
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
        _Shell.clear_instance()
        InlineBackend.clear_instance()
        del self._shell
        gc.collect()


class _Publisher(DisplayPublisher):
    shell: "_Shell"

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,
        *,
        transient: Any = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        kind = "update_display_data" if update else "display_data"
        self.shell.publish(kind, data=data, metadata=metadata or {}, transient=transient or {})

    def clear_output(self, wait: bool = False) -> None:
        self.shell.publish("clear_output", wait=wait)


class _DisplayHook(DisplayHook):
    shell: "_Shell"

    def write_output_prompt(self) -> None:
        """Write nothing: a notebook shows no prompt."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        count = self.prompt_count
        self.shell.publish("execute_result", data=format_dict, metadata=md_dict or {}, execution_count=count)

    def finish_displayhook(self) -> None:
        """Finish without the empty line that a terminal would get."""
        self._is_active = False


class _Shell(InteractiveShell):
    """IPython's shell, publishing its outputs like a kernel."""

    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_DisplayHook)
    publish: Publish

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        self.publish("error", ename=etype.__name__, evalue=str(evalue), traceback=stb)

    def ask_exit(self) -> None:
        """Report a call of ``quit``, as a kernel does."""
        assert self.payload_manager is not None
        self.payload_manager.write_payload({"source": "ask_exit"})


class _Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a section, published line by line, so that a crash loses none."""

    encoding: ClassVar[str] = "utf-8"  # type: ignore[misc]

    def __init__(self, name: str, publish: Publish) -> None:
        self.name = name
        self._publish = publish
        self._parts: list[str] = []
        self._size = 0
        self._lock = RLock()  # cells may start threads

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        with self._lock:
            self._parts.append(text)
            self._size += len(text)
            if "\n" in text or self._size > _LONGEST_LINE:
                self.flush()
        return len(text)

    def flush(self) -> None:
        with self._lock:
            text = "".join(self._parts)
            self._parts, self._size = [], 0
            if text:
                self._publish("stream", name=self.name, text=text)

    def fileno(self) -> int:
        return 1 if self.name == "stdout" else 2

    def writable(self) -> bool:
        return True


class _Descriptor:
    """A file replacing descriptor 1 or 2, to capture output of libraries and programs bypassing Python."""

    def __init__(self, number: int, path: Path) -> None:
        self._file = path.open("a+b", buffering=0)
        self._read = 0
        os.dup2(self._file.fileno(), number)

    def new_text(self) -> str:
        self._file.seek(self._read)
        content = self._file.read()
        self._read += len(content)
        return content.decode(errors="replace")


def _publisher(send: Callable[[bytes], None]) -> Publish:
    process, lock = os.getpid(), Lock()

    def publish(kind: str, **content: Any) -> None:
        if os.getpid() != process:
            return  # this is a process forked by a cell
        text = dumps([kind, content], ensure_ascii=False, default=json_default)
        with lock:
            send(text.encode("utf-8", "surrogatepass"))

    return publish


def _refuse_input(prompt: object = "") -> str:
    raise StdinNotImplementedError("節のノートブックは、入力を求められません。")


def _with_working_folder(path: list[str]) -> list[str]:
    """Insert the notebook's folder as a kernel does: before the packages, after Python's own modules."""
    packages = (i for i, one in enumerate(path) if Path(one).name in ("site-packages", "dist-packages"))
    place = next(packages, len(path))
    return [*path[:place], "", *path[place:]]


def _show_all_warnings() -> None:
    """Show all warnings except those a library silences, like PYTHONWARNINGS=default (startup only)."""
    for category in _USUALLY_SILENT:
        with suppress(ValueError):
            warnings.filters.remove(("ignore", None, category, None, 0))  # type: ignore[attr-defined]
    warnings.simplefilter("default", append=True)


def _integrate_matplotlib() -> None:
    """Show figures in this shell, too; matplotlib_inline assumes that there is only one shell."""
    vars(backend_inline.configure_inline_support).pop("current_backend", None)
    backend_inline._enable_matplotlib_integration()  # type: ignore[no-untyped-call]


def _limit_memory(megabytes: int) -> None:
    """Limit the address space on Unix, if a limit is set; Windows has no such limit."""
    if sys.platform != "win32" and megabytes:
        wanted = megabytes * MEGABYTE
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard == resource.RLIM_INFINITY or wanted < hard:
            resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
