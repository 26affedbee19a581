"""What the results page says is computed from the measurements, and right."""

import pytest

from benchmarks.contenders.ours import EDITS, years_name
from benchmarks.measure import Measurement
from benchmarks.page import Told, results_page
from benchmarks.results import TWO_YEARS, ManyYears, Results, Spread, bars

COUNTS = (1, 5, 20)
ROWS = [edit.name for edit in EDITS if edit.name.startswith("row")]


def _run(seconds: float, processor_seconds: float = 0.0) -> Measurement:
    return Measurement(seconds, processor_seconds, 0)


def _results(*, cold: float = 4, row: float = 1, unchanged: float = 0.1, years: float = 21) -> Results:
    seconds = {
        "plain loop": 24.0,
        TWO_YEARS: 44.0,
        "floor": 3.0,
        "cold": cold,
        "unchanged": unchanged,
        **dict.fromkeys((edit.name for edit in EDITS), row),
        years_name(1, 2): 2.0,
        years_name(5, 2): 6.0,
        years_name(20, 2): years,
    }
    runs = {
        name: [_run(value + off, value / 2) for off in (0.5, 0.0, -0.5)] for name, value in seconds.items()
    }
    runs["unchanged"] = [_run(unchanged, 0.25)]
    peaks = dict.fromkeys(seconds, 300 * 1024**2) | {years_name(20, 2): 315 * 1024**2}
    return Results(runs, peaks, {"cold": 0})


def test_a_spread_is_median_least_and_most() -> None:
    assert Spread.of([3, 9, 1, 5]) == Spread(4, 1, 9)


def test_ratios_are_of_medians() -> None:
    assert _results().ratio("plain loop", "cold") == 6


def test_a_further_year_costs_the_slope_and_memory_grows_from_the_middle_count() -> None:
    many = ManyYears(_results(), COUNTS, 2)
    assert many.further_year == 1
    assert many.growth == pytest.approx(1.05)


@pytest.mark.parametrize(
    ("changed", "missed"),
    [
        ({}, []),
        ({"cold": 5}, [1, 2]),
        ({"row": 1.25}, [3]),
        ({"unchanged": 0.25}, [3]),
        ({"years": 60}, [4]),
    ],
)
def test_bars_are_reached_or_not_by_the_figures(changed: dict[str, float], missed: list[int]) -> None:
    results = _results(**changed)
    judged = bars(results, [ManyYears(results, COUNTS, 2)])
    assert [bar.number for bar in judged if not bar.reached] == missed
    assert {bar.number for bar in judged} == {1, 2, 3, 4}


def test_the_worse_row_counts() -> None:
    results = _results()
    runs = dict(results.runs) | {ROWS[-1]: [_run(2)]}
    judged = bars(Results(runs, results.peaks), [ManyYears(results, COUNTS, 2)])
    assert [bar.figure for bar in judged if bar.text.startswith("one row")] == [0.5]


def test_the_page_tells_figures_bars_and_what_was_left_behind() -> None:
    results = _results(row=2)
    many = [ManyYears(results, COUNTS, 2)]
    told = Told(
        {"Processor": "one | two"}, {"cold": "build"}, {"papermill": 15.25}, ["same text"], warmed_up=True
    )
    page = results_page(results, many, bars(results, many), told)
    assert "| cold | 4.00 (3.50 to 4.50) | 2.00 (2.00 to 2.00) | 1.00 | 300 | 3 |" in page
    assert "| (3) | one row changed, of cold | 50% | ≤ 30% | **not reached** |" in page
    assert "| (1) | the plain loop takes this many times as long | 6.0× | ≥ 5.0× | reached |" in page
    assert "| 2 | 1.00 | 0.050 | 1: 300, 5: 300, 20: 315 |" in page
    assert "| Processor | one &#124; two |" in page
    assert "papermill 15.2 s" in page
    assert "Rounds: 3;" in page
    assert "times do not count" in page
    assert "Processes still running ten seconds after a command's end, and ended then: none." in page
