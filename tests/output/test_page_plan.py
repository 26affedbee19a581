"""The page plan of a report (``templates/pdf/pages.typ``), compared with all possible plans."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.project_copy import ROOT

HEIGHT = 100.0  # millimetres
SMALLEST = 0.85
SPARE = 1.0  # millimetres by which a page may exceed its estimate
SLACK = 1e-6
# Plans for many reports in one run of Typst.
HARNESS = """
#import "pages.typ": plan
#let lengths(unit) = (
  ..unit, height: unit.height * 1mm, above: unit.above * 1mm, figures: unit.figures * 1mm
)
#metadata(json("reports.json").map(units => plan(units.map(lengths), 0pt, 100mm, 0.85, true))) <plans>
"""


@dataclass(frozen=True, slots=True)
class Unit:
    """An unbreakable piece of a report; lengths in millimetres."""

    height: float
    above: float = 0
    figures: float = 0
    running: bool = False
    leads: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    begins: list[int]
    scales: list[float]


def text(lines: int) -> list[Unit]:
    """Return a paragraph's units: two lines kept together at either end, single lines between."""
    single = [Unit(4, 3, running=True)] * (lines - 4)
    return [Unit(11, 3), *single, Unit(11, 3, running=True)]


pieces = st.one_of(
    st.integers(4, 12).map(text),
    st.integers(20, 110).map(lambda height: [Unit(height, 5, height - 10)]),
    st.integers(5, 30).map(lambda height: [Unit(height, 6)]),
)
reports = st.lists(pieces, min_size=1, max_size=12).map(lambda found: list(chain.from_iterable(found)))


def plans(folder: Path, written: list[list[Unit]]) -> list[Plan]:
    shutil.copy(ROOT / "templates" / "pdf" / "pages.typ", folder)
    (folder / "harness.typ").write_text(HARNESS, encoding="utf-8")
    given = [[asdict(unit) for unit in report] for report in written]
    (folder / "reports.json").write_text(json.dumps(given), encoding="utf-8")
    found = typst.query(folder / "harness.typ", "<plans>", field="value", one=True, root=folder)
    return [Plan(**one) for one in json.loads(found)]


def set_by(units: list[Unit], plan: Plan) -> list[list[int]]:
    """Return the pages as Typst fills them: a new one where space ends, and where the plan breaks."""
    pages: list[list[int]] = [[]]
    used = 0.0
    for i, (unit, scale) in enumerate(zip(units, plan.scales, strict=True)):
        height = unit.height - (1 - scale) * unit.figures
        if pages[-1] and (i in plan.begins or used + unit.above + height > HEIGHT + SLACK):
            pages.append([])
        used = height + (used + unit.above if pages[-1] else 0)
        pages[-1].append(i)
    return pages


def length(units: Sequence[Unit]) -> float:
    return sum(unit.height + unit.above for unit in units) - units[0].above


def beyond(filled: float, *, last: bool) -> float:
    """Return the white part of a page above one third, or above three quarters for the last page."""
    return max(0.0, 1 - filled / HEIGHT - (3 / 4 if last else 1 / 3))


def least(units: list[Unit]) -> tuple[int, float]:
    """Return the fewest pages and, among those, the least excess white, by trying every division."""
    best: list[tuple[int, float]] = [(0, 0.0)]  # for the units that follow, by their number
    for start in range(len(units) - 1, -1, -1):
        found = []
        for end in range(start + 1, len(units) + 1):
            page = units[start:end]
            needed = length(page)
            if end > start + 1 and needed > HEIGHT:
                spared = (1 - SMALLEST) * sum(unit.figures for unit in page)
                if needed + SPARE - spared > HEIGHT:
                    break
            fits = end < len(units) and length(units[start : end + 1]) <= HEIGHT
            if fits and units[end].running:
                continue
            pages, white = best[len(units) - end]
            found.append((pages + 1, round(white + beyond(min(needed, HEIGHT), last=end == len(units)), 9)))
        best.append(min(found))
    return best[-1]


@settings(max_examples=15)
@given(written=st.lists(reports, min_size=20, max_size=20))
def test_no_other_plan_has_fewer_pages_or_less_white(
    tmp_path_factory: pytest.TempPathFactory, written: list[list[Unit]]
) -> None:
    for units, plan in zip(written, plans(tmp_path_factory.mktemp("plan"), written), strict=True):
        pages = set_by(units, plan)
        filled = [
            min(HEIGHT, length([units[i] for i in page])) if plan.scales[page[0]] == 1 else HEIGHT
            for page in pages
        ]
        white = sum(beyond(one, last=number == len(pages)) for number, one in enumerate(filled, 1))
        fewest, least_white = least(units)
        assert len(pages) == fewest
        assert white == pytest.approx(least_white)
        for page in pages:
            (scale,) = {plan.scales[i] for i in page}
            assert scale == 1 or SMALLEST <= scale < 1 < length([units[i] for i in page]) / HEIGHT


def test_what_is_behind_a_long_table_is_planned_from_an_estimate(tmp_path: Path) -> None:
    """A break closes the last page of a table of several pages, and nothing on it shrinks."""
    table = Unit(350, 5, loose=True)
    behind = [Unit(10, 5), *text(9), *[Unit(45, 5, 35)] * 3]
    (plan,) = plans(tmp_path, [[Unit(20), table, *behind]])
    assert plan.begins[0] > 1 and not [Unit(20), table, *behind][plan.begins[0]].running
    assert plan.scales[:2] == [1, 1]
    (short,) = plans(tmp_path, [[Unit(20), table]])
    assert short == Plan([], [1, 1])
