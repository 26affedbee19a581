"""Frames and blocks in JupyterLab, which drops SVG, ``id`` and ``data-*`` from untrusted notebooks."""

import re
from fractions import Fraction

import pytest

from progress_report.authoring.display import Displayed
from progress_report.authoring.notebook_shell import preview
from progress_report.authoring.questionnaire import survey
from progress_report.model.blocks import MIME_TYPE, Block, Heading, ItemList, Omission, Paragraph
from progress_report.model.inline import LineBreak, Number, Text, text
from progress_report.model.quantity import Cell, Quantity
from tests.support.sections import section_of_2024

SAMPLE = Quantity(Fraction(1, 3), "%", Cell("data/t.csv", 2, "n", "数", illustrative=True), 1)
_TAGS = {
    "p", "strong", "small", "br", "h2", "data", "img", "table", "thead", "tbody", "tr", "th", "td", "ul", "li"
}  # fmt: skip


@pytest.mark.parametrize(
    ("block", "html"),
    [
        (Heading(2, text("題")), "<h2>題</h2>"),
        (Paragraph((Text("割合は"), Number(SAMPLE))), '<p>割合は<data value="1/3">33.3%</data></p>'),
        (Paragraph((Text("一"), LineBreak(), Text("<b>"))), "<p>一<br>&lt;b&gt;</p>"),
        (ItemList((text("甲"), text("乙"))), "<p>○甲</p><p>○乙</p>"),
        (Omission(text("図"), text("理由")), "<p><strong>図</strong><br>理由</p>"),
    ],
)
def test_blocks_are_shown_as_simple_html(block: Block, html: str) -> None:
    bundle = Displayed(block)._repr_mimebundle_()
    assert bundle["text/html"].startswith(html)
    assert bundle[MIME_TYPE]["type"] == block.type
    assert ("サンプルデータ（架空）" in bundle["text/html"]) is block.illustrative


def test_a_chart_is_an_image_with_its_alternative_text() -> None:
    section = section_of_2024("1_data_utilization")
    shown = survey(section, "resident_survey").figure("open_data_use")
    html = shown._repr_mimebundle_()["text/html"]
    assert '<img src="data:image/svg+xml;base64,' in html
    assert 'alt="サンプルデータ（架空）の帯グラフ。' in html
    assert "<svg" not in html
    assert set(re.findall(r"<([a-z0-9]+)", html)) <= _TAGS
    assert not re.search(r'\s(id|data-[a-z]+)="', html)


def test_the_checks_are_shown_to_reviewers() -> None:
    section = section_of_2024("2_online_procedures")
    bundle = Displayed(section.check("online_procedures"))._repr_mimebundle_()
    for kind in ("text/html", "text/plain"):
        assert "415手続 = 415手続" in bundle[kind]
    assert bundle[MIME_TYPE]["results"][0]["name"] == "未対応手続数と優先度別合計"


def test_a_frame_is_shown_as_printed() -> None:
    section = section_of_2024("2_online_procedures")
    shown = preview(section.table("online_procedures"))
    assert list(shown.index) == ["令和4年度", "令和5年度"]
    assert list(shown["online"]) == ["241手続", "302手続"]
    assert list(preview(section.table("priorities"))["excluded"]) == ["2手続", "", "", ""]
