"""``accessibility``: write the form of an accessibility test, prefilled by automated checks."""

import argparse
from typing import Any

from progress_report.cli.command_result import CommandResult
from progress_report.cli.japanese import add_command, add_out, add_root, add_year, workspace
from progress_report.model.findings import ExitCode


def add(commands: Any) -> None:
    parser = add_command(
        commands, "accessibility", _execute, "ウェブアクセシビリティの試験結果の様式を作る",
        "作ってある report.html を機械で検査し、JIS X 8341-3:2016 の適合レベルA・AAの38の達成基準の様式"
        "（ブック）を build/年度.accessibility.xlsx に作る。"
        "機械が検査した所だけを記入し、ほかは未確認とする。"
        "適合や準拠は表明しない。機械の検査で問題が見つかると 1 で終わる。",
    )  # fmt: skip
    add_year(parser)
    parser.add_argument("--force", action="store_true", help="すでにある様式も書き直す")
    add_root(parser)
    add_out(parser, "報告書が置いてある所")


def _execute(given: argparse.Namespace) -> CommandResult:
    """Write the form. ReportError if the report is not as it was built."""
    from progress_report.accessibility.making import form_message, make_form

    out, project = workspace(given)
    test = make_form(project, given.year, out, force=given.force)
    code = ExitCode.DATA_ERROR if test.failed else ExitCode.BUILT
    return CommandResult(form_message(given.year, out, test), code)
