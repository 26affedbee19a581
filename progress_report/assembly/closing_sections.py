"""The sections behind those of the notebooks: how the surveys are read, and what the terms mean."""

from progress_report.assembly.survey_notes import survey_notes
from progress_report.assembly.terms import glossary_of, link_first_uses
from progress_report.document.blocks import AnyBlock, Heading
from progress_report.document.document import Document, Section
from progress_report.document.written import document_block
from progress_report.inputs.params.report_params import Params
from progress_report.inputs.years.report_year import ReportYear
from progress_report.inputs.years.survey_sizes import survey_sizes
from progress_report.model import blocks as written
from progress_report.model.inline import text

_READING, _TERMS = "調査の読み方", "用語"


def add_closing_sections(document: Document, params: Params) -> None:
    """Add the sections that the year has something for, and link each term where it is first used."""
    closing = []
    if sizes := survey_sizes(ReportYear(params.project, params.report.fiscal_year)):
        closing.append(_section(_READING, "s-reading", survey_notes(sizes)))
    glossary = glossary_of(params)
    if glossary is not None:
        closing.append(_section(_TERMS, "s-terms", [glossary]))
    document.closing = closing or None
    if glossary is not None:
        link_first_uses(document, glossary, params)


def _section(title: str, anchor: str, blocks: list[AnyBlock]) -> Section:
    heading = document_block(written.Heading(1, text(title)))
    assert isinstance(heading, Heading)
    heading.number, heading.anchor = "", anchor
    return Section(name=title, blocks=[heading, *blocks])
