"""Entries that ``new-year`` carried over and nobody has confirmed yet: each is a 要確認.

In ``params/<year>.yaml`` and ``data/<year>/tables.yaml`` a mark is the word 要確認 itself, in a comment or a
text; in ``datapackage.json``, which has no comments, marks are the names in a resource's ``unconfirmed``.
"""

from collections.abc import Container, Iterator

from progress_report.inputs.params.report_params import Params
from progress_report.inputs.parsing.source_tree import entry_name
from progress_report.inputs.parsing.strict_yaml import read_strict_yaml
from progress_report.inputs.parsing.text_files import read_text
from progress_report.inputs.project import Project
from progress_report.inputs.schema.descriptors import Package
from progress_report.messages import unfinished as messages
from progress_report.model.findings import Finding, Severity

MARK = Severity.REVIEW.value


def unconfirmed_findings(params: Params, package: Package) -> Iterator[Finding]:
    """Yield every remaining mark, in line order. Raise ReportError if the file cannot be read."""
    yield from marked_lines(params.project, params.file)
    if package.is_shared:
        yield from marked_lines(params.project, package.own_file)
    else:
        yield from unconfirmed_members(package, params.absent)


def marked_lines(project: Project, file: str) -> Iterator[Finding]:
    """Yield a finding for each line of a YAML file with the mark; its column is the entry on that line."""
    _, lines = read_strict_yaml(project.root / file, file)
    for row, line in enumerate(read_text(project.root / file, file).splitlines(), 1):
        if MARK in line:
            whole = line.lstrip().startswith("#")
            column = "" if whole else entry_name(lines.entry(row))
            note = line.rpartition(MARK)[2].strip(" :：　")
            message = messages.MARK_WITH_REASON if note and "#" in line else messages.MARK
            yield message.finding(file, row, column, mark=MARK, reason=note)


def unconfirmed_members(package: Package, absent: Container[str]) -> Iterator[Finding]:
    """Yield a finding for each resource with data that has names in ``unconfirmed``."""
    for i, resource in enumerate(package.descriptor.resources):
        if resource.unconfirmed and resource.name not in absent:
            row, column = package.line("resources", i, "unconfirmed"), f"{resource.name}.unconfirmed"
            names = "、".join(resource.unconfirmed)
            yield messages.UNCONFIRMED.finding(package.file, row, column, title=resource.title, names=names)
