"""Excel's number formats: the text that a cell shows for its value (ECMA-376, part 1, 18.8.31).

Dates are converted by openpyxl; this module only decides which formats are dates, and which parts of a date
they omit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

GENERAL = "General"
# Date formats of Japanese Excel that have an id and no code in the file (ECMA-376, part 1, 18.8.30, ja-jp).
_ERA_DATE, _ERA_DAY = "[$-411]ge.m.d", '[$-411]ggge"年"m"月"d"日"'
_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
JAPANESE_DATES = {
    **dict.fromkeys((27, 36, 50, 57), _ERA_DATE),
    **dict.fromkeys((28, 29, 51, 54, 58), _ERA_DAY),
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    **dict.fromkeys((34, 52, 55), _YEAR_MONTH),
    **dict.fromkeys((35, 53, 56), _MONTH_DAY),
}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|(?P<blank>_.)|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/標準)|(?P<digit>[0#?]+)|(?P<exponent>E[+-])|(?P<sign>[,.%@])|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9.]+)")
_LETTERS = re.compile("[a-zA-Z]")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]*)?")
_MINUS = re.compile("[-−△▲(（]")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_KANJI_NUMERALS, _FULL_WIDTH_NUMERALS = {"DBNUM1", "DBNUM2"}, "DBNUM3"
_LARGEST_IN_DIGITS = Decimal(10) ** 15
_COMPARISONS = {
    "<": Decimal.__lt__,
    "<=": Decimal.__le__,
    ">": Decimal.__gt__,
    ">=": Decimal.__ge__,
    "=": Decimal.__eq__,
    "<>": Decimal.__ne__,
}
Shown = tuple[str, Decimal | None]  # a number's text, and the number that the text's digits alone represent


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of a format: its tokens by kind, its condition, and whether it is coloured."""

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None = None
    coloured: bool = False
    full_width: bool = False
    readable: bool = True

    def has(self, kind: str) -> bool:
        return any(one == kind for one, _ in self.tokens)


def exact(value: float) -> Decimal:
    """Return the number with Excel's precision of fifteen significant digits."""
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")


