"""The frame page in real Chromium, as served: its content, and the reader's place in it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear
from progress_report.watching.board import Board, Standing
from progress_report.watching.page import frame_page
from progress_report.watching.server import PageServer

SOON_SECONDS = 5
OWN = frame_page(Project(Path(__file__).parents[2]), FiscalYear(2025))
SCRIPT = "<script>document.title = 'changed'</script><img src=x onerror=\"document.title='changed'\">"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def _report(number: int, script: str = "") -> bytes:
    """Return a page as long as a real report, with a part that opens and a link to another page."""
    lines = "".join(f'<p id="p{line}">{number}の{line}行目</p>' for line in range(200))
    return (
        f'<!doctype html><html lang="ja"><meta charset="utf-8"><title>報告書</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<details><summary>値</summary><p>{'開いた所' * 900}</p></details><b>{number}版</b>"
        f'<a href="review.html#p150">点検</a>{lines}{script}</html>'
    ).encode()


def _built(number: int, script: str = "") -> Standing:
    page = _report(number, script)
    return Standing("built", (), f"12:00:0{number}", str(number), {"report.html": page, "review.html": page})


class Visit:
    """The page open in a browser, with the browser's complaints."""

    def __init__(self, page: Page, server: PageServer) -> None:
        self.page, self.server = page, server
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(server.address)

    @property
    def report(self) -> FrameLocator:
        return self.page.frame_locator("#report")

    def until_scrolled(self, to: int) -> None:
        end = time.monotonic() + SOON_SECONDS
        while (reached := self.page.frames[1].evaluate("scrollY")) != to:
            assert time.monotonic() < end, f"it is at {reached}"
            self.page.wait_for_timeout(20)


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def visit(browser: Browser, board: Board) -> Iterator[Visit]:
    with _visiting(browser, board) as visiting:
        yield visiting


@contextmanager
def _visiting(browser: Browser, board: Board, **size: Any) -> Iterator[Visit]:
    with PageServer(board, OWN, 0) as server:
        context = browser.new_context(**size)
        try:
            yield Visit(context.new_page(), server)
        finally:
            context.close()


def test_a_built_report_appears_with_its_time(visit: Visit, board: Board) -> None:
    expect(visit.page.get_by_role("status")).to_have_text("作成中…")
    expect(visit.page.locator("#first")).to_be_visible()
    expect(visit.page.locator("#report")).to_be_hidden()
    for number in (1, 2):
        board.show(_built(number))
        expect(visit.report.locator("b")).to_have_text(f"{number}版")
        expect(visit.page.get_by_role("status")).to_have_text(f"監視中 最後に作成 12:00:0{number}")
    assert visit.page.title() == "監視中: 令和7年度の報告書"
    expect(visit.page.locator("#first")).to_be_hidden()
    assert visit.complaints == []


def test_an_error_is_shown_above_the_last_report_until_it_is_fixed(visit: Visit, board: Board) -> None:
    board.show(Standing("failed", ("【誤り】はじめの誤り。",)))
    expect(visit.page.get_by_role("alert")).to_contain_text("はじめの誤り")
    expect(visit.page.locator("#former")).to_be_hidden()
    board.show(_built(1))
    expect(visit.page.get_by_role("alert")).to_be_hidden()
    violations = ("【誤り】a.csv: 一つめ。", "【誤り】b.csv: 二つめ。")
    board.show(replace(board.standing, phase="failed", violations=violations))
    expect(visit.page.get_by_role("alert").get_by_role("listitem")).to_have_text(list(violations))
    expect(visit.page.locator("#former")).to_be_visible()
    expect(visit.page.get_by_role("status")).to_have_text("誤り 最後に作成 12:00:01")
    expect(visit.report.locator("b")).to_have_text("1版")
    assert visit.page.title().startswith("誤り: ")
    board.show(_built(2))
    expect(visit.report.locator("b")).to_have_text("2版")
    expect(visit.page.get_by_role("alert")).to_be_hidden()


