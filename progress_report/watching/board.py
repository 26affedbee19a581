"""State of a watched report: written by the builder, read by every open page."""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Phase = Literal["building", "built", "failed"]


@dataclass(frozen=True, slots=True)
class Standing:
    """The result of the last build, and whether another is running.

    ``pages``: the outputs of the last successful build, by path from its folder; ``identity`` distinguishes
    them from those of other builds; ``made`` is the time of the build, as HH:MM:SS. While the other outputs
    are still being made, only the report's own page is present (``partial``).
    """

    phase: Phase = "building"
    violations: tuple[str, ...] = ()
    made: str = ""
    identity: str = ""
    pages: Mapping[str, bytes] = field(default_factory=dict)
    partial: bool = False

    def to_json(self) -> str:
        """Return the state for the page: on one line, as required for an event."""
        reported = {
            "phase": self.phase,
            "faults": self.violations,
            "made": self.made,
            "identity": self.identity,
        }
        return json.dumps(reported, ensure_ascii=False)


class Board:
    """The current state, with a way to wait for the next one."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._standing = Standing()
        self._number = 0
        self._ended = False

    @property
    def standing(self) -> Standing:
        return self._standing

    @property
    def ended(self) -> bool:
        return self._ended

    def page(self, name: str, seconds: float) -> bytes | None:
        """Return an output of the shown report, waiting while it is being made; None if it does not exist."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._ended or not self._standing.partial or name in self._standing.pages, seconds
            )
            return self._standing.pages.get(name)

    def show(self, standing: Standing) -> None:
        with self._changed:
            self._standing, self._number = standing, self._number + 1
            self._changed.notify_all()

    def end(self) -> None:
        """Wake all waiting threads."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def after(self, number: int, seconds: float) -> tuple[int, Standing] | None:
        """Wait for a state later than ``number`` and return it; None after a timeout, or at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._number > number, seconds)
            return None if self._ended or self._number <= number else (self._number, self._standing)
