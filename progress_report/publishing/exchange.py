"""Atomic replacement: a complete new report appears at once, or the old one stays untouched.

The new folder is staged beside the old one, and the two are exchanged in one step if the system can (Linux:
``renameat2`` with ``RENAME_EXCHANGE``). Elsewhere the old folder is first renamed; if the process dies at
that moment, the next command restores it. Files beside the report have fixed names and belong to the process
that has the report's lock.
"""

import contextlib
import ctypes
import errno
import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from progress_report.files.locks import lock_file
from progress_report.files.replacing import exclusive, remove, remove_stale, staging_of, write_through
from progress_report.model.findings import Finding, PublishingError
from progress_report.publishing.in_use import IN_USE, in_use

if TYPE_CHECKING:  # pandas is not needed to report that nothing has changed
    from progress_report.provenance.audit import Audited

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_ATTEMPTS = 20
_PAUSE_SECONDS = 0.1


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
    if any(map(os.path.lexists, (lock_file(target), staging_of(target), _aside(target)))):
        with contextlib.suppress(OSError, PublishingError), build_lock(target, wait=0):
            pass
    for file in files:
        remove_stale(file)


def publish(target: Path, files: Mapping[str, bytes]) -> None:
    """Make ``target`` a folder of exactly these files (by relative path).

    It stays unchanged on OSError and on PublishingError, raised if another command is writing the report or
    another program has it open.
    """
    with build_lock(target):
        staging = staging_of(target)
        try:
            staging.mkdir()
            for name, content in files.items():
                path = staging / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            for name in files:  # after all are written: the disk flushes them together
                write_through(staging / name)
            _replace(staging, target)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def discard(folder: Path) -> None:
    """Remove the notebooks kept by an earlier, failed build."""
    shutil.rmtree(folder, ignore_errors=True)


def told(
    target: Path,
    files: Mapping[str, bytes],
    draft_reasons: list[str] | None,
    numerals: int | None,
    audited: "Audited",
    seconds: float,
) -> str:
    """Return the message about the written files and the duration."""
    lines = [f"{target} に書き出しました（{seconds:.1f}秒）。"]
    tables = [name for name in files if name.startswith("tables/")]
    single = {name: content for name, content in files.items() if name not in tables}
    lines += [f"  {target / name}　{_size(len(content))}" for name, content in single.items()]
    if tables:
        lines.append(f"  {target / 'tables'}　{len(tables)}個")
    if numerals is not None:
        lines.append(f"表示した数字 {numerals}個の出どころを、すべて ledger.csv に記しました。")
    lines.append(
        f"ledger.csv の数値 {audited.printed}件を、元の表とパラメータから計算し直し、すべて一致しました。"
    )
    if draft_reasons is None:
        return "\n".join([*lines, "確定版です。"])
    return "\n".join([*lines, "案（未確定）です。", *(f"  ・{reason}" for reason in draft_reasons)])


def _size(count: int) -> str:
    return f"{count / 1024:,.0f} KB"


def _recover(target: Path) -> None:
    """Restore the previous report after an interrupted build; remove its stale files."""
    aside = _aside(target)
    if aside.exists() and not target.exists():
        aside.rename(target)
    for stale in (aside, staging_of(target)):
        remove(stale)


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _replace(staging: Path, target: Path) -> None:
    if not target.exists():
        staging.rename(target)
    elif target.is_dir() and not target.is_symlink():
        try:
            if not _exchange(staging, target):
                _step_aside(staging, target)
        except OSError as error:
            if error.errno in IN_USE:
                raise in_use(target, error) from None
            raise
    else:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(target))


def _step_aside(staging: Path, target: Path) -> None:
    """Replace the old folder via a known name; restore it if the new one cannot be renamed."""
    aside = _aside(target)
    _rename(target, aside)
    try:
        _rename(staging, target)
    except BaseException:
        _rename(aside, target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _rename(folder: Path, to: Path) -> None:
    """Rename the folder, retrying for a moment on Windows: virus scanners open newly written files."""
    left = _ATTEMPTS if sys.platform == "win32" else 1
    while True:
        try:
            folder.rename(to)
        except PermissionError:
            left -= 1
            if not left:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; return False if the system cannot."""
    if sys.platform != "linux":
        return False
    with contextlib.suppress(OSError, AttributeError):
        rename = ctypes.CDLL(None, use_errno=True).renameat2
        paths = _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other)
        return bool(rename(*paths, _RENAME_EXCHANGE) == 0)
    return False