def test_markup_in_an_error_is_text(visit: Visit, board: Board) -> None:
    board.show(Standing("failed", (f"【誤り】{SCRIPT}",)))
    expect(visit.page.get_by_role("alert").get_by_role("listitem")).to_have_text(f"【誤り】{SCRIPT}")
    assert visit.page.locator("#faults img, #faults script").count() == 0
    assert visit.page.title() == "誤り: 令和7年度の報告書"


def test_a_script_in_the_report_runs_not_even_without_its_own_policy(visit: Visit, board: Board) -> None:
    page = _report(1, SCRIPT).replace(POLICY.encode(), b"img-src data:")
    board.show(Standing("built", (), "12:00:01", "1", {"report.html": page}))
    expect(visit.report.locator("b")).to_have_text("1版")
    assert visit.page.frames[1].evaluate("document.title") == "報告書"
    assert visit.page.title() == "監視中: 令和7年度の報告書"


def test_its_reader_stays_where_the_report_is_read(visit: Visit, board: Board) -> None:
    board.show(_built(1))
    visit.report.locator("summary").click()
    visit.page.frames[1].evaluate("scrollTo(0, 2345)")
    for number in (2, 3):
        board.show(_built(number))
        expect(visit.report.locator("b")).to_have_text(f"{number}版")
        visit.until_scrolled(2345)
        assert visit.report.locator("details").get_attribute("open") is not None


def test_builds_that_follow_closely_do_not_lose_the_place(visit: Visit, board: Board) -> None:
    board.show(_built(1))
    expect(visit.report.locator("b")).to_have_text("1版")
    visit.page.frames[1].evaluate("scrollTo(0, 1234)")
    for number in range(2, 9):
        board.show(_built(number))
    expect(visit.report.locator("b")).to_have_text("8版")
    visit.until_scrolled(1234)


def test_its_reader_stays_on_the_page_the_report_led_to(visit: Visit, board: Board) -> None:
    board.show(_built(1))
    visit.report.get_by_role("link", name="点検").click()
    expect(visit.report.locator("#p150")).to_be_in_viewport()
    visit.page.frames[1].evaluate("scrollTo(0, 777)")
    board.show(_built(2))
    expect(visit.report.locator("b")).to_have_text("2版")
    visit.until_scrolled(777)
    assert visit.page.frames[1].url.endswith("/review.html#p150")


def test_it_finds_a_server_that_comes_back(browser: Browser, board: Board) -> None:
    with _visiting(browser, board) as visit:
        board.show(_built(1))
        expect(visit.report.locator("b")).to_have_text("1版")
        port = visit.server.server_port
        visit.server.__exit__()
        expect(visit.page.get_by_role("status")).to_contain_text("接続が切れました")
        expect(visit.report.locator("b")).to_have_text("1版")
        later = Board()
        with PageServer(later, OWN, port):
            expect(visit.page.get_by_role("status")).to_contain_text("作成中…", timeout=15_000)
            later.show(_built(2))
            expect(visit.report.locator("b")).to_have_text("2版")
            visit.page.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_the_width_also_with_long_errors(browser: Browser, board: Board, width: int) -> None:
    size = {"viewport": {"width": width, "height": 600}}
    with _visiting(browser, board, **size) as visit:
        violations = tuple(
            f"【誤り】data/2025/{'x' * 200}.csv {row}行目: 値がありません。" for row in range(100)
        )
        board.show(Standing("failed", violations, "12:00:01", "1", {"report.html": _report(1)}))
        expect(visit.report.locator("b")).to_have_text("1版")
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        assert visit.page.evaluate("document.documentElement.scrollHeight") <= 600
        frame = visit.page.locator("#report").bounding_box()
        assert frame is not None
        assert frame["height"] > 250, "faults leave the report room"
        assert (frame["x"], frame["width"]) == (0, width)


def test_it_says_what_it_is(visit: Visit) -> None:
    assert visit.page.locator("html").get_attribute("lang") == "ja"
    assert visit.page.locator("#report").get_attribute("title") == "令和7年度の報告書"
    expect(visit.page.get_by_role("heading", level=1)).to_have_count(1)
    assert visit.page.get_by_role("status").count() == 1
