"""Horizontal bars of one series, with or without a target."""

from progress_report.authoring.charts import alternatives, conclusions
from progress_report.authoring.charts.data import BarData, Setting, Target
from progress_report.authoring.charts.frame import finish, for_page_and_phone, sheet_for
from progress_report.authoring.charts.rows import bar_rows, draw_rows, has_sample_data, require_target_of
from progress_report.authoring.charts.values import bar_values
from progress_report.model.blocks import Chart


@for_page_and_phone
def bars(data: BarData, setting: Setting, *, target: Target | None = None) -> Chart:
    """Draw a bar per category, with shares on a track of 100% and the target as a labelled line."""
    if len(data.series) != 1:
        raise ValueError("この図に描けるのは一つの系列です。複数の系列には grouped_bars を使ってください。")
    require_target_of(data, target)
    illustrative = has_sample_data(data, setting, target)
    sheet = sheet_for(setting, illustrative)
    draw_rows(sheet, data, bar_rows(sheet, data), target)
    alternative = alternatives.bars("横棒グラフ", data, target)
    return finish(sheet, setting, conclusions.single(data, target), alternative, bar_values(data, target))
