"""What a spreadsheet or program leaves in a cell in place of a value: errors, formulas, ditto of nothing."""

import re

from progress_report.inputs.deliveries.cells import DoubtfulError
from progress_report.inputs.deliveries.remarks import plain_text

_ERROR = re.compile(
    r"#(?:REF|VALUE|DIV/0|NUM|NULL|SPILL|CALC|FIELD|BLOCKED|CONNECT|BUSY|UNKNOWN|EXTERNAL|PYTHON)!"
    r"|#N/A(?: N/A)?|#NAME\?|#GETTING_DATA|(?:ERR|エラー):[0-9]{3}",
    re.IGNORECASE,
)
_TOO_NARROW = re.compile(r"#{3,}")
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
_FORMULA = re.compile(r"=\s*[-+(@]*(?:[A-Za-z0-9$\"'{#(]|[^=]*!\$?[A-Za-z])|\+\$?[A-Za-z]{1,3}\$?[0-9]+\b")
NO_VALUE = {
    "nan", "-nan", "none", "null", "(null)", "nil", "n/a", "na", "<na>", "nat", "undefined", "nothing",
    "true", "false", "inf", "-inf", "infinity", "[object object]",
}  # fmt: skip


def require_value(text: str) -> None:
    """Refuse what Excel leaves where it could not show, or did not compute, a value.

    Raises:
        DoubtfulError: with what was left and what to do.
    """
    if text[:1] not in "#=＃＝+＋Eeエｴ":
        return
    plain = plain_text(text)
    if _ERROR.fullmatch(plain):
        raise DoubtfulError(f"Excelの誤りの値です（「{text.strip()}」）。", "数式か値を直してください。")
    if _TOO_NARROW.fullmatch(plain):
        message = f"列の幅が足りずに、値の代わりに表示された記号です（「{text.strip()}」）。"
        raise DoubtfulError(message, "Excelで列の幅を広げて保存し直すか、値を入力してください。")
    if match := _TEXT_FORMULA.fullmatch(plain):
        message = f"数式が文字のまま入っています（「{text.strip()}」）。"
        raise DoubtfulError(message, f"等号と引用符を消し、「{match[1]}」とだけ入力してください。")
    if _FORMULA.match(plain):
        message = f"数式が文字のまま入っています（「{text.strip()}」）。"
        raise DoubtfulError(message, "Excelで計算した値を「値の貼り付け」で入れるか、値を入力してください。")


def is_no_value(text: str) -> bool:
    """Whether a text is what programs write for a missing or a truth value: None, NULL, nan, TRUE."""
    return plain_text(text).lower() in NO_VALUE
