"""The ``init`` command: create a municipality's folder."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from progress_report.cli.command_result import CommandResult
from progress_report.cli.japanese import add_command
from progress_report.inputs.project import Project
from progress_report.messages.dates import text_of

if TYPE_CHECKING:
    from progress_report.beginning.answers import Offer

_Read = TypeVar("_Read")
_QUESTIONS = {
    "name": ("自治体の名前", "汐風市 など"),
    "code": ("全国地方公共団体コード", "検査数字を含む6桁。131156 など"),
    "year": ("報告の年度", "令和8年度、2026 など"),
    "sections": ("載せる節", "番号か名前を、カンマで区切って"),
}


def add(commands: Any) -> None:
    parser = add_command(
        commands, "init", _execute, "新しい自治体のフォルダを作る",
        "params/、data/、notebooks/ のあるフォルダを作る。表には架空の見本の行が入り、そのまま build できる。"
        "文章は、何を書くかを示す見本になり、書く所のすべてが check の要確認に出る。"
        "端末では、指定しなかったものを順に尋ねる。",
    )  # fmt: skip
    parser.add_argument(
        "folder", metavar="フォルダ", type=Path, help="作るフォルダ。すでにあれば、空のものだけ"
    )
    for name, (title, example) in _QUESTIONS.items():
        usual = "（既定: すべて）" if name == "sections" else ""
        parser.add_argument(f"--{name}", metavar=title, help=f"{example}{usual}")


def _execute(given: argparse.Namespace) -> CommandResult:
    """Write the folder; list the next steps.

    Ask for missing options on a terminal. Usage error listing everything missing or invalid.
    """
    from progress_report.beginning.answers import (
        Beginning,
        Offer,
        folder_problem,
        read_code,
        read_name,
        read_sections,
        read_year,
    )
    from progress_report.beginning.making import make_municipality
    from progress_report.new_year.checklist import first_checklist

    offer = Offer.of(Project.here())
    folder = given.folder.resolve()
    problems = [f"{given.folder}: {problem}"] if (problem := folder_problem(folder)) else []
    readers: dict[str, Callable[[str], Any]] = {
        "name": read_name,
        "code": read_code,
        "year": read_year,
        "sections": lambda text: read_sections(text, offer),
    }
    values: dict[str, Any] = {}
    for name, read in readers.items():
        try:
            if (text := getattr(given, name)) is not None:
                values[name] = read(text)
        except ValueError as error:
            problems.append(f"--{name}: {text_of(error)}")
    may_ask = sys.stdin.isatty() and sys.stdout.isatty() and not problems
    for name, read in readers.items():
        if getattr(given, name) is None:
            if may_ask:
                values[name] = _asked(name, read, offer)
            elif name != "sections":
                problems.append(f"--{name}（{_QUESTIONS[name][0]}。{_QUESTIONS[name][1]}）がありません。")
    if problems:
        reported = "".join(f"\n  {problem}" for problem in problems)
        given.parser.error(f"次の点を直して、もう一度実行してください。何も書いていません。{reported}")
    chosen = values.get("sections")
    begun = Beginning(
        folder,
        values["name"],
        values["code"],
        values["year"],
        chosen or offer.first,
        chosen or tuple(offer.titles),
    )
    return CommandResult(first_checklist(make_municipality(offer, begun), given.folder))


def _asked(name: str, read: Callable[[str], _Read], offer: "Offer") -> _Read | None:
    """Ask until the answer is valid; None if an empty line selects all sections."""
    title, example = _QUESTIONS[name]
    if name == "sections":
        for section, heading in offer.titles.items():
            print(f"  {section}  {heading}")
        example += "。何も書かなければ、すべて"
    while True:
        try:
            text = input(f"{title}（{example}）: ")
        except EOFError:
            raise KeyboardInterrupt from None
        if not text.strip() and name == "sections":
            return None
        try:
            return read(text)
        except ValueError as error:
            print(f"  {text_of(error)}")
