"""Visual comparison of the pages of two PDFs, rendered small and grey."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path

import pypdfium2

from progress_report.model.findings import report_error

# On every page, the running title depends on the status, and the page number on the number of pages.
_TOP_MILLIMETRES, _BOTTOM_MILLIMETRES = 24, 18
_POINTS_PER_MILLIMETRE = 72 / 25.4


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """A page that looks different, with page numbers from 1; None if that report has no such page."""

    former: int | None
    present: int | None


@dataclass(frozen=True, slots=True)
class PageComparison:
    """The numbers of pages, and the pages that look different, in the present report's order."""

    former: int
    present: int
    changed: tuple[ChangedPage, ...]


def compare_pages(former: Path, present: Path) -> PageComparison:
    """Compare the type areas of all pages, aligning inserted pages. ReportError for a damaged PDF."""
    old, new = _pictures(former), _pictures(present)
    changed: list[ChangedPage] = []
    for tag, i, k, j, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            pairs = zip_longest(range(i + 1, k + 1), range(j + 1, m + 1))
            changed += [ChangedPage(one, other) for one, other in pairs]
    return PageComparison(len(old), len(new), tuple(changed))


def _pictures(path: Path) -> list[str]:
    """Return a digest of each page's picture."""
    try:
        with pypdfium2.PdfDocument(path) as pdf:
            return [_digest(page) for page in pdf]
    except pypdfium2.PdfiumError:
        raise report_error(
            "PDFを読めません。", "報告書を作り直してください。", file=path.as_posix()
        ) from None


def _digest(page: pypdfium2.PdfPage) -> str:
    top, bottom = (length * _POINTS_PER_MILLIMETRE for length in (_TOP_MILLIMETRES, _BOTTOM_MILLIMETRES))
    bitmap = page.render(scale=1, grayscale=True, crop=(0, bottom, 0, top))
    return sha256(f"{bitmap.width}x{bitmap.height}".encode() + bytes(bitmap.buffer)).hexdigest()
