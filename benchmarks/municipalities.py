"""Invented municipalities, each with its own folders ``params/``, ``data/`` and ``notebooks/``.

They are made from the project's own 令和6年度, with another name and code, and with counts multiplied so that
all cross-checks pass. Every table is marked as illustrative. No prefecture's code begins with 9.
"""

import csv
import random
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks.contenders import YEAR
from benchmarks.invented import SOURCE, name_of
from progress_report.inputs.schema.schema_tree import SCHEMA, TABLES
from tests.support.project_copy import ROOT

Rows = list[dict[str, str]]
_CODE_WEIGHTS = (6, 5, 4, 3, 2)
_FACTORS = 4, 9  # close enough that no change between two years is remarkable
_MULTIPLIED = {
    "applications": ("by_online", "by_paper", "not_online"),
    "systems": ("issues", "done"),
    "priorities": ("not_online", "planned", "excluded"),
    "online_procedures": ("online", "impossible"),
}


def code_of(number: int) -> str:
    """Return a code of six digits, the last a check digit (総務省「全国地方公共団体コード仕様」)."""
    digits = f"9{number:04}"
    weighted = sum(weight * int(digit) for weight, digit in zip(_CODE_WEIGHTS, digits, strict=True))
    return f"{digits}{(11 - weighted % 11) % 10}"


def make_municipalities(folder: Path, count: int) -> list[Path]:
    """Write the folders of the first ``count`` municipalities, reproducibly."""
    params = _text(ROOT / "params" / f"{YEAR}.yaml")
    data = ROOT / "data" / str(YEAR)
    tables = {path.stem: _read(path) for path in sorted(data.glob("*.csv"))}
    described = re.sub(
        r"status: published$", "status: illustrative", _text(data / TABLES), flags=re.MULTILINE
    )
    described = re.sub(r"sources: .*", f"sources: [{{title: {SOURCE}}}]", described)
    roots = []
    for number in range(1, count + 1):
        root = folder / f"municipality-{number:04}"
        shutil.copytree(ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".*"))
        (root / "params").mkdir()
        text = params.replace("杉並区", name_of(number)).replace('"131156"', f'"{code_of(number)}"')
        (root / "params" / f"{YEAR}.yaml").write_text(text, encoding="utf-8")
        target = root / "data" / str(YEAR)
        target.mkdir(parents=True)
        shutil.copy(ROOT / SCHEMA, root / SCHEMA)
        (target / TABLES).write_text(described, encoding="utf-8")
        for name, rows in _invented(tables, random.Random(number)).items():
            _write(target / f"{name}.csv", rows)
        roots.append(root)
    return roots


def _invented(own: dict[str, Rows], rng: random.Random) -> dict[str, Rows]:
    tables = {name: [dict(row) for row in rows] for name, rows in own.items()}
    for name, columns in _MULTIPLIED.items():
        for row in tables[name]:
            factor = rng.uniform(*_FACTORS)  # rounded down, a part stays within its whole
            row |= {column: str(int(int(row[column]) * factor)) for column in columns if row[column]}
    waiting = sum(int(row["not_online"]) for row in tables["priorities"])
    for row in tables["online_procedures"]:
        row["not_online"] = str(waiting)
    return tables


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _read(path: Path) -> Rows:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def _write(path: Path, rows: Sequence[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [*rows[0]], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
