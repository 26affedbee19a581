"""Labels of segments too small to hold them: under the bar, tied to it by lines that cross no label.

A leader drops straight onto its label from a place of its own along the bar. Of two labels that do
not fit side by side the one in the deeper lane is the left one (or, right of a split, the right
one), and each label keeps clear of the leaders that pass to deeper lanes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from progress_report.authoring.charts.palette import Fill
from progress_report.authoring.charts.sheet import Block, Sheet

_LEADER_GAP = 6.0
_CLEAR = 3.0
_BETWEEN = 8.0
_SLANT = 48.0  # points a label may stand beside its segment
_TOP = 6.0
_WIDTHS = (140.0, 100.0, 70.0, 45.0)
_SWATCH = 12.0

MakeBlocks = Callable[[float], Sequence[Block]]


@dataclass(frozen=True, slots=True)
class _Lane:
    """Labels side by side: the index of each and the x where it begins."""

    starts: dict[int, float]


@dataclass(frozen=True, slots=True)
class Callouts:
    """Where each label stands, below a bar."""

    blocks: Sequence[Block]
    anchors: Sequence[float]
    leaders: Sequence[float]
    lanes: Sequence[_Lane]
    tied: bool  # False where no arrangement of leaders was possible: a swatch stands for the line

    def _depth(self, lane: _Lane) -> float:
        return max(self.blocks[index].height for index in lane.starts)

    @property
    def height(self) -> float:
        return _TOP + sum(self._depth(lane) for lane in self.lanes) if self.lanes else 0.0

    def draw(self, sheet: Sheet, bar_bottom: float, fills: Sequence[Fill]) -> None:
        tops: dict[int, tuple[float, float]] = {}
        top = bar_bottom + _TOP
        for lane in self.lanes:
            tops.update({index: (start, top) for index, start in lane.starts.items()})
            top += self._depth(lane)
        for index, (start, top) in sorted(tops.items()):
            block = self.blocks[index]
            if self.tied:
                anchor, leader = self.anchors[index], self.leaders[index]
                bent = ((anchor, bar_bottom - 1), (leader, bar_bottom + 4), (leader, top + 1))
                sheet.line(*bent, colour=sheet.palette.ink, width=0.6)
            else:
                sheet.box(start - _SWATCH, top + 2, _SWATCH - 4, 8, fills[index])
            sheet.write(block, start, top)


def arrange(anchors: Sequence[float], make_blocks: MakeBlocks, left: float, right: float) -> Callouts:
    """Place one label for each x in ``anchors`` (ascending), between ``left`` and ``right``."""
    for width in _WIDTHS:
        blocks = make_blocks(width)
        if beside := _side_by_side(anchors, blocks, left, right):
            return beside
    gaps = [_LEADER_GAP] * (len(anchors) - 1)
    leaders = _spread(anchors, gaps, left + 1, right - 1)
    for width in _WIDTHS:
        blocks = make_blocks(width)
        arrangements = [
            lanes
            for split in range(len(anchors), -1, -1)
            if (lanes := _lanes([block.width for block in blocks], leaders, split, left, right)) is not None
        ]
        if arrangements:
            return Callouts(blocks, anchors, leaders, min(arrangements, key=len), tied=True)
    blocks = make_blocks(right - left - _SWATCH)
    listed = [_Lane({index: left + _SWATCH}) for index in range(len(blocks))]
    return Callouts(blocks, anchors, leaders, listed, tied=False)


def _side_by_side(
    anchors: Sequence[float], blocks: Sequence[Block], left: float, right: float
) -> Callouts | None:
    """All labels in one lane, each near its segment; None if one would have to move far from it."""
    if not blocks:
        return Callouts(blocks, anchors, anchors, [], tied=True)
    halves = [block.width / 2 for block in blocks]
    gaps = [one + other + _BETWEEN for one, other in pairwise(halves)]
    low, high = left + halves[0], right - halves[-1]
    if sum(gaps) > high - low:
        return None
    middles = _spread(anchors, gaps, low, high)
    # A label at the edge stands beside the place its leader drops to, not centred under it.
    leaders = [
        min(max(anchor, middle - half + 1), middle + half - 1)
        for anchor, middle, half in zip(anchors, middles, halves, strict=True)
    ]
    if any(abs(anchor - leader) > _SLANT for anchor, leader in zip(anchors, leaders, strict=True)):
        return None
    starts = {index: middle - halves[index] for index, middle in enumerate(middles)}
    return Callouts(blocks, anchors, leaders, [_Lane(starts)], tied=True)


def _spread(anchors: Sequence[float], gaps: Sequence[float], low: float, high: float) -> list[float]:
    """The anchors, moved apart by at least ``gaps``: half of each move to either side where there is room."""
    count = len(anchors)
    offsets = list(accumulate(gaps, initial=0.0))
    # Without the gaps, places need only ascend: the mean of the lowest and the highest that do.
    bare = [anchor - offset for anchor, offset in zip(anchors, offsets, strict=True)]
    upper = list(accumulate(bare, max))
    lower = list(accumulate(reversed(bare), min))[::-1]
    high -= offsets[-1]
    return [min(max((upper[index] + lower[index]) / 2, low), high) + offsets[index] for index in range(count)]


def _lanes(
    widths: Sequence[float], leaders: Sequence[float], split: int, left: float, right: float
) -> list[_Lane] | None:
    """Labels before ``split`` go deeper to the left, the others to the right; None if they do not fit."""
    end = right if split == len(leaders) else leaders[split] - _CLEAR
    lanes: list[_Lane] = []
    taken = 0.0  # how far the current lane is free
    for index in range(split - 1, -1, -1):
        low = leaders[index - 1] + _CLEAR if index else left
        beside = min(end, taken - _BETWEEN)
        if lanes and leaders[index] <= beside and low + widths[index] <= beside:
            high = beside
        else:
            high = end
            lanes.append(_Lane({}))
        if low + widths[index] > high:
            return None
        taken = _near(leaders[index], widths[index], low, high)
        lanes[-1].starts[index] = taken
    first = len(lanes)
    for index in range(split, len(leaders)):
        high = leaders[index + 1] - _CLEAR if index + 1 < len(leaders) else right
        beside = max(left, taken + _BETWEEN)
        if len(lanes) > first and leaders[index] >= beside and beside + widths[index] <= high:
            low = beside
        else:
            low = left
            lanes.append(_Lane({}))
        if low + widths[index] > high:
            return None
        start = _near(leaders[index], widths[index], low, high)
        lanes[-1].starts[index] = start
        taken = start + widths[index]
    return lanes


def _near(leader: float, width: float, low: float, high: float) -> float:
    return min(max(leader - width / 2, low), high - width)
