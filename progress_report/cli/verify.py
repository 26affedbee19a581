"""The ``verify`` command: check a built report against its manifest and the checkout."""

import argparse
import sys
from pathlib import Path
from typing import Any

from progress_report.build_options import BuildOptions
from progress_report.cli.command_result import CommandResult
from progress_report.cli.japanese import add_command, add_root, workspace
from progress_report.model.findings import ReportError
from progress_report.model.streams import print_to


def add(commands: Any) -> None:
    parser = add_command(
        commands, "verify", _execute, "報告書が作ったときのままかを確かめる",
        "成果物が manifest.json のとおりか、入力が作成のときのままかを確かめ、食い違いを一つずつ示す。"
        "report.html、report.pdf を一つだけ指定すると、埋め込まれた作成記録を読む。",
    )  # fmt: skip
    parser.add_argument(
        "path",
        metavar="報告書",
        type=Path,
        help="報告書のフォルダ（build/2024 など）、report.html、report.pdf、report.docx のどれか",
    )
    parser.add_argument(
        "--rebuild",
        action="store_true",
        help="もう一度作り、同じ内容になることも確かめる（報告書は置き換えない）",
    )
    add_root(parser)


def _execute(given: argparse.Namespace) -> CommandResult:
    """Return the checks performed; ReportError lists every mismatch."""
    from progress_report.verification import verification

    project = workspace(given).project
    verified = verification.verify(project, given.path, _rebuild if given.rebuild else None)
    if verified.findings:
        print_to("\n".join(verified.lines), sys.stdout)
        raise ReportError(verified.findings)
    return CommandResult("\n".join(verified.lines))


def _rebuild(options: BuildOptions) -> str:
    from progress_report.build import build

    return build(options)
