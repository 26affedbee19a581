"""The ``compare`` command: compare two years' data, or two built reports; nothing is executed."""

import argparse
from pathlib import Path
from typing import Any

from progress_report.cli.command_result import CommandResult
from progress_report.cli.japanese import add_command, add_format, add_root, workspace
from progress_report.messages.dates import date_finding
from progress_report.model.fiscal_year import DateError, FiscalYear

_PATH_SIGNS = frozenset("/\\.")


def add(commands: Any) -> None:
    parser = add_command(
        commands, "compare", _execute, "二つの年度の報告か、二つの報告書のフォルダを比べる",
        "年度を二つ指定すると、指標の前回と今回の値、増減、目標の達成、前回の予定と実績、新たに加わったもの、"
        "なくなったものを、表のデータから示す。作ってある報告書のフォルダを二つ指定すると（build/2025 と、"
        "別に残した案など）、変わった数値とそのもとのセル、文、見出し、表、図、注、ページを示す。"
        "違いがなければ 0、あれば 1 で終わる。",
    )  # fmt: skip
    help_text = "年度（2024、R6、令和6年度 など）か、報告書のフォルダ（build/2025、./2025 など）"
    parser.add_argument("former", metavar="前", help=help_text)
    parser.add_argument("present", metavar="後", help="前と同じ種類のもの")
    add_root(parser)
    add_format(parser)


def _execute(given: argparse.Namespace) -> CommandResult:
    """Compare two years or two folders. Usage error for one of each, or for neither."""
    years: list[FiscalYear] = []
    folders: list[Path] = []
    for text in (given.former, given.present):
        try:
            years.append(FiscalYear.parse(text))
        except DateError as error:
            folders.append(Path(text))
            if not folders[-1].is_dir() and not _PATH_SIGNS & {*text}:
                given.parser.error(f"年度でも、報告書のフォルダでもありません: {date_finding(error).text}")
    if not years:
        from progress_report.cli.compare_reports import compared_reports

        former, present = folders
        return compared_reports(former, present, given.format)
    if folders:
        given.parser.error(
            "年度とフォルダは比べられません。年度を二つか、報告書のフォルダを二つ指定してください"
            "（2024 という名前のフォルダは ./2024 と書く）"
        )
    from progress_report.cli.compare_years import compared_years

    return compared_years(workspace(given).project, years[0], years[1], given.format)
