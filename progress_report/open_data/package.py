"""``tables/datapackage.json``: a Data Package (version 2) that describes each CSV file.

Beyond the standard: ``edition`` and ``draft`` of the package; ``asOf``, ``facts``, ``notes``,
``illustrative`` and ``derivedFrom`` of each resource; ``unit`` of a field whose values share one. A file in
``derivedFrom`` has the ``schema`` of its coded columns, with version 2's ``categories``.
"""

import json
from collections.abc import Mapping, Sequence

from progress_report.document.document import Document
from progress_report.model.spreadsheet_text import NEUTRALISED
from progress_report.open_data.figure_values import printable_text
from progress_report.open_data.long_tables import KEY, KINDS, Field, LongTable

_PROFILES = "https://datapackage.org/profiles/2.0"
AS_OF, SOURCE = "時点", "出典"
Licenses = Mapping[str, Sequence[Mapping[str, object]]]
Codebooks = Mapping[str, Sequence[Mapping[str, object]]]
_Described = dict[str, object]
_LICENSE_NOT_GIVEN = {"name": "notspecified", "title": "利用条件の記載なし"}
_REQUIRED = {*KEY, "kind"}


def package_bytes(
    document: Document, tables: Sequence[LongTable], licenses: Licenses, codebooks: Codebooks
) -> bytes:
    """Return the descriptor; ``licenses`` and ``codebooks`` (coded columns) are by input file."""
    record, draft = document.record, document.draft
    year = record.get("fiscal_year")
    content: _Described = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": f"progress-report-{year}-tables" if year else "progress-report-tables",
        "title": f"{printable_text(document.title)} 表と図の値".strip(),
        "description": f"一つの値を一行とする縦長の表。{NEUTRALISED}",
        "edition": "final" if draft is None else "draft",
        "draft": draft and {"stamp": draft.stamp, "reasons": list(map(printable_text, draft.reasons))},
        "resources": [_resource(table, record.get("inputs", {}), licenses, codebooks) for table in tables],
    }
    if document.municipality:
        content["contributors"] = [{"title": document.municipality, "roles": ["publisher"]}]
    if "date" in record:
        content["created"] = f"{record['date']}T00:00:00Z"
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(
    table: LongTable, inputs: Mapping[str, str], licenses: Licenses, codebooks: Codebooks
) -> _Described:
    figure = table.figure
    facts, files = figure.facts, figure.files()
    given = [dict(entry) for file in files for entry in licenses.get(file, ())]
    content: _Described = {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": figure.name.lower(),
        "path": f"{figure.name}.csv",
        "title": f"{figure.number} {figure.title}",
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
        "illustrative": figure.stamp,
        "facts": facts,
        "notes": figure.notes,
        "licenses": [entry for i, entry in enumerate(given) if entry not in given[:i]]
        or [_LICENSE_NOT_GIVEN],
        "derivedFrom": [
            {
                "path": file,
                **({"sha256": inputs[file]} if file in inputs else {}),
                **_codebook(figure.columns_counted(file), codebooks.get(file, ())),
            }
            for file in files
        ],
        "schema": {
            "$schema": f"{_PROFILES}/tableschema.json",
            "fields": [_field(field, table) for field in table.fields],
            "primaryKey": KEY,
            "missingValues": [""],
        },
    }
    if AS_OF in facts:
        content["asOf"] = facts[AS_OF]
    if SOURCE in facts:
        content["sources"] = [{"title": facts[SOURCE]}]
    return content


def _codebook(counted: set[str], coded: Sequence[Mapping[str, object]]) -> _Described:
    """Return the schema of the coded columns; if the file's rows were counted, only of the counted ones."""
    fields = [dict(field) for field in coded if not counted or field["name"] in counted]
    return {"schema": {"fields": fields}} if fields else {}


def _field(field: Field, table: LongTable) -> _Described:
    content: _Described = {
        "name": field.name,
        "title": field.title,
        "type": field.type,
        "description": field.description,
    }
    if field.name in _REQUIRED:
        content["constraints"] = {"required": True, **({"enum": KINDS} if field.name == "kind" else {})}
    if field.name == "value":
        units = {unit for unit in table.column("unit") if unit}
        if len(units) == 1:
            content["unit"] = units.pop()
    return content
