"""Documents from before prose origins and placeholder names can still be read, kept and compared."""

import json
from pathlib import Path
from typing import Any

import jsonschema

from progress_report.comparison.reports import BuiltReport, compare_reports
from progress_report.document.document import Document, walk
from progress_report.document.json_schema import document_schema
from progress_report.document.runs import Number
from tests.support.project_copy import Built

OLDER = Path(__file__).with_name("older_document.json")
ADDED = ("placeholder", "origins")


def test_an_older_document_is_read_and_kept_as_it_is() -> None:
    content = OLDER.read_bytes()
    jsonschema.Draft202012Validator(json.loads(document_schema())).validate(json.loads(content))
    document = Document.of_json(json.loads(content))
    assert document.to_bytes() == content
    assert any(isinstance(part, Number) for _, part in walk(document))
    assert not any(getattr(part, "placeholder", None) for _, part in walk(document))


def test_a_report_says_the_same_as_one_made_before(built: Built) -> None:
    content = json.loads((built.folder / "document.json").read_bytes())
    present = BuiltReport(built.folder, Document.of_json(content))
    former = BuiltReport(built.folder, Document.of_json(_older(content)))
    assert former.document != present.document
    assert compare_reports(former, present).same
    assert not compare_reports(former, present).other


def _older(value: Any) -> Any:
    """Return the document's JSON in its earlier form."""
    if isinstance(value, list):
        return [_older(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: _older(member) for name, member in value.items() if not _is_new(name, member)}


def _is_new(name: str, member: Any) -> bool:
    return name in ADDED or (name == "origin" and "template" in member)
