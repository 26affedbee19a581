"""Detection of numerals in text, and their values.

A numeral is written in digits (302, ３０２), with a magnitude (3万5千), as a sign of its own (⑫, ½, Ⅳ) or in
kanji (三百万, 三分の二). Kanji count only before a counter or with a magnitude; words such as 一部 and names
such as 三鷹 contain no numeral.
"""

import re
import unicodedata
from fractions import Fraction

from progress_report.model.kanji_words import COUNTERS, ORDERED, WORDS

_DIGITS = r"[0-9０-９](?:[0-9０-９,，.．]*[0-9０-９])?"
# Circled and bracketed numbers, fractions, Roman numerals, the days and hours of calendars; digits of other
# scripts. Raised and lowered digits count except after Latin letters, where they belong to a unit (m²).
SIGNS = (
    "①-⒛⓪-⓿❶-➓㈠-㈩㉈-㉏㉑-㉟㊀-㊉㊱-㊿㋀-㋋㍘-㍰㏠-㏾¼-¾⅐-ↈ↉"
    "٠-٩۰-۹०-९\U0001d7ce-\U0001d7ff\U0001f100-\U0001f10c"
)  # fmt: skip
_RAISED = r"(?<![A-Za-zａ-ｚＡ-Ｚ])[²³¹⁰⁴-⁹₀-₉]+"
# These count anywhere: digits and signs.
NUMERAL = re.compile(rf"{_DIGITS}|[{SIGNS}]|{_RAISED}")

MINUS_SIGNS = "△−-"

_FEW, _LARGE = "一二三四五六七八九", "十百千万億兆"
_KANJI = f"[{_FEW}十百千][{_FEW}〇○零{_LARGE}]*(?:・[{_FEW}〇]+)?"
_COMPOUND = f"(?:[{_FEW}]+[{_LARGE}]|[十百千][{_FEW}{_LARGE}])[{_FEW}〇○零{_LARGE}]*"
_FORMAL = "[壱弐参伍拾][壱弐参伍拾百千萬万億]+"
_MIXED = rf"{_DIGITS}[十百千万億兆]+(?:{_DIGITS}[十百千万億兆]*)*"
# As a unit: 千円, 百万円, and （千人） in brackets.
_UNIT = "(?:[千万億]|百万|十億|千万|百億|千億)(?=円|(?:人|件|世帯)(?:$|[）)】」]))"
_COUNTED = re.compile(
    # 三分の二, 3分の1
    rf"(?P<fraction>(?:{_KANJI}|{_DIGITS})分の(?:{_KANJI}|{_DIGITS}))"
    rf"|{WORDS}"
    # 「千円」 after a bracket or at the beginning is a unit, as in （単位：百万円）, or follows a value.
    rf"|(?:^|(?<=[（(：:\[【「\n])){_UNIT}"
    rf"|(?P<numeral>{_MIXED}|{_DIGITS}|[{SIGNS}]|{_RAISED}|{_FORMAL}"
    rf"|{_COMPOUND}|{_KANJI}(?=[数余]?(?:{COUNTERS}))|(?<=第){_KANJI}(?={ORDERED}))"
)
_VALUES = {**{kanji: value for value, kanji in enumerate(_FEW, 1)}, "〇": 0, "○": 0, "零": 0,
           "壱": 1, "弐": 2, "参": 3, "伍": 5}  # fmt: skip
_SMALL = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_GREAT = {"万": 10**4, "萬": 10**4, "億": 10**8, "兆": 10**12}


def has_numeral(text: str) -> bool:
    """Return whether the text contains a numeral, in digits, in kanji or as a sign of its own."""
    return any(match["numeral"] or match["fraction"] for match in _COUNTED.finditer(text))


def split_numerals(text: str) -> list[tuple[str, bool]]:
    """Split at numerals: ``"第1～3希望"`` → ``[("第", False), ("1", True), ("～", False), ("3", True), …]``.

    A number with its magnitude is one numeral (3万5千), and so is a fraction (三分の二).
    """
    parts: list[tuple[str, bool]] = []
    end = 0
    for match in _COUNTED.finditer(text):
        if match["numeral"] is None and match["fraction"] is None:
            continue
        if match.start() > end:
            parts.append((text[end : match.start()], False))
        parts.append((match.group(), True))
        end = match.end()
    if end < len(text):
        parts.append((text[end:], False))
    return parts


def numerals(text: str) -> list[str]:
    """Return all numerals of the text, in order; numerals with digits are reduced to their digits.

    「3万」 of one run therefore equals 「3」 of one and 「万」 of the next.
    """
    found = (part for part, numeral in split_numerals(text) if numeral)
    return [numeral for part in found for numeral in (NUMERAL.findall(part) or [part])]


def value_of(numeral: str) -> Fraction | None:
    """Return the value of a numeral; None if it is not a quantity (Ⅳ) or is malformed."""
    text = half_width(numeral).replace(",", "").replace("⁄", "/")
    whole, fraction, part = text.partition("分の")
    if fraction:
        below, above = value_of(whole), value_of(part)
        return above / below if above is not None and below else None
    if re.fullmatch(r"[0-9]+/[0-9]+", text):
        return Fraction(text) if text.split("/")[1].strip("0") else None
    return _sum_of(text)


def signed_value_of(text: str) -> Fraction | None:
    """Return the value of a numeral with an optional minus sign (△, − or -)."""
    bare = text.lstrip(MINUS_SIGNS)
    value = value_of(bare) if len(text) - len(bare) < 2 else None
    return -value if value is not None and bare != text else value


def _sum_of(text: str) -> Fraction | None:
    """Evaluate 「3万5千」, 「二千四十一」, 「二〇四一」, 「三・五」, 「302」 or 「42.1」."""
    total = section = Fraction(0)
    digits = ""
    for character in text:
        if character in _SMALL:
            section += (Fraction(digits) if digits else 1) * _SMALL[character]
            digits = ""
        elif character in _GREAT:
            section += Fraction(digits) if digits else 0
            total += (section or 1) * _GREAT[character]
            section, digits = Fraction(0), ""
        elif character in _VALUES:
            digits += str(_VALUES[character])
        elif character in ".・" and digits and "." not in digits:
            digits += "."
        elif character.isascii() and character.isdigit():
            digits += character
        else:
            return None
    if digits.endswith("."):
        return None
    return total + section + (Fraction(digits) if digits else 0)


def half_width(text: str) -> str:
    """Convert full-width digits, letters and signs to half-width (NFKC) and strip surrounding blanks."""
    return unicodedata.normalize("NFKC", text).strip()
