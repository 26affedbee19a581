"""Exact numbers that keep unit, precision and origin; the published figures of 令和6年度 are test rows."""

import operator
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_report.model.differences import rounds_otherwise
from progress_report.model.quantity import (
    Aggregate,
    Cell,
    Computed,
    Origin,
    Parameter,
    Quantity,
    UnitError,
    point_difference,
    total,
    whole_of,
)
from tests.model.samples import count

counts = st.integers(min_value=0, max_value=10**9).map(count)


@pytest.mark.parametrize(
    ("parts", "printed"),
    [
        ((241, 377), "618"),
        ((241, 377, 2073), "2,691"),
        ((302, 415), "717"),
        ((302, 415, 2050), "2,767"),
        ((1699957, 2474743), "4,174,700"),
        ((1699957, 2474743, 172316), "4,347,016"),
        ((1826986, 2302198), "4,129,184"),
        ((1826986, 2302198, 257164), "4,386,348"),
        ((26, 54, 101, 234), "415"),
        ((19, 26, 37, 13), "95"),
    ],
)
def test_published_totals(parts: tuple[int, ...], printed: str) -> None:
    assert total(map(count, parts)).number == printed


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (241, 618, "39.0%"),
        (377, 618, "61.0%"),
        (302, 717, "42.1%"),
        (415, 717, "57.9%"),
        (4174700, 4347016, "96.0%"),
        (172316, 4347016, "4.0%"),
        (1699957, 4174700, "40.7%"),
        (2474743, 4174700, "59.3%"),
        (4129184, 4386348, "94.1%"),
        (257164, 4386348, "5.9%"),
        (1826986, 4129184, "44.2%"),
        (2302198, 4129184, "55.8%"),
        (383, 2000, "19.2%"),
    ],
)
def test_published_shares(part: int, whole: int, printed: str) -> None:
    assert (count(part) / count(whole)).text == printed


@pytest.mark.parametrize(
    ("before", "after", "printed"),
    [
        ((241, 618), (302, 717), "3.1ポイント"),
        ((1699957, 4174700), (1826986, 4129184), "3.5ポイント"),
        ((302, 717), (241, 618), "△3.1ポイント"),
        ((1, 2), (2, 4), "0.0ポイント"),
    ],
)
def test_published_point_differences(before: tuple[int, int], after: tuple[int, int], printed: str) -> None:
    one, other = (count(part) / count(whole) for part, whole in (before, after))
    assert point_difference(one, other).text == printed


@pytest.mark.parametrize(
    ("issues", "done", "remaining", "progress"),
    [(3365, 2598, "767課題", "77%"), (541, 440, "101課題", "81%"), (182, 144, "38課題", "79%")],
)
def test_published_progress(issues: int, done: int, remaining: str, progress: str) -> None:
    all_issues, closed = count(issues, "課題"), count(done, "課題")
    assert (all_issues - closed).text == remaining
    assert (closed / all_issues).with_decimals(0).text == progress


def test_published_survey_numbers() -> None:
    sampled, answering = count(2000, "名"), count(383, "人")
    assert (answering - count(30, "人")).text == "353人"
    assert (answering / sampled).text == "19.2%"  # 名 and 人 count the same
    most = count(353, "人").times(count(3, "件"))
    assert (most.text, count(1053, "件") <= most) == ("1,059件", True)


def test_a_count_of_none_is_printed_and_nothing_of_nothing_is_not_defined() -> None:
    assert count(0).text == "0件"
    assert (count(0) / count(5)).text == "0.0%"
    undefined = count(0) / count(0)
    assert (undefined.value, undefined.number, undefined.text) == (None, "－", "－")


def test_what_is_computed_from_the_undefined_is_undefined() -> None:
    undefined = count(0) / count(0)
    defined = count(1) / count(2)
    for result in (undefined + defined, defined - undefined, point_difference(undefined, defined)):
        assert (result.value, result.text) == (None, "－")
    assert not rounds_otherwise(point_difference(undefined, defined))
    with pytest.raises(UnitError, match="比べられません"):
        operator.lt(undefined, defined)


