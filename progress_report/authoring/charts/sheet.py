"""The matplotlib Axes of a chart, with y pointing down in points.

A point down the page is a unit of y, whatever the chart's height, so that a chart grows with its content. In
x, bars count the unit of their values from an exact 0; texts are placed in points (``points``).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, BboxBase

from progress_report.authoring.charts.data import NARROW, WIDTH, Setting
from progress_report.authoring.charts.palette import Fill
from progress_report.authoring.charts.svg import svg_of
from progress_report.authoring.charts.typeface import LEADING, SIZE, advances
from progress_report.authoring.charts.wrapping import printed_text, wrap
from progress_report.model.findings import Finding, ReportError
from progress_report.model.inline import Inline

MARGIN = 2.0
_INCH = 72.0
# Position of the baseline within the leading: the em square is centred in it.
_BASELINE = (LEADING - SIZE) / 2 + 0.88 * SIZE
_OUTLINE = 0.8
# Painting order, lowest first; lines are at 2, texts at 3.
_BARS, SEPARATORS, _BACKINGS = 1.0, 1.2, 1.4
# Tolerances in points. Extents are those of ink and of the tallest Latin letters, which may come near the
# next line.
_ACROSS, _DOWN = 0.5, 2.0
_REMEDY = "図に出す文字を短くするか、項目や系列を減らしてください。"


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A label broken into lines and measured in points, not yet placed."""

    inline: Inline
    lines: tuple[str, ...]
    width: float
    bold: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * LEADING


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, or a segment of one: top and thickness in points, value and start in units of x."""

    top: float
    thickness: float
    value: float
    start: float = 0.0


class ChartSheet:
    """A figure with one Axes; ``height`` is the filled height. Must be made within ``house_style``."""

    def __init__(self, setting: Setting, narrow: bool = False) -> None:
        """Initialize; ``narrow``: for a phone."""
        self.palette = setting.palette
        self.narrow = narrow
        self.width, self.height = NARROW if narrow else WIDTH, MARGIN
        self.labels: list[Inline] = []
        self.points = Affine2D().scale(1, -1)
        self.left, self.scale = MARGIN, 1.0  # position of x = 0, and points per unit of x
        self._fonts = setting.fonts
        self._name = f"{setting.prefix}-narrow" if narrow else setting.prefix
        self.ax = Figure().add_axes((0, 0, 1, 1))
        self.ax.set_axis_off()

    @property
    def right(self) -> float:
        return self.width - MARGIN

    def count(self, left: float, units: float) -> None:
        """Set x to 0 at ``left``, a point of the sheet, and to ``units`` at the right edge of the drawing."""
        self.left, self.scale = left, (self.right - left) / (units or 1.0)
        self.ax.set_position((left / self.width, 0, (self.right - left) / self.width, 1))
        self.ax.set_xlim(0, units or 1.0)

    def at(self, value: float) -> float:
        """Return the x in points at which a bar of this value ends."""
        return self.left + value * self.scale

    def block(self, inline: Inline, width: float = WIDTH, bold: bool = False) -> TextBlock:
        """Break a label to fit ``width``."""
        lines = wrap(inline, width, advances(self._fonts, bold).width)
        return self._block(inline, lines, bold)

    def line_of(self, inline: Inline, bold: bool = False) -> TextBlock:
        """Measure a label on one line, without breaking it."""
        return self._block(inline, (printed_text(inline),), bold)

    def _block(self, inline: Inline, lines: tuple[str, ...], bold: bool) -> TextBlock:
        width = max(map(advances(self._fonts, bold).width, lines), default=0.0)
        return TextBlock(inline, lines, width, bold)

    def write(
        self, block: TextBlock, x: float, top: float, anchor: str = "left", *, colour: str = ""
    ) -> None:
        """Print a label, its ``anchor`` (left, center or right) at x."""
        for number, line in enumerate(block.lines):
            self.ax.text(
                x,
                top + number * LEADING + _BASELINE,
                line,
                ha=anchor,
                weight=700 if block.bold else 400,
                color=colour or self.palette.ink,
                transform=self.points,
            )
        if block.lines:
            self.labels.append(block.inline)

    def write_on(self, fill: Fill, block: TextBlock, x: float, top: float, anchor: str) -> None:
        """Print a label on a bar; a backing keeps hatching from running through it."""
        if fill.hatch:
            left = x - {"left": 0.0, "center": block.width / 2, "right": block.width}[anchor]
            backing = Fill(fill.colour, fill.ink)
            self.box(left - 2, top, block.width + 4, block.height, backing, zorder=_BACKINGS)
        self.write(block, x, top, anchor, colour=fill.ink)

    def bars(self, bars: Sequence[Bar], fill: Fill, *, zorder: float = _BARS) -> None:
        """Draw the bars of one series, each as long as its value; skip those without a value."""
        bars = [bar for bar in bars if bar.value > 0]
        inset = _outline(fill) / 2  # the outline is centred on the edge
        across = inset / self.scale
        self.ax.barh(
            [bar.top + inset for bar in bars],
            [max(bar.value - 2 * across, 0.0) for bar in bars],
            [bar.thickness - 2 * inset for bar in bars],
            [bar.start + across for bar in bars],
            align="edge",
            zorder=zorder,
            **painted(fill),
        )

    def box(
        self, x: float, top: float, width: float, height: float, fill: Fill, *, zorder: float = _BARS
    ) -> None:
        """Draw a filled box positioned in points: a swatch, a frame."""
        inset = _outline(fill) / 2
        corner = (x + inset, top + inset)
        size = (width - 2 * inset, height - 2 * inset)
        self.ax.add_patch(Rectangle(corner, *size, transform=self.points, zorder=zorder, **painted(fill)))

    def line(self, *points: tuple[float, float], colour: str, width: float, dashed: bool = False) -> None:
        """Draw a line through points: a leader, an axis, a target."""
        xs, ys = zip(*points, strict=True)
        style = (0, (3.0, 2.0)) if dashed else "-"
        self.ax.plot(xs, ys, color=colour, lw=width, ls=style, transform=self.points, clip_on=False)

    def svg(self) -> str:
        """Return the drawing. ReportError if labels are cut off or overlap."""
        figure = self.ax.figure
        assert isinstance(figure, Figure)
        figure.set_size_inches(self.width / _INCH, self.height / _INCH)
        self.points.translate(0, self.height)
        self.ax.set_ylim(self.height, 0)
        svg = svg_of(figure, self._name)
        _require_no_overlap(self.ax.texts, figure)
        return svg


def painted(fill: Fill) -> dict[str, Any]:
    """Return a fill as matplotlib's patch properties."""
    return {
        "facecolor": fill.colour,
        "edgecolor": fill.outline or "none",
        "linewidth": _outline(fill),
        "hatch": fill.hatch or None,
        "hatchcolor": fill.hatch_colour,
        "clip_on": False,
    }


