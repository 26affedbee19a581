"""Locks between commands.

A lock file is placed beside the locked path (``.2024.lock`` for ``2024``). The system releases the lock when
its process ends for any reason; forked processes do not share it. The lock file is removed with the lock; the
next process locks and then removes one left behind by a killed process.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LONGEST_WAIT_SECONDS = 3.0
_POLL_SECONDS = 0.05


@contextmanager
def locked(path: Path, wait: float | None = None) -> Iterator[None]:
    """Lock a file or folder against other commands. Reentrant within a process, across its threads.

    Its parent folder is created, and removed again if it stays empty. TimeoutError if another process keeps
    the lock for ``wait`` seconds; OSError if no file can be created or locked there.
    """
    # It imports asyncio: 40 ms, which a command with nothing to build should not spend.
    from filelock import FileLock

    lock = FileLock(
        lock_file(path),
        poll_interval=_POLL_SECONDS,
        is_singleton=True,
        thread_local=False,
        fallback_to_soft=False,  # a soft lock would warn on stderr and survive a crash
    )
    wait = LONGEST_WAIT_SECONDS if wait is None else wait
    with created_while_needed(path.parent), lock.acquire(timeout=wait):
        try:
            yield
        finally:
            # Safe while locked: filelock notices that the file it waited for is gone, and retries. Windows
            # refuses; there filelock removes the file itself on release.
            if lock.lock_counter == 1:
                with suppress(PermissionError):
                    lock_file(path).unlink(missing_ok=True)


def lock_file(path: Path) -> Path:
    """Return the lock file of a file or folder."""
    return path.with_name(f".{path.name}.lock")


@contextmanager
def created_while_needed(folder: Path) -> Iterator[None]:
    """Create a folder and its parents; afterwards remove new ones that remain empty."""
    created = [one for one in (folder, *folder.parents) if not one.is_dir()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        with suppress(OSError):
            for one in created:
                one.rmdir()
