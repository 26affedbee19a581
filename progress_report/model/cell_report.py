"""What a kernel reports of a cell to the build, as a payload of the cell's reply."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PAYLOAD_SOURCE = "progress-report"


@dataclass(frozen=True, slots=True)
class CellReport:
    """Serial numbers of the blocks that the cell displayed, and of those not displayed so far.

    ``prose``: the entries asked for so far.
    """

    displayed: tuple[int, ...] = ()
    waiting: tuple[int, ...] = ()
    prose: tuple[str, ...] = ()

    @classmethod
    def of_reply(cls, content: Mapping[str, Any]) -> "CellReport | None":
        """Return the report in a cell's reply; None where the notebook has not imported the library yet."""
        for payload in content.get("payload", ()):
            if payload.get("source") == PAYLOAD_SOURCE:
                return cls(*(tuple(payload[name]) for name in ("displayed", "waiting", "prose")))
        return None
