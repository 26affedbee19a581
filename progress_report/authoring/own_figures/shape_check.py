"""Comparison of the shapes of an author's figure with its data: each must show the value of its position."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product, takewhile

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.patches import Rectangle, Wedge

from progress_report.authoring.own_figures.drawn_shapes import (
    Area,
    Bars,
    Curve,
    Numbers,
    Pie,
    ReferenceMark,
    Shapes,
)
from progress_report.authoring.own_figures.label_reader import mark_text
from progress_report.authoring.own_figures.matching import GUIDES, Point, matched, mismatches
from progress_report.authoring.own_figures.places import AxisPlaces
from progress_report.authoring.own_figures.value_vectors import (
    DataValues,
    VectorEntry,
    is_near,
    key,
    plotted_numbers,
    statistics_of,
)
from progress_report.model.findings import Finding
from progress_report.model.quantity import Quantity


@dataclass(frozen=True, slots=True)
class MatchedShape:
    """A value and the shape that shows it: a bar, a wedge, or the x and y of a point."""

    ax: Axes
    entries: tuple[VectorEntry, ...]
    shape: Rectangle | Wedge | tuple[float, float]
    horizontal: bool = False


class ShapeCheck:
    """Finds the value that each shape shows; shapes without one become ``problems``."""

    def __init__(self, shapes: Shapes, values: DataValues, quantities: Sequence[Quantity]) -> None:
        """Initialize; ``quantities``: further values that a line or band may mark, such as targets."""
        self._values = values
        self._shapes = shapes
        self._quantities = quantities
        self._places: dict[int, AxisPlaces] = {}
        self.shown: list[MatchedShape] = []
        self.problems: list[Finding] = []
        for bars in _joined(shapes.bars, values):
            self._bars(bars)
        for area in shapes.areas:
            self._area(area)
        for curve in shapes.curves:
            self._curve(curve)
        for pie in shapes.pies:
            self._pie(pie)
        for reference in shapes.references:
            self._reference(reference)

    def _bars(self, bars: Bars) -> None:
        places = self._along(_place_axis(bars.ax, bars.horizontal))
        names = [places.name(at, exact=False) for at in bars.places]
        points = list(zip(names, bars.values, strict=True))
        vectors = self._values.of_title(bars.label)
        found = matched(points, vectors) or matched(points, self._values.shares_of_rows(bars.label))
        if found is not None:
            for patch, entry in zip(bars.patches, found, strict=True):
                self.shown.append(MatchedShape(bars.ax, (entry,), patch, bars.horizontal))
        elif not self._tallies(bars):
            self.problems += mismatches("棒", points, vectors, self._values)

    def _tallies(self, bars: Bars) -> bool:
        """Return whether bars without gaps count the values within each, as in a histogram."""
        edges = [*(start for start, _ in bars.spans), bars.spans[-1][1]]
        if not all(is_near(end, start) for (_, end), start in zip(bars.spans, edges[1:], strict=True)):
            return False
        return any(
            np.allclose(np.histogram(vector.numbers(), edges, density=density)[0], bars.values)
            for vector in self._values.columns
            for density in (False, True)
        )

    def _area(self, area: Area) -> None:
        places = self._along(_place_axis(area.ax, area.horizontal))
        names = [places.name(at, exact=True) for at in area.places.tolist()]
        first, second = area.edges
        vectors = self._values.of_title(area.label)
        for known in (vectors, self._values.shares_of_rows(area.label)):
            for ways in ([second - first], [first - second], [first, second]):
                series = [list(zip(names, one.tolist(), strict=True)) for one in ways]
                if all(matched(one, known) is not None for one in series):
                    return
        points: list[Point] = list(zip(names, np.abs(second - first).tolist(), strict=True))
        self.problems += mismatches("面", points, vectors, self._values)

    def _curve(self, curve: Curve) -> None:
        x, y = (self._along(one) for one in (curve.ax.xaxis, curve.ax.yaxis))
        if x.named and y.named:
            self._shapes.uncompared[curve.kind] = None
            return
        if any(_is_edge(curve, area) for area in self._shapes.areas):
            return
        horizontal = self._is_horizontal(curve.ax)
        if horizontal is None:
            horizontal = y.named
            if not x.named and not y.named:
                if curve.along_x is None and self._pairs(curve):
                    return
                rows, across = _counts(curve.points[:, 0]), _counts(curve.points[:, 1])
                horizontal = across and not rows
                if curve.along_x is not None:
                    horizontal = not curve.along_x
        if curve.along_x is not None and curve.along_x is not horizontal:
            along = 1 if curve.along_x else 0
            marked = tuple(dict.fromkeys(curve.points[:, along].tolist()))
            self._reference(ReferenceMark(curve.ax, "線", not curve.along_x, marked))
            return
        self._series(curve, horizontal)

    def _series(self, curve: Curve, horizontal: bool) -> None:
        """Compare a curve that has one value at each position."""
        places = self._along(_place_axis(curve.ax, horizontal))
        at, value = (1, 0) if horizontal else (0, 1)
        ordered = curve.points[np.argsort(curve.points[:, at], kind="stable")]
        drawn = ordered[:, value].tolist()
        names = [places.name(one, exact=True) for one in ordered[:, at].tolist()]
        points = list(zip(names, drawn, strict=True))
        vectors = self._values.of_title(curve.label)
        found = matched(points, vectors, blanks_are_zero=False)
        if found is not None:
            for entry, (x, y) in zip(found, ordered.tolist(), strict=True):
                self.shown.append(MatchedShape(curve.ax, (entry,), (x, y), horizontal))
        elif self._is_of_box(ordered[:, at], drawn, places):
            return
        elif len(drawn) == 2 < len(self._values.rows) and drawn[0] == drawn[1]:
            self._reference(ReferenceMark(curve.ax, "線", horizontal, (drawn[0],)))
        elif any(drawn) or curve.along_x is None:
            self.problems += mismatches(curve.kind, points, vectors, self._values)

    def _pairs(self, curve: Curve) -> bool:
        """Find two columns that contain the x and y of each point in one row."""
        columns = self._values.columns
        titles = {one.title for one in columns}
        labels = key(curve.ax.get_xlabel()), key(curve.ax.get_ylabel())
        xs, ys = ([one for one in columns if label not in titles or one.title == label] for label in labels)
        points = curve.points.tolist()
        for first, second in product(xs, ys):
            rows = list(zip(first.entries, second.entries, strict=True))
            found = list(takewhile(bool, (_row_at(rows, i, point) for i, point in enumerate(points))))
            if first is not second and len(found) == len(points):
                for row, (x, y) in zip(found, points, strict=True):
                    self.shown.append(MatchedShape(curve.ax, row, (x, y)))
                return True
        return False

    def _is_of_box(self, places: Numbers, drawn: Sequence[float], names: AxisPlaces) -> bool:
        """Return whether a line within one position is part of a box plot: quartiles, whiskers, outliers."""
        name = names.name(float(np.mean(places)), exact=False)
        if np.ptp(places) >= 1 or name in self._values.rows:
            return False
        statistics = statistics_of([one for one in self._values.columns if not name or one.title == name])
        return all(any(is_near(one, other) for other in statistics) for one in drawn)

    def _pie(self, pie: Pie) -> None:
        labels = [key(str(wedge.get_label())) for wedge in pie.wedges]
        names = [one if one in self._values.names else "" for one in labels]
        points = list(zip(names, pie.shares, strict=True))
        every = [*self._values.columns, *self._values.across]
        parts = [vector.of(names).shares() if all(names) else vector.shares() for vector in every]
        found = matched(points, [*parts, *every])
        if found is None:
            self.problems += mismatches("扇形", points, parts, self._values)
            return
        for wedge, entry in zip(pie.wedges, found, strict=True):
            self.shown.append(MatchedShape(pie.ax, (entry,), wedge))

    def _reference(self, reference: ReferenceMark) -> None:
        ax = reference.ax
        axis = ax.xaxis if reference.along_x else ax.yaxis
        if self._along(axis).named or self._is_horizontal(ax) not in (None, reference.along_x):
            return
        known = [0.0, 100.0, *statistics_of([*self._values.columns, *self._values.across])]
        known += [number for one in self._quantities for number in plotted_numbers(one)]
        known += [number for one in self._values.entries() for number in one.numbers]
        ends = ax.get_xlim() if reference.along_x else ax.get_ylim()
        for value in reference.values:
            if min(ends) < value < max(ends) and not any(is_near(value, one) for one in known):
                reported = f"{reference.kind}が示す{mark_text(value)}"
                message = f"図の目安の{reported}は、表の値でも節の数量でもありません。"
                remedy = "その値を、data の列か、params の節の quantities に加えてください。"
                self.problems.append(Finding(message, remedy + GUIDES))

    def _along(self, axis: Axis) -> AxisPlaces:
        return self._places.setdefault(id(axis), AxisPlaces(axis, self._values))

    def _is_horizontal(self, ax: Axes) -> bool | None:
        """Return the direction of the bars in the same subplot; None without bars."""
        place = ax.get_subplotspec()
        ways = {
            one.horizontal
            for one in self._shapes.bars
            if one.ax is ax or (place is not None and one.ax.get_subplotspec() == place)
        }
        return ways.pop() if len(ways) == 1 else None


def _joined(bars: Sequence[Bars], values: DataValues) -> Iterator[Bars]:
    """Join bars drawn individually without a name of the data: only their order identifies their rows."""
    alone: dict[tuple[int, bool], list[Bars]] = {}
    for one in bars:
        if len(one.patches) == 1 and key(one.label) not in values.names:
            alone.setdefault((id(one.ax), one.horizontal), []).append(one)
        else:
            yield one
    for several in alone.values():
        ordered = sorted(several, key=lambda one: one.places[0])
        patches = [patch for one in ordered for patch in one.patches]
        yield Bars(ordered[0].ax, "", ordered[0].horizontal, patches)


def _row_at(
    rows: Sequence[tuple[VectorEntry, VectorEntry]], index: int, point: Sequence[float]
) -> tuple[VectorEntry, ...]:
    """Return the row that contains the x and y of a point, trying its own first; empty if there is none."""
    for first, second in chain(rows[index : index + 1], rows):
        if first.shows(point[0]) and second.shows(point[1]):
            return first, second
    return ()


def _place_axis(ax: Axes, horizontal: bool) -> Axis:
    """Return the axis along which the values of bars and curves are arranged."""
    return ax.yaxis if horizontal else ax.xaxis


def _is_edge(curve: Curve, area: Area) -> bool:
    at, value = (1, 0) if area.horizontal else (0, 1)
    return curve.ax is area.ax and any(
        len(curve.points) == len(area.places)
        and np.allclose(curve.points[:, at], area.places)
        and np.allclose(curve.points[:, value], edge)
        for edge in area.edges
    )


def _counts(places: Numbers) -> bool:
    """Return whether positions are consecutive whole numbers: rows, or years."""
    return bool(np.all(np.diff(np.sort(places)) == 1)) and float(places[0]).is_integer()
