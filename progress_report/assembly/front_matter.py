"""The document's members before its sections: title block, draft status, introduction."""

from collections.abc import Iterable, Iterator
from typing import Any

from progress_report.assembly.errata_table import errata_of, revision_label
from progress_report.document.blocks import AnyBlock, Fact
from progress_report.document.document import Document, Draft, walk
from progress_report.document.origins import CellOrigin, CountOrigin
from progress_report.document.written import document_block, runs_of
from progress_report.inputs.params.report_params import Params
from progress_report.inputs.prose.templates import from_params, introduction_values
from progress_report.inputs.readers.sources import ingested_resources
from progress_report.inputs.schema.descriptors import read_data_package
from progress_report.model.blocks import SAMPLE_STAMP, Paragraph
from progress_report.model.inline import Date, Inline, ProseOrigin, Text, literal

DRAFT_STAMP = "案"
REPORT_DATE = "報告日"
_COVER = (
    ("document_number", "資料番号"),
    ("committee", "委員会名"),
    ("department", "所管課"),
    ("report_date", REPORT_DATE),
    ("next_report", "次回の報告"),
    ("contact", "問い合わせ先"),
)


def front_matter(params: Params, record: dict[str, Any]) -> Document:
    """Return a document without sections; ``draft`` is filled in once all warnings are known."""
    report = params.report
    year = Date(report.fiscal_year, params.source("fiscal_year"))
    introduction = list(_introduction(params))
    return Document(
        title=runs_of((year, Text(" "), *literal(report.title, params.source("title")))),
        subtitle=runs_of(introduction[0].content),
        municipality=report.municipality.name,
        cover=_cover(params),
        draft=None,
        stamp=stamp_of(params),
        edition=revision_label(params),
        errata=errata_of(params),
        introduction=[document_block(paragraph) for paragraph in introduction],
        sections=[],
        record=record,
    )


def _introduction(params: Params) -> Iterator[Paragraph]:
    values = introduction_values(params)
    for index, text in enumerate(params.report.introduction):
        source = params.source("introduction", index)
        origin = ProseOrigin("", "introduction", index, source.file, source.line, text)
        yield Paragraph(from_params(text, values, source), origin)


def draft_of(reasons: Iterable[Inline] | None) -> Draft | None:
    """Return the reasons why the report is not final; None if there are none."""
    if reasons is None:
        return None
    return Draft(stamp=DRAFT_STAMP, reasons=[runs_of(reason) for reason in reasons])


def stamp_of(params: Params) -> str | None:
    """Return the stamp of each page if every table and survey of the year is invented."""
    package = read_data_package(params.project, params.report.fiscal_year)
    return SAMPLE_STAMP if package.descriptor.is_illustrative(params.absent) else None


def illustrative_reasons(params: Params, blocks: Iterable[AnyBlock]) -> list[Inline]:
    """Return one line for each illustrative dataset used in the report, or a single line if all are.

    Data of the year before count too if the report compares the two years.
    """
    if stamp_of(params):
        return [(Text("すべての表と調査の集計は、架空の値による。"),)]
    used = {
        part.file
        for block in blocks
        for part in (*(one for _, one in walk(block)), *(one.origin for one in block.quantities.values()))
        if isinstance(part, CellOrigin | CountOrigin) and part.illustrative
    }
    year = params.report.fiscal_year
    reasons = []
    for one in ingested_resources(params.project, year):
        if one.file in used:
            whose = () if one.year == year else (Text("前年度の"),)
            title = one.package.text(one.resource.name, "title")
            reasons.append((*whose, *title, Text("の集計は、架空の値による。")))
    return reasons


def _cover(params: Params) -> list[Fact]:
    facts: list[Fact] = []
    for name, label in _COVER:
        value = getattr(params.report, name)
        if value is None:
            continue
        source = params.source(name)
        content: Inline = literal(value, source) if isinstance(value, str) else (Date(value, source),)
        facts.append(Fact(label=label, content=runs_of(content)))
    return facts