def plain_digits(number: Decimal) -> str:
    """Return the number in digits, without an exponent or trailing zeros."""
    if abs(number) >= _LARGEST_IN_DIGITS * 1000:
        return str(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def share_held(text: str) -> str:
    """Return the value of a cell shown as a percentage: 0.992 for 99.2%; return other texts as shown."""
    digits = re.sub("[^0-9.-]", "", text)
    return plain_digits(Decimal(digits).scaleb(-2)) if _NUMBER.fullmatch(digits) else text


def shown_number(number: Decimal, code: str) -> Shown | None:
    """Apply a number format. Return None if it shows the number in an unsupported way."""
    sections = _sections(code)
    section = _section_for(number, sections)
    if section is None:
        return "", None
    if not section.readable:
        return None
    # The section for negative numbers shows no sign except its own, or a colour instead.
    signed = section is sections[0] or section.condition is not None or section.coloured
    return _filled(section, number, signed=signed)


@lru_cache(maxsize=256)
def whole_number_style(code: str) -> str | None:
    """Return the Python equivalent of a format of positive whole numbers; None if it adds anything else.

    Most cells have such a format: 0, #,##0.
    """
    section = _sections(code)[0]
    pattern = "".join(text for _, text in section.tokens)
    special = section.condition or section.full_width or len(_sections(code)) > 3
    if special or any(kind not in ("digit", ",") for kind, _ in section.tokens):
        return None
    return "," if re.fullmatch("#+,##0", pattern) else "" if re.fullmatch("#*0", pattern) else None


def shown_text(text: str, code: str) -> str:
    """Apply a format's section for texts, if it has one: 「@"様"」, 「;;;」."""
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else next((one for one in sections if one.has("@")), None)
    if section is None:
        return text
    return "".join(
        text if kind == "@" else literal for kind, literal in section.tokens if kind in ("@", "literal")
    )


def is_era_date(code: str) -> bool:
    """Return whether the format shows only an era and its year, which openpyxl does not take for a date."""
    return any(kind == "other" and text in "ge" for kind, text in _sections(code)[0].tokens)


def date_parts(code: str) -> str:
    """Return the letters of year, month and day that a date format shows: ``ymd``, ``ym``, ``md``."""
    letters = {text.lower() for kind, text in _sections(code)[0].tokens if kind == "other"}
    return "".join(part for part, shown in zip("ymd", ("ye", "m", "d"), strict=True) if letters & {*shown})


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[_Section, ...]:
    return tuple(map(_section, _split(code)))


def _split(code: str) -> Iterator[str]:
    start = 0
    for match in _TOKEN.finditer(code):
        if match["other"] == ";":
            yield code[start : match.start()]
            start = match.end()
    yield code[start:]


def _section(code: str) -> _Section:
    tokens: list[tuple[str, str]] = []
    condition: tuple[str, Decimal] | None = None
    coloured = full_width = False
    readable = True
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup, match[match.lastgroup or 0]
        if kind in ("quoted", "escaped"):
            tokens.append(("literal", text))
        elif kind == "blank":
            tokens.append(("literal", " "))
        elif kind == "bracket":
            if found := _CONDITION.fullmatch(text):
                condition = found[1], Decimal(found[2])
            elif text.startswith("$"):
                tokens.append(("literal", text[1:].partition("-")[0]))
            elif text.upper().startswith("DBNUM"):
                full_width = text.upper() == _FULL_WIDTH_NUMERALS
                readable = text.upper() not in _KANJI_NUMERALS
            else:
                coloured = True
        elif kind == "other" and not _LETTERS.match(text):
            tokens.append(("literal", text))
        elif kind == "sign":
            tokens.append((text, text))
        elif kind is not None:
            tokens.append((kind, text))
    placeholders = sum(kind in ("digit", "general") for kind, _ in tokens)
    fraction = ("literal", "/") in tokens and placeholders > 1
    strange = any(kind in ("exponent", "other") for kind, _ in tokens)
    return _Section(tuple(tokens), condition, coloured, full_width, readable and not fraction and not strange)


def _section_for(number: Decimal, sections: tuple[_Section, ...]) -> _Section | None:
    """Return the section of the format that Excel uses for a number; None if it shows only # signs."""
    numeric = sections[:3]
    if any(one.condition for one in numeric):
        usual = ((">", Decimal(0)), ("<", Decimal(0)))
        for i, one in enumerate(numeric):
            sign, limit = one.condition or (usual[i] if i < 2 and len(numeric) > i + 1 else ("", Decimal(0)))
            if not sign or _COMPARISONS[sign](number, limit):
                return one
        return None
    if number < 0 and len(numeric) > 1:
        return numeric[1]
    return numeric[2] if number == 0 and len(numeric) > 2 else numeric[0]


def _filled(section: _Section, number: Decimal, *, signed: bool) -> Shown:
    """Fill the number's digits into the placeholders of the section's tokens."""
    if not section.tokens:
        return "", None
    made: Decimal | None = abs(number)
    if section.has("general") or section.has("@"):
        digits = plain_digits(abs(number))
        texts = [digits if kind in ("general", "@") else text for kind, text in section.tokens]
    else:
        texts, made = _digits(section, abs(number))
    if made is None:
        return "".join(texts), None
    text = "".join(texts)
    if number < 0 and signed and not _MINUS.search(text):
        text = f"-{text}"
    if number < 0 and _MINUS.search(text):
        made = -made
    return text.translate(_FULL_WIDTH) if section.full_width else text, made


def _digits(section: _Section, number: Decimal) -> tuple[list[str], Decimal | None]:
    """Return the texts of the tokens, and the number that their digits represent; None without digits."""
    kinds = [kind for kind, _ in section.tokens]
    places = [i for i, kind in enumerate(kinds) if kind == "digit"]
    if not places:
        return [text for kind, text in section.tokens if kind in ("literal", "%")], None
    point = kinds.index(".") if "." in kinds else len(kinds)
    whole = [i for i in places if i < point]
    decimals = [i for i in places if i > point]
    commas = [i for i, kind in enumerate(kinds) if kind == ","]
    last = whole[-1] if whole else -1
    scaling = [i for i in commas if last < i < point or i > max(places)]
    grouped = any(i < last for i in commas)
    number = number.scaleb(2 * kinds.count("%") - 3 * len(scaling))
    pattern = "".join(section.tokens[i][1] for i in decimals)
    rounded = number.quantize(Decimal(1).scaleb(-len(pattern)), rounding=ROUND_HALF_UP)
    before, _, after = f"{rounded:f}".partition(".")
    filled = _fraction(after, pattern)
    texts = ["" if kind in (",", ".") else text for kind, text in section.tokens]
    if point < len(kinds):
        texts[point] = "."
    for i in decimals:
        length = len(section.tokens[i][1])
        texts[i], filled = filled[:length], filled[length:]
    _whole(texts, section, whole, before.lstrip("0"), grouped=grouped)
    return texts, rounded


def _fraction(digits: str, pattern: str) -> str:
    """Drop trailing zeros of the decimals for which the pattern has # or ?."""
    kept = len(pattern)
    while kept and pattern[kept - 1] != "0" and digits[kept - 1] == "0":
        kept -= 1
    return digits[:kept] + "".join(" " if one == "?" else "" for one in pattern[kept:])


def _whole(texts: list[str], section: _Section, whole: list[int], digits: str, *, grouped: bool) -> None:
    """Fill the digits before the point into their places, from the right; the leftmost takes the rest."""
    position = 0
    for i in reversed(whole):
        made, pattern = "", section.tokens[i][1]
        if i == whole[0]:
            pattern = "#" * len(digits) + pattern
        for place in reversed(pattern):
            one = digits[-1:] or {"0": "0", "?": " "}.get(place, "")
            digits = digits[:-1]
            made = _with_comma(one, position, grouped=grouped) + made
            position += 1
        texts[i] = made


def _with_comma(digit: str, position: int, *, grouped: bool) -> str:
    return f"{digit}," if grouped and digit.isdigit() and position and position % 3 == 0 else digit
