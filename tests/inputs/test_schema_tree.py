"""The part of the schema that a year has: properties of the filter and of its digest."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from progress_report.inputs.schema.schema_digest import schema_digest
from progress_report.inputs.schema.schema_tree import named_entries, tree_of_year, years_described
from progress_report.model.fiscal_year import FiscalYear

YEAR = FiscalYear(2024)
_WORDS = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=5)
_BOUNDS = st.fixed_dictionaries(
    {}, optional={"from": st.integers(2020, 2028).map(str), "until": st.integers(2020, 2028).map(str)}
)
_ENTRIES = st.builds(
    lambda name, title, bounds: {"name": name, "title": title, **bounds}, _WORDS, _WORDS, _BOUNDS
)
_LISTS = st.lists(_ENTRIES, max_size=4)
_SCHEMAS = st.fixed_dictionaries(
    {"tables": st.dictionaries(_WORDS, st.fixed_dictionaries({"fields": _LISTS}), max_size=3)},
    optional={"indicators": _LISTS},
)


def _digest(schema: Any, *years: FiscalYear) -> str:
    return schema_digest(json.dumps(schema, ensure_ascii=False).encode(), years or (YEAR,))


@given(_SCHEMAS)
@settings(deadline=None)
def test_a_year_has_its_entries_and_no_others(schema: Any) -> None:
    filtered = tree_of_year(schema, YEAR)
    assert tree_of_year(filtered, YEAR) == filtered
    kept = [entry for _, _, entry in named_entries(filtered) if isinstance(entry, dict) and "title" in entry]
    there = [
        entry
        for _, _, entry in named_entries(schema)
        if isinstance(entry, dict) and "title" in entry
        and int(entry.get("from", 0)) <= 2024 <= int(entry.get("until", 9999))
    ]  # fmt: skip
    assert kept == [{name: one for name, one in entry.items() if name != "until"} for entry in there]


@given(_SCHEMAS, _ENTRIES, st.integers(0, 4))
@settings(deadline=None)
def test_what_other_years_have_is_no_part_of_the_digest(schema: Any, entry: Any, place: int) -> None:
    before = _digest(schema)
    lists = [table["fields"] for table in schema["tables"].values()]
    for one in (*lists, schema.setdefault("indicators", [])):
        for own in one:
            own.setdefault("until", "2025")
        one.insert(place, {**entry, "from": "2025", "until": "2030"})
        one.insert(place, {**entry, "from": "2019", "until": "2023"})
    schema["tables"]["later"] = {"from": "2025", "fields": [entry]}
    assert _digest(schema) == before
    lists.append(schema["indicators"])
    lists[-1].append({"name": "new", "title": entry["title"], "from": "2024"})
    assert _digest(schema) != before


def test_comments_and_notation_are_no_part_of_it_and_each_year_is() -> None:
    block = (
        "tables:\n  counts:  # 窓口\n    title: '件数'\n    fields:\n      - name: n\n        until: 2024\n"
    )
    flow = "tables: {counts: {title: 件数, fields: [{name: n, until: 2024}]}}".encode()
    years = YEAR, YEAR.next
    assert schema_digest(block.encode(), years) == schema_digest(flow, years)
    assert schema_digest(flow, years) != schema_digest(flow, (YEAR, YEAR))
    assert schema_digest(b"tables: [", years) != schema_digest(b"tables: ]", years)


def test_the_years_are_those_whose_tables_are_read() -> None:
    names = [
        "data/2025/tables.yaml",
        "data/2024/tables.yaml",
        "data/2023/datapackage.json",
        "params/2022.yaml",
    ]
    assert years_described(names) == [YEAR, YEAR.next]


def test_an_entry_has_the_same_name_after_any_other_entry() -> None:
    fields = [{"name": "n", "until": "2024"}, {"name": "n", "from": "2025"}, {"title": "x"}]
    names = [name for _, name, _ in named_entries({"fields": fields})]
    assert {"fields.n", "fields.n@2025", "fields.3.title"} <= set(names)
