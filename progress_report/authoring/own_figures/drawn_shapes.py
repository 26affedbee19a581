"""The shapes of an author's figure: bars, curves, areas, wedges, and lines that mark a value."""

from collections.abc import Collection as Ids
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import (
    Collection,
    FillBetweenPolyCollection,
    LineCollection,
    PathCollection,
)
from matplotlib.container import BarContainer, Container, ErrorbarContainer
from matplotlib.figure import Figure
from matplotlib.image import _ImageBase
from matplotlib.legend import Legend
from matplotlib.lines import AxLine, Line2D
from matplotlib.offsetbox import AnchoredText
from matplotlib.patches import Patch, Rectangle, Wedge
from matplotlib.spines import Spine
from matplotlib.table import Table
from matplotlib.text import Text
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
_NO_SHAPES = (Text, Spine, Axis, Legend, Table, Axes, AnchoredText)
_AREA, _PICTURE, _ERROR, _OTHER = "色を塗った面", "画像", "誤差の線", "そのほかの形"


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars of one call, ordered by position; each is as long as its value."""

    ax: Axes
    label: str
    horizontal: bool
    patches: list[Rectangle]

    @property
    def values(self) -> list[float]:
        return [float(one.get_width() if self.horizontal else one.get_height()) for one in self.patches]

    @property
    def places(self) -> list[float]:
        """The middle of each bar across its length."""
        return [float(sum(span) / 2) for span in self.spans]

    @property
    def spans(self) -> list[tuple[float, float]]:
        """The start and end of each bar across its length."""
        if self.horizontal:
            return [(one.get_y(), one.get_y() + one.get_height()) for one in self.patches]
        return [(one.get_x(), one.get_x() + one.get_width()) for one in self.patches]


@dataclass(frozen=True, slots=True)
class Curve:
    """Points with or without a line through them.

    ``points``: one row of x and y per point. ``along_x``: the direction, for the ends of single lines.
    """

    ax: Axes
    label: str
    kind: str
    points: Numbers
    along_x: bool | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """The filled area between two curves over the same positions."""

    ax: Axes
    label: str
    horizontal: bool
    places: Numbers
    edges: tuple[Numbers, Numbers]


@dataclass(frozen=True, slots=True)
class Pie:
    """The wedges of a pie in order, each with its share of the circle."""

    ax: Axes
    wedges: list[Wedge]

    @property
    def shares(self) -> list[float]:
        return [abs(one.theta2 - one.theta1) / 360 for one in self.wedges]


@dataclass(frozen=True, slots=True)
class ReferenceMark:
    """Values marked by a line or band across the whole figure, on the axis of the x or y coordinates."""

    ax: Axes
    kind: str
    along_x: bool
    values: tuple[float, ...]


@dataclass
class Shapes:
    """The shapes of a figure; ``uncompared``: kinds of shapes that do not show individual values."""

    bars: list[Bars] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    pies: list[Pie] = field(default_factory=list)
    references: list[ReferenceMark] = field(default_factory=list)
    uncompared: dict[str, None] = field(default_factory=dict)


def shapes_of(figure: Figure, guides: Ids[int]) -> Shapes:
    """Return the visible shapes of a figure, excluding the artists with the ids in ``guides``."""
    shapes = Shapes()
    for ax in _axes_of(figure):
        separate = {*guides, *_read_containers(ax, shapes, guides)}
        children = [one for one in ax.get_children() if one is not ax.patch and id(one) not in separate]
        for artist in children:
            if artist.get_visible() and not isinstance(artist, _NO_SHAPES):
                _read(ax, artist, shapes)
    beside = (*figure.patches, *figure.lines, *figure.images, *figure.artists)
    if any(id(one) not in guides for one in beside):
        shapes.uncompared[_OTHER] = None
    return shapes


def _axes_of(figure: Figure) -> Iterator[Axes]:
    """Yield the visible axes of a figure and their inset axes."""
    for ax in (one for one in figure.axes if one.get_visible()):
        yield ax
        yield from (one for one in ax.child_axes if isinstance(one, Axes))


def artists_of(given: Any) -> Iterator[Artist]:
    """Yield the artists in the return value of a matplotlib function: artists, containers, lists of them."""
    if isinstance(given, Artist):
        yield given
    elif isinstance(given, Container | list | tuple | np.ndarray):
        yield from (artist for one in given for artist in artists_of(one))
    elif isinstance(given, dict):
        yield from (artist for one in given.values() for artist in artists_of(one))


def _read_containers(ax: Axes, shapes: Shapes, guides: Ids[int]) -> set[int]:
    """Read bars, and return the ids of artists that need no separate reading."""
    read: set[int] = set()
    for container in ax.containers:
        if isinstance(container, BarContainer):
            drawn = [one for one in container.patches if one.get_visible() and id(one) not in guides]
            patches = [one for one in drawn if np.isfinite([one.get_width(), one.get_height()]).all()]
            read |= {id(one) for one in container.patches}
            if patches:
                horizontal = container.orientation == "horizontal"
                bars = Bars(ax, str(container.get_label()), horizontal, patches)
                in_order = [
                    patch for _, patch in sorted(zip(bars.places, patches, strict=True), key=itemgetter(0))
                ]
                shapes.bars.append(Bars(ax, bars.label, horizontal, in_order))
        elif isinstance(container, ErrorbarContainer):
            _, caps, lines = container.lines
            parts = {id(one) for one in (*caps, *lines)}
            if parts - {*guides}:
                shapes.uncompared[_ERROR] = None
            read |= parts
    return read


def _read(ax: Axes, artist: Artist, shapes: Shapes) -> None:
    in_x, in_y = artist.get_transform().contains_branch_seperately(ax.transData)
    if isinstance(artist, Line2D):
        if isinstance(artist, AxLine) or not (in_x or in_y):
            shapes.uncompared[_OTHER] = None
        elif in_x and in_y:
            _read_line(ax, artist, shapes)
        else:
            shapes.references.append(ReferenceMark(ax, "線", in_x, _coordinates(artist.get_xydata(), in_x)))
    elif isinstance(artist, Wedge):
        _read_wedge(ax, artist, shapes)
    elif isinstance(artist, Rectangle) and in_x is not in_y:
        corners = artist.get_patch_transform().transform([(0.0, 0.0), (1.0, 1.0)])
        shapes.references.append(ReferenceMark(ax, "帯", in_x, _coordinates(corners, in_x)))
    elif isinstance(artist, Collection):
        _read_collection(ax, artist, shapes, in_x, in_y)
    elif isinstance(artist, _ImageBase):
        shapes.uncompared[_PICTURE] = None
    else:
        shapes.uncompared[_AREA if isinstance(artist, Patch) else _OTHER] = None


def _read_line(ax: Axes, line: Line2D, shapes: Shapes) -> None:
    is_line = line.get_linestyle() not in ("None", "none", " ", "")
    points = _defined(line.get_xydata())
    if len(points):
        shapes.curves.append(Curve(ax, str(line.get_label()), "線" if is_line else "点", points))


def _read_wedge(ax: Axes, wedge: Wedge, shapes: Shapes) -> None:
    pies = [one for one in shapes.pies if one.ax is ax and one.wedges[0].r == wedge.r]
    if not pies:
        pies = [Pie(ax, [])]
        shapes.pies += pies
    pies[0].wedges.append(wedge)


def _read_collection(ax: Axes, collection: Collection, shapes: Shapes, in_x: bool, in_y: bool) -> None:
    label = str(collection.get_label())
    if isinstance(collection, PathCollection):
        points = _defined(collection.get_offsets())
        if len(points):
            shapes.curves.append(Curve(ax, label, "点", points))
        if len(set(np.asarray(collection.get_sizes()).tolist())) > 1:
            shapes.uncompared["点の大きさ"] = None
        if collection.get_array() is not None:
            shapes.uncompared["点の色"] = None
    elif isinstance(collection, LineCollection):
        segments = [np.asarray(one, dtype=float) for one in collection.get_segments()]
        ends = np.array([one for one in segments if len(one) == 2]).reshape(-1, 2, 2)
        runs = [bool(np.all(ends[:, 0, across] == ends[:, 1, across])) for across in (1, 0)]
        if in_x and in_y and len(ends) == len(segments) and any(runs):
            for points in (ends[:, 0], ends[:, 1]):
                shapes.curves.append(Curve(ax, label, "線", points, runs[0]))
        elif in_x and in_y:
            shapes.uncompared[_OTHER] = None
        elif in_x or in_y:
            values = [value for one in segments for value in _coordinates(one, in_x)]
            shapes.references.append(ReferenceMark(ax, "線", in_x, tuple(values)))
    elif isinstance(collection, FillBetweenPolyCollection) and in_x and in_y:
        _read_area(ax, collection, shapes)
    elif isinstance(collection, FillBetweenPolyCollection) and in_x is not in_y:
        values = [value for path in collection.get_paths() for value in _coordinates(path.vertices, in_x)]
        shapes.references.append(ReferenceMark(ax, "帯", in_x, tuple(values)))
    else:
        shapes.uncompared[_AREA] = None


def _read_area(ax: Axes, collection: FillBetweenPolyCollection, shapes: Shapes) -> None:
    """Extract the two curves from the outline: a corner, the first, a corner, the second reversed."""
    assert hasattr(collection, "t_direction")  # missing in matplotlib's type stubs
    along = 0 if collection.t_direction == "x" else 1
    firsts, seconds = [], []
    for path in collection.get_paths():
        outline = np.asarray(path.vertices, dtype=float)
        count = len(outline) // 2 - 1
        firsts.append(outline[1 : count + 1])
        seconds.append(outline[count + 2 : 2 * count + 2][::-1])
    if not firsts:
        return
    first, second = np.concatenate(firsts), np.concatenate(seconds)
    places = first[:, along]
    if not np.array_equal(places, second[:, along]) or len(set(places.tolist())) < len(places):
        shapes.uncompared[_AREA] = None  # steps, or edges that cross
        return
    edges = (first[:, 1 - along], second[:, 1 - along])
    shapes.areas.append(Area(ax, str(collection.get_label()), along == 1, places, edges))


def _coordinates(points: Any, of_x: bool) -> tuple[float, ...]:
    return tuple(dict.fromkeys(np.asarray(points, dtype=float)[:, 0 if of_x else 1].tolist()))


def _defined(points: Any) -> Numbers:
    plain: Numbers = np.ma.filled(np.ma.asarray(points, dtype=float), np.nan).reshape(-1, 2)
    defined: Numbers = plain[~np.isnan(plain).any(axis=1)]
    return defined
