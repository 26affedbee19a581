"""Commands in processes forked from one that has imported the program: each saves the import's second.

A forked process runs ``report_builder.py`` as a started one does, with its own output, exit code,
environment and modules. Tests of the start itself, of what Python reads when it starts, or of signals start
their own process.
"""

import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NoReturn

import progress_report
from progress_report.cli.main import main
from progress_report.execution.preload import preload
from progress_report.execution.workers import require_single_thread
from tests.promises.office import Office

_SCRIPT = "report_builder.py"
# ``preload`` imports what notebooks need; Dask takes a second and few commands need it.
_IMPORTED_LATER = ("progress_report.__main__", "progress_report.distributed", "progress_report.authoring")


def _serve() -> None:
    """Fork a process for each line with a request on stdin; write its exit code to stdout."""
    with tempfile.TemporaryDirectory(prefix="command-server-") as settings:
        for module in pkgutil.walk_packages(progress_report.__path__, "progress_report."):
            if not module.name.startswith(_IMPORTED_LATER):
                importlib.import_module(module.name)
        preload(Path(settings))
        _build_once(Path(settings) / "office")
        gc.freeze()
        for line in sys.stdin:
            require_single_thread()
            child = os.fork()
            if child == 0:
                _become_command(**json.loads(line))
            _, status = os.waitpid(child, 0)
            print(os.waitstatus_to_exitcode(status), flush=True)


def _build_once(folder: Path) -> None:
    """Build a small report, so that no command has to compile templates or read the fonts."""
    office = Office.small(folder)
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        code = main(["build", "2024", "--formats", "html,text,docx", "--root", str(office.root)])
    assert code == 0


def _become_command(
    arguments: Sequence[str], files: Sequence[str], environment: Mapping[str, str], folder: str
) -> NoReturn:
    """Run the command in this process and end it."""
    os.environ.clear()
    os.environ.update(environment)
    for descriptor, file in ((0, os.devnull), *enumerate(files, start=1)):
        opened = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND)
        os.dup2(opened, descriptor)
        os.close(opened)
    script = str(Path(_SCRIPT).absolute())
    os.chdir(folder)
    sys.argv = [script, *arguments]
    code: object = 0
    try:
        runpy.run_path(script, run_name="__main__")
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
