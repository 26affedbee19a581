"""The lock of a report's folder, and its recovery after a killed command.

Files beside the report have fixed names and belong to the process that has the lock.
"""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from progress_report.files.locks import lock_file
from progress_report.files.replacing import exclusive, remove, remove_stale, staging_of
from progress_report.model.findings import Finding, PublishingError


@contextmanager
def build_lock(target: Path, wait: float | None = None) -> Iterator[None]:
    """Lock a report's folder against other commands, and restore it after a killed one.

    PublishingError if another command has the lock, or if the folder is a symlink. OSError.
    """
    if target.is_symlink():
        # The exchange would replace the link, and its target may be anything.
        remedy = "リンクを除くか、--out で別の書き出し先を指定してください。"
        raise PublishingError(
            [Finding("リンクになっているので、ここには書き出しません。", remedy, str(target))]
        )
    busy = "この報告書は、いま別のコマンドが作っています。何も書いていません。"
    with exclusive(target, busy, wait):
        _recover(target)
        yield


def recover(target: Path, *files: Path) -> None:
    """Restore a report and other files after killed commands.

    Never fail; skip whatever is in use.
    """
    if any(map(os.path.lexists, (lock_file(target), staging_of(target), aside_of(target)))):
        with contextlib.suppress(OSError, PublishingError), build_lock(target, wait=0):
            pass
    for file in files:
        remove_stale(file)


def _recover(target: Path) -> None:
    """Restore the previous report after an interrupted build; remove its stale files."""
    aside = aside_of(target)
    if aside.exists() and not target.exists():
        aside.rename(target)
    for stale in (aside, staging_of(target)):
        remove(stale)


def aside_of(target: Path) -> Path:
    """Return the temporary name of the previous report where two folders cannot be exchanged."""
    return target.with_name(f".{target.name}.old")
