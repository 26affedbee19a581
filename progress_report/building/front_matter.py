"""The document's members before its sections: title block, state of the edition, introduction."""

from collections.abc import Iterable, Iterator
from typing import Any

from progress_report.building.errata_table import edition_members
from progress_report.building.stitching import Json
from progress_report.inputs.deliveries.sources import delivered_resources
from progress_report.inputs.descriptors import read_package
from progress_report.inputs.params import Params
from progress_report.model.blocks import SAMPLE_STAMP, Paragraph
from progress_report.model.grid import Fact, fragment_json
from progress_report.model.inline import Date, Fragment, Text, stated

DRAFT_STAMP = "案"
REPORT_DATE = "報告日"
_COVER = (
    ("document_number", "資料番号"),
    ("committee", "委員会名"),
    ("department", "所管課"),
    ("report_date", REPORT_DATE),
    ("contact", "問い合わせ先"),
)


def front_matter(params: Params, record: Json) -> Json:
    """Everything but schema, language and sections; ``draft`` is filled in when all doubts are known."""
    report = params.report
    year = Date(report.fiscal_year, params.source("fiscal_year"))
    return {
        "title": fragment_json((year, Text(" "), *stated(report.title, params.source("title")))),
        "subtitle": fragment_json(stated(report.introduction[0], params.source("introduction", 0))),
        "municipality": report.municipality.name,
        "cover": [fact.to_json() for fact in _cover(params)],
        "draft": None,
        **stamp_member(params),
        **edition_members(params),
        "introduction": [
            Paragraph(stated(text, params.source("introduction", i))).to_json()
            for i, text in enumerate(report.introduction)
        ],
        "record": record,
    }


def draft_member(reasons: Iterable[Fragment] | None) -> Json | None:
    """The document's member ``draft``: what keeps the edition from being final; None where nothing does."""
    if reasons is None:
        return None
    return {"stamp": DRAFT_STAMP, "reasons": [fragment_json(reason) for reason in reasons]}


def stamp_member(params: Params) -> Json:
    """The document's member ``stamp``, where every table and survey that the year has is invented."""
    package = read_package(params.project, params.report.fiscal_year)
    shown = [one for one in package.descriptor.resources if one.name not in params.absent]
    invented = bool(shown) and all(resource.illustrative for resource in shown)
    return {"stamp": SAMPLE_STAMP} if invented else {}


def illustrative_reasons(params: Params, blocks: Iterable[Json]) -> list[Fragment]:
    """One line for each illustrative dataset that anything in the report comes from; one for all.

    Data of the year before count too, where the report compares itself with it.
    """
    if stamp_member(params):
        return [(Text(f"すべての表と調査の集計は{SAMPLE_STAMP}による。"),)]
    used = {file for block in blocks for file in _illustrative_files(block)}
    year = params.report.fiscal_year
    reasons = []
    for one in delivered_resources(params.project, year):
        if one.file in used:
            whose = () if one.year == year else (Text("前年度の"),)
            title = one.package.text(one.resource.name, "title")
            reasons.append((*whose, *title, Text(f"の集計は{SAMPLE_STAMP}による。")))
    return reasons


def _illustrative_files(value: Any) -> Iterator[str]:
    """The files of invented data that a quantity, date or label anywhere in the block comes from."""
    if isinstance(value, dict):
        if value.get("illustrative") and "file" in value:
            yield value["file"]
        value = list(value.values())
    if isinstance(value, list):
        for member in value:
            yield from _illustrative_files(member)


def _cover(params: Params) -> list[Fact]:
    facts = []
    for name, label in _COVER:
        value = getattr(params.report, name)
        if value is None:
            continue
        source = params.source(name)
        content: Fragment = stated(value, source) if isinstance(value, str) else (Date(value, source),)
        facts.append(Fact(label, content))
    return facts
