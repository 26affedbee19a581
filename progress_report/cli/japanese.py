"""Japanese messages and common options for argparse."""

import argparse
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from progress_report.cli.command_result import CommandResult
from progress_report.inputs.project import BUILD, FOLDERS, Project
from progress_report.messages.dates import date_finding
from progress_report.model.fiscal_year import FIRST_YEAR, LAST_YEAR, DateError, FiscalYear
from progress_report.model.program import COMMAND, IS_INSTALLED, SCRIPT

Execute = Callable[[argparse.Namespace], CommandResult]
EXIT_CODES = """終了コード:
  0  報告書ができた、一致した、見つかった
  1  データまたはパラメータに誤りがある、一致しない、見つからない
  2  コマンドの使い方が違う
  3  ノートブックの実行に失敗した
  4  報告書を書き出せなかった
"""
# argparse's English texts; all that a user can see here are translated.
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
    """Set argparse's translations; it looks them up with gettext's function ``_``."""
    argparse._ = lambda text: _TRANSLATIONS.get(text, text)  # type: ignore[attr-defined]


def add_command(
    commands: Any, name: str, execute: Execute, summary: str, description: str
) -> argparse.ArgumentParser:
    """Return a parser for a command; ``summary`` is its line in the list of commands.

    The parsed options also have ``execute``, and ``parser`` for usage errors found by it.
    """
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=description,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(execute=execute, parser=parser)
    return parser


def add_year(
    parser: argparse.ArgumentParser, name: str = "year", nargs: Literal["*", "?"] | None = None
) -> None:
    help_text = "2024、FY2024、R6、令和6、令和6年度、２０２４ のどの書き方でもよい"
    parser.add_argument(name, metavar="年度", type=fiscal_year, nargs=nargs, help=help_text)


def add_out(parser: argparse.ArgumentParser, help_text: str) -> None:
    parser.add_argument("--out", metavar="フォルダ", type=Path, help=f"{help_text}（既定: {BUILD}）")


class Workspace(NamedTuple):
    """A municipality and the folder of its reports."""

    out: Path
    project: Project


_USUAL = (
    "いまいるフォルダ"
    if IS_INSTALLED
    else "いまいるフォルダがそうならそこ、そうでなければプログラムのフォルダ"
)
_ROOT = f"自治体のフォルダ。params/、data/、notebooks/ がある所（既定: {_USUAL}）"


def add_root(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--root", metavar="フォルダ", type=Path, help=_ROOT)


def add_roots(parser: argparse.ArgumentParser) -> None:
    help_text = f"{_ROOT}。いくつでもよい。年度は、これより前に書く"
    parser.add_argument("--root", metavar="フォルダ", type=Path, nargs="+", action="extend", help=help_text)


def workspace(given: argparse.Namespace) -> Workspace:
    """Return the selected municipality. Usage error if its folder is not one of a municipality."""
    out = getattr(given, "out", None)
    if given.root is None:
        return Workspace(out or Path(BUILD), _usual_project(given.parser))
    _require_municipalities(given.parser, [given.root])
    return Workspace(out or given.root / BUILD, Project(given.root.resolve()))


def workspaces(given: argparse.Namespace) -> list[Workspace]:
    """Return the selected municipalities, each once; several get a folder each below ``--out``.

    Usage error if a folder is not one of a municipality, or if two would share one.
    """
    if given.root is None:
        return [Workspace(given.out or Path(BUILD), _usual_project(given.parser))]
    _require_municipalities(given.parser, given.root)
    named: dict[Path, Path] = {}
    for folder in given.root:
        named.setdefault(folder.resolve(), folder)
    if given.out is None:
        return [Workspace(folder / BUILD, Project(root)) for root, folder in named.items()]
    if len(named) == 1:
        return [Workspace(given.out, Project(root)) for root in named]
    alike: dict[str, list[Path]] = {}
    for root in named:  # as case-insensitive file systems compare them
        alike.setdefault(unicodedata.normalize("NFC", root.name).casefold(), []).append(root)
    if same := [roots for roots in alike.values() if len(roots) > 1]:
        reported = "。".join("、".join(map(str, roots)) for roots in same)
        given.parser.error(
            f"同じ名前の自治体のフォルダは、一つの --out に書き出せません（{reported}）。"
            "--out を付けずに作るか、フォルダの名前を変えてください"
        )
    return [Workspace(given.out / root.name, Project(root)) for root in named]


def _usual_project(parser: argparse.ArgumentParser) -> Project:
    """Return the municipality whose folder the command is run in, and else that of the checkout.

    A folder with a program of its own is a copy of the whole, whose reports its own program makes. An
    installed program has no municipality of its own: wrong usage.
    """
    here = Path.cwd()
    is_municipality = all((here / name).is_dir() for name in FOLDERS)
    if is_municipality and (IS_INSTALLED or not (here / SCRIPT).exists()):
        return Project(here)
    if IS_INSTALLED:
        parser.error(
            "いまいるフォルダは、自治体のフォルダではありません（params/、data/、notebooks/ がありません）。"
            f"自治体のフォルダに移るか、--root に指定してください。新しい自治体は {COMMAND} init で始めます"
        )
    return Project.here()


def _require_municipalities(parser: argparse.ArgumentParser, folders: Sequence[Path]) -> None:
    """Raise a usage error listing every folder that is not a municipality's, and its missing parts."""
    reported = []
    for folder in folders:
        if not folder.is_dir():
            reported.append(f"{folder}（フォルダがありません）")
        elif missing := [f"{name}/" for name in FOLDERS if not (folder / name).is_dir()]:
            reported.append(f"{folder}（{'、'.join(missing)} がありません）")
    if reported:
        parser.error(
            f"自治体のフォルダではありません: {'、'.join(reported)}。"
            "params/、data/、notebooks/ があるフォルダを --root に指定してください"
        )


def add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format",
        choices=("table", "json"),
        default="table",
        help="table は表で（既定）、json はエディタなどの道具のために示す",
    )


def fiscal_year(text: str) -> FiscalYear:
    """Parse a report's year for argparse; it needs a year before and a year after it."""
    try:
        year = FiscalYear.parse(text)
    except DateError as error:
        raise argparse.ArgumentTypeError(date_finding(error).text) from None
    if not year.has_neighbours:
        remedy = f"{FIRST_YEAR + 1}から{LAST_YEAR - 1}までの年にしてください。"
        raise argparse.ArgumentTypeError(f"報告にできない年度です（「{text}」）。{remedy}")
    return year
