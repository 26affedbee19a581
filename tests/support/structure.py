"""Edits of a year's parameters, descriptor and tables as parsed structures."""

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.support.former_form import in_former_form

Rows = Sequence[Sequence[object]]


def change_params(root: Path, change: Callable[[dict[str, Any]], object], year: int = 2024) -> None:
    """Change ``params/<year>.yaml``, in which every scalar is read as text."""
    path = root / "params" / f"{year}.yaml"
    params = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    change(params)
    path.write_text(yaml.safe_dump(params, allow_unicode=True, sort_keys=False), encoding="utf-8")


def change_package(root: Path, change: Callable[[dict[str, Any]], object], year: int = 2024) -> None:
    """Change the ward's ``data/<year>/datapackage.json``; write one if it has none."""
    path = root / "data" / str(year) / "datapackage.json"
    if not path.exists():
        in_former_form(root)
    package = json.loads(path.read_text(encoding="utf-8"))
    change(package)
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1), encoding="utf-8")


def write_rows(root: Path, table: str, rows: Rows, year: int = 2024) -> None:
    """Replace a table's rows but not its header."""
    path = root / "data" / str(year) / f"{table}.csv"
    header = path.read_text(encoding="utf-8").splitlines()[0]
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(f"{header}\n")
        csv.writer(stream, lineterminator="\n").writerows(rows)


def section(params: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the section of a notebook in the parameters."""
    found: dict[str, Any] = next(one for one in params["sections"] if one["notebook"] == name)
    return found
