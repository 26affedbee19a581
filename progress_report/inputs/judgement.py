"""Everything analysts delivered for a year, read and judged at once, before anything is executed."""

from collections.abc import Callable

from progress_report.inputs.params import Params, read_params
from progress_report.inputs.project import Project
from progress_report.inputs.section import Section
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fiscal_year import FiscalYear


def judge(project: Project, year: FiscalYear) -> Params:
    """The year's parameters, once parameters, tables, surveys and cross-checks hold.

    ReportError with the faults of all files together; cross-checks are tried only on sound tables.
    """
    params = read_params(project, year)
    findings = [
        *_notebook_findings(project, params),
        *_data_findings(project, year, params.report.sections[0].notebook),
    ]
    if findings:
        raise ReportError(list(dict.fromkeys(findings)))
    return params


def _notebook_findings(project: Project, params: Params) -> list[Finding]:
    findings = []
    seen: set[str] = set()
    for index, section in enumerate(params.report.sections):
        line = params.source("sections", index, "notebook").line
        if section.notebook in seen:
            findings.append(Finding("同じノートブックが二度あります。", "一つにしてください。", params.file, line, section.notebook))
        seen.add(section.notebook)
        if not project.notebook(section.notebook).is_file():
            remedy = "notebooks/ にあるファイル名（拡張子なし）を書いてください。"
            findings.append(Finding("ノートブックがありません。", remedy, params.file, line, section.notebook))
    return findings


def _data_findings(project: Project, year: FiscalYear, name: str) -> list[Finding]:
    try:
        section = Section(project, year, name)
    except ReportError as error:
        return list(error.findings)
    findings: list[Finding] = []
    package = section.package
    for missing in section.params.report.not_available:
        if missing not in package:
            source = section.params.source("not_available")
            remedy = "datapackage.json にある名前を書いてください。"
            findings.append(Finding(f"「{missing}」という表はありません。", remedy, source.file, source.line, source.name))
    for resource in package.descriptor.resources:
        read: Callable[[str], object] = section.survey if resource.survey else section.table
        try:
            read(resource.name)
        except ReportError as error:
            findings += error.findings
    if not findings:
        try:
            section.check(*(resource.name for resource in package.descriptor.resources))
        except ReportError as error:
            findings += error.findings
    return findings
