"""Commands run by a process that has imported the program: see ``command_server``."""

import atexit
import json
import os
import select
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

_MODULE = "tests.support.command_server"


class CommandServer:
    """The process from which commands are forked, started at the first command; for one at a time."""

    def __init__(self, root: Path, timeout_seconds: float) -> None:
        self._root, self._timeout_seconds = root, timeout_seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, arguments: Sequence[str], folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run ``report_builder.py`` with these arguments in a folder, or in the program's own."""
        with self._lock, tempfile.TemporaryDirectory(prefix="command-") as temporary:
            files = [Path(temporary) / name for name in ("out", "err")]
            environment = dict(os.environ)  # which the test may have changed
            request = {
                "arguments": list(arguments),
                "files": [*map(str, files)],
                "environment": environment,
                "folder": str(folder or self._root),
            }
            code = self._answer(request)
            out, err = (path.read_text(encoding="utf-8") for path in files)
        return subprocess.CompletedProcess(list(arguments), code, out, err)

    def _answer(self, request: Mapping[str, object]) -> int:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", _MODULE],
                cwd=self._root,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            atexit.register(self._end)
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        if not select.select([self._process.stdout], [], [], self._timeout_seconds)[0]:
            self._process.kill()
            self._end()
            raise TimeoutError(request["arguments"])
        line = self._process.stdout.readline()
        assert line, "the command server has ended"
        return int(line)

    def _end(self) -> None:
        if self._process is not None:
            self._process.communicate(timeout=self._timeout_seconds)  # it ends with its input
            self._process = None
