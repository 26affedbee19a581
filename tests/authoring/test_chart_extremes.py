"""Every chart at its extremes: nothing clipped or overlapping where a browser draws it."""

import itertools
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from progress_report.authoring import charts
from tests.authoring import chart_samples as samples
from tests.authoring.chart_extremes import CASES, DRAW, drawn, measured
from tests.authoring.test_charts import assert_legible


def test_every_chart_function_is_tried() -> None:
    functions = {name for name in charts.__all__ if not isinstance(getattr(charts, name), type)}
    assert functions == set(DRAW)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("chart", DRAW)
def test_labels_keep_apart(chart: str, case: str) -> None:
    assert_legible(drawn(chart, case))


def test_labels_keep_apart_as_a_browser_draws_them(browser: Browser, tmp_path: Path) -> None:
    named = {(chart, case): drawn(chart, case).svg for chart in DRAW for case in CASES}
    found = measured(browser, tmp_path, list(named.values()))
    for (which, svg), boxes in zip(named.items(), found, strict=True):
        width, height = samples.size(svg)
        assert boxes, which
        for box in boxes:
            assert box.left >= -0.1 and box.right <= width + 0.1, (which, box)
            assert box.top >= 0 and box.bottom <= height, (which, box)
        for one, other in itertools.combinations(boxes, 2):
            assert not one.overlaps(other), (which, one, other)
        # What the layout reckons with is what is drawn.
        for box, reckoned in zip(boxes, samples.boxes(svg), strict=True):
            assert abs(box.right - box.left - (reckoned.right - reckoned.left)) < 0.6, (which, box, reckoned)
