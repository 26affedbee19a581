"""Every chart with extreme input: a browser draws nothing clipped or overlapping."""

import itertools
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from progress_report.authoring import charts
from progress_report.model.blocks import SAMPLE_STAMP
from progress_report.model.inline import plain_text, text
from tests.authoring import chart_samples as samples
from tests.authoring.chart_extremes import CASES, DRAW, drawn, measured
from tests.authoring.colour_vision import regions
from tests.authoring.test_charts import assert_legible


def test_every_chart_function_is_tried() -> None:
    functions = {name for name in charts.__all__ if not isinstance(getattr(charts, name), type)}
    assert functions == set(DRAW)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("chart", DRAW)
def test_labels_do_not_touch(chart: str, case: str) -> None:
    assert_legible(drawn(chart, case))


def test_labels_do_not_touch_as_a_browser_draws_them(browser: Browser, tmp_path: Path) -> None:
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
        # The widths that the layout assumes are the widths that the browser draws.
        for box, reckoned in zip(boxes, samples.boxes(svg), strict=True):
            assert abs(box.right - box.left - (reckoned.right - reckoned.left)) < 0.6, (which, box, reckoned)


_SWATCH = 12.0  # points: anything narrower is a swatch in a legend
KINDS = {
    "band": "帯グラフ",
    "bars": "横棒グラフ",
    "columns": "縦棒グラフ",
    "grouped_bars": "横棒グラフ",
    "stacked_bars": "横積み上げ棒グラフ",
    "timeline": "年表",
}
CONCLUSIONS = {
    "band": "窓口は「電子申請」が100.0%で最多、郵送は「電子申請」が100.0%で最多、"
    "電子申請は「電子申請」が100.0%で最多",
    "bars": "いずれも目標10,000,001件に達していない（差が最も大きいのは「窓口」の10,000,001件）",
    "columns": "窓口の割合は、平成30年度の0.0%から令和2年度の100.0%へ100.0ポイント上昇",
    "grouped_bars": "回答の甲は「電子申請」が10,000,000件で最多、回答の乙は「郵送」が10,000,000件で最多、"
    "回答の丙は「窓口」が10,000,000件で最多",
    "stacked_bars": "回答の甲の割合は、「電子申請」が25.0%で最も高く、「窓口」「郵送」が0.0%で最も低い",
    "timeline": "最初は平成31年1月の「窓口」、最後は平成31年3月の「電子申請」",
}


@pytest.mark.parametrize("chart", DRAW)
def test_conclusions_of_extreme_values(chart: str) -> None:
    conclusion = plain_text(drawn(chart, "very different").conclusion)
    assert conclusion.removeprefix("（架空の値）") == CONCLUSIONS[chart]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("chart", DRAW)
def test_alternatives_are_sentences_at_any_value(chart: str, case: str) -> None:
    said = plain_text(drawn(chart, case).alternative)
    assert said.endswith("。") and "。。" not in said
    assert said.removeprefix(f"{SAMPLE_STAMP}の").startswith(f"{KINDS[chart]}。")


def test_bars_begin_at_zero_and_are_as_long_as_their_values() -> None:
    data = samples.bar_data([text("窓口"), text("郵送")], {"件数": [100, 200]})
    setting = samples.setting()
    drawn_bars = [
        charts.bars(data, setting),
        charts.stacked_bars(data, setting),
        charts.grouped_bars(data, setting),
    ]
    for chart in drawn_bars:
        one, two = [region for region in regions(chart.svg) if region.right - region.left > _SWATCH]
        assert one.left == two.left
        assert two.right - two.left == pytest.approx(2 * (one.right - one.left), abs=0.1)


def test_columns_begin_at_zero_and_are_as_high_as_their_shares() -> None:
    years = [samples.fiscal_year(2023), samples.fiscal_year(2024)]
    data = samples.bar_data(years, {"対応済": [100, 200]}, shares=True)
    one, two = regions(charts.columns(data, samples.setting()).svg)
    assert one.bottom == two.bottom
    assert two.bottom - two.top == pytest.approx(2 * (one.bottom - one.top), abs=0.1)
