"""Reading the page: links to every part, zoom, contents beside the text."""

import pytest
from playwright.sync_api import Browser, Page

from progress_report.document.blocks import Chart, Table
from progress_report.document.document import Document
from tests.support.html_text import Node
from tests.support.project_copy import Built
from tests.support.visits import Visit, Visiting

HEADINGS = ("h2", "h3", "h4", "h5")
OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def desktop(built: Built, browser: Browser) -> Page:
    """Return the page on a desktop, for tests that change nothing."""
    return Visit(browser.new_page(viewport={"width": 1280, "height": 900}), built.html).page


# ---- links to a place ----


def test_every_heading_table_and_figure_has_a_link_to_itself(root: Node) -> None:
    links = [
        link.attributes["href"].removeprefix("#") for link in root.all("a") if "permalink" in link.classes
    ]
    wanted = [
        node.attributes["id"]
        for node in root.all(*HEADINGS, "figure")
        if node.attributes["id"] not in ("contents-title", "downloads-title")
    ]
    assert links == wanted
    assert len(links) > 35


def test_a_table_and_a_figure_are_known_by_their_names(document: Document, root: Node) -> None:
    """A link from elsewhere stays valid when another table is inserted before this one."""
    known = [figure.attributes["id"] for figure in root.all("figure")]
    shown = [one for one in document.blocks if isinstance(one, Chart | Table)]
    assert known == [f"{one.type}-{one.name}" for one in shown]


def test_the_link_shows_where_it_is_pointed_at_or_focused(desktop: Page) -> None:
    link = desktop.locator("main .permalink").nth(1)
    opacity = "one => getComputedStyle(one).opacity"
    desktop.mouse.move(0, 0)
    assert link.evaluate(opacity) == "0"
    desktop.keyboard.press("Tab")  # after a key press, the browser shows the focus
    link.focus()
    assert link.evaluate(opacity) == "1"
    desktop.keyboard.press("Tab")
    assert link.evaluate(opacity) == "0"
    link.locator("xpath=..").hover()
    assert link.evaluate(opacity) == "1"


def test_where_nothing_can_be_pointed_at_it_always_shows(built: Built, visiting: Visiting) -> None:
    with visiting(built.html, width=360, has_touch=True, is_mobile=True) as visit:
        assert (
            visit.page.locator("main .permalink").first.evaluate("one => getComputedStyle(one).opacity")
            == "1"
        )


def test_the_place_a_link_leads_to_is_not_under_the_banner_and_is_marked(
    built: Built, visiting: Visiting
) -> None:
    with visiting(built.html) as visit:
        page: Page = visit.page
        page.locator("nav a").last.click()
        heading = page.locator(":target")
        box = heading.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 900
        ground = heading.locator("xpath=..").evaluate("one => getComputedStyle(one).backgroundColor")
        assert ground == "rgb(255, 249, 219)"


# ---- size of window and words ----


@pytest.mark.parametrize("width", [360, 1280])
def test_words_of_twice_the_size_fit(built: Built, visiting: Visiting, width: int) -> None:
    with visiting(built.html, width=width) as visit:
        page: Page = visit.page
        before = page.locator("main .body").first.evaluate(
            "one => parseFloat(getComputedStyle(one).fontSize)"
        )
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        after = page.locator("main .body").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
        assert after == 2 * before
        page.evaluate(OPEN_ALL)
        assert page.evaluate(SIDEWAYS) == 0


def test_tables_are_shown_entirely_on_a_desktop(desktop: Page) -> None:
    scrolling = desktop.evaluate(
        """() => [...document.querySelectorAll('figure > .scroll')]
            .filter(one => one.scrollWidth > one.clientWidth)
            .map(one => one.textContent.trim().slice(0, 30))"""
    )
    assert scrolling == []


def test_on_a_phone_the_first_column_stays_while_its_table_scrolls(built: Built, visiting: Visiting) -> None:
    with visiting(built.html, width=360) as visit:
        page: Page = visit.page
        moved = page.evaluate(
            """() => [...document.querySelectorAll('figure.table > .scroll')].map(frame => {
                const cells = [...frame.querySelectorAll('th.first')];
                const lefts = () => cells.map(cell => Math.round(cell.getBoundingClientRect().left));
                const before = lefts();
                frame.scrollLeft = 120;
                return [frame.scrollLeft, before.join() === lefts().join(), cells.length];
            })"""
        )
        assert [one[:2] for one in moved] == [[120, True]] * 4
        assert all(cells >= 3 for _, _, cells in moved)


def test_the_contents_stay_beside_the_text(desktop: Page) -> None:
    desktop.evaluate("document.querySelector('#s3').scrollIntoView()")
    contents, text = desktop.locator("nav").bounding_box(), desktop.locator("#s3").bounding_box()
    assert contents is not None
    assert text is not None
    assert contents["x"] + contents["width"] < text["x"]
    assert contents["y"] == 0


def test_a_line_has_about_forty_characters(desktop: Page) -> None:
    measure = desktop.locator("main .body").first.evaluate(
        "one => one.getBoundingClientRect().width / parseFloat(getComputedStyle(one).fontSize)"
    )
    assert 38 <= measure <= 43


def test_charts_keep_their_ground_where_colours_are_forced(built: Built, visiting: Visiting) -> None:
    with visiting(built.html, forced_colors="active", color_scheme="dark") as visit:
        page: Page = visit.page
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        ground = page.locator(".canvas").first.evaluate("one => getComputedStyle(one).backgroundColor")
        assert ground == "rgb(255, 255, 255)"
