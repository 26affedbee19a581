"""The ``import-word`` command: import edits made in Word into the parameters."""

import argparse
from pathlib import Path
from typing import Any

from progress_report.cli.command_result import CommandResult
from progress_report.cli.japanese import add_command, add_out, add_root, add_year, workspace
from progress_report.model.findings import ExitCode


def add(commands: Any) -> None:
    parser = add_command(
        commands, "import-word", _execute, "Wordで回覧した報告書の直しを、params に取り込む",
        "report.docx から直したファイル（いくつでも）を、回覧に出したときの内容と、"
        "いまの params と比べ、直しの一覧を示す。"
        "--apply を付けると、文章の直しを params/年度.yaml に書き込む。数値や計算した文の直しは、"
        "もとのセルや言い換え方を示すだけで取り込まない。取り込めないものが残ると 1 で終わる。",
    )  # fmt: skip
    add_year(parser)
    parser.add_argument("files", metavar="ファイル", type=Path, nargs="+", help="直した .docx")
    parser.add_argument(
        "--base", metavar="ファイル", type=Path,
        help="回覧に出した report.docx。直したファイルに記録が残っていないときに使う",
    )  # fmt: skip
    parser.add_argument("--apply", action="store_true", help="params/年度.yaml に書き込む")
    add_root(parser)
    add_out(parser, "回覧に出した report.docx が置いてある所")


def _execute(given: argparse.Namespace) -> CommandResult:
    """Show the edits. ReportError, without writing anything, if a file cannot be read."""
    from progress_report.word_import.importing import Import, import_word
    from progress_report.word_import.summary import import_summary, is_open

    out, project = workspace(given)
    imported = import_word(project, Import(given.year, given.files, out, given.base, given.apply))
    code = ExitCode.DATA_ERROR if is_open(imported) else ExitCode.BUILT
    return CommandResult(import_summary(imported), code)
