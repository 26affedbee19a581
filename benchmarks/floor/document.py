"""The document of the shown blocks: title block, and numbers for headings, tables, charts and notes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from progress_report.building.front_matter import draft_member, illustrative_reasons
from progress_report.inputs.params import Params
from progress_report.model.blocks import Paragraph
from progress_report.model.grid import fragment_json
from progress_report.model.inline import Date, Text, stated

Json = dict[str, Any]
_CIRCLED_ONE = 0x2460


def document_of(params: Params, sections: Sequence[tuple[str, list[Json]]]) -> Json:
    """The document that the templates render: a draft without cover facts, errata and hashes."""
    report = params.report
    year = Date(report.fiscal_year, params.source("fiscal_year"))
    paragraphs = [
        stated(text, params.source("introduction", i)) for i, text in enumerate(report.introduction)
    ]
    document: Json = {
        "language": "ja",
        "title": fragment_json((year, Text(" "), *stated(report.title, params.source("title")))),
        "subtitle": fragment_json(paragraphs[0]),
        "municipality": report.municipality.name,
        "cover": [],
        "draft": draft_member(
            illustrative_reasons(params, (block for _, blocks in sections for block in blocks))
        ),
        "introduction": [Paragraph(paragraph).to_json() for paragraph in paragraphs],
        "record": {"fiscal_year": report.fiscal_year.start, "date": report.fiscal_year.first_day.isoformat()},
        "sections": [{"name": name, "blocks": blocks} for name, blocks in sections],
    }
    _give_numbers([block for _, blocks in sections for block in blocks])
    return document


def _give_numbers(blocks: Sequence[Json]) -> None:
    counts = Counter[str]()
    path: list[int] = []
    for block in blocks:
        if block["type"] == "heading" and "number" not in block:
            path = [*path, 0, 0, 0][: block["level"]]
            path[-1] += 1
            number = path[-1]
            block["number"] = (f"{number}", f"({number})", chr(_CIRCLED_ONE + number - 1), "○")[len(path) - 1]
            block["anchor"] = "s" + "-".join(map(str, path))
        elif block["type"] == "highlights":
            block |= {"number": "ポイント", "anchor": f"highlights-{block['name']}"}
        elif block["type"] in ("table", "chart"):
            kind = "表" if block["type"] == "table" else "図"
            counts[kind] += 1
            block["number"] = f"{kind}{counts[kind]}"
            block["anchor"] = f"{block['type']}-{block['name']}"
            _mark_notes(block)


def _mark_notes(block: Json) -> None:
    """※, or ※1, ※2 … where a block has several notes; a note nobody refers to explains the whole."""
    notes = {note["name"]: note for note in block["notes"]}
    for position, note in enumerate(block["notes"], 1):
        note["mark"] = "※" if len(notes) == 1 else f"※{position}"
        note["anchor"] = f"{block['anchor']}-{note['name']}"
    references = list(_references(block))
    referred = {reference["note"] for reference in references}
    for name in (name for name in notes if name not in referred):
        references.append({"type": "note_reference", "note": name})
        block["title"].append(references[-1])
    for reference in references:
        note = notes[reference["note"]]
        reference |= {"mark": note["mark"], "anchor": note["anchor"]}


def _references(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        if value.get("type") == "note_reference":
            yield value
        else:
            for member in value.values():
                yield from _references(member)
    elif isinstance(value, list):
        for member in value:
            yield from _references(member)
