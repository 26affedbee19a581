"""Tables of years: which years are compared, how consecutive years are counted, and the error messages."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_report.authoring.facts_and_notes import facts_of
from progress_report.authoring.figures import MOST_IN_A_TREND, trend
from progress_report.authoring.tables import Table
from progress_report.authoring.years import before_and_after, streak, this_and_last, unbroken_years, years
from progress_report.inputs.notebooks.frame_source import source_of
from progress_report.model.blocks import Chart, Remark
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import Number, plain_text
from progress_report.model.quantity import Computed
from tests.authoring.frames import SECTION, count, of_years, sourced
from tests.inputs.ward_files import PARAMS, WardFiles

TABLE = "data/2024/online_procedures.csv"
COMPARISON = "      comparison: 令和4年度\n"


@pytest.mark.parametrize(
    ("values", "said"),
    [([3, 2, 1, 4], "（2年連続で減少）"), ([1, 2, 3, 9], "（2年連続で増加）"), ([1, 2, 1, 9], "")],
)
def test_years_on_end_are_counted_back_from_the_year_reported(values: list[int | None], said: str) -> None:
    """Later years in the table and the order of its rows make no difference."""
    known = of_years(values, last=2024)["n"]
    assert plain_text(streak(known)) == said
    assert plain_text(streak(known.sort_index(ascending=False))) == said


@pytest.mark.parametrize("values", [[1, 2, "blank"], [1, "blank", 3], ["blank", 2, 3], ["blank"] * 3])
def test_a_blank_ends_the_count(values: list[int | str]) -> None:
    frame = of_years([1, 2, 3])
    given = [None if one == "blank" else count(int(one), "件") for one in values]
    frame["n"] = pd.Series(given, index=frame.index, dtype=object)
    assert plain_text(streak(frame["n"])) == ""
    longer = of_years([9, 1, 2, 3])
    longer.loc[FiscalYear(2020), "n"] = None
    assert plain_text(streak(longer["n"])) == "（2年連続で増加）"


def test_a_missing_year_ends_the_count() -> None:
    known = of_years([1, 2, 3, 4], without=[2021])
    assert plain_text(streak(known["n"])) == ""
    assert list(unbroken_years(known).index) == [FiscalYear(2022), FiscalYear(2023)]


@given(st.lists(st.none() | st.integers(0, 5), min_size=1, max_size=9))
def test_the_count_is_the_longest_run_of_one_direction(values: list[int | None]) -> None:
    said = streak(of_years(values)["n"])
    signs = [
        None if None in (a, b) else (b > a) - (b < a)  # type: ignore[operator]
        for a, b in pairwise(values)
    ][::-1]
    expected = 0
    while expected < len(signs) and signs[expected] and signs[expected] == signs[0]:
        expected += 1
    if expected < 2:
        assert plain_text(said) == ""
        return
    (number,) = [run.quantity for run in said if isinstance(run, Number)]
    assert plain_text(said) == f"（{expected}年連続で{'増加' if signs[0] == 1 else '減少'}）"
    assert isinstance(number.origin, Computed)
    assert [one.value for one in number.origin.operands] == values[-expected - 1 :]


def test_what_is_displayed_as_equal_is_no_change() -> None:
    frame = of_years([39000, 39001, 39002])
    frame["share"] = frame["n"].map(lambda one: one / count(100000, "件"))
    assert plain_text(streak(frame["n"])) == "（2年連続で増加）"
    assert plain_text(streak(frame["share"])) == ""


def test_two_years_are_compared_whether_or_not_others_are_known() -> None:
    rows = this_and_last(of_years([1, 2, 3]))
    assert [quantity.value for quantity in rows["n"]] == [2, 3]
    before, after = before_and_after(of_years([1, 2, 3])["n"])
    assert (before.value, after.value) == (2, 3)
    source = source_of(rows)
    assert source is not None
    facts = {fact.label: plain_text(fact.content) for fact in facts_of(source, ())}
    assert (facts["時点"], facts["比較"]) == ("令和5年度末", "令和4年度末")
    known = source_of(years(SECTION, "online_procedures"))
    assert known is not None
    assert "比較" not in [fact.label for fact in facts_of(known, ())]


@pytest.mark.parametrize(
    "made",
    [
        lambda frame: frame[["n"]],
        lambda frame: frame["n"],
        lambda frame: frame["n"] / frame["all"],
        lambda frame: frame["n"] + frame["all"] - frame["n"],
        lambda frame: frame.assign(twice=frame["n"] + frame["n"]),
        lambda frame: frame.sort_index(ascending=False),
        lambda frame: frame[[True] * len(frame)],
        lambda frame: frame.loc[:, ["n", "all"]],
        lambda frame: frame.iloc[-2:],
        lambda frame: frame.rename(columns={"n": "m"}),
        lambda frame: frame.reset_index(drop=True),
        lambda frame: frame["n"].map(lambda one: one),
        lambda frame: frame.copy(),
        lambda frame: frame[frame["n"].map(lambda one: one.value > 1)],
        lambda frame: frame[frame["n"].notna()].assign(m=frame["n"]).sort_values("n").head(1),
        lambda frame: frame.loc[frame.index[0] :, "n"],
        lambda frame: pd.concat([frame, frame]),
        lambda frame: frame.set_index("n").drop(columns="all"),
    ],
)
def test_what_is_made_of_a_frame_knows_its_source(made: object) -> None:
    frame = of_years([1, 2, 3])
    assert source_of(made(frame)) is source_of(frame)  # type: ignore[operator]


@pytest.mark.parametrize(
    "made",
    [
        lambda frame: pd.DataFrame({"n": frame["n"]}),
        lambda frame: frame.groupby(level=0).agg(list),
        lambda frame: frame["n"].groupby(level=0).agg(list).to_frame(),
    ],
)
def test_a_frame_that_lost_its_source_is_refused_with_the_remedy(made: object) -> None:
    lost = made(of_years([1, 2, 3]))  # type: ignore[operator]
    assert source_of(lost) is None
    with pytest.raises(ReportError, match=r"どのデータの表によるものか.*source=その表 を加えて"):
        Table(lost, "題")


def test_the_first_report_has_nothing_before(ward: WardFiles) -> None:
    ward.change(PARAMS, COMPARISON, "")
    section = ward.section()
    known = years(section, "online_procedures")
    before, after = before_and_after(known["online"])
    assert (before, after.value) == (None, 302)
    assert len(this_and_last(known)) == 1
    assert streak(of_years([1, 2, 3], section=section)["n"]) == ()


def test_a_comparison_over_several_years_says_nothing_of_years_on_end(ward: WardFiles) -> None:
    ward.change(PARAMS, COMPARISON, "      comparison: 令和3年度\n")
    assert streak(of_years([1, 2, 3], section=ward.section())["n"]) == ()


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ("令和3年度", [f"{TABLE}: 令和3年度（2021）の行がありません", f"{PARAMS} 34行目の comparison"]),
        ("令和5年度", [f"{PARAMS} 34行目『comparison』: 比較する年度（令和5年度）", "前の年度に直すか"]),
        ("2022-07", [f"{PARAMS} 34行目『comparison』: 年度ではありません（令和4年7月）"]),
    ],
)
def test_an_impossible_comparison_is_an_error(ward: WardFiles, written: str, places: list[str]) -> None:
    line = ward.change(PARAMS, COMPARISON, f"      comparison: {written}\n")
    with pytest.raises(ReportError) as caught:
        years(ward.section(), "online_procedures")
    for place in places:
        assert place.replace("34行目", f"{line}行目") in str(caught.value)


def test_a_table_without_years_is_refused_with_the_remedy() -> None:
    with pytest.raises(ReportError, match=r"行が年度ではないので.*section\.table"):
        years(SECTION, "priorities")
    with pytest.raises(ValueError, match="years で開いた表"):
        this_and_last(sourced({"n": [count(1)]}))
    with pytest.raises(ValueError, match="years で開いた表"):
        this_and_last(pd.DataFrame({"n": [1]}))


def test_a_trend_takes_three_years() -> None:
    for few in (of_years([1, 2]), of_years([1, 2, 3], without=[2022])):
        assert isinstance(trend(few, "推移", n="対応済", of="all").block, Remark)
    known = of_years(list(range(1, 12)))
    shown = trend(known.sort_index(ascending=False), "推移", n="対応済", of="all")
    assert isinstance(shown.block, Chart)
    assert len(shown.block.values.body) == MOST_IN_A_TREND
    assert shown.block == trend(known, "推移", n="対応済", of="all").block
