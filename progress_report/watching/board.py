"""How a watched report stands: written by the one who builds, read by every page that is open."""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Phase = Literal["building", "built", "failed"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the last build came to, and whether another is under way.

    ``pages``: the outputs of the last build that succeeded, by path from its folder; ``identity`` tells
    them from those of others; ``made`` is the time of day they were made at, as HH:MM:SS. While the others
    are still being made, the report's own page is there alone (``partial``).
    """

    phase: Phase = "building"
    faults: tuple[str, ...] = ()
    made: str = ""
    identity: str = ""
    pages: Mapping[str, bytes] = field(default_factory=dict)
    partial: bool = False

    def to_json(self) -> str:
        """What the page is told: on one line, as an event has to be."""
        told = {"phase": self.phase, "faults": self.faults, "made": self.made, "identity": self.identity}
        return json.dumps(told, ensure_ascii=False)


class Board:
    """The present standing, and a way to wait for the next one."""

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
        """Return an output of the shown report, waited for while it is being made; None without it."""
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
        """Let nobody wait any longer."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def after(self, number: int, seconds: float) -> tuple[int, Standing] | None:
        """The standing if it is a later one than ``number``, waited for; None if none came, or it ended."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._number > number, seconds)
            return None if self._ended or self._number <= number else (self._number, self._standing)
