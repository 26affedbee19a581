"""A corpus of damaged inputs: each damage knows its file, row and column.

The places are drawn by a seeded generator, so the corpus is the same in every run.
"""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from progress_report.inputs.schema.schemas import FieldDescriptor, ResourceDescriptor
from tests.inputs.delivery import PACKAGE, PARAMS, Delivery
from tests.inputs.workbooks import Draw, Grid, numbers, text_of, workbook

PLACES_OF_A_KIND = 3
MARK = "damaged"


@dataclass(frozen=True, slots=True)
class DamagedFile:
    """One damage. ``replaces`` is the file to remove when another takes its place."""

    kind: str
    file: str
    content: bytes
    row: int | None
    column: str
    replaces: str = ""

    def __str__(self) -> str:
        return f"{self.file} {self.kind} {self.row} {self.column}"


@dataclass(frozen=True, slots=True)
class Table:
    resource: ResourceDescriptor
    grid: Grid


# Replacement values, and the columns in which each of them is an error.
CellKind = tuple[str, Callable[[str], str], Callable[[FieldDescriptor], bool]]


def counted(field: FieldDescriptor) -> bool:
    return field.type == "integer" and field.name != "fiscal_year"


def year(field: FieldDescriptor) -> bool:
    return field.name == "fiscal_year"


def month(field: FieldDescriptor) -> bool:
    return field.type == "yearmonth"


def chosen(field: FieldDescriptor) -> bool:
    return field.constraints.enum is not None


def required(field: FieldDescriptor) -> bool:
    return field.constraints.required


CELLS: list[CellKind] = [
    ("letters in a number", lambda text: f"{text}a", counted),
    ("kanji numerals", lambda text: "三百", counted),
    ("missing value", lambda text: "", required),
    ("negative", lambda text: "△5", counted),
    ("too big", lambda text: "9" * 16, counted),
    ("wrong groups", lambda text: "1,23", counted),
    ("wrong unit", lambda text: f"{text}円", counted),
    ("fraction", lambda text: "302.5", counted),
    ("range", lambda text: "10～20", counted),
    ("secret", lambda text: "X", counted),
    ("wrong era", lambda text: "令和0年度", year),
    ("calendar year", lambda text: f"{text}年", year),
    ("year out of range", lambda text: "1900", year),
    ("wrong month", lambda text: "2024-13", month),
    ("serial number", lambda text: "45566", month),
    ("American month", lambda text: "10/2024", month),
    ("wrong choice", lambda text: "ない選択肢", chosen),
    ("control character", lambda text: f"{text}\x07", required),
]


def corpus(delivery: Delivery, tables: list[Table], seed: int = 2024) -> list[DamagedFile]:
    draw = random.Random(seed)
    return [
        *_tables(draw, tables),
        *_workbooks(draw, tables),
        *_parameters(delivery.text(PARAMS)),
        *_package(draw, json.loads(delivery.text(PACKAGE))),
    ]


def _saved(table: Table, grid: Grid, kind: str, form: str, row: int | None, column: str) -> DamagedFile:
    file = f"data/2024/{table.resource.path}"
    if form == "xlsx":
        content = workbook(grid)
        return DamagedFile(f"xlsx: {kind}", file.replace(".csv", ".xlsx"), content, row, column, file)
    return DamagedFile(f"{form}: {kind}", file, text_of(grid).encode(form), row, column)


def _tables(draw: random.Random, tables: list[Table]) -> Iterator[DamagedFile]:
    for form in ("utf-8", "cp932", "xlsx"):
        for kind, change, suits in CELLS:
            if form == "xlsx" and kind == "control character":
                continue  # XML cannot contain one
            places = [
                (table, i, field)
                for table in tables
                for i, field in enumerate(table.resource.table_schema.fields)
                if suits(field)
            ]
            for table, i, field in draw.sample(places, min(PLACES_OF_A_KIND, len(places))):
                grid = [list(row) for row in table.grid]
                row = draw.randrange(1, len(grid))
                grid[row][i] = change(grid[row][i])
                yield _saved(table, grid, kind, form, row + 1, field.title)
        for table in draw.sample(tables, PLACES_OF_A_KIND):
            yield from _structure(draw, table, form)


