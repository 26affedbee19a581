"""WCAG 2.2 AA in real Chromium: axe-core finds no violation, and a keyboard reaches everything."""

from importlib import resources
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support.project_copy import Built
from tests.support.visits import Visiting

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, SMALLEST_PHONE, DESKTOP = 360, 320, 1280
# There are many similar folded tables of sources and inputs; unfolding a few of each is enough.
UNFOLD = """() => {
    document.querySelectorAll('.folded details, figure details').forEach(one => one.open = true);
    document.querySelectorAll('details.part, details.input').forEach((one, i) => one.open = i < 3);
}"""
SOME_CONTENT = "<img src='data:,'><h6>見出し</h6>"


def violations(page: Page, *unasked: str) -> dict[str, list[str]]:
    """Return axe-core's violations with tables unfolded: elements by the rule they break.

    The rules ``unasked`` are switched off.
    """
    page.evaluate(UNFOLD)
    page.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    rules = {rule: {"enabled": False} for rule in unasked}
    options = {"runOnly": RULES, "resultTypes": ["violations"], "rules": rules}
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    assert len(found["passes"]) > 20  # it did check the page
    return {
        violation["id"]: [f"{node['html'][:120]} {node['failureSummary']}" for node in violation["nodes"]]
        for violation in found["violations"]
    }


@pytest.mark.parametrize(
    ("report", "file", "width"),
    [
        ("built", "report.html", PHONE),
        pytest.param("built", "report.html", DESKTOP, marks=pytest.mark.long),
        ("built", "../index.html", SMALLEST_PHONE),
        ("built", "../index.html", DESKTOP),
        pytest.param("built_2025", "report.html", SMALLEST_PHONE, marks=pytest.mark.long),
        pytest.param("built_2025", "report.html", DESKTOP, marks=pytest.mark.long),
        pytest.param("built", "review.html", DESKTOP, marks=pytest.mark.long),
    ],
)
def test_axe_finds_nothing(
    request: pytest.FixtureRequest, visiting: Visiting, report: str, file: str, width: int
) -> None:
    with visiting((request.getfixturevalue(report).folder / file).resolve(), width=width) as visit:
        assert violations(visit.page) == {}


def test_axe_does_find_what_is_wrong(built: Built, visiting: Visiting) -> None:
    with visiting(built.folder.parent / "index.html") as visit:
        visit.page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", SOME_CONTENT)
        assert {"image-alt", "heading-order", "region"} <= violations(visit.page).keys()


@pytest.mark.long
def test_nor_against_a_review_page_on_a_phone(built_2025: Built, visiting: Visiting) -> None:
    """Without the rule on colours: those of its thousands of cells are checked on the desktop."""
    with visiting(built_2025.folder / "review.html", width=SMALLEST_PHONE) as visit:
        assert violations(visit.page, "color-contrast") == {}
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= SMALLEST_PHONE


# ---- keyboard ----

# Controls in the order of the page; a scrolling frame is one of them.
INTERACTIVE = "a[href], button, summary, [tabindex='0']"
FOCUSED = f"""() => {{
    const one = document.activeElement;
    if (one === document.body) return null;
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    const banner = document.querySelector('.banner')?.getBoundingClientRect().bottom ?? 0;
    return {{
        place: [...document.querySelectorAll("{INTERACTIVE}")].filter(seen).indexOf(one),
        outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        opaque: parseFloat(style.opacity) === 1,
        shown: box.bottom > banner && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        html: one.outerHTML.slice(0, 100),
    }};
}}"""
SEEN = """() => {
    window.seen = one => one.checkVisibility();
}"""


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    built: Built, visiting: Visiting, width: int
) -> None:
    with visiting(built.html, width=width) as visit:
        page: Page = visit.page
        page.evaluate(SEEN)
        count = page.evaluate(f'[...document.querySelectorAll("{INTERACTIVE}")].filter(seen).length')
        reached = []
        for _ in range(count):
            page.keyboard.press("Tab")
            reached.append(page.evaluate(FOCUSED))
        assert count > 100
        assert [one["place"] for one in reached] == list(range(count))
        unseen = [one for one in reached if not (one["outlined"] and one["opaque"] and one["shown"])]
        assert unseen == []


def test_the_first_stop_leads_past_the_contents(built: Built, visiting: Visiting) -> None:
    with visiting(built.html) as visit:
        page: Page = visit.page
        page.keyboard.press("Tab")
        link = page.locator(".skip")
        assert link.evaluate("one => one === document.activeElement")
        box = link.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_enter_unfolds_the_values_and_arrows_move_a_table(built: Built, visiting: Visiting) -> None:
    with visiting(built.html, width=PHONE) as visit:
        page: Page = visit.page
        page.locator("figure summary").first.focus()
        page.keyboard.press("Enter")
        assert page.locator("figure details table").first.is_visible()
        frame = page.locator("figure.table > .scroll").first
        frame.focus()
        page.keyboard.press("ArrowRight")
        while not page.evaluate("document.activeElement.scrollLeft"):  # it scrolls smoothly
            page.wait_for_timeout(50)
