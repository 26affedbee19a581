"""Commands in processes forked from one that has imported the program: each saves the import's second.

A forked process runs ``report_builder.py`` as a started one does, with its own output, exit code and
modules. Tests of the start itself, of environment variables or of signals start their own process.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import progress_report
from progress_report.execution.preload import preload
from progress_report.execution.workers import require_single_thread
from tests.support.project_copy import BUILD_TIMEOUT_SECONDS, ROOT

_SCRIPT = ROOT / "report_builder.py"
# ``preload`` imports what notebooks need; Dask takes a second and few commands need it.
_IMPORTED_LATER = ("progress_report.__main__", "progress_report.distributed", "progress_report.authoring")


class CommandServer:
    """The process from which commands are forked, started at the first command; for one at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, arguments: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
        """Run ``report_builder.py`` with these arguments in the folder."""
        with self._lock, tempfile.TemporaryDirectory(prefix="command-") as temporary:
            files = [Path(temporary) / name for name in ("out", "err")]
            code = self._answer(
                {"arguments": list(arguments), "folder": str(folder), "files": [*map(str, files)]}
            )
            out, err = (path.read_text(encoding="utf-8") for path in files)
        return subprocess.CompletedProcess(list(arguments), code, out, err)

    def _answer(self, request: dict[str, object]) -> int:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            atexit.register(self._end)
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        if not select.select([self._process.stdout], [], [], BUILD_TIMEOUT_SECONDS)[0]:
            self._process.kill()
            self._end()
            raise TimeoutError(request["arguments"])
        line = self._process.stdout.readline()
        assert line, "the command server has ended"
        return int(line)

    def _end(self) -> None:
        if self._process is not None:
            self._process.communicate(timeout=BUILD_TIMEOUT_SECONDS)  # it ends with its input
            self._process = None


COMMANDS = CommandServer()


def _serve() -> None:
    """Fork a process for each line with a request on stdin; write its exit code to stdout."""
    with tempfile.TemporaryDirectory(prefix="command-server-") as settings:
        for module in pkgutil.walk_packages(progress_report.__path__, "progress_report."):
            if not module.name.startswith(_IMPORTED_LATER):
                importlib.import_module(module.name)
        preload(Path(settings))
        gc.freeze()
        for line in sys.stdin:
            require_single_thread()
            child = os.fork()
            if child == 0:
                _become_command(**json.loads(line))
            _, status = os.waitpid(child, 0)
            print(os.waitstatus_to_exitcode(status), flush=True)


def _become_command(arguments: Sequence[str], folder: str, files: Sequence[str]) -> NoReturn:
    """Run the command in this process and end it."""
    for descriptor, file in ((0, os.devnull), *enumerate(files, start=1)):
        opened = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND)
        os.dup2(opened, descriptor)
        os.close(opened)
    os.chdir(folder)
    sys.argv = [_SCRIPT.name, *arguments]
    code: object = 0
    try:
        runpy.run_path(str(_SCRIPT), run_name="__main__")
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    _serve()
