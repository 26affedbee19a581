"""The ``new-year`` command: create a year's parameters and tables from those of the previous year."""

import argparse
from pathlib import Path
from typing import Any

from progress_report.cli.command_result import CommandResult
from progress_report.cli.japanese import add_command, add_out, add_root, add_year, workspace
from progress_report.inputs.project import Project
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.program import COMMAND


def add(commands: Any) -> None:
    parser = add_command(
        commands, "new-year", _execute, "新しい年度のファイルを、前の年度から作る",
        "params/年度.yaml と data/年度/ を前の年度から作り、確かめる所と埋める所の一覧を示す。"
        "前の年度の報告書が作ったときのままでなければ、何も書かない。すでにあるファイルは書き換えない。",
    )  # fmt: skip
    add_year(parser)
    add_root(parser)
    add_out(parser, "前の年度の報告書が置いてある所")


def _execute(given: argparse.Namespace) -> CommandResult:
    """Return the checklist. ReportError, without writing anything, if the former report is invalid."""
    from progress_report.new_year.checklist import checklist
    from progress_report.new_year.making import make_new_year, require_room

    out, project = workspace(given)
    _require_verified(project, require_room(project, given.year), out)
    return CommandResult(checklist(make_new_year(project, given.year), out))


def _require_verified(project: Project, former: FiscalYear, out: Path) -> None:
    from progress_report.document.files import read_document
    from progress_report.verification.verification import verify

    folder = out / str(former.start)
    try:
        findings: tuple[Finding, ...] = tuple(verify(project, folder).findings)
        other = not findings and read_document(folder).record["fiscal_year"] != former.start
    except ReportError as error:
        findings, other = error.findings, False
    if findings or other:
        remedy = (
            f"{COMMAND} build {former.start}{project.options(out)} で作り直してから、"
            "もう一度実行してください。何も書いていません。"
        )
        state = (
            "が、いまのデータから作ったままのものではありません" if folder.is_dir() else "がまだありません"
        )
        message = f"前の年度（{former.label}）の報告書{state}。"
        if not folder.is_dir():
            findings = ()
        raise ReportError([Finding(message, remedy, folder.as_posix()), *findings])
