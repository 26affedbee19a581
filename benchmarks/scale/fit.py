"""A straight line through measurements of several sizes: what is paid once, and what each report costs."""

from collections.abc import Sequence
from dataclasses import dataclass

MUNICIPALITIES = 1741
YEARS = 10
REPORTS = MUNICIPALITIES * YEARS


@dataclass(frozen=True, slots=True)
class Line:
    """``fixed`` + ``each`` × size."""

    fixed: float
    each: float

    def at(self, size: float) -> float:
        return self.fixed + self.each * size

    @classmethod
    def through(cls, points: Sequence[tuple[int, float]]) -> "Line":
        """The line whose relative distances from the points are least (the sum of their squares).

        So small sizes, which tell what is paid once, count as much as large ones. ValueError for fewer than
        two sizes.
        """
        if len({size for size, _ in points}) < 2:
            raise ValueError("a line needs two sizes")
        weights = [1 / value**2 for _, value in points]
        total = sum(weights)
        middle = sum(w * size for w, (size, _) in zip(weights, points, strict=True)) / total
        level = sum(w * value for w, (_, value) in zip(weights, points, strict=True)) / total
        spread = sum(w * (size - middle) ** 2 for w, (size, _) in zip(weights, points, strict=True))
        common = sum(
            w * (size - middle) * (value - level) for w, (size, value) in zip(weights, points, strict=True)
        )
        each = common / spread
        return cls(level - each * middle, each)
