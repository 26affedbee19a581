"""The page in real Chromium without a network, and its markup."""

import json
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Page

from progress_report.document.blocks import Chart, Highlights, Paragraph
from progress_report.document.document import Document
from progress_report.document.runs import runs_text
from tests.support.html_text import Node
from tests.support.normal_text import normal
from tests.support.project_copy import Built
from tests.support.published import blocks
from tests.support.visits import Visiting

WIDTHS = (320, 360, 640, 768, 1120, 1280, 1920)  # 640 is a desktop's window at 200% zoom
BESIDE = {
    "report.pdf", "report.txt", "tables/tables.xlsx", "tables/series/indicators.csv", "ledger.csv",
    "review.html", "../index.html",
}  # fmt: skip
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
SCRIPT = "<script>document.title = 'changed by a script'</script>"
PIXEL = "http://example.invalid/pixel.png"
IMAGE = f'<img src="{PIXEL}">'
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


@pytest.fixture(scope="module")
def source(built: Built) -> str:
    return built.html.read_text(encoding="utf-8")


# ---- browser ----


def test_nothing_is_requested_and_nothing_complained_of(built: Built, visiting: Visiting) -> None:
    with visiting(built.html, offline=True) as visit:
        visit.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        visit.page.locator("figure details > summary").first.click()
        visit.page.locator("button.origin").first.click()
        assert visit.requests[0] == built.html.as_uri()
        assert visit.fetched == []
        assert visit.complaints == []


@pytest.mark.parametrize("guarded", [True, False])
def test_its_policy_forbids_scripts_and_requests(
    source: str, tmp_path: Path, visiting: Visiting, guarded: bool
) -> None:
    """A damaged copy tries both. Without the policy the script runs and the request goes out."""
    assert len(POLICY.findall(source)) == 1
    page = tmp_path / "page.html"
    damaged = source.replace("</body>", f"{SCRIPT}{IMAGE}</body>")
    page.write_text(damaged if guarded else POLICY.sub("", damaged), encoding="utf-8")
    with visiting(page, offline=True) as visit:
        assert (visit.page.title() == "changed by a script") != guarded
        assert ("csp" in visit.failures[PIXEL].lower()) == guarded, visit.failures
        refusals = [text for text in visit.complaints if "Content Security Policy" in text]
        assert len(refusals) == (2 if guarded else 0), visit.complaints


def test_works_without_scripts(built: Built, visiting: Visiting) -> None:
    with visiting(built.html, java_script_enabled=False) as visit:
        page: Page = visit.page
        assert page.locator("main").inner_text().count("年度") > 20
        page.locator("nav a").last.click()
        assert page.url.endswith(page.locator("nav a").last.get_attribute("href") or "?")
        values = page.locator("details table").first
        assert not values.is_visible()
        page.locator("figure details > summary").first.click()
        assert values.is_visible()
        origins = page.locator("[popover]").first
        assert not origins.is_visible()
        page.locator("button.origin").first.click()
        assert origins.is_visible()


TOO_WIDE = """() => [...document.querySelectorAll('body *')].filter(element => {
    const box = element.getBoundingClientRect();
    const hidden = element.closest('.skip, .hidden');
    return !hidden && !element.closest('.scroll > *') && (box.right > innerWidth + 0.5 || box.left < -0.5);
}).map(element => element.outerHTML.slice(0, 80))"""

CLIPPED = """() => [...document.querySelectorAll('body *:not(.hidden)')].filter(element =>
    !element.closest('svg') && ['hidden', 'clip'].includes(getComputedStyle(element).overflowX)
    && element.scrollWidth > element.clientWidth
).map(element => element.outerHTML.slice(0, 80))"""

OUTSIDE_ITS_CHART = """() => [...document.querySelectorAll('.canvas svg text')].filter(text => {
    const frame = text.ownerSVGElement.getBoundingClientRect(), box = text.getBoundingClientRect();
    return box.left < frame.left - 1 || box.right > frame.right + 1
        || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
}).map(text => text.textContent)"""

OUTSIDE_ITS_CELL = """() => [...document.querySelectorAll('th, td')].filter(cell =>
    cell.scrollWidth > cell.clientWidth + 1
).map(cell => cell.textContent.trim())"""


