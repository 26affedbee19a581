"""report.txt: the page's content in its order, as read aloud."""

import re
from collections import Counter

import pytest

from progress_report.document.document import walk
from progress_report.document.files import read_document
from progress_report.model.findings import NotebookError, PublishingError
from progress_report.model.numerals import has_numeral, numerals
from progress_report.rendering.numeral_check import require_of_ledger
from progress_report.rendering.report_text import report_text
from tests.support.html_text import Node, read_page
from tests.support.normal_text import normal
from tests.support.project_copy import Built

LAYOUT = re.compile(
    "[\t│┃─━┼|＿_□■◆]|  |　　| $|^[ 　]|-{2,}|={2,}|[\u200b\u2060\ufeff\u0000-\u0009\u000b-\u001f]",
    re.MULTILINE,
)


@pytest.fixture(scope="module", params=["2024", "2025"])
def report(request: pytest.FixtureRequest) -> Built:
    found: Built = request.getfixturevalue("built" if request.param == "2024" else "built_2025")
    return found


@pytest.fixture(scope="module")
def page(report: Built) -> Node:
    return read_page(report.html.read_text(encoding="utf-8"))


def _in_order(pieces: list[str], text: str) -> str:
    """Return the first piece that does not follow the earlier ones in the text, or nothing."""
    place = 0
    for piece in pieces:
        found = text.find(piece, place)
        if found < 0:
            return piece
        place = found + len(piece)
    return ""


def test_the_words_of_the_page_are_in_the_text_in_the_same_order(report: Built, page: Node) -> None:
    """Headings, paragraphs, items, captions, notes; each chart's alternative text after its caption."""
    said = []
    aside = {id(one) for around in page.all("nav") for one in around.walk()}
    for node in page.all("main")[0].walk():
        if "hidden" in node.classes or id(node) in aside:
            continue
        if node.tag in ("h2", "h3", "h4", "h5", "figcaption", "caption") or (
            node.tag == "p" and {"body", "note", "omission"} & set(node.classes)
        ):
            said.append(normal(node.text(".page-only", ".hidden", ".stamp")))
        elif node.tag == "li" and not any("what" in child.classes for child in node.children):  # not a card
            said.append(normal(node.text(".page-only", ".hidden", ".stamp")).removeprefix("・"))
        elif "canvas" in node.classes:
            said.append(normal(node.attributes["aria-label"]))
    said = [words for words in said if words]
    assert len(said) > 60
    assert _in_order(said, normal(report.text)) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "優先度 (年間申請数)は合計、令和5年度末時点オンライン未対応手続数は415、"
        "令和6年度オンライン対応予定手続数は95、対象外予定手続数は2。",
        "年度は令和4年度、オンライン未対応手続年間申請数 (割合)は172,316 (4.0%)、年間総申請数は4,347,016。",
        "年度は令和5年度、区分は内訳の紙による申請、"
        "オンライン対応済手続年間申請数 (割合)の合計は2,302,198 (55.8%)。",
        "システムは「小型電算(選挙、生活保護等)」、課題総数は541、完了数は440、進捗率は81%、残数は101、"
        "課題として残っている主な内容は「帳票発行等に係る窓口業務フローの見直し」と"
        "「パッケージの分離による新規のシステム構築等」。",
    ],
)
def test_every_cell_is_read_with_its_headers(built: Built, sentence: str) -> None:
    assert sentence in built.text.splitlines()


def test_a_sample_says_so_aloud(report: Built) -> None:
    stamped = [line for line in report.text.splitlines() if line.startswith("サンプルデータ（架空）の")]
    assert len(stamped) > 3


def test_there_is_nothing_but_words_to_be_read(report: Built) -> None:
    assert LAYOUT.findall(report.text) == []
    assert (report.folder / "report.txt").read_bytes().startswith(b"\xef\xbb\xbf")
    assert report.text.endswith("。\n") and "\n\n\n" not in report.text
    sentences = [line for line in report.text.splitlines() if len(line) > 80]
    assert len(sentences) > 20, "no line ends before its sentence does"


def test_no_numeral_is_typed_between_what_the_report_says(report: Built) -> None:
    """Without the numerals of the document, the text has none."""
    document = read_document(report.folder)
    for _, part in walk(document):
        for name in ("text", "number", "mark"):
            if has_numeral(getattr(part, name, None) or ""):
                setattr(part, name, "甲")
    assert numerals(report_text(document)) == []


def _ledger(report: Built) -> str:
    return (report.folder / "ledger.csv").read_text(encoding="utf-8-sig")


def _require_traced(report: Built, text: str) -> None:
    require_of_ledger(Counter(numerals(text)), _ledger(report), "report.txt", "テキスト")


def test_every_numeral_is_in_the_ledger_and_none_is_lost(report: Built) -> None:
    _require_traced(report, report.text)


@pytest.mark.parametrize("typed", ["98765件", "３１３点", "九百三件"])
def test_a_number_typed_by_hand_is_named(report: Built, typed: str) -> None:
    with pytest.raises(NotebookError, match="出どころの分からない数字"):
        _require_traced(report, report.text + typed)


def test_a_number_left_out_is_named(report: Built) -> None:
    rate = "42.1%"
    with pytest.raises(PublishingError, match=re.escape("42.1")):
        _require_traced(report, report.text.replace(rate, ""))
