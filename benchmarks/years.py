"""Further years for a copy of the project, made from 令和6年度 by moving every year in its files."""

import re
from pathlib import Path

FIRST = 2024
STEP = 2  # no year follows another, so each is a first report, as 令和6年度 is
_REIWA = re.compile(r"令和([0-9]+)(?=年)")
_WESTERN = re.compile(r"(?<![0-9])20[12][0-9](?![0-9])")


def years(count: int) -> list[int]:
    return [FIRST + STEP * number for number in range(count)]


def add_years(root: Path, count: int) -> list[int]:
    """Leave only 令和6年度 and the years made from it; all of them, the first included."""
    for path in [*(root / "params").glob("*.yaml"), *(root / "data").glob("*/*")]:
        if str(FIRST) not in (path.stem, path.parent.name):
            path.unlink()
    params, data = root / "params" / f"{FIRST}.yaml", root / "data" / str(FIRST)
    for year in years(count)[1:]:
        (root / "data" / str(year)).mkdir(exist_ok=True)
        targets = {path: root / "data" / str(year) / path.name for path in data.iterdir()}
        for source, target in {params: params.with_name(f"{year}.yaml"), **targets}.items():
            text = source.read_bytes().decode("utf-8-sig")
            target.write_text(moved(text, year - FIRST), encoding="utf-8", newline="")
    return years(count)


def moved(text: str, by: int) -> str:
    """Every year of the text, 令和 or western, ``by`` years later; other numbers stay."""
    text = _REIWA.sub(lambda match: f"令和{int(match[1]) + by}", text)
    return _WESTERN.sub(lambda match: str(int(match[0]) + by), text)
