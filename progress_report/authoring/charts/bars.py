"""Horizontal bars of one series, with or without a target."""

from progress_report.authoring.charts import alternatives
from progress_report.authoring.charts.data import BarData, Setting, Target
from progress_report.authoring.charts.frame import finish, in_house_style, sheet_for
from progress_report.authoring.charts.rows import draw_rows, has_sample_data, require_target_of, rows_of
from progress_report.authoring.charts.values import bar_values
from progress_report.model.blocks import Chart


@in_house_style
def bars(data: BarData, setting: Setting, *, target: Target | None = None) -> Chart:
    """A bar for each category; shares stand on a track of 100%, a target is a labelled line across."""
    if len(data.series) != 1:
        raise ValueError("この図に描けるのは一つの系列です。複数の系列には grouped_bars を使ってください。")
    require_target_of(data, target)
    illustrative = has_sample_data(data, setting, target)
    sheet = sheet_for(setting, illustrative, data.unit)
    draw_rows(sheet, data, rows_of(sheet, data), target)
    alternative = alternatives.single(data, target, illustrative)
    return finish(sheet, setting, alternative, bar_values(data, target))
