"""Common parts of charts: stamp and legend at the top, category names, and the finished chart."""

from collections.abc import Callable, Sequence

from progress_report.authoring.charts.data import Series, Setting
from progress_report.authoring.charts.house_style import house_style
from progress_report.authoring.charts.palette import Fill
from progress_report.authoring.charts.sheet import MARGIN, ChartSheet, TextBlock
from progress_report.model.blocks import SAMPLE_STAMP, Chart, Drawing
from progress_report.model.grid import Grid
from progress_report.model.inline import Inline, Number, is_illustrative, text
from progress_report.model.quantity import Quantity

LEFT = MARGIN
INVENTED = "（架空の値）"
_MOST_FOR_CATEGORIES = 150.0
_SWATCH = 14.0


def drawn_chart(
    setting: Setting,
    draw: Callable[[ChartSheet], None],
    conclusion: Inline,
    alternative: Inline,
    values: Grid,
) -> Chart:
    """Draw a chart in the house style twice: as wide as a printed page, and as wide as a phone.

    ``conclusion``: the computed one, printed unless the author wrote one. A chart of invented sample data is
    stamped.
    """
    cells = (inline for cell in values.cells for inline in cell.inlines)
    around = (*(fact.content for fact in setting.facts), *(note.content for note in setting.notes))
    illustrative = any(map(is_illustrative, (setting.title, alternative, *cells, *around)))
    drawings = []
    with house_style(setting.prefix, setting.fonts, setting.palette):
        for narrow in (False, True):
            sheet = ChartSheet(setting, narrow)
            if illustrative:
                _stamp(sheet)
            draw(sheet)
            sheet.height += MARGIN
            drawings.append(Drawing(sheet.svg(), tuple(sheet.labels)))
    wide, phone = drawings
    invented, stamp = (text(INVENTED), text(f"{SAMPLE_STAMP}の")) if illustrative else ((), ())
    return Chart(
        name=setting.name,
        title=setting.title,
        svg=wide.svg,
        labels=wide.labels,
        alternative=(*stamp, *alternative),
        values=values,
        conclusion=(*invented, *(setting.conclusion or conclusion), *setting.remark),
        facts=setting.facts,
        notes=setting.notes,
        narrow=phone,
    )


def _stamp(sheet: ChartSheet) -> None:
    """Draw the stamp of sample data at the top right."""
    palette = sheet.palette
    block = sheet.block(text(SAMPLE_STAMP), bold=True)
    left = sheet.right - block.width - 12
    frame = Fill(palette.paper, palette.target, outline=palette.callout)
    sheet.box(left, sheet.height, block.width + 12, 17, frame)
    sheet.write(block, sheet.right - 6, sheet.height + 2.5, "right", colour=frame.ink)
    sheet.height += 22


def legend(sheet: ChartSheet, series: Sequence[Series], fills: Sequence[Fill]) -> None:
    """Draw swatches and names of the series, in as many lines as needed."""
    swatches(sheet, [one.label for one in series], fills, LEFT)
    sheet.height += 6


def swatches(sheet: ChartSheet, labels: Sequence[Inline], fills: Sequence[Fill], left: float) -> None:
    """Write labels after swatches of their fills, from ``left`` on, in as many lines as needed."""
    x, depth = left, 0.0
    for label, fill in zip(labels, fills, strict=True):
        block = sheet.block(label, sheet.right - left - _SWATCH)
        if x > left and x + _SWATCH + block.width > sheet.right:
            x, sheet.height, depth = left, sheet.height + depth + 1, 0.0
        sheet.box(x, sheet.height + 2, 10, 8, fill)
        sheet.write(block, x + _SWATCH, sheet.height)
        x += _SWATCH + block.width + 14
        depth = max(depth, block.height)
    sheet.height += depth


def category_column(sheet: ChartSheet, categories: Sequence[Inline]) -> tuple[list[TextBlock], float]:
    """Return the category names, broken into lines, and the x at which the bars begin.

    On a phone the names are above the bars (``write_name``).
    """
    if sheet.narrow:
        return [sheet.block(category, sheet.right - LEFT) for category in categories], LEFT
    blocks = [sheet.block(category, _MOST_FOR_CATEGORIES) for category in categories]
    width = max(block.width for block in blocks)
    return blocks, LEFT + width + (8 if width else 0)


def write_name(sheet: ChartSheet, name: TextBlock, depth: float) -> float:
    """Write a category's name beside its bars, ``depth`` points deep; return the top of the bars."""
    if sheet.narrow:
        sheet.write(name, LEFT, sheet.height)
        return sheet.height + name.height
    top = sheet.height + max(0.0, (name.height - depth) / 2)
    sheet.write(name, LEFT, top + (depth - name.height) / 2)
    return top


def baseline(sheet: ChartSheet, top: float, bottom: float) -> None:
    """Draw the line from which all bars start."""
    x = sheet.left - 0.5
    sheet.line((x, top), (x, bottom), colour=sheet.palette.rule, width=0.8)


def value_label(series: Series, row: int) -> Inline:
    """Return the value with its share, as in 302 (42.1%)."""
    number = (Number(series.values[row], unit_shown=False),)
    return (*number, *text(" ("), Number(series.shares[row]), *text(")")) if series.shares else number


def length(value: Quantity) -> float:
    """Return the length of a bar in the unit of its value; an undefined value has length 0."""
    return float(value.value or 0)
