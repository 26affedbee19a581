"""Resource limits of a section's notebook, and the error of a notebook that was stopped."""

import time
from dataclasses import dataclass

from progress_report.inputs.params.limits import Limits

_SHORTEST_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class ResourceLimits:
    """The limits of each section, and the deadline (on the monotonic clock) of all sections."""

    limits: Limits
    deadline: float

    @classmethod
    def from_now(cls, limits: Limits) -> "ResourceLimits":
        return cls(limits, time.monotonic() + limits.build_seconds)

    def seconds(self) -> float:
        """Return the time limit of the next cell in seconds."""
        left = self.deadline - time.monotonic()
        return max(_SHORTEST_SECONDS, min(self.limits.cell_seconds, left))

    @property
    def is_spent(self) -> bool:
        return time.monotonic() >= self.deadline


class NotebookStopped(Exception):
    """A notebook was stopped, or its worker died: the message, and its remedy."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
