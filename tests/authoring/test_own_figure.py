"""Custom matplotlib figures: what is published of them, the origin of each numeral, and what is refused."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from progress_report.authoring.own_figures.figure_data import FigureData, plain
from progress_report.authoring.own_figures.label_reader import LabelReader
from progress_report.inputs.notebooks.frame_source import source_of
from progress_report.model.blocks import Chart
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import (
    Date,
    LiteralText,
    Number,
    ScaleMark,
    plain_text,
    quantities_in,
    text,
)
from progress_report.model.numerals import has_numeral
from progress_report.model.quantity import Cell
from tests.authoring.frames import FILE, count, sourced
from tests.authoring.own_figures import ALT, chart_of, refused

HOSTILE: dict[Any, Any] = {
    "font.family": "DejaVu Serif",
    "font.size": 23,
    "svg.fonttype": "path",
    "svg.hashsalt": "other",
    "text.parse_math": True,
    "axes.unicode_minus": True,
    "axes.formatter.use_locale": True,
    "savefig.dpi": 300,
    "savefig.transparent": True,
    "savefig.bbox": "tight",
    "hatch.linewidth": 9,
}


@pytest.fixture(autouse=True)
def no_figure_left() -> Iterator[None]:
    settings = dict(matplotlib.rcParams)
    yield
    assert plt.get_fignums() == []
    assert dict(matplotlib.rcParams) == settings


@pytest.fixture
def frame() -> pd.DataFrame:
    """Return two years with done and rest, and the share of done."""
    years = [
        Date(FiscalYear(year), Cell(FILE, row, "fiscal_year", "年度")) for row, year in ((2, 2022), (3, 2023))
    ]
    made = sourced(
        {
            "fiscal_year": years,
            "online": [count(1241), count(1302, row=3)],
            "not_online": [count(1377), count(1415, row=3)],
        }
    )
    made["割合"] = made["online"] / (made["online"] + made["not_online"])
    return made


def _labels(chart: Chart) -> list[str]:
    return [plain_text(label) for label in chart.labels]


def _marks(chart: Chart) -> list[str]:
    return [run.text for label in chart.labels for run in label if isinstance(run, ScaleMark)]


def test_bars_of_pandas_have_marks_of_a_scale_and_the_words_of_the_schema(frame: pd.DataFrame) -> None:
    counts = frame[["fiscal_year", "online", "not_online"]]
    chart = chart_of(plain(counts).plot.barh(), counts)
    assert _marks(chart) == ["0", "200", "400", "600", "800", "1,000", "1,200", "1,400"]
    assert {"令和4年度", "令和5年度", "オンライン対応済手続数"} < set(_labels(chart))
    dates = [run for label in chart.labels for run in label if isinstance(run, Date)]
    assert [run.source for run in dates] == [cell.source for cell in frame["fiscal_year"]]
    assert 'width="370pt"' in chart.svg
    head, *body = [
        [plain_text(cell.content) for cell in row] for row in (*chart.values.head, *chart.values.body)
    ]
    assert head == ["年度", "オンライン対応済手続数", "オンライン未対応手続数"]
    assert body == [["令和4年度", "1,241", "1,377"], ["令和5年度", "1,302", "1,415"]]


def test_labels_of_bars_become_the_values_as_printed(frame: pd.DataFrame) -> None:
    ax = plain(frame[["online", "not_online"]].set_axis(frame["fiscal_year"].tolist())).plot.barh(
        stacked=True
    )
    for container in ax.containers:
        ax.bar_label(container, label_type="center")
    chart = chart_of(ax, frame)
    printed = [quantity for label in chart.labels for quantity in quantities_in(label)]
    assert {one.identifier for one in printed} == {
        one.identifier for name in ("online", "not_online") for one in frame[name]
    }
    assert {"1,241", "1,302", "1,377", "1,415"} < set(_labels(chart))


def test_equal_values_are_taken_in_turn() -> None:
    data = sourced({"fiscal_year": ["前", "後"], "online": [count(30), count(30, row=3)]})
    source = source_of(data)
    assert source
    reader = LabelReader(FigureData(data, source), ())
    found = [next(quantities_in(reader.lines("30")[0])) for _ in range(3)]
    first, second = data["online"]
    assert [one.identifier for one in found] == [one.identifier for one in (first, second, first)]


def test_years_on_an_axis_are_integers_without_commas(frame: pd.DataFrame) -> None:
    own, ax = plt.subplots()
    ax.plot([2022, 2023], [1241, 1302], marker="o", label="対応済")
    ax.legend()
    chart = chart_of(own, frame)
    assert [mark for mark in _marks(chart) if "," not in mark] == ["2022", "2023"]
    assert "1,260" in _marks(chart)


def test_shares_are_numbers_of_per_cent(frame: pd.DataFrame) -> None:
    shares = plain(frame[["fiscal_year", "割合"]])["割合"]
    assert list(shares) == [47.4, 47.9]
    own, ax = plt.subplots()
    ax.bar_label(ax.bar(["前", "後"], shares))
    chart = chart_of(own, frame)
    assert {"47.4%", "47.9%"} < set(_labels(chart))


def test_negative_marks_have_the_sign_of_the_report(frame: pd.DataFrame) -> None:
    own, ax = plt.subplots()
    fit = ax.plot([-1000, 1000], [0.25, 0.75])
    chart = chart_of(own, frame, guides=fit)
    assert {"△1,000", "1,000", "0.3"} < set(_marks(chart))


def test_a_scatter_with_names_and_values(frame: pd.DataFrame) -> None:
    own, ax = plt.subplots()
    numbers = plain(frame)
    ax.scatter(numbers.iloc[:, 0], numbers.iloc[:, 1])
    ax.annotate("令和4年度は\n1,241手続（47.4%）", (1241, 1385))
    ax.set_title("図の題")
    chart = chart_of(own, frame)
    (line,) = (label for label in chart.labels if plain_text(label).startswith("1,241"))
    assert [type(run).__name__ for run in line] == ["Number", "Text", "Number", "Text"]
    assert line[0] == Number(frame["online"][0])


def test_two_axes_are_one_figure(frame: pd.DataFrame) -> None:
    _, axes = plt.subplots(1, 2)
    for ax, name in zip(axes, ("online", "not_online"), strict=True):
        ax.barh(["前", "後"], [float(one.displayed) for one in frame[name]])
        ax.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(3))
    chart = chart_of(axes, frame)
    assert _labels(chart).count("前") == 2


def test_numerals_of_labels_and_of_the_title_are_known() -> None:
    date = Date(FiscalYear(2023), Cell(FILE, 2, "fiscal_year", "年度"))
    named = (LiteralText("3", Cell(FILE, 2, "x", "名前")), *text("階"))
    data = sourced({"fiscal_year": [named], "online": [count(30)]})
    own, ax = plt.subplots()
    ax.barh(["3階"], [30])
    ax.set_title("令和5年度の図")
    labels = chart_of(own, data, title=(date, *text("の図"))).labels
    assert named in labels and (date, *text("の図")) in labels


def test_a_label_quoted_in_part_of_a_longer_numeral_is_refused() -> None:
    named = (
        LiteralText("3", Cell(FILE, 2, "x", "名前")),
        *text("階"),
        LiteralText("4", Cell(FILE, 2, "x", "名前")),
    )
    data = sourced({"fiscal_year": [named], "online": [count(30)]})
    own, ax = plt.subplots()
    ax.barh(["3階40"], [30])
    assert "「3階40」の数字「3」は、表の値ではありません" in refused(own, data)


@pytest.mark.parametrize(
    ("text", "numerals"),
    [
        ("3年で122増", "3 122"),
        ("1,242手続", "1,242"),
        ("1,241件", "1,241"),
        ("△1,241手続", "1,241"),
        ("24", "24"),
    ],
)
def test_other_numerals_are_refused_with_the_nearest_value(
    frame: pd.DataFrame, text: str, numerals: str
) -> None:
    own, ax = plt.subplots()
    ax.plot([0, 2], [0, 2])
    ax.annotate(text, (1, 1))
    message = refused(own, frame)
    for numeral in numerals.split():
        assert f"図の中の「{text}」の数字「{numeral}」は、表の値ではありません。" in message
    assert "近い値は" in message
    if text.startswith("1,242"):
        assert "近い値は1,241手続" in message


def test_a_mark_with_another_number_is_refused(frame: pd.DataFrame) -> None:
    own, ax = plt.subplots()
    ax.plot([0, 2], [0, 2])
    ax.set_xticks([0, 1, 2], ["0", "15", "2"])
    assert "「15」の数字「15」は、表の値ではありません" in refused(own, frame)


def _cut_axis(ax: Axes) -> None:
    ax.barh(["前", "後"], [1241, 1302])
    ax.set_xlim(1000, 1400)


def _floating(ax: Axes) -> None:
    ax.barh(["前", "後"], [1241, 1302], left=[50, 50])
    ax.set_xlim(0, 1400)


def _logarithmic(ax: Axes) -> None:
    ax.bar(["前", "後"], [1241, 1302])
    ax.set_yscale("log")


def _overlapping(ax: Axes) -> None:
    ax.plot([0, 2], [0, 2])
    ax.text(1, 1, "ここ")
    ax.text(1.01, 1, "そこ")


def _beyond(ax: Axes) -> None:
    ax.plot([0, 2], [0, 2])
    ax.figure.text(0.97, 0.5, "端の文字")


def _unknown_glyph(ax: Axes) -> None:
    ax.plot([0, 2], [0, 2])
    ax.set_title("\U0001f600")


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (_cut_axis, "図の棒の軸に、0がありません。"),
        (_floating, "0からも、ほかの棒の端からも始まっていません。"),
        (_logarithmic, "等間隔の目盛ではありません。"),
        (_overlapping, "「ここ」と「そこ」が重なっています。"),
        (_beyond, "「端の文字」が、図の端で切れています。"),
        (_unknown_glyph, "にない文字が図にあります"),
    ],
)
def test_what_a_reader_would_stumble_on_is_refused(
    frame: pd.DataFrame, draw: Callable[[Axes], None], message: str
) -> None:
    own, ax = plt.subplots()
    draw(ax)
    assert message in refused(own, frame)


def test_all_problems_are_in_one_message(frame: pd.DataFrame) -> None:
    own, ax = plt.subplots()
    _overlapping(ax)
    ax.set_title("\U0001f600 7")
    message = refused(own, frame)
    for part in ("「7」は、表の値では", "重なっています", "にない文字", "線が示す0は", "線が示す2は"):
        assert part in message
    assert message.count("【誤り】") == 5


def test_the_same_figure_gives_the_same_bytes_with_any_settings(frame: pd.DataFrame) -> None:
    def draw() -> Figure:
        ax = plain(frame[["fiscal_year", "online", "not_online"]]).plot.barh(stacked=True)
        ax.axvline(1302)
        own = ax.figure
        assert isinstance(own, Figure)
        return own

    first = chart_of(draw(), frame)
    assert chart_of(draw(), frame) == first
    own = draw()
    with matplotlib.rc_context(HOSTILE):
        assert chart_of(own, frame) == first
    texts = first.svg.split("<text ")[1:]
    assert texts and all(
        "Noto Sans CJK JP" in text and "font-size: 9" in text.replace('="', ": ") for text in texts
    )


def test_a_row_whose_name_has_a_numeral_of_no_source_is_refused() -> None:
    data = sourced({"online": [count(30)]})
    with pytest.raises(ReportError, match="行の名前「0」の出どころが分かりません"):
        plain(data)


@pytest.mark.parametrize("plot", [None, 3, [], "図"])
def test_what_is_no_figure_is_refused(frame: pd.DataFrame, plot: object) -> None:
    with pytest.raises(ReportError, match="一つの matplotlib の図ではありません"):
        chart_of(plot, frame)


def test_an_alternative_text_is_required_and_has_no_numerals(frame: pd.DataFrame) -> None:
    for alt, message in (("　", "読み上げの文"), ("値は3である。", "数字を直接書くことはできません")):
        own, ax = plt.subplots()
        ax.plot([0, 2], [0, 2])
        with pytest.raises((ReportError, ValueError), match=message):
            chart_of(own, frame, alt=alt)


def test_a_figure_of_invented_data_bears_the_stamp() -> None:
    invented = count(30)
    sample = type(invented)(Fraction(30), "手続", Cell(FILE, 2, "n", "数", illustrative=True))
    own, ax = plt.subplots()
    ax.barh(["前"], [30])
    chart = chart_of(own, sourced({"fiscal_year": ["前"], "online": [sample]}))
    assert chart.illustrative
    assert "サンプルデータ（架空）" in _labels(chart)
    assert plain_text(chart.alternative) == f"サンプルデータ（架空）。{ALT}"


def test_plain_makes_blanks_nan_and_keeps_no_quantity(frame: pd.DataFrame) -> None:
    data = sourced(
        {"fiscal_year": ["前", "後"], "online": [count(30), None], "not_online": [count(None), count(2)]}
    )
    made = plain(data)
    assert list(made.index) == ["前", "後"]
    assert list(made.columns) == ["オンライン対応済手続数", "オンライン未対応手続数"]
    assert made.dtypes.astype(str).unique().tolist() == ["float64"]
    assert made.isna().to_numpy().tolist() == [[False, True], [True, False]]


def test_every_numeral_of_the_drawing_is_in_a_label(frame: pd.DataFrame) -> None:
    chart = chart_of(plain(frame[["fiscal_year", "online"]]).plot.barh(), frame)
    written = [text.partition(">")[2].partition("<")[0] for text in chart.svg.split("<text ")[1:]]
    assert sorted(written) == sorted(_labels(chart))
    assert any(map(has_numeral, written))
