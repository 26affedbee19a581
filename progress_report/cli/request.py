"""The ``request`` command: write forms and covering letters that request a year's tables from divisions."""

import argparse
from typing import Any

from progress_report.cli.command_result import CommandResult
from progress_report.cli.japanese import add_command, add_out, add_root, add_year, workspace
from progress_report.model.moment import Day


def add(commands: Any) -> None:
    parser = add_command(
        commands, "request", _execute, "各課に値を尋ねる照会票と依頼文を作る",
        "その年度の表ごとに、記入する照会票（ブック）と、添える依頼文を build/年度.request/ に作る。"
        "記入された照会票は、data/年度/ に置くとそのまま読める。すでにあるファイルは書き換えない。",
    )  # fmt: skip
    add_year(parser)
    parser.add_argument("--due", metavar="日付", type=_day, help="回答期限。2026-05-29 のように書く")
    parser.add_argument(
        "--division", metavar="課", nargs="+", action="extend", default=[],
        help="この課に尋ねる表だけを作る。年度は、これより前に書く",
    )  # fmt: skip
    parser.add_argument(
        "--table", metavar="表", nargs="+", action="extend", default=[],
        help="この名前の表だけを作る。年度は、これより前に書く",
    )  # fmt: skip
    parser.add_argument("--force", action="store_true", help="すでにあるファイルも書き直す")
    add_root(parser)
    add_out(parser, "年度.request のフォルダを置く所")


def _execute(given: argparse.Namespace) -> CommandResult:
    """Write and list the files. ReportError, without writing anything, if one already exists."""
    from progress_report.collecting.asking import chosen_tables, request_of
    from progress_report.collecting.writing import asked_files, request_folder, request_summary, write_files

    out, project = workspace(given)
    request = request_of(project, given.year)
    tables = chosen_tables(request, given.division, given.table)
    asked = asked_files(project, request, tables, given.due, request_folder(out, request))
    write_files(asked.contents, force=given.force)
    return CommandResult(request_summary(project, request, asked, given.due))


def _day(text: str) -> Day:
    from progress_report.collecting.writing import due_day

    try:
        return due_day(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
