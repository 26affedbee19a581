"""An office whose 令和6年度 report was published as final, and the changes that tests make to it."""

import shutil
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from progress_report.provenance.record import MANIFEST
from tests.promises.office import Office
from tests.support.published import contents, rewrite_manifest

TREND = """frame = section.table("trend").iloc[-2:]
Table(frame, "受付の推移", name="trend").columns("received").label(received="受付")"""
LOAD = """from progress_report.authoring import *

section = open_section(fiscal_year, "t")"""
OUTLOOK = 'prose(section, "outlook")'
SENTENCE = """counted = section.table("counts").loc["本庁", "n"]
say("本庁は{n}である。", n=counted)"""
CHANGES = 'changes(section).indicator_table("指標の増減", name="changes")'
CELLS = (LOAD, SENTENCE, TREND, CHANGES, OUTLOOK)
OLDER_FINAL = Path(__file__).with_name("older_final.zip")


def two_years(root: Path) -> Office:
    """Return the small office with a table of fiscal years, an indicator on it, and a second year."""
    office = Office.small(root)
    office.notebook(*CELLS)
    for year, last in (("2024", 2023), ("2025", 2024)):
        if year == "2025":
            (office.root / "data/2025").mkdir()
            for name in ("counts.csv", "datapackage.json"):
                shutil.copy(office.root / "data/2024" / name, office.root / "data/2025" / name)
            office.write(
                "params/2025.yaml", office.read("params/2024.yaml").replace("令和6年度", "令和7年度")
            )
        else:
            office.edit_json("data/2024/datapackage.json", _describe_trend)
        office.edit_json(f"data/{year}/datapackage.json", lambda package, last=last: _measure(package, last))
        office.table("trend", trend(last), year)
    return office


def trend(last: int, **changed: int) -> list[tuple[object, ...]]:
    """Return the rows 年度, 受付 up to a year: 302 in 2023."""
    values = {2022: 241, 2023: 302, 2024: 350} | {int(year[1:]): value for year, value in changed.items()}
    return [("fiscal_year", "received"), *((year, values[year]) for year in range(2022, last + 1))]


def record_current_files(report: Path) -> None:
    """Rewrite a report's manifest to match its current files, as someone who tampers would."""
    outputs = {
        name: {"bytes": len(content), "sha256": sha256(content).hexdigest()}
        for name, content in contents(report).items()
        if name != MANIFEST
    }
    rewrite_manifest(report, lambda manifest: manifest.update(outputs=outputs))


def older_final(root: Path) -> Office:
    """Return a final report made by a version of the program that wrote no ``published.csv``."""
    with zipfile.ZipFile(OLDER_FINAL) as archive:
        archive.extractall(root)
    (root / "build").mkdir()
    (root / "report").rename(root / "build/2024")
    return Office(root)


def _describe_trend(package: Any) -> None:
    (counts,) = package["resources"]
    required = {"required": True}
    year = {"name": "fiscal_year", "title": "年度", "type": "integer", "unit": "年", "constraints": required}
    received = {"name": "received", "title": "受付", "type": "integer", "unit": "件", "constraints": required}
    schema = {"fields": [year, received], "primaryKey": ["fiscal_year"], "missingValues": [""]}
    one = {**counts, "name": "trend", "title": "受付の推移", "path": "trend.csv", "schema": schema}
    package["resources"].append(one)


def _measure(package: Any, last: int) -> None:
    value = {"cell": "trend.received", "where": {"fiscal_year": str(last)}}
    package["indicators"] = [{"name": "received", "title": "受付件数", "value": value, "better": "higher"}]
