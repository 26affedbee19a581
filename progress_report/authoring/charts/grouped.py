"""Horizontal bars of several series, grouped under each category."""

from progress_report.authoring.charts import alternatives, conclusions
from progress_report.authoring.charts.data import BarData, Setting
from progress_report.authoring.charts.frame import finish, for_page_and_phone, legend, sheet_for
from progress_report.authoring.charts.rows import bar_rows, draw_rows, has_sample_data
from progress_report.authoring.charts.values import bar_values
from progress_report.model.blocks import Chart


@for_page_and_phone
def grouped_bars(data: BarData, setting: Setting) -> Chart:
    """Draw a bar for each series under each category, with the value at its end."""
    illustrative = has_sample_data(data, setting, None)
    sheet = sheet_for(setting, illustrative)
    legend(sheet, data.series, sheet.palette.fills(len(data.series)))
    draw_rows(sheet, data, bar_rows(sheet, data), None)
    alternative = alternatives.bars("横棒グラフ", data)
    return finish(sheet, setting, conclusions.grouped(data), alternative, bar_values(data))
