"""The ``check`` command: validate a year's parameters, data and notebooks; ``--run`` executes sections."""

import argparse
import difflib
import json
import shutil
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from progress_report.build_options import BuildOptions
from progress_report.cli.command_result import CommandResult
from progress_report.cli.japanese import add_command, add_format, add_root, add_year, workspace
from progress_report.cli.terminal import table
from progress_report.inputs.project import Project
from progress_report.messages.catalogue import CATALOGUE
from progress_report.messages.message import GAP
from progress_report.model.findings import ExitCode, Finding, ReportError, Severity
from progress_report.model.fiscal_year import FiscalYear
from progress_report.provenance.checksum import verified_content
from progress_report.provenance.record import MANIFEST
from progress_report.registry import format_names

SCHEMA = "progress-report/check/1"


def add(commands: Any) -> None:
    parser = add_command(
        commands, "check", _execute, "データと文章を確かめる",
        "パラメータと表とノートブックを読み、誤り（報告書を作れない）と要確認（案は作れるが確定版は作れない）を"
        "まとめて示す。節は実行しない。",
    )  # fmt: skip
    add_year(parser, nargs="?")
    add_root(parser)
    add_format(parser)
    parser.add_argument(
        "--run", action="store_true", help="節も実行し、報告書を作れるかまで確かめる（何も書き出さない）"
    )
    parser.add_argument(
        "--explain", metavar="番号", type=_code, help="表示された文の番号（〔F110〕など）の意味と直し方を示す"
    )


def _execute(given: argparse.Namespace) -> CommandResult:
    """Report all 誤り, 要確認 and 記録, with the exit code that ``build`` would return."""
    if given.explain is not None:
        return CommandResult(_explained(given.explain))
    if given.year is None:
        given.parser.error("必要な引数がありません: 年度")
    from progress_report.inputs.validation import validate_new

    project = workspace(given).project
    _, findings = validate_new(project, given.year)
    errors = any(finding.severity is Severity.ERROR for finding in findings)
    code = ExitCode.DATA_ERROR if errors else ExitCode.BUILT
    if given.run and not errors:
        findings, code = _rehearsed(project, given.year, findings)
    format_findings = _as_json if given.format == "json" else _as_table
    return CommandResult(format_findings(given.year, findings, executed=given.run and not errors), code)


def _rehearsed(
    project: Project, year: FiscalYear, known: Sequence[Finding]
) -> tuple[list[Finding], ExitCode]:
    """Build a draft in a temporary folder; return all findings, including those of the notebooks."""
    from progress_report.build import build
    from progress_report.executed import cell_notes

    with tempfile.TemporaryDirectory(prefix="progress-report-") as out:
        options = BuildOptions(year, Path(out), False, None, format_names(), project=project, rehearsal=True)
        try:
            build(options)
        except ReportError as error:
            return [*error.findings, *known], error.exit_code
        reviews = verified_content((options.target / MANIFEST).read_bytes(), MANIFEST)["review"]
        notes = [finding for finding in known if finding.severity is Severity.NOTE]
        for path in (options.target / "notebooks").glob("*.ipynb"):
            notes += cell_notes(path.stem, json.loads(path.read_bytes()))
    return [*map(Finding.from_json, reviews), *notes], ExitCode.BUILT


def _explained(code: str) -> str:
    """Return a message of the catalogue with its remedy, its explanation and an example."""
    from progress_report.inputs.reviews.review_warnings import how_to_confirm

    message = CATALOGUE[code]
    remedy, confirmed = message.remedy_pattern, []
    if message.kind:
        remedy += how_to_confirm(f"{message.kind} {GAP}")
        confirmed = [f"subject の初めの「{message.kind}」の代わりに、code: {message.code} とも書けます。"]
    lines = [
        f"〔{message.code}〕{message.severity}",
        f"表示される文: {message.pattern}",
        *([f"直し方: {remedy}"] if remedy else []),
        f"意味と、すること: {message.explanation}",
        *([f"例: {message.example}"] if message.example else []),
        *confirmed,
    ]
    return "\n".join(lines)


def _code(text: str) -> str:
    """Parse a code as typed or copied: F110, f110, Ｆ１１０, 〔F110〕."""
    code = unicodedata.normalize("NFKC", text).strip("〔〕 ").upper()
    if code not in CATALOGUE:
        near = difflib.get_close_matches(code, CATALOGUE, n=3, cutoff=0.7)
        advice = f"（{'、'.join(near)} ではありませんか）" if near else ""
        raise argparse.ArgumentTypeError(f"{text} という番号の文はありません{advice}")
    return code


def _as_json(year: FiscalYear, findings: Sequence[Finding], *, executed: bool) -> str:
    content = {
        "schema": SCHEMA,
        "fiscal_year": year.start,
        "executed": executed,
        "findings": [one.to_json() for one in findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _as_table(year: FiscalYear, findings: Sequence[Finding], *, executed: bool) -> str:
    lines = finding_lines(findings)
    return "\n".join([*lines, *([""] if lines else []), _summary(year, findings, executed=executed)])


def finding_lines(findings: Sequence[Finding]) -> list[str]:
    """Return a table fitted to a terminal; elsewhere one line per finding, to be searched."""
    severities = list(Severity)
    ordered = sorted(findings, key=lambda one: (severities.index(one.severity), one.file, one.row or 0))
    if sys.stdout.isatty():
        rows = [(str(one.severity), one.place, one.text + _shown_code(one)) for one in ordered]
        return table(("種別", "場所", "内容と直し方"), rows, shutil.get_terminal_size().columns)
    return [f"{one}{_shown_code(one)}" for one in ordered]


def _shown_code(finding: Finding) -> str:
    return f"〔{finding.code}〕" if finding.code else ""


def _summary(year: FiscalYear, findings: Sequence[Finding], *, executed: bool) -> str:
    """Summarize the findings; only a run shows that the report can be built."""
    count = Counter(finding.severity for finding in findings)
    notes = f"、記録 {count[Severity.NOTE]}件" if count[Severity.NOTE] else ""
    counts = f"{year.label}: 誤り {count[Severity.ERROR]}件、要確認 {count[Severity.REVIEW]}件{notes}。"
    if count[Severity.ERROR]:
        return counts + "誤りを直すまで、報告書は作れません。"
    if not count[Severity.REVIEW]:
        return counts + ("報告書を作れます。" if executed else "データと文章に誤りはありません。")
    verdict = "案は作れます。" if executed else "データと文章に誤りはありません。"
    return counts + verdict + "確定版（--final）は、要確認がなくなるまで作れません。"
