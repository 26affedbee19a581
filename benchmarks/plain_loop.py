"""The usual way: papermill for each notebook, nbconvert's HTML, Chromium's PDF of each page.

``python -m benchmarks.plain_loop CHROMIUM OUT YEAR …``, in the project's folder. Everything except kernels
and browser runs in one process that imports papermill and nbconvert once.
"""

import subprocess
import sys
from pathlib import Path

import yaml
from nbconvert import HTMLExporter
from papermill import execute_notebook

# Without these, Chromium contacts its maker's hosts and MathJax's at every start, and waits for answers.
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
    """Write one HTML page and one PDF for each section of each year."""
    for year in years:
        folder = Path(out).resolve() / year
        folder.mkdir(parents=True)
        params = yaml.safe_load(Path("params", f"{year}.yaml").read_text(encoding="utf-8"))
        names = [section["notebook"] for section in params["sections"]]
        for name in names:
            execute_notebook(
                f"notebooks/{name}.ipynb",
                str(folder / f"{name}.ipynb"),
                {"fiscal_year": int(year)},
                cwd="notebooks",
                progress_bar=False,
            )
        exporter = HTMLExporter()
        for name in names:
            page, _ = exporter.from_filename(str(folder / f"{name}.ipynb"))
            (folder / f"{name}.html").write_text(page, encoding="utf-8")
        for name in names:
            target, address = folder / f"{name}.pdf", (folder / f"{name}.html").as_uri()
            subprocess.run([chromium, *CHROMIUM_ARGUMENTS, f"--print-to-pdf={target}", address], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
