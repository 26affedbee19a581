"""Every chart function with extreme values and names, and text boxes measured by a real browser."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser

from progress_report.authoring.charts import (
    BarData,
    Event,
    Series,
    Target,
    band,
    bars,
    columns,
    grouped_bars,
    stacked_bars,
    timeline,
)
from progress_report.model.blocks import Chart
from progress_report.model.inline import Date, text
from progress_report.model.moment import Month
from progress_report.model.quantity import Quantity
from tests.authoring import chart_samples as samples

MILLIONS = 10**7
_LONG = "国民健康保険被保険者証・高齢受給者証再交付申請書及び限度額適用認定証（世帯主）の交付"[:40]
FIFTEEN = [f"{_LONG[:-1]}{letter}" for letter in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰"]
SHORT = ["窓口", "郵送", "電子申請"]
CASES: dict[str, tuple[Sequence[str], Sequence[int | None]]] = {
    "none of anything": (SHORT, (0, 0, 0)),
    "one of each": (SHORT, (1, 1, 1)),
    "ten million": (SHORT, (MILLIONS, MILLIONS, MILLIONS)),
    "very different": (SHORT, (0, 1, MILLIONS)),
    "the small ones first": (SHORT, (1, MILLIONS, 1)),
    "a blank": (SHORT, (None, 5, 1)),
    "long names": (FIFTEEN[:3], (0, 1, MILLIONS)),
    "fifteen": (FIFTEEN, [0, 1, MILLIONS, 2, 3, None, 40, 1000, 5, 77, 0, 1, 12, 345, 6789]),
}

Names = Sequence[str]
Values = Sequence[int | None]
Draw = Callable[[Names, Values], Chart]


def _data(names: Names, values: Values, series: int, *, shares: bool = False) -> BarData:
    """Return bar data; each series has the values rotated by one, so that every bar differs."""
    turned = {
        f"回答の{letter}": [*values[i % len(values) :], *values[: i % len(values)]]
        for i, letter in enumerate("甲乙丙丁"[:series])
    }
    return samples.bar_data([text(name) for name in names], turned, shares=shares, illustrative=True)


def _bars(names: Names, values: Values) -> Chart:
    return bars(_data(names, values, 1), samples.setting(), target=_target(values))


def _target(values: Values) -> Target:
    """Return a target just above the largest value, where its line could collide with the value's label."""
    return Target(text("目標"), samples.quantity(max(value or 0 for value in values) + 1))


def _columns(names: Names, values: Values) -> Chart:
    shown = list(values)[:7]
    years = [samples.fiscal_year(2018 + i) for i in range(len(shown))]
    return columns(samples.bar_data(years, {names[0]: shown}, shares=True), samples.setting())


def _band(names: Names, values: Values) -> Chart:
    whole = samples.quantity(MILLIONS)
    series = [
        Series(text(name), quantities, [quantity / whole for quantity in quantities])
        for name, value in list(zip(names, values, strict=True))[:8]
        for quantities in [_thrice(value)]
    ]
    return band(BarData([text(name) for name in names[:3]], series), samples.setting())


def _thrice(value: int | None) -> list[Quantity]:
    return [samples.quantity(value, "件", True) for _ in range(3)]


def _timeline(names: Names, values: Values) -> Chart:
    months = [Date(Month(2019 + i // 12, i % 12 + 1), samples.SOURCE) for i in range(len(names))]
    events = [Event(month, text(name)) for month, name in zip(months, names, strict=True)]
    return timeline(events, samples.setting())


DRAW: dict[str, Draw] = {
    "band": _band,
    "bars": _bars,
    "columns": _columns,
    "grouped_bars": lambda names, values: grouped_bars(_data(names, values, 3), samples.setting()),
    "stacked_bars": lambda names, values: stacked_bars(
        _data(names, values, 4, shares=True), samples.setting()
    ),
    "timeline": _timeline,
}


@cache
def drawn(chart: str, case: str) -> Chart:
    """Return the chart of this function and case."""
    return DRAW[chart](*CASES[case])


def page_of(svgs: Sequence[str]) -> str:
    """Return a page with the pictures stacked, 1 point = 1 CSS pixel, in the fonts of their measurements."""
    faces = "".join(
        f"@font-face {{ font-family: '{samples.FONTS.name}'; font-weight: {weight};"
        f" src: url('{file.as_uri()}'); }}"
        for weight, file in ((400, samples.FONTS.regular), (700, samples.FONTS.bold))
    )
    style = f"{faces} body {{ margin: 0; }} svg {{ display: block; }}"
    sized = []
    for svg in svgs:
        width, height = samples.size(svg)
        sized.append(f'<svg style="width: {width}px; height: {height}px" {svg.removeprefix("<svg ")}')
    return f"<!doctype html><meta charset='utf-8'><style>{style}</style>{''.join(sized)}"


def measured(browser: Browser, folder: Path, svgs: Sequence[str]) -> list[list[samples.Box]]:
    """Return the text boxes of each picture, as wide as the browser draws them."""
    path = folder / "charts.html"
    path.write_text(page_of(svgs), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    spans = page.evaluate(_SPANS)
    page.close()
    return [
        [
            samples.Box(box.text, left, box.top, right, box.bottom)
            for box, (left, right) in zip(samples.boxes(svg), sides, strict=True)
        ]
        for svg, sides in zip(svgs, spans, strict=True)
    ]


_SPANS = """async () => {
  await Promise.all([...document.fonts].map(font => font.load()));
  await document.fonts.ready;
  const span = text => { const box = text.getBBox(); return [box.x, box.x + box.width]; };
  return [...document.querySelectorAll('body > svg')].map(svg => [...svg.querySelectorAll('text')].map(span));
}"""
