"""What single members of a table's description may say, each with its message."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator
from pydantic_core import SchemaError

from progress_report.inputs.patterns import whole_matcher

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_POSITION = re.compile(r"[1-9][0-9]?|[1-4][0-9]{2}|500")
_FILE_NAME = re.compile(r"[^/\\:\x00]+\.csv")


def _name(value: Any) -> str:
    if isinstance(value, str) and _NAME.fullmatch(value):
        return value
    raise ValueError("名前として使えません。半角の英数字と _ で書いてください（先頭は数字以外）。")


def _file_name(value: Any) -> str:
    if isinstance(value, str) and _FILE_NAME.fullmatch(value):
        return value
    raise ValueError(
        "CSVの名前ではありません。"
        "このファイルと同じフォルダーにあるCSVの名前（例: systems.csv）を書いてください"
        "（systems.xlsx を置くときも、systems.csv と書きます）。"
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("値が一つではありません。文字列を一つ書いてください。")
    return str(value)


def _pattern(value: Any) -> str:
    try:
        whole_matcher(text := _text(value))
        return text
    except SchemaError:
        raise ValueError(
            f"正規表現として読めません（「{value}」）。括弧の対応などを確認してください。"
        ) from None


def _missing_values(value: Any) -> list[str]:
    if value != [""]:
        raise ValueError('欠けた値は空欄だけです。[""] と書いてください。')
    return [""]


def _position(value: Any) -> int:
    if isinstance(value, str) and _POSITION.fullmatch(value):
        return int(value)
    raise ValueError("列の数え方が違います。1から500までの整数を書いてください（左端の列が1）。")


Position = Annotated[int, BeforeValidator(_position)]
Name = Annotated[str, BeforeValidator(_name)]
FileName = Annotated[str, PlainValidator(_file_name)]
Pattern = Annotated[str, PlainValidator(_pattern)]
MissingValues = Annotated[list[str], PlainValidator(_missing_values)]
