"""The ``trace`` and ``impact`` commands: from a printed number to its cells, and from a cell to the page."""

import argparse
from typing import Any

from progress_report.cli.command_result import CommandResult
from progress_report.cli.japanese import add_command, add_out, add_root, add_year, workspace


def add(commands: Any) -> None:
    trace = add_command(
        commands, "trace", _trace, "数値の出どころを、表のセルまでたどる",
        "作ってある報告書の中の数値を探し、印刷されている所と、CSVのセルまでの計算の道すじを示す。",
    )  # fmt: skip
    _add_question(trace, "数値", "印刷されたとおりの数値（42.1%、2,302,198 など）か、ledger.csv の識別子")
    impact = add_command(
        commands, "impact", _impact, "表やセルに基づく所をすべて挙げる",
        "作ってある報告書の中で、指定したファイル、行、セルに基づく文、表のセル、図の文字、代替文を挙げる。"
        "集計はファイルのすべての行に基づく。",
    )  # fmt: skip
    _add_question(
        impact,
        "ファイル",
        "ファイル、ファイル:行、ファイル:列、ファイル:行:列 のどれか。列は英語名でも日本語名でもよい",
    )


def _add_question(parser: argparse.ArgumentParser, metavar: str, help_text: str) -> None:
    add_year(parser)
    parser.add_argument("query", metavar=metavar, help=help_text.replace("%", "%%"))
    add_root(parser)
    add_out(parser, "報告書が置いてある所")


def _trace(given: argparse.Namespace) -> CommandResult:
    from progress_report.provenance.trace_question import trace_in

    out, project = workspace(given)
    return CommandResult(trace_in(project, out / str(given.year.start), given.query))


def _impact(given: argparse.Namespace) -> CommandResult:
    from progress_report.provenance.impact_question import impact_in

    out, project = workspace(given)
    return CommandResult(impact_in(project, out / str(given.year.start), given.query))
