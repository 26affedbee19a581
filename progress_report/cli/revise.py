"""The ``revise`` command: correct a published report as its next revision, with a 正誤表."""

import argparse
from typing import Any

from progress_report.cli.command_result import CommandResult
from progress_report.cli.japanese import add_command, add_out, add_root, add_year, workspace
from progress_report.model.control_characters import control_character


def add(commands: Any) -> None:
    parser = add_command(
        commands, "revise", _execute, "作ってある報告書を訂正し、正誤表の付いた次の版にする",
        "データやパラメータの誤りを直してから実行する。作ってある報告書の各部分と公表した値の記録が食い違わないことを確かめ、"
        "直した報告書と比べて、違う所をすべて正誤表にする。正誤表は params/年度.yaml の errata に書き加え、"
        "前の版は build/年度.edition版/ に残す。失敗したときは、何も変わらない。",
    )  # fmt: skip
    add_year(parser)
    parser.add_argument(
        "--reason", metavar="理由", required=True, type=_reason, help="訂正の理由。正誤表の各行に載る"
    )
    add_root(parser)
    add_out(parser, "報告書が置いてある所")


def _execute(given: argparse.Namespace) -> CommandResult:
    from progress_report.build import build
    from progress_report.revision.revision import Revision, revise

    out, project = workspace(given)
    return CommandResult(revise(Revision(project, given.year, out, given.reason), build))


def _reason(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("理由を書いてください（例: 転記の誤り）")
    # Bytes that are invalid in the terminal's encoding arrive as surrogates.
    if control_character(text) or text.encode(errors="ignore").decode() != text:
        raise argparse.ArgumentTypeError("使えない文字（制御文字など）があります。理由を打ち直してください")
    return text.strip()
