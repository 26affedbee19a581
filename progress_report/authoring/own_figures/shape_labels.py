"""Check that a number at a shape is that shape's value, or another value of its row."""

from collections.abc import Iterator, Sequence
from math import atan2, degrees, hypot

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.patches import Rectangle, Wedge
from matplotlib.text import Annotation, Text

from progress_report.authoring.own_figures.shape_check import MatchedShape
from progress_report.authoring.own_figures.styling import Label
from progress_report.authoring.own_figures.value_vectors import DataValues, is_near, key
from progress_report.model.findings import Finding
from progress_report.model.inline import Inline, Number
from progress_report.model.quantity import Quantity

_BESIDE = 14.0  # points from the end of a bar to its label
_AROUND = 1.5  # radii from the centre of a pie to the labels of its wedges


def label_problems(
    labels: Sequence[tuple[Label, Inline]], shown: Sequence[MatchedShape], values: DataValues
) -> Iterator[Finding]:
    """Yield the problems of labels at a shape that show another value or name another row."""
    for label, inline in labels:
        near = [one for one in shown if one.ax is label.artist.axes and _stands_at(label, one)]
        if not near:
            continue
        rows = {entry.row for one in near for entry in one.entries}
        if numbers := _numbers_alone(inline):
            units = {entry.quantity.unit for one in near for entry in one.entries if entry.quantity}
            beside = [one.quantity for one in values.entries() if one.row in rows and one.quantity]
            allowed = any(
                any(_shows(one, said) for one in near) or (said in beside and said.unit not in units)
                for said in numbers
            )
        else:
            name = key(label.words)
            allowed = name not in values.rows or any(values.rows[row] == name for row in rows)
        if not allowed:
            shape = near[0]
            kind = {Wedge: "扇形", Rectangle: "棒"}.get(type(shape.shape), "点")
            shows = "、".join(one.quantity.text for one in shape.entries if one.quantity)
            row = values.rows[shape.entries[0].row]
            message = f"図の中の「{label.words}」が、「{row}」の{shows}を示す{kind}のそばにあります。"
            yield Finding(message, f"その{kind}の値か名前を書いてください。")


def _numbers_alone(inline: Inline) -> list[Quantity]:
    """Return the values of a label without words, else nothing."""
    if any(c.isalpha() for run in inline if not isinstance(run, Number) for c in run.text):
        return []
    return [run.quantity for run in inline if isinstance(run, Number)]


def _shows(shape: MatchedShape, said: Quantity) -> bool:
    """Return whether a shape shows a value, or a stack of bars ends at it."""
    if any(entry.quantity == said for entry in shape.entries):
        return True
    number = None if said.displayed is None else float(said.displayed)
    if number is None or any(entry.shows(number) for entry in shape.entries):
        return number is not None
    return isinstance(shape.shape, Rectangle) and is_near(_end(shape.shape, shape.horizontal), number)


def _stands_at(label: Label, shown: MatchedShape) -> bool:
    shape, ax, box = shown.shape, shown.ax, label.box
    if isinstance(shape, tuple):
        anchor = _anchor(label.artist, ax)
        return anchor is not None and is_near(anchor[0], shape[0]) and is_near(anchor[1], shape[1])
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    if isinstance(shape, Wedge):
        anchor = _anchor(label.artist, ax)
        if anchor is None:
            return False
        right, up = anchor[0] - shape.center[0], anchor[1] - shape.center[1]
        turned = (degrees(atan2(up, right)) - shape.theta1) % 360
        return bool(turned <= shape.theta2 - shape.theta1 and hypot(right, up) <= _AROUND * shape.r)
    if isinstance(label.artist, Annotation) and label.artist.arrow_patch is not None:
        return False  # it refers to the target of its arrow
    bar, end = shape.get_window_extent(), _end(shape, shown.horizontal)
    if bar.contains(x, y):
        return True
    if shown.horizontal:
        at = ax.transData.transform((end, 0))[0]
        return bool(bar.y0 <= y <= bar.y1 and box.x0 - _BESIDE <= at <= box.x1 + _BESIDE)
    at = ax.transData.transform((0, end))[1]
    return bool(bar.x0 <= x <= bar.x1 and box.y0 - _BESIDE <= at <= box.y1 + _BESIDE)


def _end(bar: Rectangle, horizontal: bool) -> float:
    return float(bar.get_x() + bar.get_width() if horizontal else bar.get_y() + bar.get_height())


def _anchor(text: Text, ax: Axes) -> tuple[float, float] | None:
    """Return the data point at which a text is written."""
    if isinstance(text, Annotation):
        x, y = text.xy
        known = text.xycoords == "data"
        return (_plain(ax.xaxis, x), _plain(ax.yaxis, y)) if known else None
    return text.get_unitless_position() if text.get_transform() == ax.transData else None


def _plain(axis: Axis, coordinate: object) -> float:
    """Return a coordinate of words or dates as matplotlib's number for it."""
    return float(axis.convert_units(coordinate))  # type: ignore[no-untyped-call]
