"""What charts have in common: stamp, unit and legend at the top, categories at the left, the finish."""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from progress_report.authoring.charts.data import BarData, Series, Setting
from progress_report.authoring.charts.house_style import house_style
from progress_report.authoring.charts.palette import Fill
from progress_report.authoring.charts.sheet import MARGIN, WIDTH, Block, Sheet
from progress_report.model.blocks import SAMPLE_STAMP, Chart
from progress_report.model.grid import Grid
from progress_report.model.inline import Date, Fragment, Number, Stated, words
from progress_report.model.quantity import PERCENT, Quantity

LEFT, RIGHT = MARGIN, WIDTH - MARGIN
_MOST_FOR_CATEGORIES = 150.0
_SWATCH = 14.0

Data = TypeVar("Data")
Options = ParamSpec("Options")
Drawn = TypeVar("Drawn")
Draw = Callable[Concatenate[Data, Setting, Options], Drawn]


def in_house_style(draw: Draw[Data, Options, Drawn]) -> Draw[Data, Options, Drawn]:
    """Run a function of data and setting with matplotlib in the house style of the setting."""

    @wraps(draw)
    def styled(data: Data, setting: Setting, /, *args: Options.args, **kwargs: Options.kwargs) -> Drawn:
        with house_style(setting.name, setting.fonts, setting.palette):
            return draw(data, setting, *args, **kwargs)

    return styled


def is_illustrative(setting: Setting, fragments: Iterable[Fragment], quantities: Iterable[Quantity]) -> bool:
    """Whether anything the chart prints or draws comes from invented sample data."""
    around = (
        setting.title,
        *(fact.content for fact in setting.facts),
        *(note.content for note in setting.notes),
    )
    for run in (run for fragment in (*fragments, *around) for run in fragment):
        if isinstance(run, Number) and run.quantity.illustrative:
            return True
        if isinstance(run, Date | Stated) and run.source.illustrative:
            return True
    return any(quantity.illustrative for quantity in quantities)


def bar_quantities(data: BarData) -> list[Quantity]:
    shares = (share for series in data.series for share in series.shares or ())
    return [*data.values, *shares]


def bar_fragments(data: BarData) -> list[Fragment]:
    return [*data.categories, *(series.label for series in data.series)]


def sheet_for(setting: Setting, illustrative: bool, unit: str = "", width: float = WIDTH) -> Sheet:
    """Return a sheet with the unit of the bars at its top left and the stamp of sample data at its right."""
    sheet = Sheet(setting, width)
    unit_shown = unit and unit != PERCENT and all(fact.label != "単位" for fact in setting.facts)
    if unit_shown:
        sheet.write(sheet.block(words(f"（単位：{unit}）")), LEFT, sheet.height + 3)
    if illustrative:
        palette = sheet.palette
        block = sheet.block(words(SAMPLE_STAMP), bold=True)
        left = sheet.right - block.width - 12
        frame = Fill(palette.paper, palette.target, outline=palette.callout)
        sheet.box(left, sheet.height, block.width + 12, 17, frame)
        sheet.write(block, sheet.right - 6, sheet.height + 2.5, "right", colour=frame.ink)
    if unit_shown or illustrative:
        sheet.height += 22
    return sheet


def legend(sheet: Sheet, series: Sequence[Series], fills: Sequence[Fill]) -> None:
    """Swatches and names, in as many lines as they need."""
    x, depth = LEFT, 0.0
    for one, fill in zip(series, fills, strict=True):
        block = sheet.block(one.label, RIGHT - LEFT - _SWATCH)
        if x > LEFT and x + _SWATCH + block.width > RIGHT:
            x, sheet.height, depth = LEFT, sheet.height + depth + 1, 0.0
        sheet.box(x, sheet.height + 2, 10, 8, fill)
        sheet.write(block, x + _SWATCH, sheet.height)
        x += _SWATCH + block.width + 14
        depth = max(depth, block.height)
    sheet.height += depth + 6


def category_column(sheet: Sheet, categories: Sequence[Fragment]) -> tuple[list[Block], float]:
    """The names of the categories, broken into lines, and the x at which the bars begin."""
    most = _MOST_FOR_CATEGORIES * sheet.width / WIDTH
    blocks = [sheet.block(category, most) for category in categories]
    width = max(block.width for block in blocks)
    return blocks, LEFT + width + (8 if width else 0)


def baseline(sheet: Sheet, top: float, bottom: float) -> None:
    """The line that all bars start from."""
    x = sheet.left - 0.5
    sheet.line((x, top), (x, bottom), colour=sheet.palette.rule, width=0.8)


def value_label(series: Series, row: int) -> Fragment:
    """302 (42.1%)"""
    number = (Number(series.values[row], unit_shown=False),)
    return (*number, *words(" ("), Number(series.shares[row]), *words(")")) if series.shares else number


def length(value: Quantity) -> float:
    """The length of a bar in the unit of its value; a value that is not defined has none."""
    return float(value.value or 0)


def finish(sheet: Sheet, setting: Setting, alternative: Fragment, values: Grid) -> Chart:
    sheet.height += MARGIN
    return Chart(
        name=setting.name,
        title=setting.title,
        svg=sheet.svg(),
        labels=tuple(sheet.labels),
        alternative=alternative,
        values=values,
        facts=setting.facts,
        notes=setting.notes,
    )
