"""The source's text and figures appear in both formats, in the source's order."""

import re
from collections.abc import Callable

import pytest

from tests.support.html_text import Node, read_page
from tests.support.normal_text import normal
from tests.support.pdf_structure import TaggedPdf
from tests.support.project_copy import Built
from tests.support.source_text import Unit, units

Shape = list[list[tuple[int, int]]]
LEAF_TAGS = ("h1", "h2", "h3", "h4", "h5", "p", "li", "caption", "figcaption", "th", "td")


def html_pieces(built: Built) -> list[tuple[str, bool]]:
    """Return each text block of the page in order, and whether it is a table cell."""
    body = read_page(built.html.read_text(encoding="utf-8")).all("body")[0]
    return [(normal(node.text()), node.tag in ("th", "td")) for node in _html_blocks(body)]


def _html_blocks(node: Node) -> list[Node]:
    if node.classes & {"contents", "canvas", "page-only", "skip"}:
        return []
    return (
        [node] if node.tag in LEAF_TAGS else [block for kid in node.children for block in _html_blocks(kid)]
    )


def pdf_pieces(built: Built) -> list[tuple[str, bool]]:
    root = TaggedPdf.read(built.pdf).root.without("TOC", "Figure")
    cells = ("TH", "TD")
    return [(normal(element.text), element.tag in cells) for element in root.outermost(*cells)]


PIECES = [pytest.param(html_pieces, id="html"), pytest.param(pdf_pieces, id="pdf")]


def missing(wanted: list[Unit], pieces: list[tuple[str, bool]]) -> list[str]:
    """Return the units not found after the one before. A cell must match whole, a text may match in part."""
    lost, at, inside = [], 0, 0
    for unit in wanted:
        for i in range(at, len(pieces)):
            text, is_cell = pieces[i]
            start = inside if i == at else 0
            if unit.cell:
                found = 0 if is_cell and text == unit.text and start == 0 else -1
            else:
                found = -1 if is_cell else text.find(unit.text, start)
            if found >= 0:
                at, inside = i, found + len(unit.text)
                break
        else:
            lost.append(f"line {unit.line}: {unit.text}")
    return lost


@pytest.mark.parametrize("pieces_of", PIECES)
def test_every_unit_of_the_source_in_order(
    built: Built, pieces_of: Callable[[Built], list[tuple[str, bool]]]
) -> None:
    assert missing(units(), pieces_of(built)) == []


def test_the_source_is_read_whole() -> None:
    found = units()
    assert len(found) == 135
    assert sum(unit.cell for unit in found) == 88
    assert found[0].text == "令和6年度区のデジタル化に関する取組進捗について"
    assert found[-1].text.endswith("責任分界等の検証に取り組む。")


def test_a_missing_or_misplaced_unit_is_noticed() -> None:
    wanted = [Unit(1, "前", False), Unit(2, "26", True), Unit(3, "後", False)]
    assert missing(wanted, [("前", False), ("26", True), ("後", False)]) == []
    assert missing(wanted, [("前", False), ("126", True), ("後", False)]) == ["line 2: 26"]
    assert missing(wanted, [("前", False), ("26", False), ("後", False)]) == ["line 2: 26"]
    assert missing(wanted, [("後", False), ("26", True), ("前", False)]) == ["line 2: 26", "line 3: 後"]


def test_one_form_where_the_source_has_two(built: Built) -> None:
    page = read_page(built.html.read_text(encoding="utf-8")).all("body")[0].text()
    printed = TaggedPdf.read(built.pdf).root.text
    wrong = ("~", "〜", "（1）", "（2）", "ー％", "％")
    assert [one for one in wrong if one in page or one in printed] == []


def test_no_space_between_a_numeral_and_its_unit(built: Built) -> None:
    page = read_page(built.html.read_text(encoding="utf-8")).all("main")[0].text(".canvas")
    assert re.findall(r"[0-9] +(?:手続|件|人|名|年|月|日|ポイント|%|課題|希望)", page) == []


# The source's tables: rows of cells, each with its row span and column span.
ONE = (1, 1)
SOURCE_TABLES: list[Shape] = [
    [[(2, 1), (1, 3), ONE, (2, 1)], [ONE] * 4, [ONE] * 6, [ONE] * 6],
    [
        [(2, 1), (1, 3), (2, 1), (2, 1)],
        [(1, 2), ONE],
        *([[(3, 1), (1, 2), ONE, (3, 1), (3, 1)], [(2, 1), ONE, ONE], [ONE, ONE]] * 2),
    ],
    [[ONE] * 4] * 6,
    [[ONE] * 6] * 4,
]


def test_tables_have_the_shape_of_the_sources_in_html(built: Built) -> None:
    main = read_page(built.html.read_text(encoding="utf-8")).all("main")[0]
    tables = [
        table for figure in main.all("figure") if "table" in figure.classes for table in figure.all("table")
    ]
    shapes = [
        [
            [(int(c.attributes.get("rowspan", 1)), int(c.attributes.get("colspan", 1))) for c in row.children]
            for row in table.all("tr")
        ]
        for table in tables
    ]
    assert shapes == SOURCE_TABLES


def test_tables_have_the_shape_of_the_sources_in_pdf(built: Built) -> None:
    shapes = [
        [[(cell.rows, cell.columns) for cell in row.children] for row in table.all("TR")]
        for table in TaggedPdf.read(built.pdf).root.all("Table")
    ]
    assert shapes == SOURCE_TABLES
