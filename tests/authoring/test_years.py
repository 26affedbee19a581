"""The years of a table: which are compared, what is counted as years on end, what is told of a slip."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_report.authoring.figures import MOST_IN_A_TREND, trend
from progress_report.authoring.years import (
    before_and_after,
    compared,
    comparison_phrase,
    known_years,
    streak,
    unbroken_years,
)
from progress_report.inputs.project import Project
from progress_report.inputs.section import Section
from progress_report.model.blocks import Chart, Remark
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import Date, Number, plain_text, words
from progress_report.model.quantity import Cell, Computed, Quantity
from tests.inputs.delivery import PARAMS, Delivery

TABLE = "data/2024/online_procedures.csv"
SECTION = Section(Project.here(), FiscalYear(2024), "2_online_procedures")
COMPARISON = "      comparison: 令和4年度\n"


@pytest.fixture
def section() -> Section:
    """§2 of 令和6年度: the year reported is 令和5年度, the one compared with 令和4年度."""
    return SECTION


@pytest.fixture
def delivery(tmp_path: Path) -> Delivery:
    return Delivery.copied(tmp_path / "project")


def known(values: Sequence[int | None], last: int = 2023, without: Sequence[int] = ()) -> pd.DataFrame:
    """A frame of counts (and shares of 1000) in years up to ``last``; None is not defined."""
    rows = {}
    for back, value in enumerate(reversed(values)):
        year = FiscalYear(last - back)
        cell = Cell("data/t.csv", 2, "n", "数")
        count = Quantity(None if value is None else Fraction(value), "件", cell)
        whole = Quantity(Fraction(1000), "件", cell)
        if year.start not in without:
            rows[year] = {"fiscal_year": Date(year, cell), "n": count, "share": count / whole}
    return pd.DataFrame.from_dict(rows, orient="index", dtype=object).sort_index()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([1, 2], ""),
        ([1, 2, 3], "（2年連続で増加）"),
        ([1, 2, 3, 4], "（3年連続で増加）"),
        ([4, 3, 2], "（2年連続で減少）"),
        ([9, 2, 3, 4], "（2年連続で増加）"),
        ([1, 2, 3, 3], ""),
        ([3, 3, 4], ""),
        ([1, 3, 2], ""),
        ([None, 2, 3], ""),
        ([1, 2, None], ""),
        ([5], ""),
    ],
)
def test_years_on_end_are_counted(section: Section, values: list[int | None], said: str) -> None:
    assert plain_text(streak(section, known(values), "n")) == said


def test_a_missing_year_ends_the_count(section: Section) -> None:
    assert plain_text(streak(section, known([1, 2, 3, 4], without=[2021]), "n")) == ""
    assert list(unbroken_years(known([1, 2, 3, 4], without=[2021])).index) == [
        FiscalYear(2022), FiscalYear(2023),
    ]  # fmt: skip


@given(st.lists(st.none() | st.integers(0, 5), min_size=1, max_size=9))
def test_the_count_is_the_longest_run_of_one_direction(values: list[int | None]) -> None:
    said = streak(SECTION, known(values), "n")
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
    assert number.text == f"{expected}年連続"
    assert isinstance(number.origin, Computed)
    assert [one.value for one in number.origin.operands] == values[-expected - 1 :]


def test_what_is_displayed_as_equal_is_no_change(section: Section) -> None:
    frame = known([39000, 39001, 39002])
    whole = Quantity(Fraction(100000), "件", Cell("data/t.csv", 2, "n", "数"))
    frame["share"] = frame["n"].map(lambda count: count / whole)
    assert plain_text(streak(section, frame, "n")) == "（2年連続で増加）"
    assert plain_text(streak(section, frame, "share")) == ""


def test_two_years_are_compared_whatever_is_known(section: Section) -> None:
    rows = compared(section, known([1, 2, 3]))
    assert [quantity.value for quantity in rows["n"]] == [2, 3]
    before, after = before_and_after(section, known([1, 2, 3]))
    assert (before["n"].value, after["n"].value) == (2, 3)
    assert plain_text(comparison_phrase(section, "{year}末")) == "令和4年度末"


def test_the_first_report_has_nothing_before(delivery: Delivery) -> None:
    delivery.change(PARAMS, COMPARISON, "")
    section = delivery.section()
    before, after = before_and_after(section, known_years(section, "online_procedures"))
    assert (before["online"], after["online"].value) == (None, 302)
    assert comparison_phrase(section, "{year}末") == ()
    assert streak(section, known([1, 2, 3]), "n") == ()


def test_a_comparison_over_several_years_says_nothing_of_years_on_end(delivery: Delivery) -> None:
    delivery.change(PARAMS, COMPARISON, "      comparison: 令和3年度\n")
    assert streak(delivery.section(), known([1, 2, 3]), "n") == ()


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ("令和3年度", [f"{TABLE}: 令和3年度（2021）の行がありません", f"{PARAMS} 34行目の comparison"]),
        ("令和5年度", [f"{PARAMS} 34行目『comparison』: 比較する年度（令和5年度）", "前の年度に直すか"]),
        ("2022-07", [f"{PARAMS} 34行目『comparison』: 年度ではありません（令和4年7月）"]),
    ],
)
def test_a_comparison_that_cannot_be_made_is_told(
    delivery: Delivery, written: str, places: list[str]
) -> None:
    line = delivery.change(PARAMS, COMPARISON, f"      comparison: {written}\n")
    with pytest.raises(ReportError) as caught:
        known_years(delivery.section(), "online_procedures")
    for place in places:
        assert place.replace("34行目", f"{line}行目") in str(caught.value)


def test_a_trend_takes_three_years(section: Section) -> None:
    columns = ("n", "対応済", "share")
    for few in (known([1, 2]), known([1, 2, 3], without=[2022])):
        assert isinstance(trend(section, "t", words("推移"), few, columns, ()).block, Remark)
    shown = trend(section, "t", words("推移"), known(list(range(1, 12))), columns, ())
    assert isinstance(shown.block, Chart)
    assert len(shown.block.values.body) == MOST_IN_A_TREND
