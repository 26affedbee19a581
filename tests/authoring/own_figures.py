"""Ordinary figures, as people draw them with pandas and matplotlib from a small table."""

import datetime as dt
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from progress_report.authoring.own_figures.figure import figure
from progress_report.authoring.own_figures.figure_data import plain
from progress_report.authoring.wording import Words
from progress_report.model.blocks import Chart
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import Date
from progress_report.model.quantity import Cell, Quantity
from tests.authoring.frames import FILE, count, sourced

ALT = "図の説明。"
Draw = Callable[[pd.DataFrame], Any]
DONE = [1241, 870, 655, 432, 120, 98]
REST = [1377, 420, 700, 90, 310, 45]
DONE_TITLE, REST_TITLE = "オンライン対応済手続数", "オンライン未対応手続数"


def chart_of(plot: Any, data: Any, *, title: Words = "図の題", alt: Words = ALT, guides: Any = ()) -> Chart:
    """Publish a drawing of the data."""
    block = figure(plot, title, data=data, alt=alt, guides=guides).block
    assert isinstance(block, Chart)
    return block


def refused(plot: Any, data: pd.DataFrame) -> str:
    """Return the message that refuses a drawing of the data."""
    with pytest.raises(ReportError) as raised:
        chart_of(plot, data)
    return str(raised.value)


def offices(done: Sequence[int] = DONE, rest: Sequence[int] = REST) -> pd.DataFrame:
    """Return six offices with counts of done and not done, and the share of done."""
    return _with_share(["本庁", "東支所", "西支所", "南支所", "北支所", "分室"], done, rest)


def years() -> pd.DataFrame:
    """Return six fiscal years with the same columns."""
    dates = [Date(FiscalYear(2018 + i), Cell(FILE, i + 2, "fiscal_year", "年度")) for i in range(len(DONE))]
    return _with_share(dates, DONE, REST)


def _with_share(labels: Sequence[Any], done: Sequence[int], rest: Sequence[int]) -> pd.DataFrame:
    others = [Quantity(Fraction(n), "手続", Cell(FILE, row, "m", "数")) for row, n in enumerate(rest, 2)]
    columns = {"online": [count(n, row=row) for row, n in enumerate(done, 2)], "not_online": others}
    made = sourced({"fiscal_year": labels, **columns})
    made["割合"] = made["online"] / (made["online"] + made["not_online"])
    return made


OTHER_DATA = {
    "another value": offices([*DONE[:3], DONE[3] + 100, *DONE[4:]]),
    "rows exchanged": offices([DONE[0], DONE[2], DONE[1], *DONE[3:]], [REST[0], REST[2], REST[1], *REST[3:]]),
    "columns exchanged": offices(REST, DONE),
}


def counts(data: pd.DataFrame) -> pd.DataFrame:
    numbers: pd.DataFrame = plain(data)[[DONE_TITLE, REST_TITLE]]
    return numbers


def _labelled(data: pd.DataFrame) -> Any:
    ax = counts(data).plot.barh(stacked=True)
    done: Any = ax.containers[0]
    ax.bar_label(done, labels=[f"{one:,.0f}" if one > 400 else "" for one in done.datavalues])
    return ax


def _with_target(data: pd.DataFrame) -> Any:
    ax = plain(data)["割合"].plot.bar()
    ax.axhline(90, color="red", linestyle="--")
    ax.axhspan(90, 100, alpha=0.2)
    ax.axvspan(2.5, 4.5, alpha=0.1)
    ax.axvline(2.5)
    ax.set_ylim(0, 100)
    return ax


def _secondary(data: pd.DataFrame) -> Any:
    ax = counts(data).plot.bar()
    plain(data)["割合"].plot(secondary_y=True, ax=ax, marker="o", color="black")
    return ax


def _twin(data: pd.DataFrame) -> Any:
    numbers = plain(data)
    _, ax = plt.subplots()
    ax.bar(numbers.index, numbers[DONE_TITLE], label=DONE_TITLE)
    other = ax.twinx()
    other.plot(numbers.index, numbers["割合"], "o-", color="black")
    return ax