def _outline(fill: Fill) -> float:
    return _OUTLINE if fill.outline else 0.0


def _require_no_overlap(texts: Sequence[Text], figure: Figure) -> None:
    """Raise ReportError naming texts of a drawn figure that overlap or leave it."""
    placed = [(text.get_text(), text.get_window_extent()) for text in texts]
    violations = [Finding(message, _REMEDY) for message in _illegible(placed, figure.bbox)]
    if violations:
        raise ReportError(violations)


def _illegible(placed: Sequence[tuple[str, BboxBase]], edge: BboxBase) -> Iterator[str]:
    for text, box in placed:
        if box.x0 < edge.x0 - _ACROSS or box.x1 > edge.x1 + _ACROSS:
            yield f"図の文字「{text}」が、図の幅に入りきりません。"
        elif box.y0 < edge.y0 - _DOWN or box.y1 > edge.y1 + _DOWN:
            yield f"図の文字「{text}」が、図の高さに入りきりません。"
    for text, other in overlapping(placed):
        yield f"図の文字「{text}」と「{other}」が重なります。"


def overlapping(placed: Iterable[tuple[str, BboxBase]]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of texts whose boxes overlap."""
    for (text, box), (other, beside) in combinations(placed, 2):
        across = min(box.x1, beside.x1) - max(box.x0, beside.x0)
        down = min(box.y1, beside.y1) - max(box.y0, beside.y0)
        if across > _ACROSS and down > _DOWN:
            yield text, other
