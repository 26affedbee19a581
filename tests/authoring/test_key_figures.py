"""Points of the report: cards and sentences made from the comparison's values."""

from dataclasses import replace

from progress_report.authoring.key_figures import KeyFigures, key_figures
from progress_report.inputs.notebooks.section import Section
from progress_report.inputs.project import Project
from progress_report.inputs.years.report_year import ReportYear
from progress_report.model.blocks import Highlights, ItemList
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import plain_text
from tests.authoring import chart_samples as samples
from tests.inputs.ward_files import ROOT


def section(start: int) -> Section:
    return Section(Project(ROOT), FiscalYear(start), "0_summary")


def cards(start: int, figures: KeyFigures | None = None) -> Highlights:
    shown = (figures or key_figures(section(start))).cards("主な指標")
    assert shown is not None and isinstance(shown.block, Highlights)
    return shown.block


def rows(block: Highlights) -> list[list[str]]:
    return [[plain_text(cell.content) for cell in row] for row in (*block.grid.head, *block.grid.body)]


def points(figures: KeyFigures) -> list[str]:
    shown = figures.conclusions()
    assert shown is not None and isinstance(shown.block, ItemList)
    return [plain_text(item) for item in shown.block.items]


def test_each_card_has_value_change_former_value_target_and_time() -> None:
    assert rows(cards(2025)) == [
        ["指標", "今回", "前回比", "前回", "目標", "期限", "達成状況", "時点"],
        ["オンライン対応済手続数", "390手続", "88手続増", "302手続", "", "", "", "令和6年度末現在"],
        ["オンライン対応可能手続に占める対応済の割合", "54.5%", "12.4ポイント増", "42.1%", "", "", "",
         "令和6年度末現在"],
        ["オンラインによる申請の割合", "49.7%", "5.5ポイント増", "44.2%", "", "", "", "令和6年度末現在"],
        ["システム標準化の課題解消の進捗率（全体）", "90%", "12ポイント増", "78%", "100%",
         "令和7年度第4四半期", "期限前", "令和7年7月31日（木）現在"],
    ]  # fmt: skip


def test_the_first_report_is_compared_with_the_fiscal_year_before() -> None:
    block = cards(2024)
    head, online, *_, progress = rows(block)
    assert head[2:4] == ["前年度比", "前年度"]
    assert online[1:4] == ["302手続", "61手続増", "241手続"]
    assert progress[1:7] == ["78%", "", "", "90%", "令和7年度第2四半期", "期限前"]
    assert [plain_text(fact.content) for fact in block.facts] == [
        "「前年度」は、本書の表に掲げる前年度の値である。"
    ]


def test_published_figures_are_not_illustrative_and_invented_ones_are() -> None:
    assert not cards(2024).illustrative
    assert cards(2025).illustrative


def test_the_points_say_bases_changes_targets_plans_and_what_comes_next() -> None:
    assert points(key_figures(section(2024))) == [
        "オンライン対応済手続数は302手続で、前年度（241手続）から61手続増となり、改善した。",
        "オンライン対応可能手続に占める対応済の割合は42.1%（717手続中302手続）で、前年度（39.0%）から"
        "3.1ポイント増となり、改善した。",
        "オンラインによる申請の割合は44.2%（4,129,184件中1,826,986件）で、前年度（40.7%）から"
        "3.5ポイント増となり、改善した。",
        "システム標準化の課題解消の進捗率（全体）は78%（4,088課題中3,182課題）である。"
        "目標（令和7年度第2四半期までに90%）は、期限前である。",
        "今後の予定は、「オンライン対応予定手続数（実績は、対応済手続数の増加数）」"
        "（令和6年度までに95手続）である。",
    ]


def test_a_change_for_the_worse_and_none_are_said_as_such() -> None:
    figures = key_figures(section(2025))
    first, second, *_ = figures.highlights
    worse = replace(first.change, present=samples.quantity(2, "手続"), former=samples.quantity(5, "手続"))
    alike = replace(second.change, present=second.change.former)
    year = ReportYear(Project(ROOT), FiscalYear(2025))
    changed = KeyFigures(
        section(2025), year, None, [replace(first, change=worse), replace(second, change=alike)]
    )
    said = points(changed)
    assert said[0] == "オンライン対応済手続数は2手続で、前年度（5手続）から3手続減となり、悪化した。"
    assert said[1].endswith("は42.1%（717手続中302手続）で、前年度（42.1%）から変わらない。")
    assert rows(cards(2025, changed))[2][2] == "増減なし"


def test_what_has_no_value_is_not_compared() -> None:
    figures = key_figures(section(2025))
    first = figures.highlights[0]
    change = replace(first.change, present=samples.quantity(None, "手続"), former=samples.quantity(2, "手続"))
    year = ReportYear(Project(ROOT), FiscalYear(2025))
    changed = KeyFigures(section(2025), year, figures.compared, [replace(first, change=change)])
    assert points(changed)[0] == "オンライン対応済手続数は、算出の対象がない。"
    assert rows(cards(2025, changed))[1][2] == "増減を比べられない値"


def test_without_figures_a_sentence_says_so() -> None:
    year = ReportYear(Project(ROOT), FiscalYear(2024))
    nothing = KeyFigures(section(2024), year, None, [])
    assert nothing.cards("主な指標") is None
    said = nothing.say("{former}{present}", first="値")
    assert [plain_text(one) for one in said.block.inlines()] == [
        "公表された値による主な指標は、この報告にはない。"
    ]