def _error_bars(data: pd.DataFrame) -> Any:
    return counts(data)[DONE_TITLE].plot.bar(yerr=[30, 20, 20, 10, 10, 5], capsize=3)


def _scatter(data: pd.DataFrame) -> Any:
    numbers = plain(data)
    ax = numbers.plot.scatter(x=DONE_TITLE, y=REST_TITLE)
    for name, row in numbers.iloc[:3].iterrows():
        ax.annotate(name, (row[DONE_TITLE], row[REST_TITLE]), (6, 4), textcoords="offset points")
    ax.margins(0.2)
    return ax


def _log_scatter(data: pd.DataFrame) -> Any:
    numbers = plain(data)
    _, ax = plt.subplots()
    ax.scatter(numbers[DONE_TITLE], numbers[REST_TITLE])
    ax.set(xscale="log", yscale="log")
    return ax


def _dates(data: pd.DataFrame) -> Any:
    _, ax = plt.subplots()
    days: Any = [dt.date(2018 + i, 10, 1) for i in range(6)]
    ax.plot(days, counts(data)[DONE_TITLE], marker="o")
    ax.set_xticks(days, plain(data).index)
    return ax


def _date_marks(data: pd.DataFrame) -> Any:
    _, ax = plt.subplots()
    ax.plot(pd.date_range("2019-03-31", periods=6, freq="YE-MAR"), counts(data)[DONE_TITLE])
    return ax


def _pandas_dates(data: pd.DataFrame) -> Any:
    series = counts(data)[DONE_TITLE]
    series.index = pd.period_range("2018", periods=6, freq="Y")
    return series.plot()


def _calendar_years(data: pd.DataFrame) -> Any:
    _, ax = plt.subplots()
    ax.plot(range(2018, 2024), counts(data)[DONE_TITLE], marker="o", label=DONE_TITLE)
    ax.plot(range(2018, 2024), counts(data)[REST_TITLE], marker="s", label=REST_TITLE)
    ax.legend()
    return ax


def _step(data: pd.DataFrame) -> Any:
    _, ax = plt.subplots()
    ax.step(range(2018, 2024), counts(data)[DONE_TITLE], where="mid")
    return ax


def _lollipops(data: pd.DataFrame) -> Any:
    numbers = counts(data)[DONE_TITLE]
    _, ax = plt.subplots()
    ax.hlines(numbers.index, 0, numbers)
    ax.plot(numbers, numbers.index, "o")
    return ax


def _dumbbells(data: pd.DataFrame) -> Any:
    numbers = counts(data)
    _, ax = plt.subplots()
    ax.hlines(numbers.index, numbers[DONE_TITLE], numbers[REST_TITLE])
    ax.scatter(numbers[DONE_TITLE], numbers.index)
    ax.scatter(numbers[REST_TITLE], numbers.index)
    return ax


def _stem(data: pd.DataFrame) -> Any:
    _, ax = plt.subplots()
    ax.stem(counts(data).index, counts(data)[DONE_TITLE])
    return ax


def _hundred_per_cent(data: pd.DataFrame) -> Any:
    numbers = counts(data)
    return numbers.div(numbers.sum(axis=1), axis=0).mul(100).plot.barh(stacked=True)


def _pie(data: pd.DataFrame) -> Any:
    return counts(data).plot.pie(y=DONE_TITLE, ylabel="", legend=False, startangle=90, counterclock=False)


def _donut(data: pd.DataFrame) -> Any:
    numbers = counts(data)[DONE_TITLE]
    _, ax = plt.subplots()
    ax.pie(numbers, labels=list(numbers.index), wedgeprops={"width": 0.4})
    return ax


def _grouped_by_hand(data: pd.DataFrame) -> Any:
    numbers = counts(data)
    at = np.arange(len(numbers))
    _, ax = plt.subplots()
    ax.bar(at - 0.2, numbers[DONE_TITLE], 0.4)
    ax.bar(at + 0.2, numbers[REST_TITLE], 0.4)
    ax.set_xticks(at, numbers.index)
    return ax


