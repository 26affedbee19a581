"""Application of the house style to an author's figure: width, fonts, colours and marks of its scales."""

import datetime as dt
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import matplotlib
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.category import StrCategoryConverter
from matplotlib.collections import Collection
from matplotlib.colors import same_color, to_rgba
from matplotlib.dates import num2date
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Text
from matplotlib.ticker import (
    AutoLocator,
    FuncFormatter,
    LogFormatter,
    MaxNLocator,
    NullFormatter,
    ScalarFormatter,
)
from matplotlib.transforms import Bbox
from matplotlib.units import DecimalConverter

from progress_report.authoring.charts.data import WIDTH
from progress_report.authoring.charts.house_style import house_style
from progress_report.authoring.charts.palette import MOST_SERIES, Palette
from progress_report.authoring.charts.svg import svg_of
from progress_report.authoring.charts.typeface import SIZE
from progress_report.authoring.own_figures.label_reader import mark_text
from progress_report.model.blocks import SAMPLE_STAMP
from progress_report.model.fonts import FontFamily

_INCH = 72.0
_STAMP = 24.0  # points above the figure, for the stamp of sample data
_YEARS = (1900, 2100)
_BOLD = ("bold", "semibold", "demibold", "demi", "heavy", "extra bold", "black")
_BOLD_FROM = 600
_DARK = 0.4  # luminance below which a bar has white letters


@dataclass(frozen=True, slots=True)
class Label:
    """A drawn text, its box in points, and the location of its tick, if it labels one.

    ``moment``: the meaning of the location on an axis of dates.
    """

    artist: Text
    box: Bbox
    location: float | None
    moment: dt.datetime | None

    @property
    def words(self) -> str:
        """Its text on one line."""
        return self.artist.get_text().replace("\n", "").strip()


def bring_into_style(figure: Figure, fonts: FontFamily, palette: Palette, illustrative: bool) -> None:
    """Set a figure's width, fonts and colours, and add the stamp of sample data."""
    figure.set_dpi(_INCH)
    height = WIDTH * figure.get_figheight() / figure.get_figwidth()
    whole = height + (_STAMP if illustrative else 0)
    figure.set_size_inches(WIDTH / _INCH, whole / _INCH)
    figure.set_layout_engine(ConstrainedLayoutEngine(rect=(0, 0, 1, height / whole)))
    figure.set_facecolor(palette.paper)
    if illustrative:
        box = {"facecolor": palette.paper, "edgecolor": palette.callout, "pad": 3, "linewidth": 0.8}
        stamp = figure.text(1 - 8 / WIDTH, 1 - 5 / whole, SAMPLE_STAMP, ha="right", va="top", bbox=box)
        stamp.set(weight="bold", in_layout=False)
    for ax in figure.axes:
        _frame(ax, palette)
    for artist in figure.findobj(lambda one: isinstance(one, Patch | Line2D | Collection)):
        _colour(artist, palette)
    for axis in _axes(figure):
        _scale(axis)
    for text in texts_of(figure):
        _write(text, fonts, palette)
    if illustrative:
        stamp.set_color(palette.target)


def drawn(figure: Figure, name: str, fonts: FontFamily, palette: Palette) -> tuple[str, list[Label]]:
    """Return the SVG of a figure and its visible labels; texts outside the axes count too."""
    with house_style(name, fonts, palette), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of missing glyphs, which have their own error message
        FigureCanvasSVG(figure)
        figure.draw_without_rendering()
        _write_on_bars(figure, palette)
        texts = texts_of(figure)
        for number, text in enumerate(texts):
            text.set_gid(f"label-{number}")
        svg = svg_of(figure, name)
        shown = [
            text for text in texts if f'<g id="{name}-{text.get_gid()}"' in svg and text.get_text().strip()
        ]
        locations = _locations(figure)
        labels = [
            Label(text, text.get_window_extent(), *locations.get(id(text), (None, None))) for text in shown
        ]
    return svg, labels


def texts_of(figure: Figure) -> list[Text]:
    """Return all texts of a figure, including those that it does not draw."""
    return [one for one in figure.findobj(Text) if isinstance(one, Text)]


def tick_labels(figure: Figure) -> set[int]:
    """Return the ids of the texts that label ticks."""
    return set(_locations(figure))


def _locations(figure: Figure) -> dict[int, tuple[float, dt.datetime | None]]:
    return {
        id(label): (float(tick.get_loc()), _moment(axis, float(tick.get_loc())))
        for axis in _axes(figure)
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks())
        for label in (tick.label1, tick.label2)
    }


