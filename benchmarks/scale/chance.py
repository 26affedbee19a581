"""Chance that is the same on every machine and under every version of Python."""

import random
from collections.abc import Sequence


class Chance:
    """Seeded by a text. Only ``random.random`` is drawn from: the one sequence Python promises to keep."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def holds(self, probability: float) -> bool:
        return self._random.random() < probability

    def between(self, least: float, most: float) -> float:
        return least + (most - least) * self._random.random()

    def whole(self, least: int, most: int) -> int:
        """Any of ``least`` to ``most``, both included."""
        return least + int(self._random.random() * (most - least + 1))

    def one_of(self, choices: Sequence[str], weights: Sequence[float]) -> str:
        """A choice, as likely as its weight among all weights."""
        left = self._random.random() * sum(weights)
        for choice, weight in zip(choices, weights, strict=True):
            left -= weight
            if left < 0:
                return choice
        return choices[-1]

    def weights(self, count: int) -> list[float]:
        """Weights for so many choices, none more than ten times another."""
        return [self.between(0.1, 1) for _ in range(count)]
