"""A section with a long table of invented municipalities under their prefectures."""

import csv
import io
import json
import random
from pathlib import Path

from benchmarks.invented import SOURCE, name_of, spelled
from progress_report.inputs.schema.schema_tree import SCHEMA, TABLES

SECTION, DATA = "6_long_table", "long_table"
_PREFECTURES = 47
_MOST_PROCEDURES = 3000
_COUNTS = {"online": "対応済", "not_online": "未対応", "impossible": "対応不可"}
_LABELS = {"prefecture": "都道府県", "municipality": "市区町村"}
_COMPUTE = """\
rows["capable"] = rows["online"] + rows["not_online"]
rows["total"] = rows["capable"] + rows["impossible"]"""
_TABLE = """\
(
    Table(rows, "市区町村ごとの手続数", stub=["prefecture", "municipality"])
    .columns("online", "not_online", "capable", "impossible", "total")
    .share("online", "not_online", of="capable")
    .spanner("オンライン対応可能手続", "online", "not_online", "capable")
    .label(capable="小計", total="合計")
)"""
_CELLS = (
    ("title", "markdown", "# 市区町村ごとのオンライン対応状況について"),
    ("question", "markdown", "**この節が答える問い**: 手続のオンライン対応は、市区町村でどれだけ違うか。"),
    ("parameters", "code", "fiscal_year: int = {year}  # 報告の年度"),
    (
        "load-year",
        "code",
        "from progress_report.authoring import Table, open_section\n\n"
        f'section = open_section(fiscal_year, "{SECTION}")\nsection',
    ),
    ("load-tables", "code", f'rows = section.table("{DATA}", as_of="{{as_of}}末")'),
    ("compute", "code", _COMPUTE),
    (DATA, "code", _TABLE),
)
_TAGS = {"question": ["notebook-only"], "parameters": ["parameters"]}


def add_long_table(root: Path, year: int, rows: int) -> None:
    """Add a section whose table has this number of rows to a year of the project, reproducibly."""
    data = root / "data" / str(year)
    (data / f"{DATA}.csv").write_text(_csv(rows), encoding="utf-8", newline="")
    schema, tables = root / SCHEMA, data / TABLES
    _insert(schema, f"  {DATA}: {json.dumps(_table(), ensure_ascii=False)}")
    _insert(tables, f"  {DATA}: {{status: illustrative, sources: [{{title: {SOURCE}}}]}}")
    params = root / "params" / f"{year}.yaml"
    listed = f"\n  - notebook: {SECTION}\n    dates:\n      as_of: 令和5年度\n"
    before, terms, after = params.read_text(encoding="utf-8").partition("\nterms:")
    params.write_text(f"{before}\n{listed.strip(chr(10))}\n{terms}{after}", encoding="utf-8")
    notebook = json.dumps(_notebook(year), ensure_ascii=False)
    (root / "notebooks" / f"{SECTION}.ipynb").write_text(notebook, encoding="utf-8")


def _csv(rows: int) -> str:
    """Return CSV rows ordered by prefecture, with equally many rows for each."""
    rng, text = random.Random(rows), io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*_LABELS, *_COUNTS])
    for number in range(rows):
        prefecture = f"試験{spelled(number * _PREFECTURES // rows + 1, 2)}県"
        counts = [rng.randrange(1, _MOST_PROCEDURES) for _ in _COUNTS]
        writer.writerow([prefecture, name_of(number + 1), *counts])
    return text.getvalue()


def _insert(path: Path, line: str) -> None:
    """Insert a table before the others of a file."""
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\ntables:\n", f"\ntables:\n{line}\n"), encoding="utf-8")


def _table() -> dict[str, object]:
    labels = [{"name": name, "title": title, "required": True} for name, title in _LABELS.items()]
    counts = [
        {"name": name, "title": title, "unit": "手続", "required": True} for name, title in _COUNTS.items()
    ]
    return {"title": "市区町村ごとの手続数", "fields": [*labels, *counts], "primaryKey": ["municipality"]}


def _notebook(year: int) -> dict[str, object]:
    cells = []
    for identifier, kind, template in _CELLS:
        source = template.replace("{year}", str(year)) if identifier == "parameters" else template
        metadata = {"tags": _TAGS[identifier]} if identifier in _TAGS else {}
        cell: dict[str, object] = {"cell_type": kind, "id": identifier, "metadata": metadata}
        code: dict[str, object] = {"execution_count": None, "outputs": []}
        cells.append(cell | {"source": source.splitlines(keepends=True)} | (code if kind == "code" else {}))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    about = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5}
