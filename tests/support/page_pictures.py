"""Pictures of the printed pages: the approved ones, and the differences of new ones.

``python -m tests.support.page_pictures`` (``make test-update``) builds both years, renews the approved
pictures and ``docs/sample``, and prints which of them changed: look at each before committing it.
"""

import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

from tests.support.project_copy import ROOT, Project, build
from tests.support.sample import SAMPLE, renew_sample

APPROVED = ROOT / "tests" / "output" / "pages"
# By the beginning of their files' names.
YEARS = {"2024": "report.pdf", "2025": "report.pdf", "2025-large-print": "report-large-print.pdf"}
SHEETS = {"report.png": "2024", "report-large-print.png": "2025-large-print"}

_DPI, _LEVELS = 42, 6  # of an approved picture; enough to recognize its layout
_SHEET_DPI, _SHEET_PAGES, _SHEET_COLOURS, _GAP, _AROUND = 62, 5, 96, 8, (210, 210, 210)
_CELL = 5  # pixels of an approved picture, compared as one
# Tolerated difference of a cell's lightness, of 255. Measured: replacing a word makes 18, replacing a digit 4
# to 12; changed digits are found by the tests of the text.
TOLERANCE = 12.0


@dataclass(frozen=True, slots=True)
class Difference:
    """The largest difference of a cell, and the share of cells that differ."""

    largest: float
    share: float

    @property
    def is_seen(self) -> bool:
        return self.largest > TOLERANCE


def page_pictures(pdf: Path, name: str) -> dict[str, Image.Image]:
    """Return a grey picture of every page, by its file name."""
    pages = (page.point(_level) for page in _rendered(pdf, _DPI, grey=True))
    return {f"{name}-{number}.png": page for number, page in enumerate(pages, 1)}


def sheet(pdf: Path) -> Image.Image:
    """Return the first pages and some others side by side, in colour; not the last, which is seldom full."""
    *pages, _ = _rendered(pdf, _SHEET_DPI, grey=False)
    step = (len(pages) - 2) / (_SHEET_PAGES - 2)
    shown = sorted({0, 1, *(round(1 + step * i) for i in range(1, _SHEET_PAGES - 1))} & {*range(len(pages))})
    width, height = pages[0].size
    whole = Image.new("RGB", ((width + _GAP) * len(shown) + _GAP, height + 2 * _GAP), _AROUND)
    for place, number in enumerate(shown):
        whole.paste(pages[number], (_GAP + place * (width + _GAP), _GAP))
    return whole.quantize(_SHEET_COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def difference(one: Image.Image, other: Image.Image) -> Difference:
    """Compare two pictures by the mean lightness of small cells, as seen from a distance."""
    if one.size != other.size:
        return Difference(255.0, 1.0)
    cells = np.abs(_cells(one) - _cells(other))
    return Difference(float(cells.max()), float((cells > TOLERANCE).mean()))


def png(picture: Image.Image) -> bytes:
    content = BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()


def pictures_of(pdfs: Mapping[str, Path]) -> dict[Path, Image.Image]:
    """Return all pictures by the path of the approved one; ``pdfs`` is keyed by the names in ``YEARS``."""
    pages = {
        APPROVED / file: page for name, pdf in pdfs.items() for file, page in page_pictures(pdf, name).items()
    }
    return pages | {SAMPLE / file: sheet(pdfs[name]) for file, name in SHEETS.items()}


def renew(pictures: Mapping[Path, Image.Image]) -> Iterator[str]:
    """Write the pictures that differ and remove those of former pages; yield a line for each change."""
    APPROVED.mkdir(exist_ok=True)
    for path in sorted({*APPROVED.glob("*.png")} - pictures.keys()):
        path.unlink()
        yield f"removed  {path.relative_to(ROOT)}"
    for path, picture in pictures.items():
        if not path.exists():
            found = "new    "
        else:
            with Image.open(path) as former:
                if not (changed := difference(former, picture)).largest:
                    continue
            found = (
                f"changed ({changed.share:.1%} of it visibly)" if changed.is_seen else "changed, not visibly"
            )
        path.write_bytes(png(picture))
        yield f"{found}  {path.relative_to(ROOT)}"


def _rendered(pdf: Path, dpi: int, *, grey: bool) -> Iterator[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=dpi / 72, grayscale=grey).to_pil().convert("L" if grey else "RGB")


def _level(lightness: int) -> int:
    return round(lightness / 255 * (_LEVELS - 1)) * 255 // (_LEVELS - 1)


def _cells(picture: Image.Image) -> np.ndarray:
    grey = np.asarray(picture.convert("L"), dtype=float)
    rows, columns = (length // _CELL for length in grey.shape)
    within = grey[: rows * _CELL, : columns * _CELL]
    means: np.ndarray = within.reshape(rows, _CELL, columns, _CELL).mean(axis=(1, 3))
    return means


def _main() -> None:
    with tempfile.TemporaryDirectory(prefix="progress-report-") as folder:
        project, out = Project(ROOT), Path(folder)
        built = {year: build(project, out, "--large-print", year=year) for year in ("2024", "2025")}
        pdfs = {name: built[name[:4]].folder / file for name, file in YEARS.items()}
        changes = [*renew(pictures_of(pdfs)), *renew_sample(build(project, out / "sample").folder)]
    sys.stdout.write("\n".join(changes or ["everything is as it was"]) + "\n")


if __name__ == "__main__":
    _main()