def _structure(draw: random.Random, table: Table, form: str) -> Iterator[DamagedFile]:
    """Yield damages of whole rows and columns."""
    schema, width = table.resource.table_schema, len(table.grid[0])
    i = draw.randrange(width)
    name, last = schema.fields[i].name, len(table.grid)

    def saved(kind: str, grid: Grid, row: int | None, column: str) -> DamagedFile:
        return _saved(table, grid, kind, form, row, column)

    without = [[cell for j, cell in enumerate(row) if j != i] for row in table.grid]
    yield saved("deleted column", without, 1, name)
    yield saved("duplicated column", [[*row, row[i]] for row in table.grid], 1, name)
    unknown = [[*row, "x" if j else "備考"] for j, row in enumerate(table.grid)]
    yield saved("unknown column", unknown, 1, "備考")
    renamed = [[*table.grid[0][:i], "？", *table.grid[0][i + 1 :]], *table.grid[1:]]
    yield saved("renamed column", renamed, 1, "？")
    key = "、".join(field.title for field in schema.fields if field.name in schema.primaryKey)
    yield saved("duplicated key", [*table.grid, table.grid[1]], last + 1, key)
    yield saved("blank row", [*table.grid, [""] * width, table.grid[1]], last + 1, "")
    beside = [*table.grid[:-1], [*table.grid[-1], "注"]]
    yield saved("value beside", beside, last, f"{width + 1}列目" if form == "xlsx" else "")
    yield saved("lines above", [["甲", "12"], *table.grid], 1, "")
    total = ["合計", *("1" if counted(field) else "" for field in schema.fields[1:])]
    sums = [field.title for field in schema.fields[1:] if counted(field)]
    first = sums[0] if sums and not year(schema.fields[0]) else schema.fields[0].title
    yield saved("wrong total", [*table.grid, total], last + 1, first)
    if form != "xlsx":
        yield saved("short row", [*table.grid[:-1], table.grid[-1][:-1]], last, "")
        text = text_of(table.grid[:-1]) + '"' + text_of(table.grid[-1:])
        file = f"data/2024/{table.resource.path}"
        yield DamagedFile(f"{form}: unterminated quote", file, text.encode(form), last, "")


def _workbooks(draw: random.Random, tables: list[Table]) -> Iterator[DamagedFile]:
    def at(row: int, column: int) -> dict[str, Draw]:
        def style(value: Any, number_format: str) -> Draw:
            return lambda book, sheet: sheet.write(
                row, column, value, book.add_format({"num_format": number_format})
            )

        return {
            "truth value": lambda book, sheet: sheet.write(row, column, True),
            "per cent": style(0.5, "0%"),
            "in thousands": style(5000, "#,##0,"),
            "date": style(45566, "yyyy/m/d"),
            "reference error": lambda book, sheet: sheet.write_formula(row, column, "=A99", None, "#REF!"),
            "no result": lambda book, sheet: sheet.write_formula(row, column, "=1+1", None, ""),
            "merged cells": lambda book, sheet: sheet.merge_range(row, column, row + 1, column, "5"),
        }

    for kind in at(0, 0):
        for table in draw.sample([table for table in tables if len(table.grid) > 2], PLACES_OF_A_KIND):
            fields = table.resource.table_schema.fields
            i = draw.choice([i for i, field in enumerate(fields) if not month(field)])
            row = draw.randrange(1, len(table.grid) - 1)
            yield _drawn(table, f"xlsx: {kind}", at(row, i)[kind], row + 1, fields[i].title)
    for table in draw.sample(tables, PLACES_OF_A_KIND):
        row = draw.randrange(1, len(table.grid))
        yield _drawn(table, "xlsx: hidden row", _hidden(row), row + 1, "")


def _hidden(row: int) -> Draw:
    return lambda book, sheet: sheet.set_row(row, None, None, {"hidden": True})


def _drawn(table: Table, kind: str, draw: Draw, row: int, column: str) -> DamagedFile:
    file = f"data/2024/{table.resource.path}"
    content = workbook(numbers(table.grid, table.resource), draw)
    return DamagedFile(kind, file.replace(".csv", ".xlsx"), content, row, column, file)


