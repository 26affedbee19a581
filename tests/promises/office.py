"""A small municipality in its own folder, and copies of the shipped ones, used through commands alone."""

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from openpyxl import Workbook

from tests.support.project_copy import COMMANDS, ROOT, run_script

NOTEBOOK = "t"
_LOAD = f"""from progress_report.authoring import *

section = open_section(fiscal_year, "{NOTEBOOK}")"""
_TABLE = """counts = section.table("counts")
Table(counts, "窓口の件数", name="counts").columns("n").total()"""
_PROSE = 'prose(section, "outlook")'
USUAL_CELLS = (_LOAD, _TABLE, _PROSE)
USUAL_ROWS = (("場所", "件数"), ("本庁", 302), ("支所", 20))


@dataclass(frozen=True, slots=True)
class Ran:
    """A command's output and exit code."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


@dataclass(frozen=True, slots=True)
class Office:
    """A municipality's folder (``params/``, ``data/``, ``notebooks/``) that a test may change."""

    root: Path

    @classmethod
    def small(cls, root: Path) -> "Office":
        """Create one section with one table (場所, 件数) and one paragraph, for 令和6年度."""
        office = cls(root)
        office.write("params/2024.yaml", _params())
        office.write_json("data/2024/datapackage.json", _package())
        office.table("counts", USUAL_ROWS)
        office.notebook(*USUAL_CELLS)
        return office

    @classmethod
    def shipped(cls, root: Path, of: Path = ROOT) -> "Office":
        """Copy a municipality of the repository."""
        for name in ("params", "data", "notebooks"):
            shutil.copytree(of / name, root / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        return cls(root)

    def run(self, command: str, *arguments: str | Path, **options: Any) -> Ran:
        """Run ``report_builder.py COMMAND … --root THIS``; any exit code is accepted.

        With ``options`` of ``subprocess.run``, in a process that starts Python; else in one that was forked
        before the test: what a test replaces in modules has no effect there, and paths must be absolute.
        """
        line = [command, *map(str, arguments), "--root", str(self.root)]
        done = run_script(ROOT, line, **options) if options else COMMANDS.run(line)
        assert "Traceback" not in done.stdout + done.stderr, done.stdout + done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    def check(self, year: str = "2024") -> Ran:
        return self.run("check", year)

    def build(self, year: str = "2024", *options: str) -> Ran:
        return self.run("build", year, *options)

    def report(self, year: str = "2024") -> str:
        """Return the words of the built report."""
        return (self.root / "build" / year / "report.txt").read_text(encoding="utf-8-sig")

    def read(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str | bytes, encoding: str = "utf-8") -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    def write_json(self, name: str, value: Any) -> Path:
        return self.write(name, json.dumps(value, ensure_ascii=False, indent=2))

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace text that must be present."""
        text = self.read(name)
        assert old in text, (name, old)
        self.write(name, text.replace(old, new))

    def edit_json(self, name: str, change: Any) -> None:
        """Change a parsed JSON file in place by ``change(value)``."""
        value = json.loads(self.read(name))
        change(value)
        self.write_json(name, value)

    def add_count(self, name: str, title: str) -> None:
        """Add a column of counts to the table of the small office."""
        field = {"name": name, "title": title, "type": "integer", "unit": "件"}
        self.edit_json(
            "data/2024/datapackage.json", lambda one: one["resources"][0]["schema"]["fields"].append(field)
        )

    def table(self, name: str, rows: Any, year: str = "2024") -> Path:
        """Write a table as CSV."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        return self.write(f"data/{year}/{name}.csv", text.getvalue())

    def workbook(self, name: str, book: Workbook | bytes, year: str = "2024") -> Path:
        """Write a table as a workbook in place of the CSV file."""
        (self.root / f"data/{year}/{name}.csv").unlink(missing_ok=True)
        path = self.root / f"data/{year}/{name}.xlsx"
        path.write_bytes(book) if isinstance(book, bytes) else book.save(path)
        return path

    def notebook(self, *cells: str, name: str = NOTEBOOK, title: str = "見本の節") -> Path:
        """Write a section's notebook: a heading, the parameters, then these code cells."""
        made = nbformat.v4.new_notebook()
        made.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
        parameters = nbformat.v4.new_code_cell("fiscal_year = 2024", id="parameters")
        parameters.metadata["tags"] = ["parameters"]
        made.cells = [nbformat.v4.new_markdown_cell(f"# {title}", id="title"), parameters]
        made.cells += [nbformat.v4.new_code_cell(cell, id=f"c{i}") for i, cell in enumerate(cells)]
        return self.write(f"notebooks/{name}.ipynb", nbformat.writes(made))


def sheet_of(rows: Any = USUAL_ROWS) -> Workbook:
    """Return a workbook with one sheet of these rows."""
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    return book


def bytes_of(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_part(book: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """Return a workbook with one part changed, for content that openpyxl cannot write."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == part:
                changed = change(text.decode())
                assert changed != text.decode(), part
                text = changed.encode()
            new.writestr(name, text)
    return content.getvalue()


def described(name: str, fields: list[dict[str, Any]], key: list[str]) -> dict[str, Any]:
    """Return a published table's description in the data package."""
    return {
        "name": name,
        "title": "窓口の件数",
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "status": "published",
        "asOf": "2024-03-31",
        "publicationDate": "令和6年度",
        "sources": [{"title": "見本市の統計"}],
        "licenses": [{"name": "CC0-1.0", "title": "CC0 1.0"}],
        "schema": {"fields": fields, "primaryKey": key, "missingValues": [""]},
    }


def _params() -> str:
    return f"""fiscal_year: 令和6年度
title: 見本市の取組状況について
municipality:
  name: 見本市
  code: "992011"
introduction:
  - 見本の報告である。
sections:
  - notebook: {NOTEBOOK}
    dates:
      as_of: 令和5年度
    prose:
      outlook:
        - 今後も取組を進める。
"""


_PLACE = {"name": "place", "title": "場所", "type": "string", "constraints": {"required": True}}


def _package() -> dict[str, Any]:
    count = {"name": "n", "title": "件数", "type": "integer", "unit": "件", "constraints": {"required": True}}
    return {
        "name": "sample-2024",
        "title": "見本市のデータ",
        "profile": "tabular-data-package",
        "resources": [
            described("counts", [_PLACE, count], ["place"]),
        ],
        "crossChecks": [],
    }


Rows = Sequence[Sequence[Any]]


def describe_counts(office: Office, *fields: dict[str, Any]) -> None:
    """Give table ``counts`` these columns beside 場所."""
    office.edit_json(
        "data/2024/datapackage.json",
        lambda package: package["resources"][0]["schema"].update(fields=[_PLACE, *fields]),
    )


def print_with_total(office: Office, title: str, names: Sequence[str]) -> None:
    """Write a notebook that prints these columns of table ``counts`` with a total."""
    listed = ", ".join(f'"{name}"' for name in names)
    table = f'Table(section.table("counts"), "{title}", name="counts").columns({listed}).total()'
    office.notebook(USUAL_CELLS[0], table, USUAL_CELLS[2])


def check_table(office: Office, rows: Rows | Workbook) -> Ran:
    """Write the table ``counts`` as CSV or workbook, and check it."""
    if isinstance(rows, Workbook):
        office.workbook("counts", rows)
    else:
        office.table("counts", rows)
    return office.check()


def assert_said(office: Office, rows: Rows | Workbook, *wanted: str) -> None:
    """Write the table; assert that check refuses it with exactly these 誤り."""
    ran = check_table(office, rows)
    for words in wanted:
        assert words in ran.said, (words, ran.said)
    assert ran.said.count("【誤り】") == len(wanted), ran.said
    assert ran.code == 1
