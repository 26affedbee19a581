"""Atomic replacement: a complete new report appears at once, or the old one stays untouched.

The new folder is staged beside the old one, and the two are exchanged in one step if the system can (Linux:
``renameat2`` with ``RENAME_EXCHANGE``). Elsewhere the old folder is first renamed; if the process dies at
that moment, the next command restores it (``build_lock``).
"""

import contextlib
import ctypes
import errno
import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from progress_report.files.replacing import staging_folder, write_through
from progress_report.model.findings import Finding, PublishingError, refused
from progress_report.publishing.build_lock import aside_of, build_lock

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_ATTEMPTS = 20
_PAUSE_SECONDS = 0.1
# Error codes of the system: Windows uses only the first, for any reason; Unix for mounted or immutable files.
_IN_USE = (errno.EACCES, errno.EPERM, errno.EBUSY)
# By suffix of the report's files, the programs that people open them with.
_PROGRAMS = {
    ".pdf": "Acrobat などのPDFを見るソフト",
    ".xlsx": "Excel",
    ".csv": "Excel",
    ".html": "ブラウザー",
    ".txt": "メモ帳などのエディター",
    ".json": "エディター",
    ".ipynb": "JupyterLab",
}
_MOST_LISTED = 5


def publish(target: Path, files: Mapping[str, bytes]) -> None:
    """Make ``target`` a folder of exactly these files (by relative path).

    It stays unchanged on OSError and on PublishingError, raised if another command is writing the report or
    another program has it open.
    """
    with build_lock(target), staging_folder(target) as staging:
        for name, content in files.items():
            path = staging / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for name in files:  # after all are written: the disk flushes them together
            write_through(staging / name)
        _replace(staging, target)


def discard(folder: Path) -> None:
    """Remove the notebooks kept by an earlier, failed build."""
    shutil.rmtree(folder, ignore_errors=True)


def _replace(staging: Path, target: Path) -> None:
    if not target.exists():
        staging.rename(target)
    elif target.is_dir() and not target.is_symlink():
        try:
            if not _exchange(staging, target):
                _step_aside(staging, target)
        except OSError as error:
            if error.errno in _IN_USE:
                raise _in_use(target, error) from None
            raise
    else:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(target))


def _step_aside(staging: Path, target: Path) -> None:
    """Replace the old folder via a known name; restore it if the new one cannot be renamed."""
    aside = aside_of(target)
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


def _in_use(folder: Path, error: OSError) -> PublishingError:
    """Return the error if the report could not be replaced: each open file and its probable program.

    Windows names only the folder: the files are found by trying to open each, without changing it.
    """
    opened = list(_open_files(folder))
    findings = [
        Finding(
            "ほかのソフトが開いているか、書込みが禁じられているので、新しい報告書に置き換えられません。"
            "前の報告書はそのまま残っています。",
            f"{_PROGRAMS.get(path.suffix, 'ほかのソフト')}で開いていたら閉じて、もう一度実行してください。",
            str(path),
        )
        for path in opened[:_MOST_LISTED]
    ]
    if not findings:
        findings = [
            Finding(
                f"新しい報告書に置き換えられません（{refused(error)}）。前の報告書はそのまま残っています。",
                "このフォルダーや中のファイルを開いているもの（Excel、Acrobat、エクスプローラー、"
                "コマンド プロンプトなど）を閉じて、もう一度実行してください。",
                str(folder),
            )
        ]
    return PublishingError(findings)


def _open_files(folder: Path) -> Iterator[Path]:
    """Yield the files that cannot currently be opened for writing."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            try:
                path.open("r+b").close()
            except OSError:
                yield path
