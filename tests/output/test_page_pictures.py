"""Every printed page looks as it did when last approved (``make test-update`` renews the pictures)."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.support.page_pictures import (
    APPROVED,
    SHEETS,
    TOLERANCE,
    YEARS,
    difference,
    page_pictures,
    pictures_of,
    png,
)
from tests.support.project_copy import ROOT, Built
from tests.support.sample import SAMPLE

LARGEST = 16 * 1024  # bytes of an approved page
LARGEST_SHEET = 200 * 1024


@pytest.fixture(scope="module")
def pictures(built: Built, built_2025: Built) -> dict[Path, Image.Image]:
    pdfs = {"2024": built.pdf, "2025": built_2025.pdf, "2025-large-print": built_2025.large_print}
    assert pdfs.keys() == YEARS.keys()
    return pictures_of(pdfs)


def test_the_pages_are_those_that_were_approved(pictures: dict[Path, Image.Image], tmp_path: Path) -> None:
    seen = {path.relative_to(ROOT).as_posix() for path in pictures}
    approved = {path.relative_to(ROOT).as_posix() for path in (*APPROVED.glob("*.png"), *_sheets())}
    assert seen == approved, "make test-update renews the pictures; look at them before you commit them"
    changed = []
    for path, picture in pictures.items():
        with Image.open(path) as former:
            found = difference(former, picture)
        if found.is_seen:
            (tmp_path / path.name).write_bytes(png(picture))
            changed.append(
                f"{path.name}: {found.share:.1%} of it, up to {found.largest:.0f} of {TOLERANCE:.0f}"
            )
    assert changed == [], f"now in {tmp_path}; make test-update renews them for you to look at"


def _sheets() -> list[Path]:
    return [SAMPLE / name for name in SHEETS]


def test_the_pictures_are_light() -> None:
    assert [path.name for path in APPROVED.glob("*.png") if path.stat().st_size > LARGEST] == []
    assert [path.name for path in _sheets() if path.stat().st_size > LARGEST_SHEET] == []


@pytest.mark.parametrize(
    ("box", "seen"),
    [
        ((100, 200, 104, 206), True),  # a numeral in the smallest print
        ((20, 300, 200, 300), True),  # a hairline
        ((100, 200, 100, 200), False),  # a speck
    ],
)
def test_what_counts_as_different(built: Built, box: tuple[int, int, int, int], seen: bool) -> None:
    page = page_pictures(built.pdf, "2024")["2024-1.png"]
    other = page.copy()
    ImageDraw.Draw(other).rectangle(box, fill=0)
    assert difference(page, other).is_seen is seen
    assert not difference(page, page.copy()).is_seen
    assert difference(page, page.resize((10, 10))).is_seen
