"""review.html: the notebooks with code, checks and outputs; every number links down to its rows."""

from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser

from tests.support.html_text import Node, read_page
from tests.support.project_copy import Built


@pytest.fixture(scope="module")
def review(built: Built) -> Path:
    return built.folder / "review.html"


@pytest.fixture(scope="module")
def root(review: Path) -> Node:
    return read_page(review.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def by_identifier(root: Node) -> dict[str, Node]:
    nodes = [node for node in root.walk() if "id" in node.attributes]
    found = {node.attributes["id"]: node for node in nodes}
    assert len(found) == len(nodes)
    return found


def _links(node: Node) -> list[str]:
    return [link.attributes["href"] for link in node.all("a")]


def test_every_cell_of_every_notebook_is_shown(built: Built, by_identifier: dict[str, Node]) -> None:
    """The code is coloured, but equal character for character."""
    kinds = set()
    for path in built.notebooks:
        for cell in nbformat.read(path, as_version=4).cells:
            shown = by_identifier[f"cell-{path.stem}-{cell.id}"]
            assert f"セル「{cell.id}」" in shown.all("p")[0].text()
            if cell.cell_type == "code":
                (code,) = shown.all("code")
                assert code.text() == cell.source
                kinds |= set().union(*(span.classes for span in code.all("span")))
    assert kinds == {"keyword", "string", "number", "builtin", "comment"}


def test_sections_are_folded_under_their_headings_and_cells_say_what_they_are(
    root: Node, by_identifier: dict[str, Node]
) -> None:
    parts = [node for node in root.all("details") if "part" in node.classes]
    titles = [part.all("summary")[0].text() for part in parts]
    assert titles[0] == "報告のポイント（0_summary.ipynb）"
    assert titles[2] == "2 行政手続のオンライン対応の進捗状況について（2_online_procedures.ipynb）"
    assert titles[-1] == "数値の一覧"
    listed = [link.text() for link in root.all("nav")[0].all("a")]
    assert listed == [*titles, "入力"]
    words = by_identifier["cell-2_online_procedures-question"].all("p")[0].text()
    assert words == "セル「question」（2番目）　報告には載らない説明"
    assert "notebook-only" not in root.all("main")[0].text().partition("数値の一覧")[0]


def test_checks_are_shown_with_what_they_compared(by_identifier: dict[str, Node]) -> None:
    shown = by_identifier["cell-2_online_procedures-checks"].text()
    assert "未対応手続数と優先度別合計" in shown
    assert "415手続 = 415手続" in shown


def test_every_link_of_the_page_leads_somewhere(
    root: Node, by_identifier: dict[str, Node], built: Built
) -> None:
    report = read_page(built.html.read_text(encoding="utf-8"))
    targets = {node.attributes["id"] for node in report.walk() if "id" in node.attributes}
    for link in _links(root):
        page, _, fragment = link.partition("#")
        if page.startswith("tables/"):
            assert (built.folder / page).is_file()
            continue
        assert page in ("", "report.html")
        assert fragment in (by_identifier if not page else targets | {""}), link


def test_every_link_of_the_report_to_it_leads_somewhere(built: Built, by_identifier: dict[str, Node]) -> None:
    report = read_page(built.html.read_text(encoding="utf-8"))
    links = [link for link in _links(report) if link.startswith("review.html")]
    assert len(links) > 25
    assert [link for link in links if link.partition("#")[2] not in {"", *by_identifier}] == []


def test_a_share_leads_down_to_its_rows(root: Node, by_identifier: dict[str, Node]) -> None:
    """42.1% → 302手続 ÷ 717手続 → 302手続 + 415手続 → the row of the file."""
    sentence = by_identifier["cell-2_online_procedures-online_status"]
    share = next(link for link in sentence.all("a") if link.text() == "42.1%")
    row = by_identifier[share.attributes["href"][1:]]
    assert row.all("td")[1].text() == "302/717"
    online, capable = row.all("a")
    assert (online.text(), capable.text()) == ("302手続", "717手続")
    source = by_identifier[online.attributes["href"][1:]].all("a")[-1]
    assert "data/2024/online_procedures.csv 3行目 online" in source.text()
    cells = by_identifier[source.attributes["href"][1:]].all("td")
    assert [cell.text() for cell in cells] == ["2023", "302", "415", "2050"]


def test_every_number_a_block_prints_is_a_link(root: Node) -> None:
    for node in root.all("article"):
        for number in (found for found in node.walk() if found.tag in ("data", "time")):
            assert any(number in link.walk() for link in node.all("a"))


def test_it_opens_in_a_browser_without_request_or_complaint(review: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    cell = "cell-2_online_procedures-online_status"
    page.goto(f"{review.as_uri()}#{cell}")
    assert said == []
    assert [one for one in asked if not one.startswith("data:")] == [review.as_uri()]
    assert page.locator(f"[id='{cell}'] table").first.is_visible(), "it unfolds for a link"
    assert page.locator("details.part[open]").count() == 1
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.close()
