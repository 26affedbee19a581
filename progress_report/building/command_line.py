"""The command line, in Japanese: what may be asked for, and how it is explained."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from progress_report.model.fiscal_year import FiscalYear

FORMAT_NAMES = ("html", "pdf")
_EXIT_CODES = """終了コード:
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


@dataclass(frozen=True, slots=True)
class VerifyOptions:
    """A report's folder, or a report.html or report.pdf, to be verified."""

    path: Path
    rebuild: bool


@dataclass(frozen=True, slots=True)
class QuestionOptions:
    """A question to a built report: ``trace`` what is printed, or the ``impact`` of a file or cell."""

    command: str
    year: FiscalYear
    query: str
    out: Path

    @property
    def target(self) -> Path:
        return self.out / str(self.year.start)


Options = BuildOptions | VerifyOptions | QuestionOptions


def parse(arguments: Sequence[str]) -> Options:
    """The options asked for. SystemExit with code 2 where they cannot be understood."""
    argparse._ = lambda text: _TRANSLATIONS.get(text, text)  # type: ignore[attr-defined]
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.command == "verify":
        return VerifyOptions(given.path, given.rebuild)
    if given.command != "build":
        return QuestionOptions(given.command, given.year, given.query, given.out)
    options = BuildOptions(given.year, given.out, given.final, given.only, given.formats or FORMAT_NAMES)
    if options.final and options.partial:
        parser.error("--final は --only、--formats と一緒に使えません（確定版は全体を一度に作ります）")
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="report_builder.py",
        description="年度の取組進捗の報告書（HTMLとPDF）を、データとパラメータから作り、出どころを確かめる。",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(title="コマンド", metavar="コマンド", required=True, dest="command")
    build = _command(
        commands, "build", "報告書を作る",
        "一つの年度の報告書を作り、build/年度/ に置く。失敗しても前の報告書は残る。",
    )  # fmt: skip
    _add_year(build)
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
    verify = _command(
        commands, "verify", "報告書が作ったときのままかを確かめる",
        "成果物が manifest.json のとおりか、入力が作成のときのままかを確かめ、食い違いを一つずつ示す。"
        "report.html、report.pdf を一つだけ指定すると、埋め込まれた作成記録を読む。",
    )  # fmt: skip
    verify.add_argument(
        "path",
        metavar="報告書",
        type=Path,
        help="報告書のフォルダ（build/2024 など）、report.html、report.pdf のどれか",
    )
    verify.add_argument(
        "--rebuild",
        action="store_true",
        help="もう一度作り、同じ内容になることも確かめる（報告書は置き換えない）",
    )
    trace = _command(
        commands, "trace", "数値の出どころを、表のセルまでたどる",
        "作ってある報告書の中の数値を探し、印刷されている所と、CSVのセルまでの計算の道すじを示す。",
    )  # fmt: skip
    _add_question(trace, "数値", "印刷されたとおりの数値（42.1%、2,302,198 など）か、ledger.csv の識別子")
    impact = _command(
        commands, "impact", "表やセルに基づく所をすべて挙げる",
        "作ってある報告書の中で、指定したファイル、行、セルに基づく文、表のセル、図の文字、代替文を挙げる。"
        "集計はファイルのすべての行に基づく。",
    )  # fmt: skip
    _add_question(
        impact,
        "ファイル",
        "ファイル、ファイル:行、ファイル:列、ファイル:行:列 のどれか。列は英語名でも日本語名でもよい",
    )
    return parser


def _command(commands: Any, name: str, summary: str, description: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=description,
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    return parser


def _add_year(parser: argparse.ArgumentParser) -> None:
    help_text = "2024、FY2024、R6、令和6、令和6年度、２０２４ のどの書き方でもよい"
    parser.add_argument("year", metavar="年度", type=_year, help=help_text)


def _add_question(parser: argparse.ArgumentParser, metavar: str, help_text: str) -> None:
    _add_year(parser)
    parser.add_argument("query", metavar=metavar, help=help_text.replace("%", "%%"))
    out_help = "報告書が置いてある所（既定: build）"
    parser.add_argument("--out", metavar="フォルダ", type=Path, default=Path("build"), help=out_help)


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
