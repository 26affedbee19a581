"""Ours while it watches: from saving a row to the page made anew (HTML only; `build` makes the rest)."""

import sys
from pathlib import Path

from benchmarks.contenders.ours import EDITS
from benchmarks.measure import Command, measure
from benchmarks.results import Spread
from tests.support.project_copy import Project

_SCRIPT = Path(__file__).parents[1] / "scripts" / "watch_saves.py"


def saves(folder: Path, year: int, count: int) -> dict[str, Spread]:
    """Seconds after each of ``count`` saves, by the edited row. CommandFailedError where the watch fails."""
    project = Project.copied(folder)
    seconds = {}
    for edit in EDITS:
        if edit.name.startswith("row"):
            texts = [edit.before, *(edit.after(number) for number in range(count))]
            command = Command((sys.executable, str(_SCRIPT), str(year), edit.file, *texts), project.root)
            said = measure(command).said
            seconds[edit.name] = Spread.of(
                [float(line) for line in said.splitlines() if line[:1].isdecimal()]
            )
    return seconds
