"""One process at a time for a piece of work: the others wait a moment, and are then refused."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from progress_report.storage.holding import CAN_HOLD, hold, is_at
from progress_report.storage.uninterrupted import uninterrupted

# Processes that were forked share the hold, and end a moment after one that was killed.
LONGEST_WAIT_SECONDS = 3
_POLL_SECONDS = 0.05


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Have ``lock`` held meanwhile; afterwards the file is gone. Its folder is made, and stays if not empty.

    BlockingIOError where another process has it. OSError where no file can be made there.
    """
    if not CAN_HOLD:
        yield
        return
    with made_while_needed(lock.parent), ExitStack() as held:
        with uninterrupted():
            held.callback(_end, lock, _acquired(lock))
        yield


def _end(lock: Path, descriptor: int) -> None:
    with uninterrupted():
        lock.unlink(missing_ok=True)
        os.close(descriptor)


@contextmanager
def made_while_needed(folder: Path) -> Iterator[None]:
    """Have a folder; it and those it lies in are removed again, where they were not there before and nothing
    came to lie in them."""
    made = [one for one in (folder, *folder.parents) if not one.is_dir()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        with suppress(OSError):
            for one in made:
                one.rmdir()


def let_go(lock: Path) -> None:
    """Remove the lock file that a killed process left. Never fails."""
    if not CAN_HOLD:
        return
    with suppress(OSError):
        descriptor = os.open(lock, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            if hold(descriptor) and is_at(descriptor, lock):
                lock.unlink()
        finally:
            os.close(descriptor)


def _acquired(lock: Path) -> int:
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while True:
        descriptor = os.open(lock, os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW, 0o644)
        try:
            if not hold(descriptor) or is_at(descriptor, lock):
                return descriptor
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(descriptor)
                raise
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        time.sleep(_POLL_SECONDS)
