"""What the floor's page and PDF have in common with ours, and what not."""

import re
from pathlib import Path

import pypdfium2

from benchmarks.made import pdf_text

_RECORD = re.compile(r'<meta name="progress-report-record" content="[^"]*">')


def agreement(ours: Path, floor: Path) -> list[str]:
    """One sentence for the page, one for the PDF's text, one for what the PDF carries."""
    return [
        _page(*(_RECORD.sub("", (folder / "report.html").read_text("utf-8")) for folder in (ours, floor))),
        _printed(*(pdf_text(folder / "report.pdf") for folder in (ours, floor))),
        f"Attachments in the PDF: ours {_attachments(ours)}, the floor {_attachments(floor)}.",
    ]


def _page(ours: str, floor: str) -> str:
    if ours == floor:
        return "`report.html`: the same bytes, but for the build record (the floor hashes nothing)."
    return f"`report.html`: **differs** {_first_difference(ours, floor)}."


def _printed(ours: str, floor: str) -> str:
    if ours == floor:
        return f"`report.pdf`: the same text ({len(ours):,} characters)."
    return f"`report.pdf`: **differs** {_first_difference(ours, floor)}."


def _first_difference(ours: str, floor: str) -> str:
    pairs = zip(ours, floor, strict=False)
    place = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(ours), len(floor)))
    return f"at character {place:,} («{ours[place : place + 30]}» against «{floor[place : place + 30]}»)"


def _attachments(folder: Path) -> int:
    with pypdfium2.PdfDocument(folder / "report.pdf") as document:
        return int(document.count_attachments())
