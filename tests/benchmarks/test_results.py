"""Figures of the results pages are computed correctly from the measurements."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from benchmarks import __main__ as command
from benchmarks.contenders import (
    BUILD,
    LONG,
    LOOP,
    LOOP_OF_TWO,
    SAVED_ROW,
    SCRIPT,
    SHORT,
    SPAWNED,
    UNCHANGED,
    Contender,
    contenders,
    rows_name,
    years_name,
)
from benchmarks.measure import Measurement
from benchmarks.results import Results, bars, results_page
from benchmarks.scale import ALL, BEGIN, END, PAGE, Scale, filled, measured, measured_part

MIB = 1024**2
SECONDS = {
    LOOP: 28.0, LOOP_OF_TWO: 52.0, SCRIPT: 3.0, BUILD: 4.0, SPAWNED: 6.0, UNCHANGED: 0.28,
    years_name(5): 12.0, years_name(20): 57.0, SAVED_ROW: 1.0,
    rows_name(SHORT): 10.0, rows_name(LONG): 20.0,
}  # fmt: skip
SCALE = Scale(
    count=50, here=Measurement(100, 150, 500 * MIB), again=Measurement(5, 5, 20 * MIB),
    input_bytes=5_000_000, output_bytes=150_000_000, output_files=1500,
    on_cluster=10, cluster=Measurement(36, 60, 900 * MIB), client=1.8, travelled=70_000_000, same=10,
)  # fmt: skip


def _results(changed: Mapping[str, float] = MappingProxyType({}), peak_of_twenty: int = 330) -> Results:
    seconds = {**SECONDS, **changed}
    runs = {name: [Measurement(value + off, value) for off in (2, 0, 0)] for name, value in seconds.items()}
    peaks = dict.fromkeys(seconds, 300 * MIB) | {years_name(20): peak_of_twenty * MIB}
    return Results(runs, peaks)


def test_bars_are_of_medians_and_just_reached() -> None:
    figures = [bar.figure for bar in bars(_results())]
    assert figures == pytest.approx([7, 4 / 3, 0.01, 1, 1.5, 3 / 24, 20, 2, 1.1])
    assert all(bar.reached for bar in bars(_results()))


@pytest.mark.parametrize(
    ("name", "seconds", "missed"),
    [
        (LOOP, 27.9, ["plain loop", "unchanged"]),
        (SCRIPT, 2.9, ["ours from nothing"]),
        (UNCHANGED, 0.29, ["unchanged"]),
        (SAVED_ROW, 1.01, ["from saving a row"]),
        (SPAWNED, 6.1, ["spawned"]),
        (years_name(20), 58, ["each further year"]),
        (rows_name(LONG), 20.1, ["a table of 1,741 rows, in all formats"]),
        (rows_name(SHORT), 9, ["a table of 1,741 rows, ×"]),
    ],
)
def test_a_figure_beyond_its_bar_is_not_reached(name: str, seconds: float, missed: list[str]) -> None:
    outcome = bars(_results({name: seconds}))
    assert [bar.text for bar in outcome if not bar.reached] == [
        bar.text for bar in outcome if bar.text.startswith(tuple(missed))
    ]


def test_memory_that_grows_with_the_years_is_not_reached() -> None:
    assert [bar.text for bar in bars(_results(peak_of_twenty=331)) if not bar.reached] == [
        "peak memory of 20 years, × that of 5"
    ]


def test_the_page_has_every_contender_and_says_what_is_not_reached(tmp_path: Path) -> None:
    results = _results({SAVED_ROW: 1.5})
    page = results_page(results, {"Processor": "one | two"}, {"report.html": True, "report.pdf": False})
    assert "| from nothing | 4.00 (4.00 to 6.00) | 4.00 (4.00 to 4.00) | 1.00 | 300 |" in page
    assert "| from saving a row to the page | 1.50 s | ≤ 1.00 s | **not reached** |" in page
    assert "| plain loop, × ours from nothing | 7.0× | ≥ 7.0× | reached |" in page
    assert "further year in the same command: 3.00 s; of the plain loop: 24.00 s" in page
    assert "report.html is the same, report.pdf **differs**." in page
    assert "| Processor | one &#124; two |" in page
    assert "3 rounds" in page
    assert {one.name for one in contenders(tmp_path)} == SECONDS.keys()


def test_every_contender_runs_once_a_round_in_rotated_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[tuple[int, str, bool]] = []

    def fake(name: str) -> Contender:
        def run(number: int, sampled: bool) -> Measurement:
            ran.append((number, name, sampled))
            return Measurement(SECONDS[name] if number else 1000, 1, 300 * MIB if sampled else 0)

        return Contender(name, run)

    monkeypatch.setattr(command, "contenders", lambda folder, counts: map(fake, SECONDS))
    monkeypatch.setattr(command, "same_report", lambda folder: {"report.html": True})
    page = command.measured_page(tmp_path, 2, (5, 20), {})
    names = [*SECONDS]
    count = len(names)
    assert ran[: 2 * count] == [
        *((0, name, True) for name in names),
        *((1, name, False) for name in (*names[1:], names[0])),
    ]
    assert len(ran) == 3 * count and ran[2 * count][1] == names[2]
    assert "| plain loop | 28.00 (28.00 to 28.00) | 1.00 (1.00 to 1.00) | 7.00 | 300 |" in page
    assert "2 rounds" in page


def test_the_arithmetic_of_all_municipalities_is_right() -> None:
    assert ALL == 17_410
    part = measured_part(SCALE, {"Processor": "two"})
    assert "| one machine | 50 | 100.0 | 150.0 | 2.00 | 3.00 | 500 |" in part
    assert "| cluster of 2 workers | 10 | 36.0 | 60.0 | 3.60 | 6.00 | 900 |" in part
    assert "7.0 MB a report went over the loopback device. 10 of 10 reports are, byte for byte" in part
    assert (
        "17,410 × 2.00 s = **9.7 hours**; called again with nothing changed: 17,410 × 100 ms = 29 minutes"
        in part
    )
    assert "17,410 × 3.00 MB = **52 GB** in 522,300 files; inputs: 1.7 GB" in part
    assert "1: 17.4 hours, 4: 4.4 hours, 16: 1.1 hours, 64: 0.9 hours" in part
    assert replace(SCALE, client=0.0).hours_on(64) == pytest.approx(17.41 / 64)


def test_the_committed_page_has_a_place_for_the_figures() -> None:
    assert filled(f"a {BEGIN} old {END} z", "new") == f"a {BEGIN}\n\nnew\n\n{END} z"
    assert "\n\nnew\n\n" in filled(PAGE.read_text(encoding="utf-8"), "new")
    with pytest.raises(ValueError, match="does not have"):
        filled(f"{BEGIN} old", "new")


@pytest.mark.long
def test_reports_made_here_and_on_a_cluster_are_measured_and_the_same(tmp_path: Path) -> None:
    scale = measured(tmp_path, 3, 2)
    assert (scale.count, scale.on_cluster, scale.same) == (3, 2, 2)
    assert scale.output_files > 60 and scale.output_bytes > 3_000_000
    assert scale.travelled > 4_000_000
    assert 0 < scale.client < scale.cluster.processor_seconds
