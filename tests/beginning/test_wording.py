"""Shipped texts, reworded for another kind of municipality and other years."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_report.beginning.wording import Wording


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("汐風市", "市民の意向を市役所が調べ、市政に生かす。市のデータ、市内の施設、市長"),
        ("汐風町", "町民の意向を町役場が調べ、町政に生かす。町のデータ、町内の施設、町長"),
        ("汐風県", "県民の意向を県庁が調べ、県政に生かす。県のデータ、県内の施設、県長"),
        ("中野区", "区民の意向を区役所が調べ、区政に生かす。区のデータ、区内の施設、区長"),
        ("汐風広域連合", "住民の意向を役所が調べ、行政に生かす。団体のデータ、団体内の施設、団体長"),
    ],
)
def test_a_kind_of_municipality_has_its_words(name: str, text: str) -> None:
    shipped = "区民の意向を区役所が調べ、区政に生かす。区のデータ、区内の施設、区長"
    assert Wording("杉並区", name, 0)(shipped) == text
    assert Wording("杉並区", name, 0)("杉並区の区民") == f"{name}の{text[:2]}"


@pytest.mark.parametrize("text", ["地区の会館", "行政区が定める", "区分の数", "区別する", "東京都特別区の例"])
def test_other_words_stay(text: str) -> None:
    assert Wording("杉並区", "汐風市", 0)(text) == text


@given(st.text().filter(lambda text: "区" not in text))
def test_what_does_not_speak_of_the_municipality_stays(text: str) -> None:
    assert Wording("杉並区", "汐風市", 0)(text) == text


@pytest.mark.parametrize(
    ("text", "by", "later"),
    [
        ("令和7年度のオンライン対応取組予定", 1, "令和8年度のオンライン対応取組予定"),
        ("令和7年度のオンライン対応取組予定", -6, "令和元年度のオンライン対応取組予定"),
        ("令和7年度第4四半期", 3, "令和10年度第4四半期"),
        ("2024-02-29", 1, "2025-02-28"),
        ("2025-10", -1, "2024-10"),
        ("区民18人", 5, "市民18人"),
    ],
)
def test_named_years_move(text: str, by: int, later: str) -> None:
    assert Wording("杉並区", "汐風市", by).later(text) == later
