"""Shapes of custom figures: each bar, point, line, area and wedge shows a value of its data, in its place."""

from collections.abc import Callable, Iterator
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from progress_report.authoring.charts import Palette
from progress_report.authoring.own_figures.drawn_shapes import shapes_of
from progress_report.authoring.own_figures.figure_data import FigureData, plain
from progress_report.authoring.own_figures.shape_check import ShapeCheck
from progress_report.authoring.own_figures.styling import bring_into_style
from progress_report.authoring.own_figures.value_vectors import DataValues
from progress_report.inputs.notebooks.frame_source import source_of
from progress_report.inputs.notebooks.section import Section
from progress_report.inputs.project import Project
from progress_report.model.findings import Severity
from progress_report.model.fiscal_year import FiscalYear
from tests.authoring.frames import count, sourced
from tests.authoring.own_figures import (
    DONE_TITLE,
    ORDINARY,
    OTHER_DATA,
    REST_TITLE,
    chart_of,
    counts,
    offices,
    refused,
    years,
)

# Pictures that stay the same for other data: counts, quartiles, points and series without names.
OF_NO_ROWS = {"hist", "hist of one", "box", "boxes by hand", "scatter", "log scatter"}
OF_WIDE_BINS = {"hist of one"}
OF_NAMELESS_SERIES = {
    "pie", "donut", "hist", "hist of one", "boxes by hand", "log scatter", "dates", "marks of dates", "step",
    "lollipops", "dumbbells", "stem", "grouped by hand", "stacked by hand", "one by one", "stackplot",
    "between",
}  # fmt: skip

OF_OTHER_DATA = {
    "another value": OF_WIDE_BINS,
    "rows exchanged": OF_NO_ROWS,
    "columns exchanged": OF_NAMELESS_SERIES,
}


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


def _passes(name: str, drawn: pd.DataFrame, data: pd.DataFrame) -> bool:
    """Return whether a drawing matches its data, without publishing it."""
    plot = ORDINARY[name](drawn)
    axes = plot.flat[0] if isinstance(plot, np.ndarray) else plot
    source = source_of(data)
    assert source is not None
    theme = source.section.theme
    bring_into_style(axes.figure, source.section.fonts, Palette.of(theme.colours), illustrative=False)
    return not ShapeCheck(shapes_of(axes.figure, ()), DataValues(FigureData(data, source)), ()).problems


@pytest.mark.long
@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_figures_are_published(name: str) -> None:
    data = offices() if name in ("pie", "donut") else years()
    chart = chart_of(ORDINARY[name](data), data)
    noted = ["図「図の題」の誤差の線を、表の値と照合しないまま載せます。"] if name == "error bars" else []
    assert [one.message for one in chart.findings] == noted


# Each figure with each other data; all but one of a figure's are long.
WITH_OTHER_DATA = [
    pytest.param(name, other, marks=() if i % len(OF_OTHER_DATA) == j else pytest.mark.long)
    for i, name in enumerate(ORDINARY)
    for j, other in enumerate(OF_OTHER_DATA)
]


@pytest.mark.parametrize(("name", "other"), WITH_OTHER_DATA)
def test_figures_of_other_data_are_refused(name: str, other: str) -> None:
    assert _passes(name, OTHER_DATA[other], offices()) is (name in OF_OTHER_DATA[other])


def _draw(draw: Callable[[Axes, pd.DataFrame], Any], data: pd.DataFrame) -> Axes:
    _, ax = plt.subplots()
    draw(ax, plain(data))
    return ax


def test_the_value_that_belongs_there_is_reported() -> None:
    data = years()
    ax = counts(data)[DONE_TITLE].plot.bar()
    bar: Any = ax.patches[3]
    bar.set_height(532)
    message = refused(ax, data)
    assert "図の棒「令和3年度」が示す532は、表の値ではありません（表の値は432手続）。" in message
    ax = _draw(lambda ax, numbers: ax.plot([1, 2, 3], [1241, 876, 655]), offices())
    assert "図の線が示す876は、表の値ではありません（近い値は870手続）。" in refused(ax, offices())


def test_another_order_is_reported() -> None:
    ax = _draw(lambda ax, numbers: ax.bar(["甲", "乙", "丙"], [655, 870, 1241]), offices())
    message = refused(ax, offices())
    assert "図の棒が示す値（655、870、1,241）の並びが、表の行と違います。" in message
    assert "軸に表の行の名前" in message
    ax = _draw(lambda ax, numbers: ax.bar(["甲", "乙", "丙"], [1241, 870, 655]), offices())
    chart_of(ax, offices())


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (["1,241", "870", "655", "432", "120", "98"], ""),
        (["67.4%", "47.4%", "48.3%", "82.8%", "27.9%", "68.5%"], "「67.4%」が、「本庁」の1,241手続"),
        (["47.4%", "67.4%", "48.3%", "82.8%", "27.9%", "68.5%"], ""),
        (["870", "1,241", "655", "432", "120", "98"], "「870」が、「本庁」の1,241手続を示す棒のそば"),
        (["1,377", "420", "700", "90", "310", "45"], "「1,377」が、「本庁」の1,241手続を示す棒"),
    ],
)
def test_the_number_at_a_bar_is_of_its_row(labels: list[str], message: str) -> None:
    data = offices()
    ax = counts(data)[DONE_TITLE].plot.bar()
    bars: Any = ax.containers[0]
    ax.bar_label(bars, labels=labels)
    if message:
        assert message in refused(ax, data)
    else:
        chart_of(ax, data)


