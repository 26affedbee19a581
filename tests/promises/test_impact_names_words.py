"""``impact`` on a cell lists everything that changing the cell alters in the report."""

import csv
import io
import json
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.promises.office import Office

_RUNS = {"text", "quantity", "date", "stated", "note_reference", "reference", "line_break"}
_NOT_PRINTED = {"quantities", "findings"}
_RANDOM_CELLS = 10
_LARGEST_TABLE = 50  # rows: larger tables are survey answers, which are words
_CHECK_FAILED = 1

_PLANNED = ("data/2024/priorities.csv", 5, "planned")
_SAMPLED = ("data/2025/resident_survey_overview.csv", 2, "sampled")


@pytest.mark.long
def test_impact_names_verdicts_orders_and_sentences_without_a_number_of_the_cell(ward: Office) -> None:
    assert ward.build("2025").code == 0
    before = _document(ward)
    planned, sampled = _named(ward, *_PLANNED), _named(ward, *_SAMPLED)
    _set(ward, *_PLANNED, "1")
    _set(ward, *_SAMPLED, "2500")
    assert ward.build("2025").code == 0
    after = _document(ward)
    changed = _changed(before, after)
    assert "未達成" in changed & planned
    assert any("前回から悪化した指標はない。" in text for text in changed & sampled)
    assert any(text.startswith("目標未達成、目標達成、悪化") for text in sampled)
    assert _rows(before) != _rows(after), "the order of the indicators"
    assert changed <= planned | sampled


@pytest.mark.long
def test_impact_quotes_words_and_shows_numbers_as_printed(ward: Office) -> None:
    assert ward.build("2025").code == 0
    said = ward.run("impact", "2025", "data/2025/resident_survey_overview.csv:2:sampled").said
    assert "本文　前回から悪化した指標はない。" in said
    assert "1.4ポイント増" in said


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2))
def test_every_text_that_a_cell_changes_was_named(ward: Office, seed: int) -> None:
    assert ward.build("2025").code == 0
    before, chance = _document(ward), random.Random(seed)
    cells = list(_number_cells(ward))
    chance.shuffle(cells)
    tried, missed = 0, {}
    for file, row, column, value in cells:
        if tried == _RANDOM_CELLS:
            break
        changed_value = chance.choice([value + 1, max(value - 1, 0), value * 4 // 5, value * 3 // 2, 0])
        if changed_value == value:
            continue
        named, original = _named(ward, file, row, column), ward.read(file)
        _set(ward, file, row, column, str(changed_value))
        if (
            ward.check("2025").code != _CHECK_FAILED
            and ward.build("2025", "--out", str(ward.root / "other")).code == 0
        ):
            tried += 1
            lost = _changed(before, _document(ward, "other")) - named
            if lost:
                missed[file, row, column, changed_value] = lost
        ward.write(file, original)
    assert tried == _RANDOM_CELLS
    assert not missed


def _named(office: Office, file: str, row: int, column: str) -> set[str]:
    """Return the texts that ``impact`` lists for a cell, none if nothing depends on it."""
    ran = office.run("impact", "2025", f"{file}:{row}:{column}")
    lines = (line for line in ran.out.splitlines() if line.startswith("  ") and "　" in line)
    return {_plain(line.split("　", 1)[1]) for line in lines}


def _document(office: Office, folder: str = "build") -> Any:
    return json.loads(office.read(f"{folder}/2025/document.json"))


def _changed(before: Any, after: Any) -> set[str]:
    """Return the texts of sections that a block no longer has after the change."""
    return {text for _, text in Counter(_texts(before)) - Counter(_texts(after))}


def _texts(document: Any) -> Iterator[tuple[str, str]]:
    """Yield each printed text with its section, block and kind, without the geometry of figures."""
    for section in document["sections"]:
        for block in section["blocks"]:
            place = f"{section['name']} {block.get('number', block['type'])}"
            for kind, inline in _inlines(block):
                text = _plain("".join(run.get("text", "") for run in inline))
                if text:
                    yield f"{place} {kind}", text


def _inlines(value: Any, kind: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, member in value.items():
            if name not in _NOT_PRINTED:
                yield from _inlines(member, name)
    elif isinstance(value, list):
        if value and all(isinstance(one, dict) and one.get("type") in _RUNS for one in value):
            yield kind, value
        else:
            for one in value:
                yield from _inlines(one, kind)


def _plain(text: str) -> str:
    return "".join(text.split())


def _rows(document: Any) -> list[str]:
    """Return the first cells of the table of indicators."""
    (block,) = (
        block
        for section in document["sections"]
        for block in section["blocks"]
        if block.get("name") == "indicator_changes"
    )
    return ["".join(run.get("text", "") for run in row[0]["content"]) for row in block["grid"]["body"]]


def _set(office: Office, file: str, row: int, column: str, value: str) -> None:
    rows = list(csv.reader(io.StringIO(office.read(file).lstrip("\ufeff"))))
    rows[row - 1][rows[0].index(column)] = value
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    office.write(file, text.getvalue())


def _number_cells(office: Office) -> Iterator[tuple[str, int, str, int]]:
    for year in ("2024", "2025"):
        for path in sorted((office.root / "data" / year).glob("*.csv")):
            file = path.relative_to(office.root).as_posix()
            head, *rows = csv.reader(io.StringIO(office.read(file).lstrip("\ufeff")))
            if len(rows) < _LARGEST_TABLE:
                for line, row in enumerate(rows, 2):
                    cells = zip(head, row, strict=True)
                    yield from ((file, line, name, int(cell)) for name, cell in cells if cell.isdecimal())
