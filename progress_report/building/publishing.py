"""A whole new report appears at once, or the old one stays untouched.

The new folder is written beside the old one and the two are exchanged in one step where the system
can (Linux: ``renameat2`` with ``RENAME_EXCHANGE``). Elsewhere the old folder steps aside first; should
the process die in that moment, the next build finds it there and puts it back.
"""

import contextlib
import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def publish(target: Path, files: Mapping[str, bytes]) -> None:
    """Make ``target`` a folder of exactly these files (by relative path). OSError leaves it as it was."""
    target.parent.mkdir(parents=True, exist_ok=True)
    recover(target)
    staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent))
    try:
        staging.chmod(0o755)
        for name, content in files.items():
            path = staging / name
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_through(path, content)
        _replace(staging, target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def write_file(path: Path, content: bytes) -> None:
    """Make ``path`` a file of this content, or leave it as it was (OSError)."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    os.close(handle)
    staging = Path(name)
    try:
        _write_through(staging, content)
        staging.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        staging.replace(path)
    finally:
        staging.unlink(missing_ok=True)


def discard(folder: Path) -> None:
    """Remove what a former, failed build left to look at."""
    shutil.rmtree(folder, ignore_errors=True)


def told(
    target: Path,
    files: Mapping[str, bytes],
    draft_reasons: list[str] | None,
    numerals: int | None,
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
    if draft_reasons is None:
        return "\n".join([*lines, "確定版です。"])
    return "\n".join([*lines, "案（確定前の版）です。", *(f"  ・{reason}" for reason in draft_reasons)])


def _size(count: int) -> str:
    return f"{count / 1024:,.0f} KB"


def recover(target: Path) -> None:
    """Put back a report that had stepped aside when a former build died, and clear its leavings."""
    aside = _aside(target)
    if aside.exists():
        if target.exists():
            shutil.rmtree(aside)
        else:
            aside.rename(target)


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _replace(staging: Path, target: Path) -> None:
    if not target.exists():
        staging.rename(target)
    elif target.is_dir() and not target.is_symlink():
        if not _exchange(staging, target):
            target.rename(_aside(target))
            staging.rename(target)
            shutil.rmtree(_aside(target), ignore_errors=True)
    else:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(target))


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot."""
    if sys.platform != "linux":
        return False
    with contextlib.suppress(OSError, AttributeError):
        rename = ctypes.CDLL(None, use_errno=True).renameat2
        paths = _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other)
        return bool(rename(*paths, _RENAME_EXCHANGE) == 0)
    return False
