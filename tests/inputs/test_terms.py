"""``terms``: a line for each, forgiving in form; they are validated as other prose is."""

import pytest

from progress_report.inputs.params.report_params import read_params
from progress_report.inputs.prose.written_texts import written_texts
from progress_report.inputs.validation import validate_new
from tests.inputs.ward_files import PARAMS, YEAR, WardFiles, require_finding

TERM = "  責任分界: "


def test_a_term_is_a_line_or_an_entry_of_its_own(ward: WardFiles) -> None:
    terms = read_params(ward.project, YEAR).report.terms
    assert [*terms][:2] == ["無作為抽出", "ダッシュボード"]  # in the order of the file
    assert (terms["課題"].reading, terms["課題"].also) == (None, [])
    assert terms["ダッシュボード"].also == ["ダッシュボード化"]  # one spelling needs no list
    assert terms["Fit&Gap分析"].reading == "フィット・アンド・ギャップぶんせき"


def test_explanations_are_known_by_their_lines(ward: WardFiles) -> None:
    params = read_params(ward.project, YEAR)
    lines = ward.text(PARAMS).splitlines()
    texts = {
        place: (location, text)
        for place, location, text in written_texts(params)
        if place.startswith("terms")
    }
    assert len(texts) == len(params.report.terms)
    for location, text in texts.values():
        assert text[:8] in lines[params.source(*location).line - 1]


@pytest.mark.parametrize(
    ("new", "column", "says"),
    [
        ("  責任分界:\n  同定: ", "terms.責任分界.explanation", "値がありません"),
        ('  責任分界: " "\n  同定: ', "terms.責任分界.explanation", "文がありません"),
        ("  責任分界: {also: 分界}\n  同定: ", "terms.責任分界.explanation", "必要な項目がありません"),
        ("  責任分界: {explanaton: 分ける}\n  同定: ", "terms.責任分界.explanaton", "「explanation」では"),
        ("  課題: 別の説明。\n  同定: ", "terms.課題", ""),
        (
            "  Ｆｉｔ＆Ｇａｐ: 別の説明。\n  同定: ",
            "terms.Ｆｉｔ＆Ｇａｐ",
            "用語「Ｆｉｔ＆Ｇａｐ」が、用語「Fit&Gap分析」にもあります",
        ),
        ("  責任分界: 「{plan}」のこと。\n  同定: ", "terms.責任分界", "差し込む値「plan」がありません"),
        (
            "  責任分界: 「{表:plan}」のこと。\n  同定: ",
            "terms.責任分界",
            "用語の説明から表・図を参照すること",
        ),
    ],
)
def test_errors_name_the_term(ward: WardFiles, new: str, column: str, says: str) -> None:
    ward.change(PARAMS, TERM, new)
    violations = ward.findings()
    assert any(column in (one.column, "terms.課題") and says in one.text for one in violations), violations
    assert all(one.file == PARAMS and one.row for one in violations)


def test_a_figure_typed_into_an_explanation_is_to_be_confirmed(ward: WardFiles) -> None:
    row = ward.change(PARAMS, TERM, "  責任分界: 302手続の責任を分けること。\n  同定: ")
    _, found = validate_new(ward.project, YEAR)
    says = "文章に「302手続」と、数値が直接"
    require_finding(found, file=PARAMS, row=row, column="terms.責任分界", says=says)


def test_explanations_stay_from_year_to_year_without_a_warning(ward: WardFiles) -> None:
    found = validate_new(ward.project, YEAR.next)[1]
    assert not [one for one in found if one.column.startswith("terms")]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("next_report: 2026-13", "暦にない"),
        ("report_date: 2025-11-20\nnext_report: 2025-10", "次回の報告（令和7年10月）が、この報告の日付"),
    ],
)
def test_a_next_report_that_cannot_be_is_an_error(ward: WardFiles, written: str, says: str) -> None:
    ward.change(PARAMS, "title: 区の", f"{written}\ntitle: 区の")
    (finding,) = ward.findings()
    assert finding.column == "next_report" and says in finding.text, str(finding)


@pytest.mark.parametrize("written", ["2025-11", "令和7年第4回定例会で報告する", "令和7年度第3四半期"])
def test_the_next_report_has_a_date_or_words(ward: WardFiles, written: str) -> None:
    ward.change(PARAMS, "title: 区の", f"next_report: {written}\ntitle: 区の")
    assert ward.findings() == []
