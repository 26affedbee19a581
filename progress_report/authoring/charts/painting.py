"""Painting a laid-out canvas with matplotlib, as an SVG with real text."""

import io
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Circle
from matplotlib.patches import Rectangle as Patch
from matplotlib.transforms import Affine2D, Transform

from progress_report.authoring.charts.canvas import Canvas, Dot, Rectangle, Shape
from progress_report.authoring.charts.svg import embeddable
from progress_report.authoring.charts.typeface import SIZE
from progress_report.model.fonts import FontFamily

_INCH = 72.0


def paint(canvas: Canvas, name: str) -> str:
    """The SVG of a canvas; the same canvas gives the same bytes, whatever a user's matplotlibrc says."""
    with matplotlib.rc_context(_house_style(name)):
        figure = Figure(figsize=(canvas.width / _INCH, canvas.height / _INCH), dpi=_INCH)
        FigureCanvasSVG(figure)
        downwards = Affine2D().scale(1, -1).translate(0, canvas.height)
        for order, shape in enumerate(canvas.shapes):
            artist = _artist(shape, downwards)
            # Without it matplotlib paints all lines above all patches.
            artist.set_zorder(order)
            figure.add_artist(artist)
        for writing in canvas.writing:
            figure.text(
                writing.x,
                writing.baseline,
                writing.text,
                transform=downwards,
                ha=writing.anchor,
                va="baseline",
                color=writing.colour,
                fontproperties=_font(canvas.typeface.family, writing.bold),
                parse_math=False,
                zorder=len(canvas.shapes),
            )
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return embeddable(buffer.getvalue(), name)


def _house_style(name: str) -> dict[Any, Any]:
    # Not the backend: rc_context does not put it back, and a notebook has its own.
    defaults = {key: value for key, value in matplotlib.rcParamsDefault.items() if key != "backend"}
    return {**defaults, "svg.fonttype": "none", "svg.hashsalt": name, "hatch.linewidth": 0.7}


def _font(family: FontFamily, bold: bool) -> FontProperties:
    # By file, because another file of the same family may be installed; by name, for the SVG to say.
    file: Path = family.bold if bold else family.regular
    return FontProperties(family=[family.name], fname=str(file), weight=700 if bold else 400, size=SIZE)


def _artist(shape: Shape, downwards: Transform) -> Artist:
    if isinstance(shape, Rectangle):
        return _rectangle(shape, downwards)
    if isinstance(shape, Dot):
        return Circle(
            (shape.x, shape.y), shape.radius, facecolor=shape.colour, linewidth=0, transform=downwards
        )
    xs, ys = zip(*shape.points, strict=True)
    line = Line2D(xs, ys, color=shape.colour, linewidth=shape.width, transform=downwards)
    if shape.dashed:
        line.set_linestyle((0, (3.0, 2.0)))
    return line


def _rectangle(shape: Rectangle, downwards: Transform) -> Artist:
    fill = shape.fill
    outline = 0.8 if fill.outline else 0.0
    return Patch(
        # Inset by half the outline, which is painted on both sides of the edge.
        (shape.x + outline / 2, shape.y + outline / 2),
        max(shape.width - outline, 0.0),
        max(shape.height - outline, 0.0),
        facecolor=fill.colour,
        edgecolor=fill.outline or "none",
        linewidth=outline,
        hatch=fill.hatch or None,
        hatchcolor=fill.hatch_colour,
        transform=downwards,
    )
