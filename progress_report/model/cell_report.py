"""A kernel's report of a cell to the build, sent as a payload of the cell's reply."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PAYLOAD_SOURCE = "progress-report"


@dataclass(frozen=True, slots=True)
class CellReport:
    """Serial numbers of the blocks that the cell displayed, and of the blocks not displayed so far.

    ``prose``: the entries requested so far.
    """

    displayed: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()
    prose: tuple[str, ...] = ()

    @classmethod
    def of_reply(cls, content: Mapping[str, Any]) -> "CellReport | None":
        """Return the report in a cell's reply; None if the notebook has not imported the library yet."""
        for payload in content.get("payload", ()):
            if payload.get("source") == PAYLOAD_SOURCE:
                return cls(*(tuple(payload[name]) for name in ("displayed", "waiting", "prose")))
        return None
