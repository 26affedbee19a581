"""Other formats and data: files beside the page, and data inside it that go wherever it is sent."""

import base64
import re
import shutil
from pathlib import Path
from typing import Literal

import pytest

from progress_report.model.fonts import noto_sans_cjk_jp
from progress_report.registry import format_names, installed_formats
from progress_report.rendering.companions import companions
from progress_report.rendering.formats import exporters
from tests.support.html_text import Node, read_page
from tests.support.project_copy import Built
from tests.support.visits import Visiting


def _page(built: Built) -> Node:
    return read_page(built.html.read_text(encoding="utf-8"))


def _beside(page: Node) -> dict[str, str]:
    (files,) = (node for node in page.all("ul") if "files" in node.classes)
    return {link.attributes["href"]: link.text() for link in files.all("a")}


def test_what_this_build_made_is_linked_and_nothing_else(built: Built, built_2025: Built) -> None:
    usual, larger = _beside(_page(built)), _beside(_page(built_2025))
    assert larger.keys() - usual.keys() == {"report-large-print.pdf", "report.docx", "points.pdf"}
    for report, links in ((built, usual), (built_2025, larger)):
        assert [link for link in links if not (report.folder / link).is_file()] == []
        made = {path.name for path in report.folder.glob("report*")}
        assert made == links.keys() & made | {"report.html"}
    assert usual["../index.html"] == "すべての年度の報告書"


@pytest.mark.parametrize(
    ("names", "whole"), [(format_names(), True), (tuple(installed_formats()), True), (("html",), False)]
)
def test_the_formats_are_those_of_the_registry(names: tuple[str, ...], whole: bool) -> None:
    made = exporters(names, noto_sans_cjk_jp())
    data = dict.fromkeys(("ledger.csv", "tables/tables.xlsx", "tables/series/indicators.csv"), b"")
    links = companions(made, data, whole=whole)
    beyond = [
        "tables/tables.xlsx",
        "tables/series/indicators.csv",
        "ledger.csv",
        "review.html",
        *(["../index.html"] if whole else []),
    ]
    assert [link.address for link in links] == [*(one.file for one in made.values()), *beyond]
    without = companions({}, {"ledger.csv": b""}, whole=False)
    assert [link.address for link in without] == ["ledger.csv", "review.html"], "a report without tables"


def test_every_table_s_data_travel_in_the_page(built: Built) -> None:
    page = _page(built)
    links = [link for link in page.all("a") if "download" in link.attributes]
    tables = built.folder / "tables"
    files = {path.name: path.read_bytes() for path in tables.glob("*.csv")}
    files |= {f"{path.stem}.long.csv": path.read_bytes() for path in tables.glob("long/*.csv")}
    held = {
        link.attributes["download"]: base64.b64decode(link.attributes["href"].partition(";base64,")[2])
        for link in links
    }
    assert held == files
    assert len(held) == 30
    printed = [link.text() for link in links if "id" in link.attributes]
    assert printed[0] == "ポイントのデータ（CSV）" and len({*printed}) == 15
    (box,) = (node for node in page.walk() if "downloads" in node.classes)
    (data,) = (node for node in box.all("details") if "data" in node.classes)
    leading = [link.attributes["href"] for link in data.all("a")]
    assert leading == [f"#{link.attributes['id']}" for link in links if "id" in link.attributes]


def test_sent_alone_it_still_gives_the_data(built: Built, tmp_path: Path, visiting: Visiting) -> None:
    """In a real browser, under the page's own policy, without scripts."""
    alone = tmp_path / "report.html"
    shutil.copy(built.html, alone)
    with visiting(alone, offline=True, java_script_enabled=False, accept_downloads=True) as visit:
        with visit.page.expect_download() as download:
            visit.page.locator("#table-online_status-data").click()
        assert download.value.suggested_filename == "online_status.csv"
        saved = Path(download.value.path()).read_bytes()
        assert visit.complaints == []
    assert saved == (built.folder / "tables/online_status.csv").read_bytes()


def test_the_page_is_as_heavy_as_its_fonts_data_and_words(built: Built) -> None:
    page = built.html.read_text(encoding="utf-8")
    data = sum(map(len, re.findall(r'"data:text/csv[^"]*"', page)))
    fonts = len(page.rpartition("<style>")[2])
    assert data < 70_000  # each table twice: as printed, and one value a row
    assert len(page.encode()) - data - fonts < 400_000  # each chart is drawn twice, for page and phone


# ---- contents ----


@pytest.mark.parametrize("width", [360, 768, 1024, 1280])
def test_contents_and_formats_are_folded_on_a_phone_alone(
    built: Built, visiting: Visiting, width: int
) -> None:
    with visiting(built.html, width=width, java_script_enabled=False) as visit:
        phone = width < 640
        for folded in ("nav", ".downloads"):
            link = visit.page.locator(f"{folded} a").first
            summary = visit.page.locator(f"{folded} > details > summary")
            assert link.is_visible() != phone
            assert summary.is_visible() == phone
            if phone:
                summary.click()
                assert link.is_visible()
        box, text = (
            visit.page.locator("nav").bounding_box(),
            visit.page.locator("main > .text").bounding_box(),
        )
        assert box is not None
        assert text is not None
        assert (box["x"] + box["width"] < text["x"]) == (width >= 1024), "beside the text, or above it"


def test_the_contents_mark_where_the_reader_is(built: Built, visiting: Visiting) -> None:
    with visiting(built.html, bypass_csp=True) as visit:  # which forbids to evaluate the condition again
        page = visit.page
        marked = "[...document.querySelectorAll('nav a:target-current')].map(one => one.hash)"
        page.evaluate("document.fonts.ready")  # they come after the text, and move it
        for place in ("s2", "s4"):
            page.evaluate(f"document.getElementById('{place}').scrollIntoView()")
            page.wait_for_function(f"JSON.stringify({marked}) === '[\"#{place}\"]'")


# ---- print ----


@pytest.mark.parametrize("media", ["print", "screen"])
def test_nothing_small_is_larger_than_the_text(
    built: Built, visiting: Visiting, media: Literal["print", "screen"]
) -> None:
    sizes = """() => {
        const size = one => parseFloat(getComputedStyle(one).fontSize);
        const body = size(document.querySelector('main .body'));
        const small = ['.note', '.facts', 'main dl', '.draft li', 'caption', 'figcaption', 'main table',
                       '.contents a', '.values'];
        return [body, [...document.querySelectorAll(small.join())].map(size)];
    }"""
    with visiting(built.html) as visit:
        visit.page.emulate_media(media=media)
        body, others = visit.page.evaluate(sizes)
    assert len(others) > 40
    assert max(others) <= body
    assert min(others) >= 0.75 * body
    assert media == "screen" or round(body * 0.75, 1) == 10, "points"
