"""The floor: one plain script made from the notebooks, run in a process of its own."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.contenders import Contender
from benchmarks.floor.script import plain_script
from benchmarks.measure import Command
from progress_report.inputs.project import ROOT_VARIABLE

OUT = "floor"
ROOT = Path(__file__).parents[2]


def floor(root: Path, year: int, sections: Sequence[str]) -> Contender:
    """Writes the script into the project's copy; its page and PDF go to ``floor/``."""
    script = root / "plain_script.py"
    script.write_text(
        plain_script([root / "notebooks" / f"{name}.ipynb" for name in sections]), encoding="utf-8"
    )
    environment = {"PYTHONPATH": os.pathsep.join((str(root), str(ROOT))), ROOT_VARIABLE: str(root)}
    command = Command((sys.executable, script.name, str(year), OUT), root, environment)
    return Contender("floor", command, (f"{OUT}/report.html", f"{OUT}/report.pdf"))
