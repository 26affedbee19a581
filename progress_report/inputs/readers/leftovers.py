"""Texts that a spreadsheet or program leaves in place of a value: errors, formulas, ditto marks."""

import re
from html import unescape

from progress_report.messages import table_cells as messages
from progress_report.model.numerals import half_width

_ERROR = re.compile(
    r"#(?:REF|VALUE|DIV/0|NUM|NULL|SPILL|CALC|FIELD|BLOCKED|CONNECT|BUSY|UNKNOWN|EXTERNAL|PYTHON)!"
    r"|#N/A(?: N/A)?|#NAME\?|#GETTING_DATA|(?:ERR|エラー):[0-9]{3}",
    re.IGNORECASE,
)
_TOO_NARROW = re.compile(r"#{3,}")
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
_FORMULA = re.compile(r"=\s*[-+(@]*(?:[A-Za-z0-9$\"'{#(]|[^=]*!\$?[A-Za-z])|\+\$?[A-Za-z]{1,3}\$?[0-9]+\b")
_DITTO = {"同上", "同前", "同じ", "上に同じ", "〃", "々", '"', "″", "ditto"}
_UNFINISHED = {
    "要確認", "確認中", "要修正", "要記入", "記入予定", "後で記入", "入力中", "作成中", "仮", "(仮)",
    "仮置き", "ダミー", "dummy", "tbd", "tba", "?",
}  # fmt: skip
_CROSSES = re.compile("x{2,}|×{2,}")
_QUESTION_MARKS = re.compile(r"\?{2,}")
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|yen|#[0-9]{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)
NO_VALUE = {
    "nan", "-nan", "none", "null", "(null)", "nil", "n/a", "na", "<na>", "nat", "undefined", "nothing",
    "true", "false", "inf", "-inf", "infinity", "[object object]",
}  # fmt: skip


def require_value(text: str) -> None:
    """Raise MessageError, with a remedy, for text that Excel leaves if it cannot show or compute a value."""
    if text[:1] not in "#=＃＝+＋Eeエｴ":
        return
    plain = half_width(text)
    if _ERROR.fullmatch(plain):
        raise messages.EXCEL_ERROR.value_error(text=text.strip())
    if _TOO_NARROW.fullmatch(plain):
        raise messages.COLUMN_TOO_NARROW.value_error(text=text.strip())
    if match := _TEXT_FORMULA.fullmatch(plain):
        remedy = f"等号と引用符を消し、「{match[1]}」とだけ入力してください。"
        raise messages.FORMULA_AS_TEXT.value_error(remedy=remedy, text=text.strip())
    if _FORMULA.match(plain):
        raise messages.FORMULA_AS_TEXT.value_error(text=text.strip())


def ambiguous_word(text: str) -> tuple[str, str] | None:
    """Return the description and remedy of a word that is not a value in a text column; None for a value."""
    plain = half_width(text).lower()
    if plain in NO_VALUE:
        return "値がないときにプログラムが書く文字", "値を書くか、空欄にしてください。"
    if plain in _DITTO:
        return "上の行と同じことを表す字", "上の行と同じ値を、省かずに書いてください。"
    if plain in _UNFINISHED or _CROSSES.fullmatch(plain):
        return "書きかけの印", "正しい値を書くか、空欄にしてください。"
    if _QUESTION_MARKS.search(plain):
        return "「?」に化けたらしい文字", "元のファイルから貼り直すか、正しい文字を入力してください。"
    if _ENTITY.search(text):
        return "Webページの記号の書き方", f"「{unescape(text.strip())}」と書いてください。"
    return None
