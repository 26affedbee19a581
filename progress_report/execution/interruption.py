"""Ctrl+C that is not lost: Python drops a KeyboardInterrupt that happens to fall into a finalizer.

It only tells of it on stderr, and a build would go on as if nothing had been asked.
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
    """Have Ctrl+C interrupt this process at once, or else at its next step. For the main thread."""
    _Asked.at_all = False
    signal.signal(signal.SIGINT, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    _Asked.at_all = True
    raise KeyboardInterrupt


def require_none() -> None:
    """KeyboardInterrupt where Ctrl+C was pressed, and dropped."""
    if _Asked.at_all:
        raise KeyboardInterrupt


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Have Ctrl+C wait until these steps are done. For the main thread; Windows has no such waiting."""
    if sys.platform == "win32":
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