# Text of the parameters, its replacement, and the column named; the row is that of the text.
LINES = [
    *(
        (f"{name}: {value}", f"{name}: {wrong}", f"sections.{section}.dates.{name}")
        for section, name, value in (
            (2, "survey_start", "2024-07-02"),
            (2, "survey_end", "2024-07-31"),
            (2, "website_renewal", "2025-01"),
            (3, "as_of", "令和5年度"),
            (3, "comparison", "令和4年度"),
            (5, "analysis", "令和5年度"),
            (5, "migration", "令和7年度"),
            (5, "test_start", "令和7年度第2四半期"),
        )
        for wrong in ("2024-02-30", "そのうち", "令和0年度", "45566")
    ),
    ("value: 18", "value: 十八", "sections.2.quantities.minimum_age.value"),
    ("value: 90", "value: 90%", "sections.5.quantities.target.value"),
    ("decimals: 0", "decimals: 九", "sections.5.indicators.progress.decimals"),
    ("decimals: 0", "decimals: 7", "sections.5.indicators.progress.decimals"),
    ('code: "131156"', 'code: "131157"', "municipality.code"),
    ("fiscal_year: 令和6年度", "fiscal_year: 令和零年度", "fiscal_year"),
    ("fiscal_year: 令和6年度", "fiscal_year: 令和7年度", "fiscal_year"),
    ("title: 区のデジタル化", "titel: 区のデジタル化", "titel"),
    ("    indicators:", "    indicator:", "sections.5.indicator"),
    ("notebook: 3_cashless", "notebook: 3_cash", "3_cash"),
    ("not_available: []", "not_available: [systems]", "not_available"),
    ("not_available: []", "not_available: [nowhere]", "not_available"),
    ("not_available: []", "not_available: {}", "not_available"),
    ("  name: 杉並区", "\tname: 杉並区", ""),
    ("  name: 杉並区", "  name: &name 杉並区", ""),
    ("  name: 杉並区", "  name: !name 杉並区", ""),
    ("  name: 杉並区", "  name: 杉並\x07区", ""),
    ("  name: 杉並区", "  name: 杉並: 区", ""),
    ("  name: 杉並区", "  name:", "municipality.name"),
]


def _parameters(text: str) -> Iterator[DamagedFile]:
    for old, new, column in LINES:
        before, found, after = text.partition(old)
        assert found, old
        content = (before + new + after).encode()
        yield DamagedFile(f"params: {new}", PARAMS, content, before.count("\n") + 1, column)
    title = text.index("municipality:")
    content = (text[:title] + "title: もう一つ\n" + text[title:]).encode()
    yield DamagedFile("params: twice", PARAMS, content, text.count("\n", 0, title) + 1, "")


Change = Callable[[Any, int], str]


def _in_resource(*where: str, value: Any = MARK) -> Change:
    def change(package: Any, i: int) -> str:
        place = package["resources"][i]
        for step in where[:-1]:
            place = place[step]
        place[where[-1]] = value
        return ".".join(("resources", str(i + 1), *where))

    return change


def _in_field(member: str, value: Any = MARK) -> Change:
    def change(package: Any, i: int) -> str:
        fields = package["resources"][i]["schema"]["fields"]
        fields[-1][member] = value
        return f"resources.{i + 1}.schema.fields.{len(fields)}.{member}"

    return change


def _constraint(package: Any, i: int) -> str:
    fields = package["resources"][i]["schema"]["fields"]
    fields[-1]["constraints"]["minimum"] = MARK
    return f"resources.{i + 1}.schema.fields.{len(fields)}.constraints.minimum"


def _key(package: Any, i: int) -> str:
    package["resources"][i]["schema"]["primaryKey"] = [MARK]
    return f"resources.{i + 1}.schema.primaryKey.1"


CHANGES: list[tuple[str, Change]] = [
    ("wrong status", _in_resource("status")),
    ("wrong encoding", _in_resource("encoding")),
    ("wrong profile", _in_resource("profile")),
    ("bad date", _in_resource("asOf")),
    ("bad path", _in_resource("path", value=f"{MARK}/x.csv")),
    ("unknown member", _in_resource(MARK, value="x")),
    ("wrong type", _in_field("type")),
    ("unknown member of a column", _in_field(MARK, value="x")),
    ("bad minimum", _constraint),
    ("unknown key", _key),
]


def _package(draw: random.Random, package: Any) -> Iterator[DamagedFile]:
    text = json.dumps(package, ensure_ascii=False, indent=1)
    for kind, change in CHANGES:
        for i in draw.sample(range(len(package["resources"])), PLACES_OF_A_KIND):
            damaged = json.loads(text)
            column = change(damaged, i)
            written = json.dumps(damaged, ensure_ascii=False, indent=1)
            row = written.count("\n", 0, written.index(MARK)) + 1
            yield DamagedFile(f"package: {kind}", PACKAGE, written.encode(), row, column)
    for i, line in enumerate(text.split("\n"), 1):
        if line.endswith('",') and draw.random() < 0.02:
            lines = text.split("\n")
            lines[i - 1] = line[:-2]
            yield DamagedFile("package: broken JSON", PACKAGE, "\n".join(lines).encode(), i, "")
