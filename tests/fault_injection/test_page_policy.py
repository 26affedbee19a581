"""The pages' Content-Security-Policy in real Chromium: injected markup neither runs nor loads anything."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear
from progress_report.watching.board import Board
from progress_report.watching.page import Content, frame_page
from progress_report.watching.server import PageServer
from tests.support.project_copy import ROOT, Built

SETTLING_MILLISECONDS = 300
PAGES = ("report.html", "review.html", "../index.html")
RUN = "document.documentElement.dataset.ran='yes'"
# OTHER is replaced by another site's address.
MARKUP = f"""
<meta http-equiv="Content-Security-Policy" content="default-src *; script-src * 'unsafe-inline'">
<base href="OTHER/base/">
<script>{RUN}</script><script src="OTHER/script.js"></script>
<script type="module">import "OTHER/module.js"; {RUN}</script>
<img src="OTHER/image.png" onerror="{RUN}"><img src="x" onerror="{RUN}"><img src="data:," onerror="{RUN}">
<svg onload="{RUN}"><image href="OTHER/image.svg"/><use href="OTHER/use.svg#a"/><script>{RUN}</script></svg>
<iframe src="OTHER/frame.html"></iframe><iframe srcdoc="<script>parent.{RUN}</script>"></iframe>
<iframe src="javascript:parent.{RUN}"></iframe>
<object data="OTHER/object.swf"></object><embed src="OTHER/embed.swf">
<video src="OTHER/video.mp4" poster="OTHER/poster.png" autoplay onerror="{RUN}"></video>
<audio src="OTHER/audio.mp3"></audio>
<link rel="stylesheet" href="OTHER/style.css"><link rel="prefetch" href="OTHER/prefetch">
<link rel="icon" href="OTHER/icon.png"><link rel="manifest" href="OTHER/manifest.json">
<style>@import "OTHER/import.css"; body {{ background: url(OTHER/style.png) }}</style>
<p id="styled" style="background: url(OTHER/attribute.png); display: none">x</p>
<details open ontoggle="{RUN}"><summary>x</summary></details><input autofocus onfocus="{RUN}">
<form action="OTHER/form" method="post"><button id="send">送る</button></form>
<button id="scripted" form="none" formaction="javascript:{RUN}" onclick="{RUN}">x</button>
<a id="led" href="javascript:{RUN}">x</a>
"""


class Other:
    """Another site, with the list of requests it received."""

    def __init__(self) -> None:
        asked = self.asked = list[str]()

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_POST = do_GET

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def other() -> Iterator[Other]:
    site = Other()
    thread = threading.Thread(target=site.server.serve_forever, args=(0.05,))
    thread.start()
    yield site
    site.server.shutdown()
    site.server.server_close()
    thread.join()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def attacked(source: str, other: Other) -> str:
    """Return the page with the markup at the beginning of its body."""
    before, body, after = source.partition("<body")
    opening, bracket, rest = after.partition(">")
    assert body and bracket
    return f"{before}{body}{opening}{bracket}{MARKUP.replace('OTHER', other.address)}{rest}"


def try_all(page: Page, address: str) -> str | None:
    """Open the page and click everything clickable; return the mark of an injected script, if one ran."""
    page.goto(address, wait_until="load")
    for name in ("scripted", "led", "send"):
        page.locator(f"#{name}").dispatch_event("click")
        page.wait_for_timeout(SETTLING_MILLISECONDS)
    assert page.url == address, "it stayed where it was"
    ran: str | None = page.evaluate("document.documentElement.dataset.ran || null")
    return ran


@pytest.fixture
def spoiled(built: Built, tmp_path: Path, other: Other) -> Callable[[str], Path]:
    def spoil(name: str) -> Path:
        copy = tmp_path / Path(name).name
        copy.write_text(attacked((built.folder / name).read_text(encoding="utf-8"), other), encoding="utf-8")
        return copy

    return spoil


@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_and_nothing_is_fetched(
    spoiled: Callable[[str], Path], page: Page, other: Other, name: str
) -> None:
    assert try_all(page, spoiled(name).as_uri()) is None
    assert other.asked == []
    assert page.evaluate("document.baseURI") == page.url
    assert page.locator("#styled").is_visible(), "a style that is not the page's own"
    assert page.evaluate("document.fonts.ready.then(() => [...document.fonts].map(one => one.status))") == [
        "loaded",
        "loaded",
    ]


def test_nothing_runs_in_the_page_of_watch(page: Page, other: Other) -> None:
    own = frame_page(Project(ROOT), FiscalYear(2025))
    front = attacked(own["/"].bytes.decode(), other).encode()
    with PageServer(Board(), {**own, "/": Content(own["/"].type, front)}, 0) as server:
        assert try_all(page, server.address) is None
        assert page.evaluate("document.baseURI") == page.url
    assert other.asked == []


def test_the_attacks_are_real(spoiled: Callable[[str], Path], page: Page, other: Other) -> None:
    """Without the policy the injected scripts run and load."""
    copy = spoiled("../index.html")
    text = copy.read_text(encoding="utf-8")
    start = text.index('<meta http-equiv="Content-Security-Policy"')
    copy.write_text(text[:start] + text[text.index(">", start) + 1 :], encoding="utf-8")
    page.goto(copy.as_uri(), wait_until="load")
    assert page.evaluate("document.documentElement.dataset.ran") == "yes"
    fetched = {"/script.js", "/image.png", "/frame.html", "/style.css", "/import.css"}
    assert fetched <= set(other.asked)


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_allows_two_things(built: Built, name: str) -> None:
    """The policy allows only the page's own style sheets, by their hashes, and the fonts in them."""
    source = (built.folder / name).read_text(encoding="utf-8")
    policy = source.partition('Content-Security-Policy" content="')[2].partition('"')[0]
    kinds = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert kinds.pop("style-src").startswith("'sha256-")
    assert kinds == {
        "default-src": "'none'",
        "font-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert source.index("Content-Security-Policy") < source.index("<title"), "before any text of the report"
