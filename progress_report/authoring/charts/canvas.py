"""A sheet on which a chart is laid out in points, from the top left, before it is painted.

Laying out on a sheet of our own keeps every label's place known, so that none can overlap.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from progress_report.authoring.charts.palette import INK, PAPER, Fill
from progress_report.authoring.charts.typeface import LEADING, SIZE, Typeface
from progress_report.authoring.charts.wrapping import printed, wrap
from progress_report.model.inline import Fragment

WIDTH = 370.0  # 130 mm: legible on a phone, and nearly the width of the printed text
MARGIN = 2.0
_SEPARATION = 1.0
# Where the line of writing stands within its leading: the em square is centred in it.
_BASELINE = (LEADING - SIZE) / 2 + 0.88 * SIZE


@dataclass(frozen=True, slots=True)
class Block:
    """A label broken into lines, measured, not yet placed."""

    fragment: Fragment
    lines: tuple[str, ...]
    width: float
    bold: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * LEADING


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A filled box: a bar, a segment, a swatch."""

    x: float
    y: float
    width: float
    height: float
    fill: Fill


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points: a leader, an axis, a target."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle: an event."""

    x: float
    y: float
    radius: float
    colour: str


@dataclass(frozen=True, slots=True)
class Writing:
    """One line of text."""

    text: str
    x: float
    baseline: float
    anchor: str  # "left", "center" or "right" of the text stands at x
    colour: str
    bold: bool


Shape = Rectangle | Stroke | Dot


@dataclass(slots=True)
class Canvas:
    """Shapes in painting order, writing above them, and the fragments that were written."""

    typeface: Typeface
    width: float = WIDTH
    height: float = MARGIN
    shapes: list[Shape] = field(default_factory=list)
    writing: list[Writing] = field(default_factory=list)
    labels: list[Fragment] = field(default_factory=list)

    @property
    def right(self) -> float:
        return self.width - MARGIN

    def block(self, fragment: Fragment, width: float = WIDTH, bold: bool = False) -> Block:
        """The label broken to fit ``width``."""
        return self.block_of(
            fragment, wrap(fragment, width, lambda text: self.typeface.width(text, bold)), bold
        )

    def block_of(self, fragment: Fragment, lines: Sequence[str], bold: bool = False) -> Block:
        """The label with its lines already chosen."""
        width = max((self.typeface.width(line, bold) for line in lines), default=0.0)
        return Block(fragment, tuple(lines), width, bold)

    def line_of(self, fragment: Fragment, bold: bool = False) -> Block:
        """The label on one line, whatever its width."""
        return self.block_of(fragment, [printed(fragment)], bold)

    def write(
        self,
        block: Block,
        x: float,
        top: float,
        anchor: str = "left",
        *,
        colour: str = INK,
        backing: str = "",
    ) -> None:
        """Print a label; a backing keeps hatching from running through it."""
        if not block.lines:
            return
        if backing:
            left = x - {"left": 0.0, "center": block.width / 2, "right": block.width}[anchor]
            self.shapes.append(Rectangle(left - 2, top, block.width + 4, block.height, Fill(backing)))
        for number, line in enumerate(block.lines):
            baseline = top + number * LEADING + _BASELINE
            self.writing.append(Writing(line, x, baseline, anchor, colour, block.bold))
        self.labels.append(block.fragment)

    def segment(self, x: float, y: float, width: float, height: float, fill: Fill) -> None:
        """A bar, or a piece of one, as long as its value."""
        if width > 0:
            self.shapes.append(Rectangle(x, y, width, height, fill))

    def separate(self, left: float, top: float, lengths: Sequence[float], height: float) -> None:
        """White lines between the pieces of a bar, each within the longer of its two neighbours.

        So every piece keeps its place and its length, and the shortest is not covered.
        """
        visible = [length for length in lengths if length > 0]
        ends = accumulate(visible, initial=left)
        next(ends)
        for (before, after), end in zip(pairwise(visible), ends, strict=False):
            width = min(_SEPARATION, max(before, after) / 4)
            start = end - width if before >= after else end
            self.shapes.append(Rectangle(start, top, width, height, Fill(PAPER)))

    def leader(self, *points: tuple[float, float]) -> None:
        self.shapes.append(Stroke(points, INK, 0.6))

    def dashed(self, x: float, top: float, bottom: float, colour: str) -> None:
        """A dashed line on a white one, to be seen on dark bars too."""
        self.shapes.append(Stroke(((x, top), (x, bottom)), PAPER, 3))
        self.shapes.append(Stroke(((x, top), (x, bottom)), colour, 1.4, dashed=True))
