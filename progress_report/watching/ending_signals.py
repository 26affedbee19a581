"""Signals that end a watch."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, Self

_ENDING = (signal.SIGINT, signal.SIGTERM)


class EndingSignals:
    """Ctrl+C and a termination request, handled alike: within the context, they interrupt only ``endable``.

    Before and after that they are only recorded, so that opening and closing are never interrupted halfway.
    """

    def __init__(self) -> None:
        self._noted = False
        self._endable = False
        self._former: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        self._former = {number: signal.signal(number, self._take) for number in _ENDING}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._former.items():
            signal.signal(number, handler)

    @contextmanager
    def endable(self) -> Iterator[None]:
        """Raise KeyboardInterrupt within the block, also for an earlier signal."""
        self._endable = True
        try:
            if self._noted:
                raise KeyboardInterrupt
            yield
        finally:
            self._endable = False

    def _take(self, number: int, frame: FrameType | None) -> None:
        self._noted = True
        if self._endable:
            raise KeyboardInterrupt
