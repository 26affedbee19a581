"""Charts keep their labels legible for any data, and their alternative text describes what they draw."""

import itertools
import logging
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from fractions import Fraction
from pathlib import Path

import matplotlib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib import font_manager
from matplotlib._pylab_helpers import Gcf

from progress_report.authoring.charts import (
    BarData,
    Event,
    Series,
    Setting,
    Target,
    band,
    bars,
    columns,
    grouped_bars,
    stacked_bars,
    timeline,
)
from progress_report.authoring.charts.house_style import house_style
from progress_report.authoring.charts.palette import DEFAULT, MOST_SERIES, Palette
from progress_report.authoring.charts.sheet import ChartSheet
from progress_report.authoring.charts.wrapping import NEVER_FIRST, NEVER_LAST, wrap
from progress_report.inputs.params.theme import Colours
from progress_report.model.blocks import SAMPLE_STAMP, Chart, Drawing
from progress_report.model.findings import ReportError
from progress_report.model.inline import (
    Date,
    Inline,
    LineBreak,
    NoteReference,
    Reference,
    literal,
    plain_text,
    text,
)
from progress_report.model.moment import Month
from progress_report.model.quantity import Quantity
from tests.authoring import chart_samples as samples

MANY = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LETTERS = "窓口手続申請証明書の、。ー々っァ（）「」・abcW "


def years() -> Chart:
    columns = {"対応済": [241, 302], "未対応": [377, 415]}
    categories = [samples.fiscal_year(2022), samples.fiscal_year(2023)]
    return stacked_bars(samples.bar_data(categories, columns, shares=True), samples.setting("years"))


def survey(illustrative: bool = True) -> Chart:
    answers = {"満足": [88], "やや満足": [151], "どちらともいえない": [83], "不満": [28], "無回答": [3]}
    data = samples.bar_data([text("回答者全体")], answers, shares=True, illustrative=illustrative)
    return band(data, samples.setting("survey"))


def progress(goal: int = 90, values: Sequence[int | None] = (77, 81, 79)) -> Chart:
    series = Series(text("進捗率"), [_percent(value) for value in values])
    data = BarData([text(f"工程{letter}") for letter in "甲乙丙"[: len(values)]], [series])
    return bars(data, samples.setting("progress"), target=Target(text("目標"), _percent(goal)))


def _percent(value: int | None) -> Quantity:
    return samples.quantity(None if value is None else Fraction(value, 100), "%")


def assert_legible(chart: Chart) -> None:
    """Assert that, in both widths, labels neither overlap, leave the canvas nor are crossed by a line."""
    assert chart.narrow is not None
    for drawing in (chart, chart.narrow):
        _assert_legible(drawing)


def _assert_legible(chart: Chart | Drawing) -> None:
    width, height = samples.size(chart.svg)
    boxes = samples.boxes(chart.svg)
    assert boxes
    for box in boxes:
        assert box.left >= 0 and box.right <= width and box.top >= 0 and box.bottom <= height, box
    for one, other in itertools.combinations(boxes, 2):
        assert not one.overlaps(other), (one, other)
    for stroke in samples.strokes(chart.svg, "#1A1A1A", "#A3000A"):
        for box in boxes:
            assert not samples.crosses(stroke, box), (stroke, box)
    written = "".join(box.text for box in boxes)
    assert _blankless(written) == _blankless("".join(map(plain_text, chart.labels)))


def _blankless(text: str) -> str:
    return re.sub(r"\s", "", text)


names = st.text(LETTERS, min_size=1, max_size=40).map(text)
values = st.sampled_from([None, 0, 1, 2, 40, 1000, 10**7]) | st.integers(0, 10**7)


@st.composite
def nasty_data(draw: st.DrawFn, most_series: int = MOST_SERIES) -> BarData:
    categories = draw(st.lists(names, min_size=1, max_size=15))
    rows = len(categories)
    whole = samples.quantity(draw(st.integers(0, 10**7)))
    illustrative = draw(st.booleans())
    shares = draw(st.booleans())
    series = []
    for label in draw(st.lists(names, min_size=1, max_size=most_series)):
        column = [samples.quantity(draw(values), "件", illustrative) for _ in range(rows)]
        series.append(Series(label, column, [value / whole for value in column] if shares else None))
    return BarData(categories, series)


