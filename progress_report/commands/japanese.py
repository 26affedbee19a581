"""argparse, speaking Japanese."""

import argparse
from pathlib import Path
from typing import Any, Literal

from progress_report.model.fiscal_year import FiscalYear

EXIT_CODES = """終了コード:
  0  報告書ができた、一致した、見つかった
  1  データまたはパラメータに誤りがある、一致しない、見つからない
  2  コマンドの使い方が違う
  3  ノートブックの実行に失敗した
  4  報告書を書き出せなかった
"""
# argparse speaks English through these; every one that a person can meet here is translated.
_TRANSLATIONS = {
    "usage: ": "使い方: ",
    "positional arguments": "引数",
    "options": "オプション",
    "subcommands": "コマンド",
    "show this help message and exit": "この説明を表示して終わる",
    "%(prog)s: error: %(message)s\n": "%(prog)s: 誤り: %(message)s\n",
    "the following arguments are required: %s": "必要な引数がありません: %s",
    "unrecognized arguments: %s": "知らない引数です: %s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "expected one argument": "値を一つ書いてください",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r は使えません（%(choices)s のどれか）",
    "invalid choice: %(value)s, maybe you meant %(maybe)s (choose from %(choices)s)": (
        "%(value)s は使えません（%(choices)s のどれか）"
    ),
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s はどれか決まりません: %(matches)s",
    "ignored explicit argument %r": "値 %r は付けられません",
}


def speak_japanese() -> None:
    """Give argparse the translations; it asks gettext under the name ``_``."""
    argparse._ = lambda text: _TRANSLATIONS.get(text, text)  # type: ignore[attr-defined]


def add_command(commands: Any, name: str, summary: str, description: str) -> argparse.ArgumentParser:
    """A command's own parser; ``summary`` is its line in the list of commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=description,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    return parser


def add_year(
    parser: argparse.ArgumentParser,
    name: str = "year",
    metavar: str = "年度",
    nargs: Literal["*"] | None = None,
) -> None:
    help_text = "2024、FY2024、R6、令和6、令和6年度、２０２４ のどの書き方でもよい"
    parser.add_argument(name, metavar=metavar, type=fiscal_year, nargs=nargs, help=help_text)


def add_out(parser: argparse.ArgumentParser, help_text: str) -> None:
    parser.add_argument("--out", metavar="フォルダ", type=Path, default=Path("build"), help=help_text)


def add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format",
        choices=("table", "json"),
        default="table",
        help="table は表で（既定）、json はエディタなどの道具のために示す",
    )


def fiscal_year(text: str) -> FiscalYear:
    """The year as argparse wants it read."""
    try:
        return FiscalYear.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