@pytest.mark.parametrize("width", WIDTHS)
def test_fits_the_width_and_nothing_is_clipped(built: Built, visiting: Visiting, width: int) -> None:
    """The page does not scroll sideways; wider content scrolls in its own frame, which can be focused."""
    with visiting(built.html, width=width) as visit:
        page: Page = visit.page
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for places in (TOO_WIDE, CLIPPED, OUTSIDE_ITS_CHART, OUTSIDE_ITS_CELL):
            assert page.evaluate(places) == []


def test_all_words_are_drawn_in_the_embedded_fonts(built: Built, visiting: Visiting) -> None:
    with visiting(built.html) as visit:
        page: Page = visit.page
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        faces = page.evaluate("[...document.fonts].map(face => [face.family, face.weight, face.status])")
        assert sorted(face[1:] for face in faces) == [["400", "loaded"], ["700", "loaded"]]
        family = page.evaluate("getComputedStyle(document.body).fontFamily").split(",")[0].strip('"')
        assert {face[0].strip('"') for face in faces} == {family}
        assert page.evaluate(f"document.fonts.check('1em \"{family}\"', '令和')")
        drawn = fonts_drawn(page)
        assert drawn
        assert [font for font in drawn if not font["isCustomFont"]] == []


def fonts_drawn(page: Page) -> list[dict[str, Any]]:
    """Return the fonts whose glyphs Chromium really used."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    document = session.send("DOM.getDocument")["root"]["nodeId"]
    elements = session.send("DOM.querySelectorAll", {"nodeId": document, "selector": "body, body *"})
    return [
        font
        for node in elements["nodeIds"]
        for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    ]


def test_prints_whole(built: Built, visiting: Visiting, tmp_path: Path, root: Node) -> None:
    printed = tmp_path / "printed.pdf"
    with visiting(built.html) as visit:
        visit.page.pdf(path=printed, prefer_css_page_size=True)
    with pypdfium2.PdfDocument(printed) as pdf:
        pages = [normal(page.get_textpage().get_text_bounded()) for page in pdf]
        assert {tuple(round(side) for side in page.get_size()) for page in pdf} == {(595, 842)}
    assert 6 <= len(pages) <= 14
    assert min(len(page) for page in pages) > 30
    # The origins of numbers, the other formats and links to them are on the screen only.
    wanted = [heading.text(".page-only") for heading in root.all(*HEADINGS)]
    wanted.remove("ほかの形式とデータ")
    wanted += [
        cell.text(".page-only")
        for figure in root.all("figure")
        if "table" in figure.classes
        for cell in figure.all("td", "caption")
    ]
    assert len(wanted) > 60
    assert [text for text in wanted if normal(text) not in "".join(pages)] == []


# ---- markup ----


def test_language_and_title(root: Node) -> None:
    assert root.all("html")[0].attributes["lang"] == "ja"
    assert root.all("title")[0].text() == "令和6年度 区のデジタル化に関する取組進捗について"
    viewport = [m.attributes["content"] for m in root.all("meta") if m.attributes.get("name") == "viewport"]
    assert viewport == ["width=device-width, initial-scale=1"]


def test_identifiers_are_unique_and_links_have_targets(root: Node) -> None:
    identifiers = [node.attributes["id"] for node in root.walk() if "id" in node.attributes]
    assert len(identifiers) == len(set(identifiers))
    targets = [link.attributes["href"] for link in root.all("a")]
    assert len(targets) > 20
    # Links out of the page go to other formats, data of tables and figures, and cells of the review page.
    outside = [one for one in targets if one.partition("#")[0] in BESIDE or one.startswith("data:")]
    inside = [target for target in targets if target not in outside]
    assert [target for target in inside if target.removeprefix("#") not in identifiers] == []
    named = [name for node in root.walk() for name in references(node)]
    assert named
    assert [name for name in named if name not in identifiers] == []


def references(node: Node) -> list[str]:
    attributes = ("aria-labelledby", "aria-describedby", "headers", "popovertarget")
    names = [name for attribute in attributes for name in node.attributes.get(attribute, "").split()]
    drawn = [value for name, value in node.attributes.items() if name in ("href", "xlink:href")]
    urls = [url for value in node.attributes.values() for url in re.findall(r"url\(#([^)]+)\)", value)]
    return names + urls + [link.removeprefix("#") for link in drawn if node.tag == "use"]


def test_tables_are_captioned_and_their_headers_scoped(root: Node) -> None:
    tables = root.all("table")
    assert len(tables) == 14
    for table in tables:
        assert table.children[0].tag == "caption"
        assert table.children[0].text().strip()
        for header in table.all("th"):
            wide = int(header.attributes.get("colspan", 1)) > 1
            tall = int(header.attributes.get("rowspan", 1)) > 1
            assert header.attributes["scope"] in ("col", "colgroup", "row", "rowgroup")
            assert header.attributes["scope"] != "colgroup" or wide
            assert header.attributes["scope"] != "rowgroup" or tall
        assert all(row.children for row in table.all("tr"))


def test_charts_say_their_alternatives(built: Built, root: Node) -> None:
    labels = [node.attributes["aria-label"] for node in root.walk() if node.attributes.get("role") == "img"]
    assert labels == [runs_text(chart.alternative) for chart in blocks(built.notebooks, Chart)]
    assert len(labels) == 10


def test_each_key_figure_is_beside_what_it_is_compared_with(built: Built, root: Node) -> None:
    (block,) = blocks(built.notebooks, Highlights)
    (cards,) = (node for node in root.walk() if "highlights" in node.classes)
    heads = [runs_text(cell.content) for cell in block.grid.head[0]]
    for card, row in zip(cards.all("li"), block.grid.body, strict=True):
        name, value, *others = [runs_text(cell.content) for cell in row]
        assert [node.text() for node in card.all("p")] == [name, value]
        pairs = [(head, text) for head, text in zip(heads[2:], others, strict=True) if text]
        assert pairs
        shown = zip(card.all("dt"), card.all("dd"), strict=True)
        assert [(head.text(), text.text()) for head, text in shown] == pairs


def test_has_no_script_and_no_address(root: Node, source: str) -> None:
    assert root.all("script", "iframe", "object", "embed", "link", "img") == []
    assert not [name for node in root.walk() for name in node.attributes if name.startswith("on")]
    links = {
        link for link in re.findall(r"(?:src|href)=\"([^\"]*)", source) if not link.startswith(("#", "data:"))
    }
    assert {link.partition("#")[0] for link in links} == BESIDE
    assert not re.findall(r"url\((?!#|[\"']?data:|[\"']?#)", source)


def test_the_build_record_is_embedded(built: Built, root: Node) -> None:
    record = json.loads((built.folder / "manifest.json").read_text(encoding="utf-8"))["record"]
    held = [data for data in root.all("data") if data.attributes.get("id") == "progress-report-record"]
    assert [json.loads(data.attributes["value"]) for data in held] == [record]


def test_the_words_come_before_the_fonts_and_the_record(source: str) -> None:
    end = source.index("</main>")
    assert end < source.index("progress-report-record") < source.index("@font-face")
    assert source.count("@font-face") == 2
    assert len(source[:end].encode()) < len(source.encode()) / 2


def test_metadata_describe_the_report_to_search_engines(document: Document, root: Node) -> None:
    """By the text of the introduction, which the page prints after its points and contents."""
    (reported,) = [
        m.attributes["content"] for m in root.all("meta") if m.attributes.get("name") == "description"
    ]
    introduction = document.introduction[0]
    assert isinstance(introduction, Paragraph) and reported == runs_text(introduction.content)
    assert reported in [p.text(".page-only") for p in root.all("p") if "body" in p.classes]


DRAWN = """() => [...document.querySelectorAll('figure.chart svg')]
    .filter(one => one.getClientRects().length).map(one => one.id)"""
LETTERS = """() => [...document.querySelectorAll('figure.chart svg text')]
    .filter(text => text.getClientRects().length)
    .map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""


@pytest.mark.parametrize("width", [360, 600, 1280])
def test_the_letters_of_charts_are_legible_at_any_width(built: Built, visiting: Visiting, width: int) -> None:
    with visiting(built.html, width=width) as visit:
        letters = visit.page.evaluate(LETTERS)
        assert len(letters) > 80 and min(letters) >= 12
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        assert len(visit.page.evaluate(DRAWN)) == len(visit.page.query_selector_all("figure.chart"))
