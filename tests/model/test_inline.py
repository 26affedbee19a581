"""Runs of words and values: words contain no numeral; each numeral is traced to the place it was typed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_report.model.control_characters import control_character
from progress_report.model.inline import (
    Date,
    LineBreak,
    LiteralText,
    NoteReference,
    Number,
    Text,
    is_illustrative,
    literal,
    plain_lines,
    plain_text,
    quantities_in,
    text,
)
from progress_report.model.moment import Day
from progress_report.model.numerals import half_width
from tests.model.samples import INVENTED, SOURCE, count


@pytest.mark.parametrize(
    "text",
    [
        "302件",
        "３０２件",
        "第1希望",
        "令和６年度",
        "0",
        "９",
        "①優先度",
        "三つまで",
        "Ⅳ",
        "½",
        "三百万円",
        "三分の二",
        "十二団体",
    ],
)
def test_words_hold_no_numerals(text: str) -> None:
    with pytest.raises(ValueError, match=r"数字を直接書くことはできません.*\{名前\}"):
        Text(text)


@pytest.mark.parametrize(
    "text", ["", "一部", "一つ", "一括", "三鷹", "単一回答", "（千円）", "m²", "Ａ及びＢ", "、。"]
)
def test_other_signs_are_words(text: str) -> None:
    assert Text(text).text == text


def test_no_words_are_no_runs() -> None:
    assert text("") == ()
    assert text("区民") == (Text("区民"),)


def test_a_line_feed_in_words_breaks_the_line() -> None:
    assert text("上\n下") == (Text("上"), LineBreak(), Text("下"))
    assert text("\n") == (LineBreak(),)
    assert plain_lines((*text("上\n"), Number(count(302)))) == ["上", "302件"]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", []),
        ("区民", ["区民"]),
        ("第1～3希望", ["第", "[1]", "～", "[3]", "希望"]),
        ("第１～３希望", ["第", "[１]", "～", "[３]", "希望"]),
        ("1,053件", ["[1,053]", "件"]),
        ("１，０５３件", ["[１，０５３]", "件"]),
        ("19.2%", ["[19.2]", "%"]),
        ("2024", ["[2024]"]),
        ("平成31、令和元", ["平成", "[31]", "、令和元"]),
        ("3.", ["[3]", "."]),
        ("1,", ["[1]", ","]),
        ("Fit&Gap分析（第2回）", ["Fit&Gap分析（第", "[2]", "回）"]),
    ],
)
def test_typed_numerals_are_split_off_and_traced(text: str, runs: list[str]) -> None:
    inline = literal(text, SOURCE)
    assert [f"[{run.text}]" if isinstance(run, LiteralText) else run.text for run in inline] == runs
    assert all(run.source == SOURCE for run in inline if isinstance(run, LiteralText))


@given(st.text().filter(lambda text: not control_character(text)))
def test_nothing_is_lost_in_splitting(text: str) -> None:
    assert plain_text(literal(text, SOURCE)) == text


def test_the_words_as_printed() -> None:
    day = Date(Day(dt.date(2024, 7, 2)), SOURCE)
    inline = (day, Text("に"), Number(count(302)), NoteReference("a"), LineBreak(), Text("完了"))
    assert plain_text(inline) == "令和6年7月2日（火）に302件完了"
    assert plain_text((Number(count(1234), unit_shown=False),)) == "1,234"
    assert list(quantities_in(inline)) == [count(302)]


def test_invented_data_show_in_a_number_a_date_and_a_label() -> None:
    day = Day(dt.date(2024, 7, 2))
    invented = count(1, illustrative=True)
    assert is_illustrative((Number(invented),))
    assert is_illustrative((Number(count(1) / (count(1) + invented)),))
    assert is_illustrative((Date(day, INVENTED),))
    assert is_illustrative(literal("第1希望", INVENTED))
    assert not is_illustrative(
        (Number(count(1)), Date(day, SOURCE), *literal("第1", SOURCE), NoteReference("a"), LineBreak())
    )


@pytest.mark.parametrize(
    ("typed", "read"), [("３０２", "302"), ("　Ｒ６ ", "R6"), ("－", "-"), ("△５", "△5")]
)
def test_half_width(typed: str, read: str) -> None:
    assert half_width(typed) == read
