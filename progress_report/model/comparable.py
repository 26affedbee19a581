"""Comparison form of names and keys: texts that look the same compare as equal.

Texts are printed as received; this form is never printed.
"""

import re
import unicodedata

from progress_report.model.variation import SELECTORS

# Unicode's Default_Ignorable_Code_Point without the variation selectors.
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
_IGNORED = re.compile(f"[{_UNSEEN}{SELECTORS}]")
# Equivalent_Unified_Ideograph of the radicals that NFKC leaves as they are, from the first of each run.
_RADICALS = {
    0x2E81: ("厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵"),
    0x2E9B: ("旡日月歺"),
    0x2EA0: (
        "民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑"
        "钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀"
    ),
}
# A standalone voiced sound mark, and signs that CP932 and Unicode's tables map to one another.
_SIGNS = {
    "\u309b": "\u3099",
    "\u309c": "\u309a",
    "\u301c": "~",
    "\u2010": "-",
    "\u2212": "-",
    "\u2014": "\u2015",
    "\u2016": "\u2225",
}
_FOLDED = str.maketrans(
    {chr(first + i): one for first, some in _RADICALS.items() for i, one in enumerate(some)} | _SIGNS
)
_DECOMPOSED_KANA = re.compile("[\u3041-\u30fe][\u3099\u309a]")
_DETACHED = re.compile(" +([\u3099\u309a])")


def comparable(text: str) -> str:
    """Return the text in NFKC, radicals as ideographs, blanks collapsed, without invisible characters.

    Equal results mean names that look the same: 「か゛」 and 「が」, 「Ａ」 and 「A」, the radical U+2FBC and
    高, the compatibility ideograph U+FA19 and 神. Variation selectors (U+E0100) are no difference.
    """
    if text.isascii() and text.isalnum():
        return text
    while (folded := _folded(text)) != text:
        text = folded
    return text


def unspaced(text: str) -> str:
    """Return the comparable form without blanks, to compare headings and names of rows."""
    return "".join(comparable(text).split())


def _folded(text: str) -> str:
    visible = _IGNORED.sub("", text).translate(_FOLDED)
    normal = unicodedata.normalize("NFKC", visible).translate(_FOLDED)
    return " ".join(unicodedata.normalize("NFKC", _DETACHED.sub(r"\1", normal)).split())


def without_invisible(text: str) -> str:
    """Remove characters that have no width and no glyph; keep variation selectors."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def invisible(text: str) -> str:
    """Return the characters that ``without_invisible`` removes, each once."""
    return "".join(dict.fromkeys(_INVISIBLE.findall(text)))


def composed(text: str) -> str:
    """Compose kana and the sound mark that follows (U+304B U+3099); change nothing else."""
    return _DECOMPOSED_KANA.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)


def code_points(text: str) -> str:
    """Return the code points as text, 「U+304B U+309B」."""
    return " ".join(f"U+{ord(character):04X}" for character in text)


def code_point_difference(one: str, other: str) -> str:
    """Name the differing part of two texts by code points: 「U+304B U+309B と U+304C」."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    parts = (text[start : len(text) - end] for text in (one, other))
    return " と ".join(code_points(part) or "文字なし" for part in parts)
