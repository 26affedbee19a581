"""Errors for invalid values passed by notebook authors, shown in the cell."""

from numbers import Number as AnyNumber
from typing import Any

import pandas as pd

from progress_report.authoring.display import Displayed
from progress_report.model.findings import shortened
from progress_report.model.quantity import Quantity

_LONGEST_SHOWN = 30
_VALUE_OR_PHRASE = '表やパラメータの値（数量、日付）か、phrase("…") で作った言葉を渡してください。'


def value_mistake(name: str, value: Any) -> TypeError:
    """Return the error for a value that is not a quantity, date or words, given for ``{name}``."""
    what, remedy = _described(value)
    return TypeError(f"「{{{name}}}」に{what}。{remedy}")


def cell_mistake(column: str, value: Any) -> TypeError:
    """Return the error for a column value that a table or figure cannot show."""
    what, remedy = _described(value)
    return TypeError(f"列「{column}」に{what}。{remedy}")


def unknown_form(name: str, form: str, value: Any) -> TypeError:
    """Return the error for ``{name:form}`` with a value that does not support the form."""
    kind = "年度ごとの数量の列" if form != "number" else "数量"
    return TypeError(f"「{{{name}:{form}}}」と書けるのは{kind}だけです（{_described(value)[0]}）。")


def _described(value: Any) -> tuple[str, str]:
    match value:
        case None:
            return "値がありません（None）", "表の空欄を選んでいないかを確かめてください。"
        case pd.DataFrame() | pd.Series() | pd.Index():
            whole = "表" if isinstance(value, pd.DataFrame) else "列"
            what = f"{whole}の全体（{type(value).__name__}）が渡されています"
            return what, "値を一つ選んでください（例: frame.loc[行, 列]）。"
        case str():
            return f"文字列（「{shortened(value, _LONGEST_SHOWN)}」）が渡されています", _VALUE_OR_PHRASE
        case AnyNumber():
            remedy = "表の値（数量）を渡してください。計算は、数量のままですれば出どころが残ります。"
            return f"出どころのない数（{value}）が渡されています", remedy
        case Quantity():
            return "一つの数量が渡されています", '表の列（例: frame["列"]）を渡してください。'
        case Displayed():
            return "文や表そのものが渡されています", '文の中に入れる言葉は phrase("…") で作ってください。'
        case _:
            return f"使えない値（{type(value).__name__}）が渡されています", _VALUE_OR_PHRASE
