"""Locks between commands.

What is locked has a lock file beside it (``.2024.lock`` for ``2024``). The system releases the lock when its
process ends, however that does; the processes that it forked do not share it. The lock file goes with the
lock; one that a killed process left is locked, and then removed, by whoever comes next.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LONGEST_WAIT_SECONDS = 3.0
_POLL_SECONDS = 0.05


@contextmanager
def locked(path: Path, wait: float | None = None) -> Iterator[None]:
    """Lock a file or folder against other commands. Reentrant within a process, whatever its threads.

    Its parent folder is created, and removed again if nothing came to lie in it.
    TimeoutError where another process keeps the lock for ``wait`` seconds; OSError where no file can be
    created or locked there.
    """
    # It imports asyncio: 40 ms, of which a command that finds nothing to build has no need.
    from filelock import FileLock

    lock = FileLock(
        lock_file(path),
        poll_interval=_POLL_SECONDS,
        is_singleton=True,
        thread_local=False,
        fallback_to_soft=False,  # which would warn on stderr, and take a dead machine's lock for a live one
    )
    wait = LONGEST_WAIT_SECONDS if wait is None else wait
    with created_while_needed(path.parent), lock.acquire(timeout=wait):
        try:
            yield
        finally:
            # Safe while it is locked: filelock notices that the file it waited for is gone, and starts over.
            # Windows refuses; there filelock removes the file itself once it is released.
            if lock.lock_counter == 1:
                with suppress(PermissionError):
                    lock_file(path).unlink(missing_ok=True)


def lock_file(path: Path) -> Path:
    """Return the lock file of a file or folder."""
    return path.with_name(f".{path.name}.lock")


@contextmanager
def created_while_needed(folder: Path) -> Iterator[None]:
    """Create a folder and its parents; remove again those that were not there before and remain empty."""
    created = [one for one in (folder, *folder.parents) if not one.is_dir()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        with suppress(OSError):
            for one in created:
                one.rmdir()
