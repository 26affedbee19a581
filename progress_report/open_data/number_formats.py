"""How a workbook shows things: number formats that round as the report does, and measures of text."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from progress_report.inputs.theme import Paper, Theme
from progress_report.model.display_width import display_width

Format = dict[str, object]  # xlsxwriter's properties

FONT = "Yu Gothic"  # Excel's default for Japanese; other programs substitute theirs
LINE_HEIGHT = 18.75
# Excel's codes of paper sizes; its B5 is that of JIS.
PAPERS: Mapping[Paper, int] = {"A4": 9, "B5": 13}
_NARROWEST, WIDEST, _PADDING = 8, 44, 2
_UNITS_OVER_A_TIE = 4

# Without a scheme: otherwise the theme's font, Calibri, would replace the named one.
BASE = {"font_name": FONT, "font_scheme": "", "font_size": 11, "valign": "vcenter"}
TITLE = BASE | {"bold": True, "font_size": 14}
WRAPPED = BASE | {"valign": "top", "text_wrap": True}
_CELL = BASE | {"border": 1, "text_wrap": True}


def workbook_options() -> dict[str, object]:
    """Return the options of a workbook that keeps texts as texts and leaves no files behind."""
    return {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": dict(BASE),
    }


class Formats:
    """Creates one format of the workbook for each combination of properties."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[str, Any] = {}

    def __call__(self, style: Mapping[str, Any]) -> Any:
        key = repr(sorted(style.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(dict(style))
        return self._made[key]


@dataclass(frozen=True, slots=True)
class Styles:
    """Formats in a theme's colours, and its paper."""

    stamp: Format
    column_header: Format
    row_header: Format
    paper: int


def styles_of(theme: Theme) -> Styles:
    """Return the theme's formats for drafts, invented data and headers."""
    colours = theme.colours
    return Styles(
        BASE | {"bold": True, "font_color": colours.warning},
        _CELL | {"bold": True, "align": "center", "bg_color": colours.head},
        _CELL | {"bg_color": colours.stub},
        PAPERS[theme.paper],
    )


def data_cell(alignment: str, number_format: str = "General", *, emphasis: bool = False) -> Format:
    """Return the format of a data cell; rows of totals are emphasised."""
    return _CELL | {"align": alignment, "num_format": number_format, "bold": emphasis}


def number_format(decimals: int, *, change: bool = False) -> str:
    """Return a format with commas and so many decimals; ``change``: with the sign of a difference."""
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f"+{digits};-{digits};{digits}" if change else digits


def stored_number(value: Fraction, decimals: int) -> float:
    """Return the unrounded number as a workbook stores it.

    At a tie (0.45 to one decimal) the nearest binary fraction can lie below, and LibreOffice would show 0.4:
    there the number stored is four steps of binary precision larger, and is rounded up.
    """
    stored = float(value)
    for _ in range(_UNITS_OVER_A_TIE if abs(value * 10**decimals) % 1 == Fraction(1, 2) else 0):
        stored = math.nextafter(stored, math.copysign(math.inf, stored))
    return stored


def column_width(texts: Sequence[str], widest: int = WIDEST) -> int:
    """Return a width for the longest line, up to a maximum: longer lines wrap."""
    longest = max((display_width(line) for text in texts for line in text.split("\n")), default=0)
    return min(max(longest + _PADDING, _NARROWEST), widest)


def lines_needed(text: str, width: int) -> int:
    """Count the lines of the text in a column (or merged columns) of this width."""
    room = max(width - _PADDING + 1, 2)
    return sum(max(1, -(-display_width(line) // room)) for line in text.split("\n"))
