"""``params/schema.json`` matches the parameters' model; editors report the same errors as the reader."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from progress_report.inputs.schema.editor_schemas import MODELS, PATH, SCHEMA_PATH, TABLES_PATH, schema_text
from tests.support.project_copy import MUNICIPALITIES, ROOT

SCHEMA: dict[str, Any] = json.loads(schema_text(MODELS[PATH]))
DESCRIBED = [path for root in MUNICIPALITIES for path in sorted(root.glob("data/**/*.yaml"))]
FILES = [path for root in MUNICIPALITIES for path in sorted(root.glob("params/*.yaml"))]


class _EditorLoader(yaml.SafeLoader):
    """A YAML 1.2 loader, as editors use: it knows no dates."""


_EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _violations(text: str) -> list[str]:
    tree = yaml.load(text, _EditorLoader)
    return [error.json_path for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(tree)]


@pytest.mark.parametrize("path", MODELS)
def test_the_file_is_what_the_model_gives(path: str) -> None:
    text = schema_text(MODELS[path])
    assert (ROOT / path).read_text(encoding="utf-8") == text, "make schema renews it"
    jsonschema.Draft202012Validator.check_schema(json.loads(text))


@pytest.mark.parametrize("path", DESCRIBED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_describes_the_tables_passes_and_names_its_schema(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = SCHEMA_PATH if path.name == "schema.yaml" else TABLES_PATH
    schema = json.loads(schema_text(MODELS[named]))
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(yaml.load(text, _EditorLoader))) == []
    misspelt = text.replace("primaryKey:", "primarykey:").replace("asOf:", "asof:")
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(yaml.load(misspelt, _EditorLoader)))
    _, said, place = text.splitlines()[1].partition("# yaml-language-server: $schema=")
    assert said
    assert (path.parent / place).resolve() == ROOT / named


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_years_parameters_pass_and_name_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert _violations(text) == []
    _, said, place = text.splitlines()[1].partition("# yaml-language-server: $schema=")
    assert said
    assert (path.parent / place).resolve() == ROOT / PATH


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("fiscal_year: 令和6年度", "fiscal_year: 令和6年", "$.fiscal_year"),
        ("fiscal_year: 令和6年度", "fiscal_year: 3000", "$.fiscal_year"),
        ("title: 区の", "titel: 区の", "$"),
        ("  name: 杉並区", "  nam: 杉並区", "$.municipality"),
        ('code: "131156"', "code: 131156", "$.municipality.code"),
        ('code: "131156"', 'code: "13115"', "$.municipality.code"),
        ("survey_start: 2024-07-02", "survey_start: 7月2日", "$.sections[1].dates.survey_start"),
        (
            "test_start: 令和7年度第2四半期",
            "test_start: 令和7年度第5四半期",
            "$.sections[4].dates.test_start",
        ),
        ("value: 90", "value: 90課題", "$.sections[4].quantities.target.value"),
        ("decimals: 0", "decimals: 7", "$.sections[4].indicators.progress.decimals"),
        ("notebook: 3_cashless", "notebook: ../3_cashless", "$.sections[3].notebook"),
        ("not_available: []", "not_available: x", "$.not_available"),
    ],
)
def test_a_mistake_is_found_by_an_editor_with_the_schema(old: str, new: str, place: str) -> None:
    text = (ROOT / "params/2024.yaml").read_text(encoding="utf-8")
    assert old in text
    assert place in _violations(text.replace(old, new))


@pytest.mark.parametrize("year", ["2024", "FY2024", "R6", "令和6", "'2024'", "令和6年度"])
def test_every_spelling_of_a_year_passes(year: str) -> None:
    text = (ROOT / "params/2024.yaml").read_text(encoding="utf-8")
    assert _violations(text.replace("fiscal_year: 令和6年度", f"fiscal_year: {year}")) == []


@pytest.mark.parametrize("path", MODELS)
def test_every_member_is_described_in_japanese(path: str) -> None:
    schema = json.loads(schema_text(MODELS[path]))
    objects = [schema, *schema["$defs"].values()]
    members = {name: member for one in objects for name, member in one.get("properties", {}).items()}
    assert "survey_start" not in members
    assert [
        name
        for name, member in members.items()
        if not re.search("[ぁ-んァ-ヶ一-龠]", member.get("description", ""))
    ] == []
    assert not any("description" in one for one in objects), "docstrings are not for analysts"
