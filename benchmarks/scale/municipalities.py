"""Municipalities that do not exist, each a root with ``params/``, ``data/`` and ``notebooks/`` of its own.

They are made from the project's own 令和6年度. Notebooks and prose are the same; name, code and target are
others, and every table has drawn values. Names and codes can be taken for nobody's: no prefecture is 90.
All data are marked as illustrative, so every report says サンプルデータ（架空） and none can be made final.
"""

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.scale.chance import Chance
from benchmarks.scale.tables import invented, read, written

YEAR = 2024
MOST = 9999
_SEED = "municipalities that do not exist"
_STEMS = str.maketrans("0123456789", "甲乙丙丁戊己庚辛壬癸")
_CODE_WEIGHTS = (6, 5, 4, 3, 2)
_SOURCE = "処理の規模を測るために生成した架空の値（実在の団体の実績ではない）"
_LICENCE = {
    "name": "CC0-1.0",
    "title": "CC0 1.0",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
}
_INVENTED = {"status": "illustrative", "sources": [{"title": _SOURCE}], "licenses": [_LICENCE]}


def name(number: int) -> str:
    """Spell the number with the ten stems: the report has no numeral that stands in no table."""
    return f"試験{f'{number:04}'.translate(_STEMS)}区"


def code(number: int) -> str:
    """Six digits, the last a check digit (総務省「全国地方公共団体コード仕様」)."""
    digits = f"9{number:04}"
    weighted = sum(weight * int(digit) for weight, digit in zip(_CODE_WEIGHTS, digits, strict=True))
    return f"{digits}{(11 - weighted % 11) % 10}"


def folder_name(number: int) -> str:
    return f"municipality-{number:04}"


def make(own: Path, folder: Path, count: int) -> list[Path]:
    """The first ``count`` municipalities' roots; the same bytes for a number, however many are made.

    ``own``: the project's folder. ValueError for more than there are codes for, or where the project's
    parameters do not have what is to be replaced.
    """
    if not 0 < count <= MOST:
        raise ValueError(f"there are codes for 1 to {MOST} municipalities, not for {count}")
    source = _Source(own)
    roots = [folder / folder_name(number) for number in range(1, count + 1)]
    for number, root in enumerate(roots, start=1):
        if not root.is_dir():
            source.write(number, root)
    return roots


class _Source:
    """The project's own year, read once."""

    def __init__(self, own: Path) -> None:
        data = own / "data" / str(YEAR)
        self._own = own
        self._params = (own / "params" / f"{YEAR}.yaml").read_text(encoding="utf-8")
        self._package = (data / "datapackage.json").read_text(encoding="utf-8")
        resources = json.loads(self._package)["resources"]
        self._paths = {resource["name"]: resource["path"] for resource in resources}
        self._tables = {
            table: read((data / path).read_text(encoding="utf-8-sig")) for table, path in self._paths.items()
        }

    def write(self, number: int, root: Path) -> None:
        """One municipality, whole or not at all."""
        chance = Chance(f"{_SEED} {number}")
        package = json.loads(self._package)
        _mark(package, number)
        resources: Mapping[str, Any] = {resource["name"]: resource for resource in package["resources"]}
        tables = invented(self._tables, resources, chance)
        for table, resource in resources.items():
            if "respondents" in resource.get("survey", {}):
                resource["survey"]["respondents"] = len(tables[table])
        making = root.with_name(f".{root.name}")
        shutil.rmtree(making, ignore_errors=True)
        data = making / "data" / str(YEAR)
        for table, path in self._paths.items():
            _write(data / path, written(tables[table]))
        _write(data / "datapackage.json", json.dumps(package, ensure_ascii=False, indent=2) + "\n")
        _write(making / "params" / f"{YEAR}.yaml", self._parameters(number, chance))
        shutil.copytree(self._own / "notebooks", making / "notebooks", ignore=shutil.ignore_patterns(".*"))
        making.rename(root)

    def _parameters(self, number: int, chance: Chance) -> str:
        text = self._params
        for pattern, replacement in {
            r"\A": "# 処理の規模を測るために生成した架空の自治体（実在しない）。\n",
            r"杉並区": name(number),
            r'(?<=\n  code: )"\d{6}"': f'"{code(number)}"',
            r"(?<=      target: \{value: )\d+": str(chance.whole(80, 100)),
        }.items():
            text, found = re.subn(pattern, replacement, text)
            if not found:
                raise ValueError(f"params/{YEAR}.yaml does not hold «{pattern}»")
        return text


def _mark(package: dict[str, Any], number: int) -> None:
    """Say of the package and of every table that it is invented, and from where it is not taken."""
    package["name"] = f"progress-report-{folder_name(number)}-{YEAR}"
    package["title"] = f"{name(number)} 令和6年度 区のデジタル化に関する取組進捗のデータ（架空）"
    for resource in package["resources"]:
        resource |= _INVENTED
        if "survey" in resource:
            resource["description"] = f"一行が一人の回答。{_SOURCE}"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
