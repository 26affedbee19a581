"""The cells of a workbook: the text that Excel shows, and the kind of value."""

import datetime as dt
from decimal import Decimal
from typing import Any

from progress_report.inputs.readers.number_formats import (
    GENERAL,
    JAPANESE_DATES,
    date_parts,
    exact,
    is_era_date,
    plain_digits,
    shown_number,
    shown_text,
    whole_number_style,
)
from progress_report.inputs.readers.sheet import CellKind

Read = tuple[str, CellKind | None]
_CARRIAGE_RETURN = "_x000D_"
_TEXT = "@"
_RAISED = {"superscript", "subscript"}


class CellReader:
    """Reader for the cells of one openpyxl worksheet.

    ``cached``: the same sheet with the results of its formulas, if it has any. ``stale``: Excel recomputes
    them when it opens the workbook, so the results in the file are not the ones it shows.
    """

    def __init__(self, worksheet: Any, cached: Any, *, stale: bool) -> None:
        self._epoch = worksheet.parent.epoch
        self._codes: dict[int, str] = {}
        # Asking each cell for its font would take longer than everything else.
        self._marked_fonts = {
            i for i, font in enumerate(worksheet.parent._fonts) if font.strike or font.vertAlign in _RAISED
        }
        self._zeros_shown = worksheet.sheet_view.showZeros is not False
        self._cached = cached
        self._stale = stale

    def shown_cell(self, cell: Any) -> Any:
        """Return the cell with its value; for a formula, the cell with its result."""
        return cell if self._cached is None else self._cached.cell(cell.row, cell.column)

    def read(self, cell: Any) -> Read:
        """Return the text and the kind, which is None for ordinary text and for blanks."""
        value_cell = self.shown_cell(cell)
        is_formula = cell.data_type == "f"
        # A formula whose result is "" shows nothing; openpyxl keeps the type of such a cell.
        if is_formula and (self._stale or (value_cell.value is None and value_cell.data_type != "str")):
            return formula_text(cell), CellKind.UNCALCULATED
        if value_cell.value is None:
            return "", None
        text, kind = self._value(value_cell)
        if is_formula and kind in (CellKind.NUMBER, CellKind.FORMATTED) and value_cell.value == 0:
            text, kind = "0", CellKind.ZERO
        return text, self._marked(value_cell, text) or kind

    def is_struck(self, cell: Any) -> bool:
        """Return whether the whole text is struck out."""
        parts = list(_parts(self.shown_cell(cell)))
        return bool(parts) and all(font.strike for font in parts)

    def _marked(self, cell: Any, text: str) -> CellKind | None:
        """Return STRUCK or RAISED if any non-blank part of the text has such a font."""
        if not isinstance(cell.value, list) and cell._style.fontId not in self._marked_fonts:
            return None
        fonts = list(_parts(cell))
        if any(font.strike for font in fonts):
            return CellKind.STRUCK
        return CellKind.RAISED if any(font.vertAlign in _RAISED for font in fonts) else None

    def _value(self, cell: Any) -> Read:
        value = cell.value
        if cell.data_type == "e":
            return str(value), CellKind.ERROR
        if isinstance(value, bool):
            return str(value).upper(), CellKind.BOOLEAN
        code = self._code(cell)
        if isinstance(value, int) and value > 0 and (style := whole_number_style(code)) is not None:
            text = format(value, style)
            return text, CellKind.NUMBER if text.isdecimal() else CellKind.FORMATTED
        if isinstance(value, int | float):
            return self._number(cell, exact(value), code)
        if isinstance(value, dt.date | dt.time | dt.timedelta):
            return _date(value, code)
        text = str(value).replace(_CARRIAGE_RETURN, "").replace("\r\n", "\n").replace("\r", "\n")
        if code in (GENERAL, _TEXT):
            return text, None
        seen = shown_text(text, code)
        return (text, CellKind.CONCEALED) if text.strip() and not seen.strip() else (seen, None)

    def _code(self, cell: Any) -> str:
        """Return the cell's number format."""
        number: int = cell._style.numFmtId
        if number not in self._codes:
            self._codes[number] = cell.number_format
        return self._codes[number]

    def _number(self, cell: Any, number: Decimal, code: str) -> Read:
        """Return the number as Excel shows it, or the cell's own number if the shown one differs."""
        if not number.is_finite():
            return str(number), CellKind.ERROR
        date_code = JAPANESE_DATES.get(cell._style.numFmtId) if code == GENERAL else code
        if date_code is not None and (code == GENERAL or is_era_date(date_code)):
            return self._serial_date(cell.value, date_code)
        if number == 0 and not self._zeros_shown:
            return "0", CellKind.CONCEALED
        held = plain_digits(number)
        if code in (GENERAL, _TEXT):
            return held, CellKind.NUMBER
        found = shown_number(number, code)
        if found is None:
            return held, CellKind.SCALED
        text, shown = found
        if not any(one.isdecimal() for one in text):
            return held, CellKind.CONCEALED
        if shown != number:
            share = text.replace(" ", "")
            in_percent = shown == number.scaleb(2) and share == f"{shown}%"
            return (share, CellKind.SHARE) if in_percent else (held, CellKind.SCALED)
        return (held, CellKind.NUMBER) if text.strip() == held else (text, CellKind.FORMATTED)

    def _serial_date(self, value: float, code: str) -> Read:
        from openpyxl.utils.datetime import from_excel  # only workbooks need openpyxl

        try:
            return _date(from_excel(value, self._epoch), code)
        except (OverflowError, ValueError):
            return str(value), CellKind.ERROR


def formula_text(cell: Any) -> str:
    """Return the formula as written."""
    return str(getattr(cell.value, "text", cell.value))


def _parts(cell: Any) -> Any:
    """Yield the font of every non-blank part of the cell's text."""
    runs = cell.value if isinstance(cell.value, list) else [str(cell.value)]
    for run in runs:
        if str(run) and not str(run).isspace():
            yield getattr(run, "font", cell.font)


def _date(value: Any, code: str) -> Read:
    if isinstance(value, dt.timedelta | dt.time):
        return str(value), CellKind.DATE
    parts = "ymd" if code == GENERAL else date_parts(code)
    kind = {"ymd": CellKind.DATE, "ym": CellKind.MONTH}.get(parts, CellKind.PARTIAL_DATE)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat(), kind
    return str(value), kind
