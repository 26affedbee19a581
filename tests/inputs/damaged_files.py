"""A corpus of damaged inputs: each damage knows its file, row and column.

The places are drawn by a seeded generator, so the corpus is the same in every run.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from progress_report.inputs.schema.schemas import FieldDescriptor, ResourceDescriptor
from tests.inputs.ward_files import PARAMS, WardFiles
from tests.inputs.workbooks import Grid, text_of, workbook

PLACES_OF_A_KIND = 3


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


def corpus(ward: WardFiles, tables: list[Table], seed: int = 2024) -> list[DamagedFile]:
    draw = random.Random(seed)
    return [
        *_tables(draw, tables),
        *_parameters(ward.text(PARAMS)),
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
