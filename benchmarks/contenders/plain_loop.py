"""The plain loop: papermill, nbconvert, Chromium; and WeasyPrint for its PDF step."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.contenders import Contender
from benchmarks.measure import Command, measure

SCRIPTS = Path(__file__).parents[1] / "scripts"
OUT = "plain-loop"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """The browser's command. RuntimeError where there is none: the loop would be made to look fast."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        raise RuntimeError("the plain loop prints with Chromium, which is not installed")
    return found


def plain_loop(
    root: Path, years: Sequence[int], name: str = "plain loop", rounds: int | None = None
) -> Contender:
    """The same notebooks, one after the other, with ordinary kernels."""
    out = f"{OUT}-{len(years)}"
    arguments = (sys.executable, str(SCRIPTS / "plain_loop.py"), chromium(), out, *map(str, years))
    command = Command(arguments, root, {"PYTHONPATH": str(root)})
    outputs = (f"{out}/2*/*.html", f"{out}/2*/*.pdf")
    return Contender(name, command, outputs, partial(_removed, root / out), rounds)


def weasyprint(loop: Contender, year: int) -> Contender:
    """WeasyPrint on the pages that the plain loop of one year left."""
    pages = loop.command.folder / f"{OUT}-1" / str(year)
    arguments = (sys.executable, str(SCRIPTS / "weasyprint_pages.py"), str(pages))

    def prepare(round_number: int) -> None:
        if not pages.is_dir():
            measure(loop.command)

    outputs = (f"{OUT}-1/{year}/*.weasyprint.pdf",)
    return Contender("WeasyPrint", Command(arguments, loop.command.folder), outputs, prepare)


def why_no_weasyprint() -> str | None:
    """What importing WeasyPrint says where it fails (a system library is missing); None where it works."""
    arguments = [sys.executable, "-c", "import weasyprint"]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    return (done.stderr.strip().splitlines() or ["unknown"])[-1] if done.returncode else None


def _removed(folder: Path, round_number: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