COMBINING: list[Callable[[Quantity, Quantity], object]] = [
    operator.add,
    operator.sub,
    operator.truediv,
    operator.lt,
    operator.le,
    operator.gt,
    operator.ge,
    lambda one, other: total([one, other]),
]


@pytest.mark.parametrize("combine", COMBINING)
def test_units_do_not_mix(combine: Callable[[Quantity, Quantity], object]) -> None:
    with pytest.raises(UnitError, match=r"単位の違う数量.*件と課題"):
        combine(count(2, "件"), count(1, "課題"))


@pytest.mark.parametrize("combine", COMBINING[:-1])
def test_bare_numbers_do_not_mix_in(combine: Callable[[object, object], object]) -> None:
    with pytest.raises(UnitError, match="int"):
        combine(count(2), 1)


def test_a_counter_can_be_changed_for_one_that_counts_the_same() -> None:
    assert count(383, "人").with_unit("名").text == "383名"
    with pytest.raises(UnitError):
        count(383, "人").with_unit("件")


@pytest.mark.parametrize(
    "use",
    [str, "{}".format, lambda quantity: f"{quantity:.1f}", lambda quantity: "%s" % quantity],  # noqa: UP031
)
def test_a_quantity_never_becomes_text_unnoticed(use: Callable[[Quantity], str]) -> None:
    with pytest.raises(TypeError, match=r"出典が失われます.*say"):
        use(count(302))


def test_its_representation_is_for_reading_only() -> None:
    assert repr(count(302)) == f"<302件 {count(302).identifier}>"


def test_a_total_leaves_blanks_out_and_is_computed_from_what_was_given() -> None:
    given_values = [count(2, row=2), None, None]
    assert total(given_values).origin == Computed("+", (count(2, row=2),))
    assert total(given_values).text == "2件"
    assert total([count(2), None, count(0, row=4)]).origin == Computed("+", (count(2), count(0, row=4)))


@pytest.mark.parametrize("nothing", [[], [None, None]])
def test_a_total_of_nothing_is_not_0(nothing: list[None]) -> None:
    with pytest.raises(ValueError, match="合計する値がありません"):
        total(nothing)


def test_points_are_the_difference_of_what_is_displayed() -> None:
    before, after = count(104) / count(1000), count(1150) / count(10000)
    assert point_difference(before, after).value == Fraction(11, 10)
    # 0.14% is printed as 0.1% and 0.25% as 0.3%: 0.2 points by hand, 0.1 before rounding.
    before, after = count(14) / count(10000), count(25) / count(10000)
    difference = point_difference(before, after)
    assert (before.text, after.text, difference.text) == ("0.1%", "0.3%", "0.2ポイント")
    assert rounds_otherwise(difference)


def test_the_published_differences_round_as_their_unrounded_ones() -> None:
    before, after = count(241) / count(618), count(302) / count(717)
    assert not rounds_otherwise(point_difference(before, after))
    assert not rounds_otherwise(before)
    assert not rounds_otherwise(count(5))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (count(1), count(2)),
        (count(1) / count(2), count(2)),
        (count(1) / count(2), (count(1) / count(3)).with_decimals(0)),
    ],
)
def test_points_are_of_shares_of_one_precision(before: Quantity, after: Quantity) -> None:
    with pytest.raises(UnitError, match="同じ桁数の割合"):
        point_difference(before, after)


def test_precision_is_display_only() -> None:
    share = count(383) / count(2000)
    assert share.with_decimals(0).value == share.value == Fraction(383, 2000)
    assert [share.with_decimals(n).text for n in range(4)] == ["19%", "19.2%", "19.15%", "19.150%"]


def test_the_whole_of_shares() -> None:
    assert whole_of(count(302)).text == "100%"


ORIGINS: list[Origin] = [
    Cell("a.csv", 2, "online", "対応済"),
    Cell("b.csv", 2, "online", "対応済"),
    Cell("a.csv", 3, "online", "対応済"),
    Cell("a.csv", 2, "not_online", "対応済"),
    Cell("a.csv", 2, "online", "対応済", illustrative=True),
    Aggregate("a.csv", "online", "対応済", "= 1", 5),
    Aggregate("a.csv", "online", "対応済", "空欄でない", 5),
    Parameter("params/2024.yaml", 7, "target"),
    Parameter("params/2024.yaml", 8, "target"),
    Parameter("params/2025.yaml", 7, "target"),
    Computed("+", (count(2), count(3))),
    Computed("−", (count(2), count(3))),
    Computed("+", (count(3), count(2))),
]


