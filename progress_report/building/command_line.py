"""The command line, in Japanese: what may be asked for, and how it is explained."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from progress_report.model.fiscal_year import FiscalYear

FORMAT_NAMES = ("html", "pdf")
_EXIT_CODES = """終了コード:
  0  報告書ができた
  1  データまたはパラメータに誤りがある
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


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """A build as asked for. ``only`` and ``formats`` make a partial one, for a quick look."""

    year: FiscalYear
    out: Path
    final: bool
    only: str | None
    formats: tuple[str, ...]

    @property
    def partial(self) -> bool:
        return self.only is not None or self.formats != FORMAT_NAMES

    @property
    def target(self) -> Path:
        return self.out / f"{self.year.start}{'.partial' if self.partial else ''}"

    @property
    def failed(self) -> Path:
        return self.out / f"{self.year.start}.failed"


def parse(arguments: Sequence[str]) -> BuildOptions:
    """The options asked for. SystemExit with code 2 where they cannot be understood."""
    argparse._ = lambda text: _TRANSLATIONS.get(text, text)  # type: ignore[attr-defined]
    parser = _parser()
    given = parser.parse_args(arguments)
    options = BuildOptions(given.year, given.out, given.final, given.only, given.formats or FORMAT_NAMES)
    if options.final and options.partial:
        parser.error("--final は --only、--formats と一緒に使えません（確定版は全体を一度に作ります）")
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="report_builder.py",
        description="年度の取組進捗の報告書（HTMLとPDF）を、データとパラメータから作る。",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(title="コマンド", metavar="コマンド", required=True, dest="command")
    build = commands.add_parser(
        "build",
        help="報告書を作る",
        description="一つの年度の報告書を作り、build/年度/ に置く。失敗しても前の報告書は残る。",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    build.add_argument(
        "year",
        metavar="年度",
        type=_year,
        help="2024、FY2024、R6、令和6、令和6年度、２０２４ のどの書き方でもよい",
    )
    build.add_argument(
        "--out", metavar="フォルダ", type=Path, default=Path("build"), help="書き出し先（既定: build）"
    )
    build.add_argument(
        "--final", action="store_true", help="確定版を作る。サンプルデータや要確認が残っていれば作らない"
    )
    build.add_argument(
        "--only", metavar="節", help="一つの節（ノートブックの名前）だけを作る。build/年度.partial/ に置く"
    )
    build.add_argument(
        "--formats",
        metavar="形式",
        type=_formats,
        help="html、pdf のうち作るもの。build/年度.partial/ に置く",
    )
    return parser


def _year(text: str) -> FiscalYear:
    try:
        return FiscalYear.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _formats(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(text.split(",")))
    if unknown := set(names) - set(FORMAT_NAMES):
        raise argparse.ArgumentTypeError(f"知らない形式です（{'、'.join(sorted(unknown))}）")
    return tuple(name for name in FORMAT_NAMES if name in names)
