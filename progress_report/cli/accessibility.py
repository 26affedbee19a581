"""``accessibility``: write the form of an accessibility test, prefilled by automated checks."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from progress_report.cli.command_result import CommandResult
from progress_report.cli.japanese import add_command, add_out, add_root, add_year, workspace
from progress_report.inputs.project import Project
from progress_report.model.findings import ExitCode
from progress_report.model.fiscal_year import FiscalYear


@dataclass(frozen=True, slots=True)
class AccessibilityCommand:
    """The report whose page is tested; ``force``: overwrite a form that may have been filled in."""

    year: FiscalYear
    force: bool
    out: Path
    project: Project = field(default_factory=Project.here)

    def execute(self) -> CommandResult:
        """Write the form. ReportError if the report is not as it was built."""
        from progress_report.accessibility.making import form_message, make_form

        test = make_form(self.project, self.year, self.out, force=self.force)
        code = ExitCode.DATA_ERROR if test.failed else ExitCode.BUILT
        return CommandResult(form_message(self.year, self.out, test), code)


def add(commands: Any) -> None:
    parser = add_command(
        commands, "accessibility", "ウェブアクセシビリティの試験結果の様式を作る",
        "作ってある report.html を機械で検査し、JIS X 8341-3:2016 の適合レベルA・AAの38の達成基準の様式"
        "（ブック）を build/年度.accessibility.xlsx に作る。"
        "機械が検査した所だけを記入し、ほかは未確認とする。"
        "適合や準拠は表明しない。機械の検査で問題が見つかると 1 で終わる。",
    )  # fmt: skip
    add_year(parser)
    parser.add_argument("--force", action="store_true", help="すでにある様式も書き直す")
    add_root(parser)
    add_out(parser, "報告書が置いてある所")
    parser.set_defaults(
        options=lambda given: AccessibilityCommand(given.year, given.force, *workspace(parser, given))
    )
