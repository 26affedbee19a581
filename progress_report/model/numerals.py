"""Finding numerals in text, and reading the digits analysts type (full-width ones included)."""

import re
import unicodedata

_DIGITS = r"[0-9０-９](?:[0-9０-９,，.．]*[0-9０-９])?"
NUMERAL = re.compile(_DIGITS)
# Kanji numerals count only before a counter; these are words.
_WORDS = "一部|一本化|一般|一人ひとり|単一|同一|唯一|統一|十分"
_KANJI = (
    "[〇一二三四五六七八九十百千]+(?=件|人|名|歳|年|月|日|手続|課題|割|倍|回|か所|つの|つめ|%|％|ポイント)"
)
_COUNTED = re.compile(f"{_WORDS}|(?P<numeral>{_KANJI}|{_DIGITS})")


def has_numeral(text: str) -> bool:
    """Whether half- or full-width digits stand in the text (① and the like are words)."""
    return NUMERAL.search(text) is not None


def split_numerals(text: str) -> list[tuple[str, bool]]:
    """``"第1～3希望"`` → ``[("第", False), ("1", True), ("～", False), ("3", True), …]``.

    Kanji numerals before a counter (一年, 三回) are numerals too.
    """
    parts: list[tuple[str, bool]] = []
    end = 0
    for match in _COUNTED.finditer(text):
        if match["numeral"] is None:
            continue
        if match.start() > end:
            parts.append((text[end : match.start()], False))
        parts.append((match.group(), True))
        end = match.end()
    if end < len(text):
        parts.append((text[end:], False))
    return parts


def numerals(text: str) -> list[str]:
    """All numerals of the text, kanji ones included."""
    return [part for part, numeral in split_numerals(text) if numeral]


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as half-width (NFKC), surrounding blanks removed."""
    return unicodedata.normalize("NFKC", text).strip()
