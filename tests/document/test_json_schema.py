"""``document.schema.json`` matches the models, and the shipped reports conform to it."""

import json
from pathlib import Path

import jsonschema
import pytest

from progress_report.document.document import Document, walk
from progress_report.document.json_schema import PATH, document_schema
from progress_report.document.runs import Text
from tests.support.project_copy import Built

VALIDATOR = jsonschema.Draft202012Validator(json.loads(document_schema()))


def test_the_file_is_what_the_models_give() -> None:
    assert PATH.read_text(encoding="utf-8") == document_schema(), "make schema renews it"
    VALIDATOR.check_schema(VALIDATOR.schema)


@pytest.mark.long
def test_a_built_document_obeys_it_and_is_kept_as_it_is(built: Built, built_2025: Built) -> None:
    for report in (built, built_2025):
        content = Path(report.folder / "document.json").read_text(encoding="utf-8")
        VALIDATOR.validate(json.loads(content))
        document = Document.of_json(json.loads(content))
        assert document.to_bytes().decode() == content


def test_it_refuses_a_numeral_in_words(built: Built) -> None:
    content = json.loads((built.folder / "document.json").read_bytes())
    content["sections"][0]["blocks"][0]["content"] = [{"type": "text", "text": "302件"}]
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(content)


def test_walk_meets_every_run_in_reading_order_with_its_path(built: Built) -> None:
    document = Document.of_json(json.loads((built.folder / "document.json").read_bytes()))
    for path, part in walk(document):
        value: object = document
        for step in path:
            value = value[step] if isinstance(value, list | dict) else getattr(value, str(step))  # type: ignore[index]
        assert value is part
    texts = [part.text for _, part in walk(document.sections) if isinstance(part, Text)]
    assert len(texts) > 300
