"""A small chart of one figure at several times, beside what it shows."""

from progress_report.authoring.charts import alternatives
from progress_report.authoring.charts.data import BarData, Setting, Target
from progress_report.authoring.charts.frame import in_house_style, length, sheet_for
from progress_report.authoring.charts.rows import Row, draw_rows, has_sample_data, require_target_of
from progress_report.authoring.charts.sheet import MARGIN
from progress_report.model.blocks import Picture
from progress_report.model.inline import Number

_WIDTH = 240.0  # points


@in_house_style
def periods(data: BarData, setting: Setting, *, target: Target | None = None, met: bool | None) -> Picture:
    """A bar a time, oldest on top, the last the darkest. ``met``: whether it has reached the target."""
    if len(data.series) != 1:
        raise ValueError("時点ごとの図に描けるのは一つの系列です。")
    require_target_of(data, target)
    illustrative = has_sample_data(data, setting, target)
    sheet = sheet_for(setting, illustrative, _WIDTH)
    *earlier, latest = data.series[0].values
    fills = [*([sheet.palette.earlier] * len(earlier)), sheet.palette.latest]
    groups = [
        [Row(length(value), sheet.line_of((Number(value),), bold=True), fill)]
        for value, fill in zip((*earlier, latest), fills, strict=True)
    ]
    draw_rows(sheet, data, groups, target)
    sheet.height += MARGIN
    alternative = alternatives.periods(data, target, met, illustrative)
    return Picture(sheet.svg(), tuple(sheet.labels), alternative)
