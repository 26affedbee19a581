"""Reliable Ctrl+C: Python drops a KeyboardInterrupt raised in a finalizer.

It only reports it on stderr, and a build would continue as if nothing had happened.
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class _Asked:
    """Whether Ctrl+C was pressed since this process began to listen."""

    at_all = False


def listen() -> None:
    """Make Ctrl+C interrupt this process at once, or else at its next step. Main thread only."""
    _Asked.at_all = False
    signal.signal(signal.SIGINT, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    _Asked.at_all = True
    raise KeyboardInterrupt


def require_none() -> None:
    """Raise KeyboardInterrupt if Ctrl+C was pressed and dropped."""
    if _Asked.at_all:
        raise KeyboardInterrupt


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Defer Ctrl+C until the block is done. Main thread only; no effect on Windows."""
    if sys.platform == "win32":
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
