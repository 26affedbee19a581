"""Numerals in any text are found whole and read exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_report.model.numerals import numerals, split_numerals, value_of

_SCRIPT = st.text(
    "一二三四五六七八九十百千万億〇0123456789０９,．.分の割件人団体部元第者①½Ⅳ（）、円々統単一三鷹"
)


@given(_SCRIPT)
def test_the_parts_are_the_text(text: str) -> None:
    parts = split_numerals(text)
    assert "".join(part for part, _ in parts) == text
    assert all(part for part, _ in parts)
    assert [part for part in numerals(text) if not part] == []


@given(st.integers(1, 10**12))
def test_a_kanji_number_is_worth_what_it_says(number: int) -> None:
    assert value_of(_in_kanji(number)) == number
    assert value_of(f"{number:,}") == number


def _in_kanji(number: int) -> str:
    """Return a number in kanji, such as 二千四十一."""
    written = ""
    for power, name in ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, "")):
        part, number = divmod(number, power)
        small = ""
        for lesser, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, part = divmod(part, lesser)
            small += ("" if digit == 1 and sign else "〇一二三四五六七八九"[digit]) + sign if digit else ""
        written += small + name if small else ""
    return written


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("3万5千", 35000), ("1億2,000万", 120_000_000), ("三分の二", Fraction(2, 3)), ("½", Fraction(1, 2)),
     ("⑫", 12), ("三・五", Fraction(7, 2)), ("二〇二四", 2024),
     ("４２．１", Fraction(421, 10)), ("Ⅳ", None), ("0分の1", None)],
)  # fmt: skip
def test_values(numeral: str, value: Fraction | None) -> None:
    assert value_of(numeral) == value
