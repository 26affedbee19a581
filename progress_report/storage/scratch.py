"""What is written beside its place and is to be gone afterwards, also where its process is killed.

Every scratch file or folder is held (see ``holding``) by the process that writes it. What bears such a name
and is held by nobody was left by a process that was killed: whoever writes the next one removes it.
"""

import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from progress_report.storage.holding import CAN_HOLD, hold, is_at

_CHANCE = "[a-z0-9_]{8}"  # as tempfile names what it makes
_PREFIX, _SUFFIX = "progress-report.", ".tmp"
# A kernel's sockets lie some folders below, and their paths must stay under 108 bytes.
_LONGEST_PARENT = 43
_ATTEMPTS = 20
_PAUSE_SECONDS = 0.05


@contextmanager
def scratch_folder(parent: Path, prefix: str, suffix: str) -> Iterator[Path]:
    """A new private folder ``<prefix>…<suffix>``; what is left under its name is removed. OSError."""
    sweep(parent, prefix, suffix)
    path, descriptor = _held(lambda: Path(tempfile.mkdtemp(suffix, prefix, parent)))
    try:
        yield path
    finally:
        _remove(path)
        os.close(descriptor)


@contextmanager
def scratch_file(parent: Path, prefix: str, suffix: str) -> Iterator[Path]:
    """A new private, empty file, to be written and given its name; otherwise it is removed. OSError."""
    sweep(parent, prefix, suffix)

    def make() -> Path:
        descriptor, name = tempfile.mkstemp(suffix, prefix, parent)
        os.close(descriptor)
        return Path(name)

    path, descriptor = _held(make)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


@contextmanager
def temporary_folder() -> Iterator[None]:
    """Have one folder for all temporary files of this process and of those that it forks."""
    usual = tempfile.tempdir
    try:
        with scratch_folder(Path(short_temporary_folder(_LONGEST_PARENT)), _PREFIX, _SUFFIX) as folder:
            tempfile.tempdir = str(folder)
            yield
    finally:
        tempfile.tempdir = usual


def short_temporary_folder(longest: int) -> str:
    """The system's temporary folder, or /tmp where that one's path has more characters."""
    usual = tempfile.gettempdir()
    return "/tmp" if len(usual) > longest and Path("/tmp").is_dir() else usual


def sweep(parent: Path, prefix: str, suffix: str) -> None:
    """Remove the scratch files and folders of this name that nobody holds. Never fails.

    Those of other users stay, and so do links and whatever else no process of ours has made.
    """
    if not CAN_HOLD:
        return  # it cannot be told which of them are in use
    name = re.compile(re.escape(prefix) + _CHANCE + re.escape(suffix))
    with suppress(OSError), os.scandir(parent) as entries:
        for path in [Path(entry.path) for entry in entries if name.fullmatch(entry.name)]:
            with suppress(OSError):
                _remove_unless_held(path)


def _remove(folder: Path) -> None:
    """Again, where a process that is ending still writes."""
    for _ in range(_ATTEMPTS):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(_PAUSE_SECONDS)


def _remove_unless_held(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        status = os.fstat(descriptor)
        ours = status.st_uid == os.geteuid() and (
            stat.S_ISDIR(status.st_mode) or stat.S_ISREG(status.st_mode)
        )
        if ours and hold(descriptor) and is_at(descriptor, path):
            if stat.S_ISDIR(status.st_mode):
                shutil.rmtree(path)
            else:
                path.unlink()
    finally:
        os.close(descriptor)


def _held(make: Callable[[], Path]) -> tuple[Path, int]:
    """What was made, and the descriptor that holds it; once more where somebody swept it at once."""
    while True:
        path = make()
        with suppress(FileNotFoundError):
            descriptor = os.open(path if CAN_HOLD else os.devnull, os.O_RDONLY)
            with suppress(BlockingIOError):
                if not hold(descriptor) or is_at(descriptor, path):
                    return path, descriptor
            os.close(descriptor)
