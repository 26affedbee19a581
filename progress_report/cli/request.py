"""The ``request`` command: write forms and covering letters that request a year's tables from divisions."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from progress_report.cli.command_result import CommandResult
from progress_report.cli.japanese import add_command, add_out, add_root, add_year, workspace
from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.moment import Day


@dataclass(frozen=True, slots=True)
class RequestCommand:
    """The year, deadline and divisions of the request; by default of every table."""

    year: FiscalYear
    due: Day | None
    divisions: Sequence[str]
    tables: Sequence[str]
    force: bool
    out: Path
    project: Project = field(default_factory=Project.here)

    def execute(self) -> CommandResult:
        """Write and list the files. ReportError, without writing anything, if one already exists."""
        from progress_report.collecting.asking import chosen_tables, request_of
        from progress_report.collecting.writing import (
            asked_files,
            request_folder,
            request_summary,
            write_files,
        )

        request = request_of(self.project, self.year)
        tables = chosen_tables(request, self.divisions, self.tables)
        asked = asked_files(self.project, request, tables, self.due, request_folder(self.out, request))
        write_files(asked.contents, force=self.force)
        return CommandResult(request_summary(self.project, request, asked, self.due))


def add(commands: Any) -> None:
    parser = add_command(
        commands, "request", "各課に値を尋ねる照会票と依頼文を作る",
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
    parser.set_defaults(
        options=lambda given: RequestCommand(
            given.year, given.due, given.division, given.table, given.force, *workspace(parser, given)
        )
    )


def _day(text: str) -> Day:
    from progress_report.collecting.writing import due_day

    try:
        return due_day(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