def test_numbers_of_the_series_beside_arerefused() -> None:
    data = offices()
    ax = counts(data).plot.bar()
    done, rest = ax.containers
    labels: Any = [*done.datavalues[:1], "", "", "", "", ""]  # type: ignore[attr-defined]
    ax.bar_label(rest, labels=labels)  # type: ignore[arg-type]
    assert "「1,241」が、「本庁」の1,377手続を示す棒のそばにあります。" in refused(ax, data)


def test_names_and_numbers_at_points_and_wedges_are_theirs() -> None:
    data = offices()

    def annotated(text: str) -> Axes:
        ax: Axes = plain(data).plot.scatter(x=DONE_TITLE, y=REST_TITLE)
        ax.annotate(text, (1241, 1377), (-12, -14), textcoords="offset points", ha="right")
        return ax

    for right in ("本庁", "47.4%", "1,377"):
        chart_of(annotated(right), data)
    for wrong in ("東支所", "67.4%", "420手続"):
        assert f"「{wrong}」が、「本庁」の1,241手続、1,377手続を示す点のそばにあります。" in refused(
            annotated(wrong), data
        )
    ax = counts(data).plot.pie(y=DONE_TITLE, legend=False, ylabel="")
    names = [one for one in ax.texts if one.get_text() in ("本庁", "東支所")]
    names[0].set_text("東支所")
    names[1].set_text("本庁")
    assert "「東支所」が、「本庁」の1,241手続を示す扇形のそばにあります。" in refused(ax, data)


def test_a_line_marks_a_value_of_the_data_or_a_target_of_the_section() -> None:
    data = years()

    def marked(draw: Callable[[Axes], Any]) -> Any:
        ax = counts(data)[DONE_TITLE].plot.bar()
        draw(ax)
        return ax

    for right in (1241, 0, sum(counts(data)[DONE_TITLE]) / 6):
        chart_of(marked(lambda ax, at=right: ax.axhline(at)), data)  # type: ignore[misc]
    message = "図の目安の線が示す900は、表の値でも節の数量でもありません。"
    assert message in refused(marked(lambda ax: ax.axhline(900)), data)
    assert message in refused(marked(lambda ax: ax.hlines(900, -0.5, 5.5)), data)
    assert message in refused(marked(lambda ax: ax.plot([-0.5, 5.5], [900, 900])), data)
    band = marked(lambda ax: ax.axhspan(655, 777, alpha=0.2))
    assert "図の目安の帯が示す777は" in refused(band, data)
    chart_of(marked(lambda ax: ax.axvspan(1.5, 3.5, alpha=0.2)), data)


def test_shapes_that_cannot_be_compared_are_noted() -> None:
    data = offices()

    def noted(draw: Callable[[Axes, pd.DataFrame], Any]) -> list[str]:
        findings = chart_of(_draw(draw, data), data).findings
        assert all(one.severity is Severity.NOTE and "目で確かめて" in one.remedy for one in findings)
        return [one.message.removeprefix("図「図の題」の").partition("を、表の")[0] for one in findings]

    assert noted(lambda ax, numbers: ax.imshow([[1, 2], [3, 4]])) == ["画像"]
    assert noted(lambda ax, numbers: ax.add_patch(Circle((0.5, 0.5), 0.2))) == ["色を塗った面"]
    assert noted(lambda ax, numbers: ax.axline((0, 0), slope=1)) == ["そのほかの形"]
    sizes = noted(lambda ax, numbers: ax.scatter(numbers[DONE_TITLE], numbers[REST_TITLE], range(1, 7)))
    assert sizes == ["点の大きさ"]
    named = noted(lambda ax, numbers: ax.scatter(numbers.index, numbers.index))
    assert named == ["点"]


def test_what_the_author_calls_a_guide_is_noted_and_not_compared() -> None:
    data = offices()
    ax = plain(data).plot.scatter(x=DONE_TITLE, y=REST_TITLE)
    fit = ax.plot([0, 1300], [200, 1000])
    assert "図の線が示す200は、表の値ではありません" in refused(ax, data)
    ax = plain(data).plot.scatter(x=DONE_TITLE, y=REST_TITLE)
    fit = ax.plot([0, 1300], [200, 1000])
    (finding,) = chart_of(ax, data, guides=fit).findings
    assert finding.severity is Severity.NOTE and "のguides の形を、" in finding.message
    ax = counts(data)[DONE_TITLE].plot.bar()
    shadow = ax.bar(ax.get_xticks(), [1300] * 6, zorder=0)
    chart_of(ax, data, guides=shadow)


@pytest.mark.parametrize(("name", "accepted"), [("4_standardization", True), ("2_online_procedures", False)])
def test_a_target_of_the_section_may_be_marked(name: str, accepted: bool) -> None:
    section = Section(Project.here(), FiscalYear(2024), name)
    data = sourced({"fiscal_year": ["前", "後"], "online": [count(70), count(80)]}, section=section)
    ax = plain(data).plot.bar()
    ax.axhline(90)
    ax.set_ylim(0, 100)
    if accepted:
        chart_of(ax, data)
    else:
        assert "図の目安の線が示す90は" in refused(ax, data)
