"""Text that spreadsheets show literally, never as a formula, when a CSV file is opened."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable

from progress_report.model.quantity import NOT_DEFINED

APOSTROPHE = "'"
_FORMULA_SIGNS = frozenset("=+-@")
_BLANKS_AND_APOSTROPHES = re.compile(rf"[\s{APOSTROPHE}]*")
_BARE_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?%?")
NEUTRALISED = (
    "= + - @（全角を含む）で始まる文字は、表計算ソフトが式として実行しないように、先頭に ' を一つ付けている。"
    "数だけのもの（-5 など）と「－」には付けない。元の文字に戻すには、その ' を一つ取り除く。"
)


def is_formula_like(text: str) -> bool:
    """Return whether a spreadsheet could interpret the text as a formula.

    Blanks and apostrophes before the sign count too: some programs trim blanks, and a reader must be able to
    distinguish an added apostrophe from an original one.
    """
    start = _BLANKS_AND_APOSTROPHES.sub("", text, count=1)
    if not start or text == NOT_DEFINED or _BARE_NUMBER.fullmatch(text):
        return False
    return unicodedata.normalize("NFKC", start[0])[0] in _FORMULA_SIGNS


def neutralised(text: str) -> str:
    """Prefix the text with an apostrophe if a spreadsheet could interpret it as a formula."""
    return APOSTROPHE + text if is_formula_like(text) else text


def csv_file(rows: Iterable[Iterable[str]]) -> bytes:
    """Return a CSV file that Excel opens correctly: UTF-8 with a byte order mark, CRLF, texts neutralised."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(map(neutralised, row) for row in rows)
    return text.getvalue().encode("utf-8-sig")


def without_apostrophe(text: str) -> str:
    """Return the text without the apostrophe added by ``neutralised``."""
    added = text.startswith(APOSTROPHE) and is_formula_like(text[1:])
    return text[1:] if added else text
