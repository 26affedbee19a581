"""What charts have in common: stamp, unit and legend at the top, categories at the left, the finish."""

from collections.abc import Iterable, Sequence

from progress_report.authoring.charts.canvas import MARGIN, WIDTH, Block, Canvas, Rectangle, Stroke
from progress_report.authoring.charts.data import BarData, Series, Setting
from progress_report.authoring.charts.painting import paint
from progress_report.authoring.charts.palette import DARK_RED, PAPER, RED, RULE, Fill
from progress_report.authoring.charts.typeface import typeface
from progress_report.model.blocks import SAMPLE_STAMP, Chart
from progress_report.model.grid import Grid
from progress_report.model.inline import Date, Fragment, Number, Stated, words
from progress_report.model.quantity import PERCENT, Quantity

LEFT, RIGHT = MARGIN, WIDTH - MARGIN
_MOST_FOR_CATEGORIES = 150.0
_SWATCH = 14.0


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


def sheet(setting: Setting, illustrative: bool, unit: str = "", width: float = WIDTH) -> Canvas:
    """A canvas with the unit of the bars at its top left and the stamp of sample data at its right."""
    canvas = Canvas(typeface(setting.fonts), width)
    unit_shown = unit and unit != PERCENT and all(fact.label != "単位" for fact in setting.facts)
    if unit_shown:
        canvas.write(canvas.block(words(f"（単位：{unit}）")), LEFT, canvas.height + 3)
    if illustrative:
        block = canvas.block(words(SAMPLE_STAMP), bold=True)
        left = canvas.right - block.width - 12
        canvas.shapes.append(Rectangle(left, canvas.height, block.width + 12, 17, Fill(PAPER, outline=RED)))
        canvas.write(block, canvas.right - 6, canvas.height + 2.5, "right", colour=DARK_RED)
    if unit_shown or illustrative:
        canvas.height += 22
    return canvas


def legend(canvas: Canvas, series: Sequence[Series], fills: Sequence[Fill]) -> None:
    """Swatches and names, in as many lines as they need."""
    x, depth = LEFT, 0.0
    for one, fill in zip(series, fills, strict=True):
        block = canvas.block(one.label, RIGHT - LEFT - _SWATCH)
        if x > LEFT and x + _SWATCH + block.width > RIGHT:
            x, canvas.height, depth = LEFT, canvas.height + depth + 1, 0.0
        canvas.shapes.append(Rectangle(x, canvas.height + 2, 10, 8, fill))
        canvas.write(block, x + _SWATCH, canvas.height)
        x += _SWATCH + block.width + 14
        depth = max(depth, block.height)
    canvas.height += depth + 6


def category_column(canvas: Canvas, categories: Sequence[Fragment]) -> tuple[list[Block], float]:
    """The names of the categories, broken into lines, and the x at which the bars begin."""
    most = _MOST_FOR_CATEGORIES * canvas.width / WIDTH
    blocks = [canvas.block(category, most) for category in categories]
    width = max(block.width for block in blocks)
    return blocks, LEFT + width + (8 if width else 0)


def baseline(canvas: Canvas, x: float, top: float, bottom: float) -> None:
    """The line that all bars start from."""
    canvas.shapes.append(Stroke(((x, top), (x, bottom)), RULE, 0.8))


def value_label(value: Quantity, share: Quantity | None) -> Fragment:
    """302 (42.1%)"""
    number = (Number(value, unit_shown=False),)
    return (*number, *words(" ("), Number(share), *words(")")) if share else number


def write_on(canvas: Canvas, block: Block, x: float, top: float, anchor: str, fill: Fill) -> None:
    """A label on a bar, in the colour that is legible there."""
    canvas.write(block, x, top, anchor, colour=fill.ink, backing=fill.colour if fill.hatch else "")


def finish(canvas: Canvas, setting: Setting, alternative: Fragment, values: Grid) -> Chart:
    canvas.height += MARGIN
    return Chart(
        name=setting.name,
        title=setting.title,
        svg=paint(canvas, setting.name),
        labels=tuple(canvas.labels),
        alternative=alternative,
        values=values,
        facts=setting.facts,
        notes=setting.notes,
    )
