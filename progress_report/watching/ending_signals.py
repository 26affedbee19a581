"""The signals that end a watch."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any, Self

_ENDING = (signal.SIGINT, signal.SIGTERM)


class EndingSignals:
    """Ctrl+C and a request to terminate, alike. As a context it takes them in; they end what is ``endable``.

    Before and after that they are only noted: what is half opened or half closed would be left so.
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
        """KeyboardInterrupt within, also for a signal that came before."""
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