def _stacked_by_hand(data: pd.DataFrame) -> Any:
    numbers = counts(data)
    _, ax = plt.subplots()
    ax.bar(numbers.index, numbers[DONE_TITLE], label="済")
    ax.bar(numbers.index, numbers[REST_TITLE], bottom=numbers[DONE_TITLE], label="未")
    ax.legend()
    return ax


def _one_by_one(data: pd.DataFrame) -> Any:
    _, ax = plt.subplots()
    for i, value in enumerate(counts(data)[DONE_TITLE]):
        ax.bar(i, value, color="grey")
    ax.set_xticks(range(6), ["甲", "乙", "丙", "丁", "戊", "己"])
    return ax


def _stackplot(data: pd.DataFrame) -> Any:
    numbers = counts(data)
    _, ax = plt.subplots()
    ax.stackplot(range(2018, 2024), numbers[DONE_TITLE], numbers[REST_TITLE])
    return ax


def _between(data: pd.DataFrame) -> Any:
    numbers = counts(data)
    _, ax = plt.subplots()
    ax.fill_between(numbers.index, numbers[DONE_TITLE], numbers[REST_TITLE], alpha=0.3)
    ax.plot(numbers.index, numbers[DONE_TITLE])
    ax.plot(numbers.index, numbers[REST_TITLE])
    return ax


def _panels(data: pd.DataFrame) -> Any:
    return counts(data).plot.barh(subplots=True, layout=(1, 2), legend=False, sharey=True)


def _highest_first(data: pd.DataFrame) -> Any:
    return counts(data)[DONE_TITLE].sort_values().iloc[-4:].plot.barh()


def _transposed(data: pd.DataFrame) -> Any:
    return counts(data).T.plot.bar(figsize=(6, 6))


def _average(data: pd.DataFrame) -> Any:
    numbers = counts(data)[DONE_TITLE]
    ax = numbers.plot.line(marker="o")
    ax.axhline(numbers.mean(), linestyle=":")
    ax.plot([0, 5], [numbers.median()] * 2)
    return ax


def _rounded_boxes(data: pd.DataFrame) -> Any:
    _, ax = plt.subplots()
    ax.boxplot([counts(data)[DONE_TITLE], counts(data)[REST_TITLE]], showmeans=True)
    ax.set_xticks([1, 2], ["済", "未"])
    return ax


ORDINARY: dict[str, Draw] = {
    "bar": lambda data: counts(data).plot.bar(),
    "barh": lambda data: counts(data).plot.barh(),
    "stacked": lambda data: counts(data).plot.bar(stacked=True),
    "labelled": _labelled,
    "line": lambda data: counts(data).plot.line(),
    "area": lambda data: counts(data).plot.area(),
    "area apart": lambda data: counts(data).plot.area(stacked=False),
    "pie": _pie,
    "donut": _donut,
    "hist": lambda data: counts(data).plot.hist(alpha=0.5),
    "hist of one": lambda data: counts(data)[DONE_TITLE].plot.hist(bins=4),
    "box": lambda data: counts(data).plot.box(),
    "boxes by hand": _rounded_boxes,
    "scatter": _scatter,
    "log scatter": _log_scatter,
    "log line": lambda data: counts(data).plot.line(logy=True),
    "target": _with_target,
    "secondary": _secondary,
    "twin": _twin,
    "error bars": _error_bars,
    "dates": _dates,
    "marks of dates": _date_marks,
    "dates of pandas": _pandas_dates,
    "calendar years": _calendar_years,
    "step": _step,
    "lollipops": _lollipops,
    "dumbbells": _dumbbells,
    "stem": _stem,
    "hundred per cent": _hundred_per_cent,
    "grouped by hand": _grouped_by_hand,
    "stacked by hand": _stacked_by_hand,
    "one by one": _one_by_one,
    "stackplot": _stackplot,
    "between": _between,
    "panels": _panels,
    "highest first": _highest_first,
    "transposed": _transposed,
    "average": _average,
}
