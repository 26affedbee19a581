"""What a section's notebook may take, and what is told where it took more."""

import time
from dataclasses import dataclass

from progress_report.inputs.limits import Limits

_SHORTEST_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Allowance:
    """The limits of a section, and when (on the monotonic clock) all sections together must be done."""

    limits: Limits
    deadline: float

    @classmethod
    def from_now(cls, limits: Limits) -> "Allowance":
        return cls(limits, time.monotonic() + limits.build_seconds)

    def seconds(self) -> float:
        """How long the next cell may take."""
        left = self.deadline - time.monotonic()
        return max(_SHORTEST_SECONDS, min(self.limits.cell_seconds, left))

    @property
    def is_spent(self) -> bool:
        return time.monotonic() >= self.deadline


class Interruption(Exception):
    """A notebook that was stopped, or whose kernel died: what is told, and what to do.

    ``unexplained``: what the kernel's process said last may tell more.
    """

    def __init__(self, message: str, remedy: str, *, unexplained: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.unexplained = unexplained
