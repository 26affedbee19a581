"""A year of entirely invented data says so on every page; no other year says anything of the kind."""

import json
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from playwright.sync_api import Browser

from progress_report.model.blocks import ALL_INVENTED
from tests.support.html_text import Node, read_page
from tests.support.normal_text import normal
from tests.support.pdf_structure import TaggedPdf
from tests.support.project_copy import Built
from tests.support.verapdf import validate

STAMP = "サンプルデータ（架空）"
TOP = 65  # points at a page's upper edge that contain only the header


@pytest.fixture(scope="module")
def illustrative(built_2025: Built) -> Path:
    assert "すべての表と調査の集計は、架空の値による。" in built_2025.stdout
    return built_2025.folder


def _page(folder: Path) -> Node:
    return read_page((folder / "report.html").read_text(encoding="utf-8"))


def _tops(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [normal(page.get_textpage().get_text_bounded(bottom=page.get_height() - TOP)) for page in pdf]


def test_every_page_of_the_pdf_is_stamped_the_first_too(illustrative: Path) -> None:
    tops = _tops(illustrative / "report.pdf")
    assert len(tops) > 5
    assert [number for number, top in enumerate(tops, 1) if top.count(normal(STAMP)) != 1] == []


def test_the_stamp_is_page_furniture_and_the_cover_says_so_aloud(illustrative: Path) -> None:
    tagged = TaggedPdf.read(illustrative / "report.pdf")
    before = tagged.root.text.split("報告のポイント")[0]
    assert normal(ALL_INVENTED) in normal(before)
    with pikepdf.open(illustrative / "report.pdf") as pdf:
        assert str(pdf.open_metadata()["dc:title"]).endswith(f"【{STAMP}】")


@pytest.mark.long
@pytest.mark.parametrize("flavour", ["ua1", "3a"])
def test_the_stamped_pdf_conforms(illustrative: Path, flavour: str) -> None:
    assert validate(illustrative / "report.pdf", flavour) == []


@pytest.mark.parametrize("name", ["report.html", "review.html"])
def test_the_page_has_a_banner_and_a_title(illustrative: Path, name: str) -> None:
    page = read_page((illustrative / name).read_text(encoding="utf-8"))
    (banner,) = (node for node in page.walk() if "banner" in node.classes)
    assert banner.text() == STAMP
    (title,) = page.all("title")
    assert title.text().endswith(f"【{STAMP}】")


def test_the_banner_stays_in_view_and_is_printed_on_every_sheet(
    illustrative: Path, browser: Browser, tmp_path: Path
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto((illustrative / "report.html").as_uri())
    page.evaluate("window.scrollTo(0, 5000)")
    box = page.locator(".banner").bounding_box()
    assert box is not None
    assert (box["y"], box["width"]) == (0, 360)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    printed = tmp_path / "printed.pdf"
    page.pdf(path=printed, prefer_css_page_size=True)
    page.close()
    assert [number for number, top in enumerate(_tops(printed), 1) if normal(STAMP) not in top] == []


def test_a_year_with_published_data_is_not_stamped_as_a_whole(built: Built) -> None:
    document = json.loads((built.folder / "document.json").read_bytes())
    assert document.keys() & {"stamp", "edition", "errata"} == set()
    assert "revision" not in document["record"]
    page = _page(built.folder)
    assert not [node for node in page.walk() if node.classes & {"banner", "whole", "edition", "errata"}]
    assert not [top for top in _tops(built.pdf) if normal(STAMP) in top]
