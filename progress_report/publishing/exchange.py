"""A whole new report appears at once, or the old one stays untouched.

The new folder is staged beside the old one and the two are exchanged in one step where the system
can (Linux: ``renameat2`` with ``RENAME_EXCHANGE``). Elsewhere the old folder steps aside first; should
the process die in that moment, the next command finds it there and puts it back.

What is beside the report has fixed names and belongs to the process that has the report's lock.
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

if TYPE_CHECKING:  # pandas is not needed to say that nothing has changed
    from progress_report.provenance.audit import Audited

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_ATTEMPTS = 20
_PAUSE_SECONDS = 0.1


@contextmanager
def build_lock(target: Path, wait: float | None = None) -> Iterator[None]:
    """Lock a report's folder against other commands, and put right what a killed one left beside it.

    PublishingError where another command has it, or where a link stands in the folder's place. OSError.
    """
    if target.is_symlink():
        # Exchanging would replace the link, and what it leads to may be anything.
        remedy = "リンクを除くか、--out で別の書き出し先を指定してください。"
        raise PublishingError(
            [Finding("リンクになっているので、ここには書き出しません。", remedy, str(target))]
        )
    busy = "この報告書は、いま別のコマンドが作っています。何も書いていません。"
    with exclusive(target, busy, wait):
        _recover(target)
        yield


def recover(target: Path, *files: Path) -> None:
    """Put right what killed commands left beside a report and other files.

    Never fail; skip what is in use.
    """
    if any(map(os.path.lexists, (lock_file(target), staging_of(target), _aside(target)))):
        with contextlib.suppress(OSError, PublishingError), build_lock(target, wait=0):
            pass
    for file in files:
        remove_stale(file)


def publish(target: Path, files: Mapping[str, bytes]) -> None:
    """Make ``target`` a folder of exactly these files (by relative path).

    OSError leaves it as it was, and so does PublishingError, where another command is writing the report or
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
            for name in files:  # after all are written: the disk takes them together
                write_through(staging / name)
            _replace(staging, target)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def discard(folder: Path) -> None:
    """Remove what a former, failed build left to look at."""
    shutil.rmtree(folder, ignore_errors=True)


def told(
    target: Path,
    files: Mapping[str, bytes],
    draft_reasons: list[str] | None,
    numerals: int | None,
    audited: "Audited",
    seconds: float,
) -> str:
    """What was written and how long it took, for the person who asked for it."""
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
    return "\n".join([*lines, "案（確定前の版）です。", *(f"  ・{reason}" for reason in draft_reasons)])


def _size(count: int) -> str:
    return f"{count / 1024:,.0f} KB"


def _recover(target: Path) -> None:
    """Put back a report that had stepped aside when its build was killed; remove what else it left."""
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
    """Replace the old folder by way of a known name; where the new one cannot come, the old one returns."""
    aside = _aside(target)
    _rename(target, aside)
    try:
        _rename(staging, target)
    except BaseException:
        _rename(aside, target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _rename(folder: Path, to: Path) -> None:
    """On Windows again for a moment: virus scanners hold what was just written."""
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
    """Exchange two folders in one step; False where the system cannot."""
    if sys.platform != "linux":
        return False
    with contextlib.suppress(OSError, AttributeError):
        rename = ctypes.CDLL(None, use_errno=True).renameat2
        paths = _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other)
        return bool(rename(*paths, _RENAME_EXCHANGE) == 0)
    return False