@pytest.mark.long
@pytest.mark.parametrize("draw", [stacked_bars, grouped_bars, band])
@MANY
@given(data=nasty_data())
def test_several_series_separate_labels(draw: Callable[[BarData, Setting], Chart], data: BarData) -> None:
    if draw is band:
        whole = samples.quantity(10**7)
        data = BarData(
            data.categories,
            [replace(one, shares=[value / whole for value in one.values]) for one in data.series],
        )
    assert_legible(draw(data, samples.setting()))


@MANY
@given(nasty_data(most_series=1), values, names)
def test_bars_separate_labels_and_target(data: BarData, goal: int | None, label: Inline) -> None:
    target = None if goal is None else Target(label, samples.quantity(goal))
    assert_legible(bars(data, samples.setting(), target=target))


@MANY
@given(st.lists(st.integers(0, 120) | st.none(), min_size=1, max_size=3), st.integers(0, 130))
def test_shares_keep_clear_of_the_target(shares: list[int | None], goal: int) -> None:
    assert_legible(progress(goal, shares))


@MANY
@given(st.lists(st.tuples(st.integers(0, 300), names), min_size=1, max_size=8))
def test_timelines_separate_labels(entries: list[tuple[int, Inline]]) -> None:
    events = [
        Event(Date(Month(2019 + month // 12, month % 12 + 1), samples.SOURCE), label)
        for month, label in sorted(entries, key=lambda entry: entry[0])
    ]
    assert_legible(timeline(events, samples.setting()))


@MANY
@given(st.text(LETTERS, max_size=60), st.integers(30, 150))
def test_lines_obey_kinsoku(words: str, width: int) -> None:
    def measure(part: str) -> float:
        return 9.0 * len(part)

    lines = wrap(text(words), width, measure)
    assert _blankless("".join(lines)) == _blankless(words)
    assert all(measure(line) <= width for line in lines)
    # A run of marks longer than a line must break somewhere.
    if not re.search(rf"[{re.escape(''.join(NEVER_FIRST | NEVER_LAST))}a-zA-Z ]{{2,}}", words):
        assert not any(line[0] in NEVER_FIRST for line in lines[1:])
        assert not any(line[-1] in NEVER_LAST for line in lines[:-1])


def test_numerals_stay_with_their_units() -> None:
    inline = literal("窓口の第1希望と第2希望", samples.SOURCE)
    for width in range(30, 100):
        for line in wrap(inline, width, lambda part: 9.0 * len(part)):
            assert not line[-1].isdigit() and not line.endswith("第")


@pytest.mark.parametrize(
    ("words", "characters", "lines"),
    [
        ("オンラインで手続等を行ったことがない", 12, ["オンラインで手続等を", "行ったことがない"]),
        (
            "オンライン対応可能手続に占める対応済の割合",
            13,
            ["オンライン対応可能手続に", "占める対応済の割合"],
        ),
        ("窓口（区民課）での受け付けの終了", 10, ["窓口（区民課）での", "受け付けの終了"]),
        ("申請書・証明書の交付", 6, ["申請書・", "証明書の交付"]),
        ("国民健康保険被保険者証再交付申請", 9, ["国民健康保険被保", "険者証再交付申請"]),
    ],
)
def test_lines_end_where_a_phrase_ends(words: str, characters: int, lines: list[str]) -> None:
    assert list(wrap(text(words), 9.0 * characters, lambda part: 9.0 * len(part))) == lines


@pytest.mark.long
def test_same_bytes_in_any_process() -> None:
    code = (
        "from tests.authoring.test_charts import progress, survey, years\n"
        "import hashlib, sys\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
        "charts = [years(), survey(), progress()]\n"
        "print(hashlib.sha256(repr([repr(c) for c in charts]).encode()).hexdigest())"
    )
    outputs = set()
    for seed, locale, zone in (("1", "C", "UTC"), ("2", "C.UTF-8", "Asia/Tokyo")):
        path = os.pathsep.join([str(Path(__file__).parents[2]), *filter(None, sys.path)])
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone, "PYTHONPATH": path}
        command = [sys.executable, "-c", code]
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        assert run.stderr == ""
        outputs.add(run.stdout)
    assert len(outputs) == 1


def test_a_users_own_settings_change_nothing_and_are_kept() -> None:
    before = survey().svg
    with matplotlib.rc_context({"font.size": 30, "svg.fonttype": "path", "savefig.facecolor": "red"}):
        assert survey().svg == before
        assert matplotlib.rcParams["font.size"] == 30


def test_drawing_changes_nothing_that_a_notebook_has() -> None:
    fonts, parameters = list(font_manager.fontManager.ttflist), dict(matplotlib.rcParams)
    survey()
    with pytest.raises(ValueError, match="一つの系列"):
        bars(samples.bar_data([text("甲")], {"件数": [1], "別": [2]}), samples.setting())
    assert [id(one) for one in font_manager.fontManager.ttflist] == [id(one) for one in fonts]
    assert dict(matplotlib.rcParams) == parameters
    assert not Gcf.figs


def test_another_file_of_the_familys_name_is_not_measured_in_its_stead() -> None:
    listed = font_manager.fontManager.ttflist
    other = replace(listed[0], name=samples.FONTS.name, weight=400, style="normal", variant="normal")
    listed.insert(0, other)
    try:
        assert Path(font_manager.findfont(samples.FONTS.name)) == Path(other.fname)
        with house_style("sample", samples.FONTS, DEFAULT):
            for weight, file in zip((400, 700), samples.FONTS.files, strict=True):
                wanted = font_manager.FontProperties(weight=weight)
                assert Path(font_manager.findfont(wanted)) == file.resolve()
        assert listed[0] is other
    finally:
        listed.remove(other)


@pytest.mark.parametrize(
    ("places", "message"),
    [
        (((10, 2), (40, 6)), "図の文字「申請の窓口」と「対応済み」が重なります。"),
        (((10, 2), (350, 2)), "図の文字「対応済み」が、図の幅に入りきりません。"),
        (((10, 2), (100, 60)), "図の文字「対応済み」が、図の高さに入りきりません。"),
    ],
)
def test_texts_that_overlap_or_are_cut_are_named(places: Sequence[tuple[float, float]], message: str) -> None:
    with house_style("sample", samples.FONTS, DEFAULT):
        sheet = ChartSheet(samples.setting())
        for words, place in zip(("申請の窓口", "対応済み"), places, strict=True):
            sheet.write(sheet.line_of(text(words)), *place)
        sheet.height = 60
        with pytest.raises(ReportError) as caught:
            sheet.svg()
    assert [finding.message for finding in caught.value.findings] == [message]


@pytest.mark.long
def test_a_chart_has_the_colours_of_its_theme_and_no_others() -> None:
    others = {"main": "#00552f", "ink": "#2a1a1a", "rule": "#808c8c", "track": "#e8ecea"}
    palette = Palette.of(Colours.model_validate({**others, "target": "#8a0040", "callout": "#e03070"}))
    setting = replace(samples.setting(), palette=palette)
    values = {f"回答{letter}": [5, 6, 7] for letter in "甲乙丙丁戊己庚辛"}
    many = samples.bar_data([text(name) for name in "子丑寅"], values, shares=True, illustrative=True)
    one = BarData(many.categories, many.series[:1])
    month = Date(Month(2024, 4), samples.SOURCE)
    drawn = [
        stacked_bars(many, setting),
        grouped_bars(many, setting),
        band(many, setting),
        bars(one, setting, target=Target(text("目標"), samples.quantity(6))),
        columns(one, setting),
        timeline([Event(month, text("開始"))], setting),
    ]
    for chart in drawn:
        used = set(re.findall('#[0-9a-f]{6}(?=[";])', chart.svg))
        assert palette.darkest in used
        assert used <= set(asdict(palette).values())


def test_only_the_remark_on_the_font_cache_is_kept_from_stderr() -> None:
    logger = logging.getLogger("matplotlib.font_manager")

    def passes(message: str) -> bool:
        return bool(logger.filter(logging.LogRecord(logger.name, logging.WARNING, "", 0, message, (), None)))

    assert not passes("Matplotlib is building the font cache; this may take a moment.")
    assert passes("findfont: Font family 'x' not found.")


def test_identifiers_are_the_charts_own() -> None:
    seen: set[str] = set()
    for chart in (years(), survey(), replace(survey(), name="other")):
        identifiers = re.findall(r'\bid="([^"]+)"', chart.svg)
        references = re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', chart.svg)
        assert identifiers and len(set(identifiers)) == len(identifiers)
        assert {first or second for first, second in references} <= set(identifiers)
        if chart.name != "other":
            assert all(identifier.startswith(f"{chart.name}-") for identifier in identifiers)
            assert not seen & set(identifiers)
        seen |= set(identifiers)
    assert "url(#years-" in years().svg


def test_the_svg_brings_nothing_into_the_page() -> None:
    root = ET.fromstring(years().svg)
    assert years().svg.startswith("<svg ")
    tags = {element.tag.removeprefix(samples.SVG) for element in root.iter()}
    assert tags <= {"svg", "g", "path", "text", "defs", "pattern", "rect"}
    assert not any("style" in element.attrib for element in root.iter())
    for element in root.iter(f"{samples.SVG}text"):
        assert element.attrib["font-family"] == f"'{samples.FONTS.name}', sans-serif"
        assert element.get("font-weight", "700") == "700"
        assert element.attrib["font-size"] == "9px"


def test_a_missing_glyph_fails() -> None:
    with pytest.raises(ReportError, match="にない文字があります: U\\+E000。"):
        grouped_bars(samples.bar_data([text("外字\ue000")], {"件数": [1]}), samples.setting())


def test_a_font_of_another_name_or_a_missing_file_fails(tmp_path: Path) -> None:
    data = samples.bar_data([text("甲")], {"件数": [1]})
    other = replace(samples.FONTS, name="BIZ UDGothic")
    with pytest.raises(ValueError, match="BIZ UDGothic"):
        grouped_bars(data, Setting("x", text("題名"), other))
    gone = replace(samples.FONTS, bold=tmp_path / "gone.otf")
    with pytest.raises(ValueError, match=r"gone\.otf"):
        grouped_bars(data, Setting("x", text("題名"), gone))


def test_conclusions_say_what_is_drawn() -> None:
    reported: list[tuple[Chart, str]] = [
        (years(), "対応済の割合は18.1%から22.6%へ4.5ポイント上昇"),
        (survey(False), "「やや満足」が42.8%で最多、次いで「満足」が24.9%"),
        (progress(), "いずれも目標90%に達していない（差が最も大きいのは「工程甲」の13ポイント）"),
        (progress(80), "目標80%に達しているのは「工程乙」（差が最も大きいのは「工程甲」の3ポイント）"),
        (progress(70), "目標70%にすべて達している"),
        (progress(90, (77,)), "目標90%に達していない（差は13ポイント）"),
        (progress(70, (77, None)), "値の定まる項目は、目標70%にすべて達している"),
        (progress(90, (None, None)), "目標90%に対し、値の定まる項目はない"),
    ]
    for chart, words_said in reported:
        assert plain_text(chart.conclusion) == words_said


def test_alternatives_say_type_and_all_values() -> None:
    assert plain_text(years().alternative) == (
        "横積み上げ棒グラフ。令和4年度は、「対応済」が241件（18.1%）、「未対応」が377件（28.2%）。"
        "令和5年度は、「対応済」が302件（22.6%）、「未対応」が415件（31.1%）。"
    )
    assert plain_text(progress().alternative) == (
        "横棒グラフ。「工程甲」が77%、「工程乙」が81%、「工程丙」が79%。目標は90%。"
    )


def test_sample_data_are_stamped() -> None:
    stamped, plain = survey(), survey(illustrative=False)
    assert SAMPLE_STAMP in stamped.svg and SAMPLE_STAMP in plain_text(stamped.alternative)
    assert plain_text(stamped.conclusion).startswith("（架空の値）")
    assert SAMPLE_STAMP not in plain.svg and SAMPLE_STAMP not in plain_text(plain.alternative)


def test_values_are_a_table_with_headers() -> None:
    values = years().values
    assert [plain_text(cell.content) for cell in values.head[0]] == [
        "項目",
        "対応済（件）",
        "対応済（%）",
        "未対応（件）",
        "未対応（%）",
    ]
    assert all(len(row) == len(values.alignments) and row[0].header == "row" for row in values.body)


def test_a_trend_is_columns_from_zero_with_their_shares() -> None:
    counts = {"対応済": [0, 100, 1699957, None]}
    data = samples.bar_data([samples.fiscal_year(2020 + i) for i in range(4)], counts, shares=True)
    chart = columns(data, samples.setting())
    written = [box.text for box in samples.boxes(chart.svg)]
    assert {"令和2年度", "令和5年度", "0.0%", "100.0%", "－", "1,699,957件"} <= set(written)
    assert plain_text(chart.alternative) == (
        "縦棒グラフ。対応済の割合は、令和2年度が0.0%（0件）、令和3年度が0.0%（100件）、"
        "令和4年度が100.0%（1,699,957件）、令和5年度が－（－）。"
    )
    assert plain_text(chart.conclusion) == (
        "対応済の割合は、令和2年度の0.0%から令和4年度の100.0%へ100.0ポイント上昇"
    )
    assert_legible(chart)
    assert [plain_text(cell.content) for cell in chart.values.head[0]] == [
        "項目", "対応済（件）", "対応済（%）",
    ]  # fmt: skip


def test_counts_below_a_trend_are_in_the_table_only_if_they_have_no_room() -> None:
    years = [samples.fiscal_year(2017 + i) for i in range(7)]
    data = samples.bar_data(years, {"対応済": [10**9 + i for i in range(7)]}, shares=True)
    chart = columns(data, samples.setting())
    assert not any("1,000,000,00" in box.text for box in samples.boxes(chart.svg))
    assert plain_text(chart.values.body[0][1].content) == "1,000,000,000"
    assert_legible(chart)


def test_a_trend_of_equal_or_undefined_shares() -> None:
    years = [samples.fiscal_year(2020 + i) for i in range(3)]
    same = columns(samples.bar_data(years, {"対応済": [1, 2, 1]}, shares=True), samples.setting())
    assert plain_text(same.conclusion) == "対応済の割合は、令和2年度も令和4年度も25.0%"
    none = columns(samples.bar_data(years, {"対応済": [0, 0, 0]}, shares=True), samples.setting())
    assert plain_text(none.conclusion) == "対応済の割合の値が定まる時点はない"


def test_a_name_on_two_lines_is_in_the_legend_and_on_one_line_in_sentences() -> None:
    categories = [samples.fiscal_year(2022), samples.fiscal_year(2023)]
    data = samples.bar_data(categories, {"対応\n済": [30, 40], "未対応": [50, 60]}, shares=True)
    chart = stacked_bars(data, samples.setting())
    assert [box.text for box in samples.boxes(chart.svg)][:3] == ["対応", "済", "未対応"]
    assert_legible(chart)
    trend = columns(BarData(categories, data.series[:1]), samples.setting())
    for said in (chart.conclusion, chart.alternative, trend.conclusion, trend.alternative):
        assert not any(isinstance(run, LineBreak) for run in said)


def test_undefined_values_are_dashes_without_a_bar() -> None:
    chart = bars(samples.bar_data([text("甲")], {"件数": [None]}), samples.setting())
    assert "－" in [box.text for box in samples.boxes(chart.svg)]
    assert "#0017c1" not in chart.svg
    assert "#0017c1" in bars(samples.bar_data([text("甲")], {"件数": [1]}), samples.setting()).svg


def test_errors_are_reported_in_japanese() -> None:
    data = samples.bar_data([text("甲")], {"件数": [1], "別": [2]})
    with pytest.raises(ValueError, match="一つの系列"):
        bars(data, samples.setting())
    with pytest.raises(ValueError, match="負の値"):
        samples.bar_data([text("甲")], {"件数": [-1]})
    with pytest.raises(ValueError, match="系列がありません"):
        BarData([], [])
    with pytest.raises(ValueError, match="単位の違う"):
        BarData([text("甲")], [Series((), [samples.quantity(1)]), Series((), [samples.quantity(1, "人")])])
    with pytest.raises(ValueError, match="系列は8まで"):
        DEFAULT.fills(MOST_SERIES + 1)
    with pytest.raises(ValueError, match="同じ単位"):
        one = samples.bar_data([text("甲")], {"件数": [1]})
        bars(one, samples.setting(), target=Target(text("目標"), samples.quantity(1, "人")))
    with pytest.raises(ValueError, match="図の名前"):
        samples.setting("図")
    with pytest.raises(ValueError, match="注の印"):
        noted = (*text("甲"), NoteReference("n"))
        grouped_bars(samples.bar_data([noted], {"件数": [1]}), samples.setting())
    with pytest.raises(ValueError, match="図の中の文字から"):
        referring = (*text("甲"), Reference("表", "one"))
        grouped_bars(samples.bar_data([referring], {"件数": [1]}), samples.setting())
    with pytest.raises(ValueError, match="できごとがありません"):
        timeline([], samples.setting())
