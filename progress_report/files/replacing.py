"""Atomic replacement of a file: its new content is staged under a fixed name, under its lock.

Staged content belongs to the process that has the lock: the next one removes a killed one's stale files.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from progress_report.files.locks import lock_file, locked
from progress_report.model.findings import Finding, PublishingError

Replace = Callable[[], object]


def write_file(path: Path, content: bytes) -> None:
    """Make ``path`` a file of this content, or leave it as it was (OSError, PublishingError)."""
    with staged_file(path, content) as replace:
        replace()


@contextmanager
def staged_file(path: Path, content: bytes) -> Iterator[Replace]:
    """Write the content to disk beside ``path``; yield a function that puts it in place.

    A new file obeys the umask, an existing one keeps its permissions. OSError; PublishingError if another
    command is writing the file.
    """
    with exclusive(path, "このファイルは、いま別のコマンドが書いています。"):
        staging = staging_of(path)
        remove(staging)
        try:
            staging.write_bytes(content)
            if path.exists():
                staging.chmod(path.stat().st_mode & 0o777)
            write_through(staging)
            yield lambda: staging.replace(path)
        finally:
            staging.unlink(missing_ok=True)


@contextmanager
def exclusive(path: Path, busy: str, wait: float | None = None) -> Iterator[None]:
    """Lock a file or folder. OSError; PublishingError with the message ``busy`` if another command has it."""
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(path, wait))
        except TimeoutError:
            remedy = "それが終わってから、もう一度実行してください。"
            raise PublishingError([Finding(busy, remedy, str(path))]) from None
        yield


def staging_of(path: Path) -> Path:
    """Return the path at which a new file or folder is staged before it replaces ``path``."""
    return path.with_name(f".{path.name}.new")


@contextmanager
def staging_folder(path: Path) -> Iterator[Path]:
    """Yield an empty staging folder for ``path``; remove it afterwards, and a stale one beforehand.

    The caller must have the lock of ``path`` (``exclusive``).
    """
    staging = staging_of(path)
    remove(staging)
    try:
        staging.mkdir()
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def remove_stale(path: Path) -> None:
    """Remove a killed command's stale files beside a file. Never fail; skip one in use."""
    if any(map(os.path.lexists, (lock_file(path), staging_of(path)))):
        with suppress(OSError), locked(path, wait=0):
            remove(staging_of(path))


def remove(path: Path) -> None:
    """Remove a file, link or whole folder, if it exists. OSError."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def write_through(path: Path) -> None:
    """Flush a file's content to disk."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())
