"""``tables/datapackage.json``: a Data Package (version 2) that describes each CSV file.

Beyond the standard: ``edition`` and ``draft`` of the package; ``asOf``, ``facts``, ``notes``,
``illustrative`` and ``derivedFrom`` of each resource; ``unit`` of a field whose values share one. A file in
``derivedFrom`` has the ``schema`` of its coded columns, with version 2's ``categories``.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from progress_report.document.document import Document
from progress_report.model.spreadsheet_text import NEUTRALISED, neutralised
from progress_report.open_data.data_table import CsvColumn, DataTable
from progress_report.open_data.figure_values import printable_text

_PROFILES = "https://datapackage.org/profiles/2.0"
AS_OF, SOURCE = "時点", "出典"
Licenses = Mapping[str, Sequence[Mapping[str, object]]]
Codebooks = Mapping[str, Sequence[Mapping[str, object]]]
_Described = dict[str, object]
_FORMS = "表と図のそれぞれに、印刷したとおりの形と、一つの値を一行とする形がある。"
_LICENSE_NOT_GIVEN = {"name": "notspecified", "title": "利用条件の記載なし"}


@dataclass(frozen=True, slots=True)
class Resource:
    """A CSV file of the package: its path from the package's folder, and its table.

    ``files``: the source files of its values, each with the columns whose rows were counted; ``missing``: the
    texts that are no value.
    """

    name: str
    path: str
    title: str
    description: str
    table: DataTable
    missing: Sequence[str]
    files: Mapping[str, set[str]]
    stamp: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[str] = ()


def package_bytes(
    document: Document, resources: Sequence[Resource], licenses: Licenses, codebooks: Codebooks
) -> bytes:
    """Return the descriptor; ``licenses`` and ``codebooks`` (coded columns) are by input file."""
    record, draft = document.record, document.draft
    year = record.get("fiscal_year")
    inputs = record.get("inputs", {})
    content: _Described = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": f"progress-report-{year}-tables" if year else "progress-report-tables",
        "title": f"{printable_text(document.title)} 表と図の値".strip(),
        "description": f"{_FORMS}{NEUTRALISED}",
        "edition": "final" if draft is None else "draft",
        "draft": draft and {"stamp": draft.stamp, "reasons": list(map(printable_text, draft.reasons))},
        "resources": [_described(resource, inputs, licenses, codebooks) for resource in resources],
    }
    if document.municipality:
        content["contributors"] = [{"title": document.municipality, "roles": ["publisher"]}]
    if "date" in record:
        content["created"] = f"{record['date']}T00:00:00Z"
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _described(
    resource: Resource, inputs: Mapping[str, str], licenses: Licenses, codebooks: Codebooks
) -> _Described:
    table, facts = resource.table, resource.facts
    given = [dict(entry) for file in resource.files for entry in licenses.get(file, ())]
    schema: _Described = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(one) for one in table.fields],
        "missingValues": list(resource.missing),
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    content: _Described = {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": resource.name,
        "path": resource.path,
        "title": resource.title,
        "description": resource.description,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {
            "$schema": f"{_PROFILES}/tabledialect.json",
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
        },
        "illustrative": resource.stamp,
        "facts": dict(facts),
        "notes": list(resource.notes),
        "licenses": [entry for i, entry in enumerate(given) if entry not in given[:i]]
        or [_LICENSE_NOT_GIVEN],
        "derivedFrom": [
            {
                "path": file,
                **({"sha256": inputs[file]} if file in inputs else {}),
                **_codebook(counted, codebooks.get(file, ())),
            }
            for file, counted in resource.files.items()
        ],
        "schema": schema,
    }
    if AS_OF in facts:
        content["asOf"] = facts[AS_OF]
    if SOURCE in facts:
        content["sources"] = [{"title": facts[SOURCE]}]
    return content


def _codebook(counted: set[str], coded: Sequence[Mapping[str, object]]) -> _Described:
    """Return the schema of the coded columns; if the file's rows were counted, only of the counted ones."""
    fields = [dict(one) for one in coded if not counted or one["name"] in counted]
    return {"schema": {"fields": fields}} if fields else {}


def _field(one: CsvColumn) -> _Described:
    content: _Described = {
        "name": neutralised(one.name),  # as the file has it
        "title": one.title,
        "type": one.type,
        "description": one.description,
    }
    if one.required:
        content["constraints"] = {"required": True, **({"enum": list(one.choices)} if one.choices else {})}
    if one.unit:
        content["unit"] = one.unit
    return content
