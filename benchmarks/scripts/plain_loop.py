"""What people do today: a loop of papermill, nbconvert's HTML, and Chromium's PDF of each page.

``plain_loop.py CHROMIUM OUT YEAR …``, in the folder of the project; its stages' seconds go to
``stages.json``.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import yaml
from nbconvert import HTMLExporter
from papermill import execute_notebook

# Without these, Chromium looks for its maker's hosts and for MathJax's at every start, and waits for answers.
CHROMIUM_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


def main(chromium: str, out: str, *years: str) -> None:
    """One HTML page and one PDF for each section of each year; ``chromium`` empty: no PDF."""
    seconds = {"papermill": 0.0, "nbconvert": 0.0, "chromium": 0.0}
    for year in years:
        folder = Path(out).resolve() / year
        folder.mkdir(parents=True, exist_ok=True)
        sections = yaml.safe_load(Path("params", f"{year}.yaml").read_text(encoding="utf-8"))["sections"]
        names = [section["notebook"] for section in sections]
        started = time.perf_counter()
        for name in names:
            execute_notebook(
                f"notebooks/{name}.ipynb",
                str(folder / f"{name}.ipynb"),
                {"fiscal_year": int(year)},
                cwd="notebooks",
                progress_bar=False,
            )
        executed = time.perf_counter()
        exporter = HTMLExporter()
        for name in names:
            page, _ = exporter.from_filename(str(folder / f"{name}.ipynb"))
            (folder / f"{name}.html").write_text(page, encoding="utf-8")
        converted = time.perf_counter()
        for name in names if chromium else ():
            target, page = folder / f"{name}.pdf", (folder / f"{name}.html").as_uri()
            subprocess.run([chromium, *CHROMIUM_ARGUMENTS, f"--print-to-pdf={target}", page], check=True)
        seconds["papermill"] += executed - started
        seconds["nbconvert"] += converted - executed
        seconds["chromium"] += time.perf_counter() - converted
    Path(out, "stages.json").write_text(json.dumps(seconds), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
