"""Holding a file or folder: the system lets go of it when the last process that holds it ends, however.

The hold is a ``flock`` on an open descriptor: processes that are forked meanwhile share it, programs that
are started do not. Where the system has none (Windows, some network file systems) nothing is held.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

CAN_HOLD = sys.platform != "win32"


def hold(descriptor: int) -> bool:
    """Hold what is open here until it is closed. BlockingIOError where another does.

    False where it cannot be held.
    """
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:
        return False
    return True


def is_at(descriptor: int, path: Path) -> bool:
    """Whether what is open here is still what bears this name."""
    with suppress(OSError):
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    return False
