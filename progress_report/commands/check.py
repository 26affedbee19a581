"""``check``: judge a year's parameters and data without executing anything."""

import json
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from progress_report.commands.answers import Answer, Build
from progress_report.commands.japanese import add_command, add_format, add_root, add_year, place
from progress_report.commands.terminal import table
from progress_report.inputs.project import Project
from progress_report.model.findings import ExitCode, Finding, Grade
from progress_report.model.fiscal_year import FiscalYear

SCHEMA = "progress-report/check/1"


@dataclass(frozen=True, slots=True)
class CheckCommand:
    """A year to be judged; ``format`` is ``table`` for a person, ``json`` for an editor."""

    year: FiscalYear
    format: str
    project: Project = field(default_factory=Project.here)

    def answer(self, build: Build) -> Answer:
        """Every 誤り, 要確認 and 記録 at once; exit code 1 where there is a 誤り."""
        from progress_report.inputs.judgement import examine

        _, findings = examine(self.project, self.year)
        errors = any(finding.grade is Grade.ERROR for finding in findings)
        text = _as_json(self.year, findings) if self.format == "json" else _as_table(self.year, findings)
        return Answer(text, ExitCode.DATA_FAULT if errors else ExitCode.BUILT)


def add(commands: Any) -> None:
    parser = add_command(
        commands, "check", "データとパラメータを、実行せずに確かめる",
        "パラメータと表を読み、誤り（報告書を作れない）と要確認（案は作れるが確定版は作れない）を"
        "まとめて示す。",
    )  # fmt: skip
    add_year(parser)
    add_root(parser)
    add_format(parser)
    parser.set_defaults(
        options=lambda given: CheckCommand(given.year, given.format, place(parser, given).project)
    )


def _as_json(year: FiscalYear, findings: Sequence[Finding]) -> str:
    told = {"schema": SCHEMA, "fiscal_year": year.start, "findings": [one.to_json() for one in findings]}
    return json.dumps(told, ensure_ascii=False, indent=2)


def _as_table(year: FiscalYear, findings: Sequence[Finding]) -> str:
    lines = finding_lines(findings)
    return "\n".join([*lines, *([""] if lines else []), _summary(year, findings)])


def finding_lines(findings: Sequence[Finding]) -> list[str]:
    """On a terminal a table as wide as it is; elsewhere each finding on a line, to be searched."""
    grades = list(Grade)
    ordered = sorted(findings, key=lambda one: (grades.index(one.grade), one.file, one.row or 0))
    if sys.stdout.isatty():
        rows = [(str(one.grade), one.place, one.message + one.remedy) for one in ordered]
        return table(("種別", "場所", "内容と直し方"), rows, shutil.get_terminal_size().columns)
    return [str(one) for one in ordered]


def _summary(year: FiscalYear, findings: Sequence[Finding]) -> str:
    count = Counter(finding.grade for finding in findings)
    notes = f"、記録 {count[Grade.NOTE]}件" if count[Grade.NOTE] else ""
    told = f"{year.label}: 誤り {count[Grade.ERROR]}件、要確認 {count[Grade.REVIEW]}件{notes}。"
    if count[Grade.ERROR]:
        return told + "誤りを直すまで、報告書は作れません。"
    if count[Grade.REVIEW]:
        return told + "案は作れます。確定版（--final）は、要確認がなくなるまで作れません。"
    return told + "報告書を作れます。"
