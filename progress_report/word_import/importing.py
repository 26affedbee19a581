"""Comparison and merging of copies of a circulated Word file, and writing into the parameters on request."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from progress_report.inputs.notebooks.overrides import is_overridable
from progress_report.inputs.params.report_params import Params, read_params
from progress_report.inputs.parsing.text_files import read_text
from progress_report.inputs.project import Project
from progress_report.inputs.prose.templates import section_values
from progress_report.messages import word_import as messages
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.word_import.base import Base, base_of
from progress_report.word_import.block_files import new_files, write_together
from progress_report.word_import.edits import edits_of
from progress_report.word_import.margins import margin_findings
from progress_report.word_import.merging import Merged, merged
from progress_report.word_import.package import read_word_file
from progress_report.word_import.paragraphs import edited_paragraphs
from progress_report.word_import.params_edits import edited_params
from progress_report.word_import.present import Present
from progress_report.word_import.proposals import Edits, Proposal, Subject

_REPORT = "report.docx"


@dataclass(frozen=True, slots=True)
class Import:
    """The request.

    ``base``: the circulated file, if the copies do not contain their original content; ``out``: the folder of
    reports in which it is searched by default.
    """

    year: FiscalYear
    files: Sequence[Path]
    out: Path
    base: Path | None = None
    apply: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """The differences of the copies, and the decided edits.

    ``applied``: whether they were written; ``files``: the created files of tables and pictures.
    """

    params: Params
    copies: tuple[Edits, ...]
    present: Present
    merged: Merged
    findings: tuple[Finding, ...]
    applied: bool
    files: tuple[str, ...] = ()


def import_word(project: Project, asked: Import) -> Imported:
    """Compare the copies with the circulated file, and merge them with the parameters.

    ReportError, without writing anything, if a file cannot be read or the edits cannot be written.
    """
    params = read_params(project, asked.year)
    path = project.root / params.file
    base, copies = _copies(asked, params)
    present = Present(params, base, _proposed(copies))
    result = merged(copies, present)
    applied = asked.apply and bool(result.decisions)
    made: list[Path] = []
    if applied:
        text = read_text(path, params.file)
        mark = "\ufeff" if path.read_bytes().startswith("\ufeff".encode()) else ""
        names, contents = new_files(result.decisions, params)
        new = edited_params(text, result.decisions, replace(present, files=contents), names)
        made = write_together(project.data_folder(asked.year), contents, path, (mark + new).encode())
    findings = (*result.conflicts, *_open_findings(copies, params, result))
    files = tuple(map(project.relative, made))
    return Imported(params, copies, present, result, findings, applied, files)


def _copies(asked: Import, params: Params) -> tuple[Base, tuple[Edits, ...]]:
    """Read all copies, each content once. ReportError with the errors of all of them."""
    violations: list[Finding] = []
    values = (section_values(params, s) for s in range(len(params.report.sections)))
    names = dict(zip((section.notebook for section in params.report.sections), values, strict=True))
    read: dict[str, tuple[str, Base, Edits]] = {}
    for path in asked.files:
        try:
            package = read_word_file(path)
            base = base_of(package, _candidates(asked))
            if base.year != asked.year:
                raise messages.OTHER_WORD_YEAR.error(path.name, year=base.year.label)
            edits = edits_of(path.name, base, edited_paragraphs(package, base.bookmarks), names)
            edits.findings += margin_findings(path.name, base.margins, package.margins)
            read.setdefault(sha256(path.read_bytes()).hexdigest(), (path.name, base, edits))
        except ReportError as error:
            violations += error.findings
    several = sorted(read.values(), key=lambda one: one[0])
    for name, base, _ in several[1:]:
        if base != several[0][1]:
            violations.append(messages.OTHER_WORD_BASE.finding(name, other=several[0][0]))
    if violations:
        raise ReportError(violations)
    return several[0][1], tuple(edits for _, _, edits in several)


def _candidates(asked: Import) -> Iterator[Path]:
    """Yield files from which a copy may have been made."""
    if asked.base is not None:
        yield asked.base
        return
    for folder in (str(asked.year.start), f"{asked.year.start}.partial"):
        path = asked.out / folder / _REPORT
        if path.is_file():
            yield path


def _proposed(copies: Sequence[Edits]) -> dict[Subject, set[Proposal]]:
    proposed: dict[Subject, set[Proposal]] = {}
    for one in copies:
        for subject, proposal in one.proposals.items():
            proposed.setdefault(subject, set()).add(proposal)
    return proposed


def _open_findings(copies: Sequence[Edits], params: Params, result: Merged) -> Iterator[Finding]:
    """Yield the copies' findings, the remaining work on decided edits, and edited sentences not yet identical
    to an override of the parameters."""
    decided = {one.subject for one in result.decisions}
    numbers = {section.notebook: s for s, section in enumerate(params.report.sections)}
    for copy in copies:
        yield from copy.findings
        yield from (
            one for subject in sorted(decided & {*copy.unfinished}) for one in copy.unfinished[subject]
        )
        for one in copy.sentences:
            number = numbers.get(one.section)
            if number is None or not is_overridable(params, number, one.member, one.cell, one.text):
                yield one.otherwise
            elif one.text not in getattr(params.report.sections[number].overrides, one.member).values():
                yield one.finding
