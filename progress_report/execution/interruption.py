"""Ctrl+C that is not lost: Python drops a KeyboardInterrupt that happens to fall into a finalizer.

It only tells of it on stderr, and a build would go on as if nothing had been asked.
"""

import signal
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
