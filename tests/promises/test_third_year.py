"""A report depends on its own year and the year before, and on nothing older."""

import json
import shutil
from pathlib import Path

from tests.promises.finals import trend, two_years


def test_a_third_year_is_verified_and_uses_nothing_of_the_first(tmp_path: Path) -> None:
    office = two_years(tmp_path / "office")
    shutil.copytree(office.root / "data/2025", office.root / "data/2026")
    params = office.read("params/2024.yaml")
    for year, label, as_of in ((2025, "令和7年度", "令和6年度"), (2026, "令和8年度", "令和7年度")):
        moved = params.replace("令和6年度", label).replace("as_of: 令和5年度", f"as_of: {as_of}")
        office.write(f"params/{year}.yaml", moved)
    office.table("trend", trend(2025, y2025=400), "2026")
    for year in (2024, 2025, 2026):  # each year's newest row, whatever the former report has
        office.edit_json(
            f"data/{year}/datapackage.json",
            lambda package: package["indicators"][0].update(value="trend.received"),
        )

    built = office.run("build", "2026")
    assert built.code == 0, built.said
    assert "350件" in (office.root / "build/2026/report.txt").read_text(encoding="utf-8")
    manifest = json.loads((office.root / "build/2026/manifest.json").read_bytes())
    assert "unrecorded" not in manifest
    shutil.rmtree(office.root / "data/2024")
    (office.root / "params/2024.yaml").unlink()
    verified = office.run("verify", office.root / "build/2026", "--rebuild")
    assert verified.code == 0, verified.said
