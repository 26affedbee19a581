"""Prose that no notebook prints, or that a notebook can print but nobody wrote."""

from collections.abc import Iterator
from contextlib import suppress

from progress_report.inputs.notebooks.notebook_source import NotebookSource
from progress_report.inputs.params.report_params import Params, read_params
from progress_report.inputs.parsing.near_names import near_remedy
from progress_report.inputs.project import section_identity
from progress_report.messages.notes import UNWRITTEN_PROSE
from progress_report.messages.section_texts import UNPRINTED_PROSE
from progress_report.model.findings import Finding, ReportError, shortened
from progress_report.model.quantity import Parameter


def unprinted_prose(params: Params, section: str) -> dict[str, Finding]:
    """Return an error for each prose entry that no call in the section's notebook prints.

    An entry that a call names is considered printed, even if only under a condition: a conducted survey, a
    value that needs a note.
    """
    notebook = NotebookSource(params.project, section)
    index = params.section_index(section)
    printed = sorted(notebook.printed_prose)
    known = "、".join(printed) or "なし"
    found = {}
    for name in params.report.sections[index].prose:
        if name not in notebook.printed_prose:
            place, near = params.place("sections", index, "prose", name)[:2], near_remedy(name, printed)
            found[name] = UNPRINTED_PROSE.finding(*place, f"prose.{name}", near=near, known=known)
    return found


def unprinted_prose_findings(params: Params) -> Iterator[Finding]:
    """Yield errors for prose that cannot be printed, as far as the notebooks' literals show."""
    for section in params.report.sections:
        notebook = NotebookSource(params.project, section.notebook)
        if notebook.names_all_prose:
            unprinted = unprinted_prose(params, section.notebook)
            yield from (error for name, error in unprinted.items() if name not in notebook.strings)


def unwritten_prose(params: Params) -> Iterator[tuple[int, str]]:
    """Yield each text that a notebook can print but the parameters lack: its section's index and its name."""
    for index, section in enumerate(params.report.sections):
        written = {name for name, texts in section.prose.items() if texts}
        for name in sorted(NotebookSource(params.project, section.notebook).printed_prose - written):
            yield index, name


def last_written(params: Params, index: int, name: str) -> tuple[Parameter, list[str]] | None:
    """Return the location and paragraphs of such a text in the latest earlier year; None if there is none."""
    identity = section_identity(params.report.sections[index].notebook)
    for year in reversed(params.project.years()):
        if year >= params.report.fiscal_year:
            continue
        with suppress(ReportError):  # errors of another year are reported there
            former = read_params(params.project, year)
            for i, section in enumerate(former.report.sections):
                texts = section.prose.get(name)
                if texts and section_identity(section.notebook) == identity:
                    return former.source("sections", i, "prose", name), list(map(str, texts))
    return None


def unwritten_prose_notes(params: Params) -> Iterator[Finding]:
    """Yield a 記録 for each unwritten text that a notebook can print, with its last location."""
    for index, name in unwritten_prose(params):
        former = ""
        if last := last_written(params, index, name):
            source, texts = last
            former = (
                f"前に載せた文章は {source.file} {source.line}行目にあります（「{shortened(texts[0])}」）。"
            )
        place = params.place("sections", index, "prose")[:2]
        yield UNWRITTEN_PROSE.finding(*place, f"prose.{name}", name=name, former=former)