def test_different_origins_give_different_identifiers() -> None:
    identifiers = [Quantity(Fraction(5), "件", origin).identifier for origin in ORIGINS]
    assert len(set(identifiers)) == len(ORIGINS)


def test_value_and_unit_are_part_of_the_identifier() -> None:
    assert len({count(1).identifier, count(2).identifier, count(1, "課題").identifier}) == 3


def test_identifiers_stay_the_same_from_run_to_run() -> None:
    # Published pages link to these identifiers, so a change breaks links: make one only on purpose.
    assert count(302).identifier == "q3e14c006a92c"
    assert (count(302) / count(717)).identifier == (count(302) / count(717)).identifier


def test_operands_follow_results() -> None:
    share = count(302) / total([count(302), count(415, row=3)])
    assert [quantity.text for quantity in share.with_operands()] == [
        "42.1%", "302件", "717件", "302件", "415件",
    ]  # fmt: skip


@pytest.mark.parametrize("invented", [0, 1, 2])
def test_what_comes_from_invented_data_is_invented(invented: int) -> None:
    values = [count(n + 1, row=n + 2, illustrative=n == invented) for n in range(3)]
    assert (values[0] / total(values[1:])).illustrative
    assert whole_of(total(values)).illustrative
    assert not (count(1) / total([count(2), count(3)])).illustrative


@pytest.mark.parametrize("origin", [Cell("a", 2, "b", "c", True), Aggregate("a", "b", "c", "d", 1, True),
                                    Parameter("a", 1, "b", True)])  # fmt: skip
def test_every_origin_can_be_invented(origin: Origin) -> None:
    assert Quantity(Fraction(1), "件", origin).illustrative


@given(counts, counts, counts)
def test_sums_are_commutative_and_associative(one: Quantity, two: Quantity, three: Quantity) -> None:
    assert (one + two).value == (two + one).value
    assert ((one + two) + three).value == (one + (two + three)).value
    assert ((one + two) - two).value == one.value


@given(st.lists(counts, min_size=1, max_size=20), st.integers(min_value=0, max_value=20))
def test_a_blank_anywhere_changes_no_total(values: list[Quantity], place: int) -> None:
    assert total([*values[:place], None, *values[place:]]) == total(values)
    assert total(values).value == sum((value.value or Fraction(0) for value in values), Fraction(0))


@given(counts, counts)
def test_shares_of_a_whole_make_it_up(one: Quantity, other: Quantity) -> None:
    whole = one + other
    if whole.value:
        assert ((one / whole) + (other / whole)).value == 1
    else:
        assert (one / whole).value is None


@given(counts, counts)
def test_comparison_is_that_of_the_values(one: Quantity, other: Quantity) -> None:
    assert one.value is not None and other.value is not None
    assert (one < other, one <= other, one > other, one >= other) == (
        one.value < other.value, one.value <= other.value, one.value > other.value, one.value >= other.value,
    )  # fmt: skip


@given(counts, counts)
def test_equality_is_that_of_value_and_dimension(one: Quantity, other: Quantity) -> None:
    moved = Quantity(one.value, one.unit, Cell("other.csv", 9, "n", "数"), 2)
    assert one == moved
    assert hash(one) == hash(moved)
    assert (one == other) is (one <= other and one >= other)
    assert one.identifier != moved.identifier


def test_what_counts_the_same_may_be_equal_and_nothing_else_is() -> None:
    assert count(3, "人") == count(3, "名")
    assert count(3, "人") != count(3, "件")
    assert count(3) != 3
    assert count(3) != None  # noqa: E711
    undefined = count(0) / count(0)
    assert undefined == count(0, row=7) / count(0, row=8)
    assert undefined != count(0) / count(5)
