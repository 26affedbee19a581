"""Check of a changed program before it replaces the running watch."""

import subprocess
import sys

from progress_report.model.findings import Finding
from progress_report.model.program import PROGRAM

_LAST_LINES = 4
# All modules that a watch, its builds and their workers import.
_START = """
import progress_report.cli.main, progress_report.build
import progress_report.watching.server, progress_report.watching.watcher
import progress_report.execution.cells, progress_report.edition, progress_report.rendering.formats
"""


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
    tail = "".join(f"\n    {line}" for line in done.stderr.splitlines()[-_LAST_LINES:])
    remedy = "示された行を直してください。それまでは、変わる前のプログラムが監視を続けます。"
    return Finding(f"変わったプログラムを始められません。{tail}\n", remedy)
