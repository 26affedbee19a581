"""Neighbouring fills, hatches included, differ in lightness for colour-blind readers and in greyscale."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser

from progress_report.authoring.charts import band, columns, grouped_bars, stacked_bars
from progress_report.authoring.charts.palette import DEFAULT, MOST_SERIES
from progress_report.model.blocks import Chart
from progress_report.model.inline import text
from tests.authoring import chart_samples as samples
from tests.authoring.colour_vision import VISIONS, contrast, linear_rgb, neighbours, seen

LEAST = 1.3  # lightness contrast of neighbours, which a white line and labels also separate
STANDS_OUT = 3.0  # WCAG's minimum for graphics that a reader must recognize


def _several(count: int) -> list[Chart]:
    """Return each chart with ``count`` series of equal size."""
    values = {f"回答{letter}": [9] for letter in "甲乙丙丁戊己庚辛"[:count]}
    data = samples.bar_data([text("窓口")], values, shares=True)
    return [draw(data, samples.setting()) for draw in (stacked_bars, band, grouped_bars)]


def test_neighbours_differ_in_every_vision(browser: Browser, tmp_path: Path) -> None:
    charts = [(count, chart.svg) for count in range(2, MOST_SERIES + 1) for chart in _several(count)]
    measured = seen(browser, tmp_path, [svg for _, svg in charts])
    for (count, _), found in zip(charts, measured, strict=True):
        pairs = list(neighbours(found))
        assert len(pairs) >= count - 1
        for vision in VISIONS:
            least = min(contrast(found[one], found[other], vision) for one, other in pairs)
            assert least >= LEAST, (count, vision, least)


def test_the_latest_value_stands_out_in_every_vision(browser: Browser, tmp_path: Path) -> None:
    years = [samples.fiscal_year(2022 + i) for i in range(3)]
    data = samples.bar_data(years, {"対応済": [5, 6, 7]}, shares=True)
    drawn = [columns(data, samples.setting()).svg]
    for found in seen(browser, tmp_path, drawn):
        *_, before, latest = found.values()
        for vision in VISIONS:
            assert contrast(before, latest, vision) >= STANDS_OUT, vision


@pytest.mark.parametrize("count", range(1, MOST_SERIES + 1))
def test_fills_differ_in_black_and_white_and_carry_legible_text(count: int) -> None:
    chosen = DEFAULT.fills(count)
    assert len(set(chosen)) == len(chosen) == count
    colours = [linear_rgb(fill.colour) for fill in chosen]
    for fill, colour in zip(chosen, colours, strict=True):
        assert contrast(colour, linear_rgb(fill.ink), "greyscale") >= 4.5
    for (one, other), pair in zip(pairwise(chosen), pairwise(colours), strict=True):
        assert one.hatch != other.hatch
        assert contrast(*pair, "greyscale") >= LEAST


@pytest.mark.parametrize("vision", VISIONS)
def test_words_and_targets_are_made_out_in_every_vision(vision: str) -> None:
    for fill in DEFAULT.fills(MOST_SERIES):
        assert contrast(linear_rgb(fill.colour), linear_rgb(fill.ink), vision) >= STANDS_OUT
    # The line of a target is dashed, over a white line.
    assert contrast(linear_rgb(DEFAULT.target), linear_rgb(DEFAULT.paper), vision) >= STANDS_OUT
    assert contrast(linear_rgb(DEFAULT.ink), linear_rgb(DEFAULT.paper), vision) >= 4.5


def test_the_simulation_is_the_published_one() -> None:
    """White stays white, and pure red is nearly black without long-wave cones."""
    for vision, matrix in VISIONS.items():
        assert np.allclose(matrix @ np.ones(3), 1, atol=0.001), vision
    assert contrast(linear_rgb("#FF0000"), linear_rgb("#000000"), "protanopia") < 4.5
