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
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from progress_report.building.in_use import IN_USE, in_use
from progress_report.model.findings import Finding, PublishingError
from progress_report.storage.alone import alone, let_go
from progress_report.storage.scratch import scratch_folder, sweep

if TYPE_CHECKING:  # pandas is not needed to say that nothing has changed
    from progress_report.building.audit import Audited

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NEW = ".new"
Replace = Callable[[], object]
_ATTEMPTS = 20
_PAUSE_SECONDS = 0.1


@contextmanager
def alone_at(target: Path) -> Iterator[None]:
    """Have no other build write ``target`` meanwhile.

    PublishingError where one does, or where a link stands in the folder's place. OSError.
    """
    if target.is_symlink():
        # Exchanging would replace the link, and what it leads to may be anything.
        remedy = "リンクを除くか、--out で別の書き出し先を指定してください。"
        raise PublishingError(
            [Finding("リンクになっているので、ここには書き出しません。", remedy, str(target))]
        )
    with ExitStack() as stack:
        try:
            stack.enter_context(alone(_lock(target)))
        except BlockingIOError:
            message = "この報告書は、いま別のコマンドが作っています。何も書いていません。"
            remedy = "それが終わってから、もう一度実行してください。"
            raise PublishingError([Finding(message, remedy, str(target))]) from None
        yield


def clear(target: Path, *others: Path) -> None:
    """Remove what builds that were killed left beside the report and beside other files. Never fails."""
    let_go(_lock(target))
    for path in (target, *others):
        sweep(path.parent, f".{path.name}.", _NEW)


def publish(target: Path, files: Mapping[str, bytes]) -> None:
    """Make ``target`` a folder of exactly these files (by relative path).

    OSError leaves it as it was, and so does PublishingError, where another program has the report open.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    recover(target)
    with scratch_folder(target.parent, f".{target.name}.", _NEW) as private:
        staging = private / target.name  # made here, its permissions obey the umask
        staging.mkdir()
        for name, content in files.items():
            path = staging / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for name in files:  # after all are written: the disk takes them together
            _write_through(staging / name)
        _replace(staging, target)


def write_file(path: Path, content: bytes) -> None:
    """Make ``path`` a file of this content, or leave it as it was (OSError)."""
    with staged_file(path, content) as replace:
        replace()


@contextmanager
def staged_file(path: Path, content: bytes) -> Iterator[Replace]:
    """Write the content beside ``path``, on the disk; calling what is given puts it in its place.

    A new file obeys the umask, another keeps its permissions. OSError.
    """
    with scratch_folder(path.parent, f".{path.name}.", _NEW) as private:
        staging = private / path.name
        staging.write_bytes(content)
        if path.exists():
            staging.chmod(path.stat().st_mode & 0o777)
        _write_through(staging)
        yield lambda: staging.replace(path)


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


def recover(target: Path) -> None:
    """Put back a report that had stepped aside when a former build died, and clear its leavings."""
    aside = _aside(target)
    if aside.exists():
        if target.exists():
            shutil.rmtree(aside)
        else:
            aside.rename(target)


def _lock(target: Path) -> Path:
    return target.with_name(f".{target.name}.lock")


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _write_through(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


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
