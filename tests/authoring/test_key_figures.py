"""The page of key figures: cards from the comparison's own values, conclusions, small charts."""

from dataclasses import replace

import pytest

from progress_report.authoring.charts import BarData, Series, Target, periods
from progress_report.authoring.key_figures import KeyFigures, key_figures
from progress_report.inputs.project import Project
from progress_report.inputs.section import Section
from progress_report.model.blocks import Highlights, ItemList, Picture
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import plain_text, words
from progress_report.model.quantity import Quantity
from tests.authoring import chart_samples as samples
from tests.inputs.delivery import ROOT


def section(start: int) -> Section:
    return Section(Project(ROOT), FiscalYear(start), "0_summary")


def cards(start: int, figures: KeyFigures | None = None) -> Highlights:
    shown = (figures or key_figures(section(start))).cards("主な数値")
    assert shown is not None and isinstance(shown.block, Highlights)
    return shown.block


def rows(block: Highlights) -> list[list[str]]:
    return [[plain_text(cell.content) for cell in row] for row in (*block.grid.head, *block.grid.body)]


def test_each_card_has_value_former_value_change_target_and_time() -> None:
    assert rows(cards(2025)) == [
        ["指標", "今回", "前回", "増減", "目標", "達成状況", "時点"],
        ["オンライン対応済手続数", "390手続", "302手続", "88手続増", "", "", "令和6年度"],
        ["オンライン対応可能手続に占める対応済の割合", "54.5%", "42.1%", "12.4ポイント増", "", "",
         "令和6年度"],
        ["オンラインによる申請の割合", "49.7%", "44.2%", "5.5ポイント増", "", "", "令和6年度"],
        ["システム標準化の課題解消の進捗率（全体）", "90%", "78%", "12ポイント増", "100%", "未達成",
         "令和7年7月31日（木）"],
    ]  # fmt: skip


def test_the_first_report_ever_stands_beside_the_fiscal_year_before() -> None:
    block = cards(2024)
    head, online, *_, progress = rows(block)
    assert head[2] == "前年度"
    assert online[1:4] == ["302手続", "241手続", "61手続増"]
    assert progress[1:6] == ["78%", "－", "", "90%", "未達成"]
    assert [fact.label for fact in block.facts] == ["前年度"]


def test_published_figures_bear_no_stamp_and_invented_ones_do() -> None:
    assert not cards(2024).illustrative
    assert cards(2025).illustrative


def test_conclusions_name_what_moved_and_what_misses_its_target() -> None:
    shown = key_figures(section(2024)).conclusions()
    assert shown is not None and isinstance(shown.block, ItemList)
    assert [plain_text(item) for item in shown.block.items] == [
        "前年度から前進した指標は、オンライン対応済手続数（61手続増）、オンライン対応可能手続に占める"
        "対応済の割合（3.1ポイント増）、オンラインによる申請の割合（3.5ポイント増）。",
        "目標に達していない指標は、システム標準化の課題解消の進捗率（全体）（78%、目標は90%）。",
    ]


@pytest.mark.parametrize("value", [None, -3])
def test_what_no_bar_can_show_has_no_picture(value: int | None) -> None:
    figures = key_figures(section(2025))
    first = figures.highlights[0]
    quantity = samples.quantity(value, "手続")
    change = replace(first.change, present=quantity, former=samples.quantity(2, "手続"))
    changed = KeyFigures(section(2025), figures.compared, [replace(first, change=change, years=())])
    block = cards(2025, changed)
    assert block.pictures == (None,)
    assert rows(block)[1][3] in ("増減を比べられない値", "5手続減")


def test_nothing_to_show_shows_nothing() -> None:
    nothing = KeyFigures(section(2024), None, [])
    assert nothing.cards("主な数値") is None
    assert nothing.conclusions() is None


def _described(values: list[Quantity], goal: Quantity | None, met: bool | None) -> str:
    data = BarData([words("前回"), words("今回")], [Series(words("対応済"), values)])
    target = Target(words("目標"), goal) if goal else None
    return plain_text(periods(data, samples.setting(), target=target, met=met).alternative)


def test_a_pictures_alternative_says_type_values_way_and_target() -> None:
    before, after = samples.quantity(3), samples.quantity(8)
    assert _described([before, after], samples.quantity(9), False) == (
        "横棒グラフ。対応済は、前回は3件、今回は8件。前回から今回までに5件増加している。"
        "目標9件に達していない（差は1件）。"
    )
    assert _described([after, before], samples.quantity(5), True) == (
        "横棒グラフ。対応済は、前回は8件、今回は3件。前回から今回までに5件減少している。目標5件に達している。"
    )
    assert _described([after, after], None, None).endswith("今回は8件。前回と今回は同じである。")
    assert _described([samples.quantity(None), after], None, None).endswith("前回は－、今回は8件。")


def test_pictures_are_named_apart_and_carry_their_values() -> None:
    pictures = [picture for picture in cards(2025).pictures if isinstance(picture, Picture)]
    assert len(pictures) == 4
    assert len({picture.svg.split('<g id="')[1].split('"')[0] for picture in pictures}) == 4
    labels = [plain_text(label) for label in pictures[1].labels]
    assert [label for label in labels if label.startswith("令和")] == ["令和4年度", "令和5年度", "令和6年度"]
