"""Reliable Ctrl+C: Python drops a KeyboardInterrupt raised in a finalizer.

It only reports it on stderr, and a build would continue as if nothing had happened.
"""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class _Asked:
    """Whether Ctrl+C was pressed since this process began to listen, and what the main thread defers."""

    at_all = False
    blocks = 0  # of ``uninterrupted``, one within another
    deferred = False


def listen() -> None:
    """Make Ctrl+C interrupt this process at once, or else at its next step. Main thread only."""
    _Asked.at_all = _Asked.deferred = False
    _Asked.blocks = 0  # a process that was forked in a block is outside of it
    signal.signal(signal.SIGINT, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    _Asked.at_all = True
    if _Asked.blocks:
        _Asked.deferred = True
    else:
        raise KeyboardInterrupt


def require_none() -> None:
    """Raise KeyboardInterrupt if Ctrl+C was pressed and dropped."""
    if _Asked.at_all:
        raise KeyboardInterrupt


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Defer Ctrl+C until the block is done, also for processes that it starts on Unix.

    The signal is blocked, so that they begin with it blocked. Another thread may receive it all the same, and
    Python then calls the handler in the main thread: it raises nothing within the block.
    """
    is_main = threading.current_thread() is threading.main_thread()
    _Asked.blocks += is_main
    mask = None if sys.platform == "win32" else signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        _Asked.blocks -= is_main
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if is_main and not _Asked.blocks and _Asked.deferred:
            _Asked.deferred = False
            raise KeyboardInterrupt
