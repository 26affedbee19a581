"""The other PDF step: every HTML page of a folder printed by WeasyPrint, ``weasyprint_pages.py FOLDER``."""

import sys
from pathlib import Path

from weasyprint import HTML


def main(folder: str) -> None:
    for page in sorted(Path(folder).glob("*.html")):
        HTML(page).write_pdf(page.with_suffix(".weasyprint.pdf"))


if __name__ == "__main__":
    main(*sys.argv[1:])
