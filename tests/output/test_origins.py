"""算出根拠: the origins of a block's numbers, one press away, without a script."""

import pytest
from playwright.sync_api import Page

from tests.output.test_accessibility import violations
from tests.support.project_copy import Built
from tests.support.visits import Visiting

# Each numeral of the open popover that is broken across lines.
BROKEN = """() => [...document.querySelectorAll(':popover-open :is(dt, dd)')].flatMap(cell => {
    const broken = [];
    for (const node of cell.childNodes) {
        for (const match of node.data.matchAll(/[0-9][0-9,.]*[%\\u4e00-\\u9fff]?/g)) {
            const range = document.createRange();
            range.setStart(node, match.index);
            range.setEnd(node, match.index + match[0].trimEnd().length);
            if (new Set([...range.getClientRects()].map(one => Math.round(one.top))).size > 1)
                broken.push(match[0]);
        }
    }
    return broken;
})"""


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_number_is_broken_and_all_fit(built: Built, visiting: Visiting, width: int) -> None:
    with visiting(built.html, width=width) as visit:
        page: Page = visit.page
        count = page.evaluate("document.querySelectorAll('[popover]').length")
        assert count > 25
        for i in range(count):
            page.evaluate("i => document.querySelectorAll('[popover]')[i].showPopover()", i)
            assert page.evaluate(BROKEN) == []
            assert page.evaluate(
                """() => {
                    const one = document.querySelector(':popover-open'), box = one.getBoundingClientRect();
                    return one.scrollWidth <= one.clientWidth && box.left >= 0 && box.right <= innerWidth
                        && box.top >= 0 && box.bottom <= innerHeight;
                }"""
            )
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 1280])
def test_a_keyboard_opens_reads_and_closes_it(built: Built, visiting: Visiting, width: int) -> None:
    with visiting(built.html, width=width, java_script_enabled=True) as visit:
        page: Page = visit.page
        button = page.locator("#table-online_status button.origin")
        button.focus()
        page.keyboard.press("Enter")
        shown = page.locator("[popover]:popover-open")
        assert shown.count() == 1
        assert "302手続 ÷ 717手続" in shown.inner_text()
        assert violations(page) == {}
        page.keyboard.press("Tab")
        within = "document.querySelector(':popover-open').contains(document.activeElement)"
        assert page.evaluate(within)
        assert "review.html#cell-" in (page.locator(":focus").get_attribute("href") or "")
        page.keyboard.press("Escape")
        assert shown.count() == 0
        assert button.evaluate("one => one === document.activeElement")
        button.click()
        shown.locator("button").click()
        assert shown.count() == 0


def test_it_stays_on_the_screen(built: Built, visiting: Visiting) -> None:
    """The printed page has the report alone, even with an open popover."""
    with visiting(built.html) as visit:
        visit.page.locator("button.origin").first.click()
        visit.page.emulate_media(media="print")
        assert not visit.page.locator("[popover]:popover-open").is_visible()
        assert not visit.page.locator("button.origin").first.is_visible()


def test_forced_colours_leave_its_frame_and_its_button(built: Built, visiting: Visiting) -> None:
    with visiting(built.html, forced_colors="active", color_scheme="dark") as visit:
        visit.page.locator("button.origin").first.click()
        colours = """one => {
            const style = getComputedStyle(one);
            return [style.borderTopWidth, style.borderTopColor === style.backgroundColor,
                    style.color === style.backgroundColor];
        }"""
        shown = visit.page.locator("[popover]:popover-open")
        assert shown.evaluate(colours) == ["2px", False, False]
        assert shown.locator("button").evaluate(colours) == ["1px", False, False]