def _moment(axis: Axis, location: float) -> dt.datetime | None:
    """Return the date of a location on an axis of dates; None on an axis of numbers or words."""
    converter = axis.get_converter()
    if converter is None or isinstance(converter, StrCategoryConverter | DecimalConverter):
        return None
    if frequency := getattr(axis.axes, "freq", None):  # of pandas, which counts periods
        return pd.Period(ordinal=round(location), freq=frequency).start_time.to_pydatetime()
    moment: dt.datetime = num2date(location)  # type: ignore[no-untyped-call]
    return moment


def _axes(figure: Figure) -> list[Axis]:
    return [axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)]


def _frame(ax: Axes, palette: Palette) -> None:
    ax.set_facecolor(palette.paper)
    for side, spine in ax.spines.items():
        spine.set_color(palette.rule)
        spine.set_linewidth(0.8)
        if side in ("top", "right"):
            spine.set_visible(False)
    ax.tick_params(which="both", color=palette.rule, labelrotation=0, width=0.8)
    if legend := ax.get_legend():
        legend.set_frame_on(False)


def _write(text: Text, fonts: FontFamily, palette: Palette) -> None:
    given = text.get_fontweight()
    bold = given >= _BOLD_FROM if isinstance(given, int) else given in _BOLD
    file = fonts.bold if bold else fonts.regular
    weight = 700 if bold else 400
    # By file, because another file of the same family may be installed; by name, for the SVG.
    text.set_fontproperties(FontProperties(family=[fonts.name], fname=str(file), weight=weight, size=SIZE))
    text.set(parse_math=False, usetex=False, color=palette.ink)


def _colour(artist: Artist, palette: Palette) -> None:
    """Replace matplotlib's default series colours by the fills of the house style."""
    defaults = matplotlib.rcParamsDefault["axes.prop_cycle"].by_key()["color"][:MOST_SERIES]
    for number, default in enumerate(defaults):
        fill = palette.fills(max(2, number + 1))[number]
        if isinstance(artist, Patch) and same_color(artist.get_facecolor(), default):
            artist.set(facecolor=fill.colour, hatch=fill.hatch or None, hatchcolor=fill.hatch_colour)
            artist.set(edgecolor=fill.outline or palette.paper, linewidth=0.8)
            return
        if isinstance(artist, Line2D) and same_color(artist.get_color(), default):
            artist.set(color=fill.outline or fill.colour)
            return
        if isinstance(artist, Collection) and _is_filled(artist, default):
            artist.set(facecolor=fill.colour, edgecolor=fill.outline or fill.colour)
            return


def _is_filled(collection: Collection, colour: str) -> bool:
    colours: Any = collection.get_facecolor()
    return len(colours) == 1 and same_color(colours, colour)


def _scale(axis: Axis) -> None:
    """Format the marks chosen by matplotlib like the report's numbers; no halves of whole data."""
    formatter = axis.get_major_formatter()
    if not isinstance(formatter, ScalarFormatter | LogFormatter):
        return
    given = list(_positions(axis))
    whole = bool(given) and all(value.is_integer() for value in given)
    years = whole and _YEARS[0] <= min(given) <= max(given) <= _YEARS[1]
    if whole and isinstance(axis.get_major_locator(), AutoLocator):
        axis.set_major_locator(MaxNLocator(nbins="auto", integer=True, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}" if years else mark_text(value)))
    axis.set_minor_formatter(NullFormatter())


def _positions(axis: Axis) -> Iterator[float]:
    """Yield the coordinates of the data along an axis."""
    ax = axis.axes
    along = 0 if axis is ax.xaxis else 1
    for line in ax.lines:
        points: Any = line.get_xydata()
        yield from (float(point[along]) for point in points if point[along] == point[along])
    for collection in ax.collections:
        offsets: Any = collection.get_offsets()
        yield from (float(point[along]) for point in offsets)
    for patch in ax.patches:
        if isinstance(patch, Rectangle):
            start, length = ((patch.get_x(), patch.get_width()), (patch.get_y(), patch.get_height()))[along]
            yield float(start + length)


def _write_on_bars(figure: Figure, palette: Palette) -> None:
    """Colour labels on dark bars white, and back those on hatched bars with the bar's colour."""
    for ax in figure.axes:
        bars = [(patch, patch.get_window_extent()) for patch in ax.patches if isinstance(patch, Rectangle)]
        for text in ax.texts:
            box = text.get_window_extent()
            for patch, place in bars:
                if place.contains((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2):
                    red, green, blue, _ = to_rgba(patch.get_facecolor())
                    dark = 0.2126 * red + 0.7152 * green + 0.0722 * blue < _DARK
                    text.set_color(palette.paper if dark else palette.ink)
                    if patch.get_hatch():
                        text.set_bbox({"facecolor": patch.get_facecolor(), "edgecolor": "none", "pad": 1})
