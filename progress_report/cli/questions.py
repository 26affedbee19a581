"""The ``trace`` and ``impact`` commands: from a printed number to its cells, and from a cell to the page."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from progress_report.cli.command_result import CommandResult
from progress_report.cli.japanese import add_command, add_out, add_root, add_year, workspace
from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear


@dataclass(frozen=True, slots=True)
class QuestionCommand:
    """A query of a built report: ``trace`` a printed text, or the ``impact`` of a file or cell."""

    command: str
    year: FiscalYear
    query: str
    out: Path
    project: Project = field(default_factory=Project.here)

    def execute(self) -> CommandResult:
        ask: Callable[[Project, Path, str], str]
        if self.command == "trace":
            from progress_report.provenance.trace_question import trace_in

            ask = trace_in
        else:
            from progress_report.provenance.impact_question import impact_in

            ask = impact_in
        return CommandResult(ask(self.project, self.out / str(self.year.start), self.query))


def add(commands: Any) -> None:
    trace = add_command(
        commands, "trace", "数値の出どころを、表のセルまでたどる",
        "作ってある報告書の中の数値を探し、印刷されている所と、CSVのセルまでの計算の道すじを示す。",
    )  # fmt: skip
    _add_question(trace, "数値", "印刷されたとおりの数値（42.1%、2,302,198 など）か、ledger.csv の識別子")
    impact = add_command(
        commands, "impact", "表やセルに基づく所をすべて挙げる",
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
    parser.set_defaults(
        options=lambda given: QuestionCommand(
            given.command, given.year, given.query, *workspace(parser, given)
        )
    )
