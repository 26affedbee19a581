"""Uncacheable accesses of a section: files outside the recorded inputs, and acts without a file digest.

An audit hook records them in the worker; each cell's reply sends them to the builder.
"""

import os
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from progress_report.execution.preload import settings_of
from progress_report.execution.sandbox import is_importing
from progress_report.inputs.project import Project
from progress_report.model.program import IS_INSTALLED, PACKAGE

READ, LISTED, WROTE, ACTED = "read", "listed", "wrote", "acted"
_ACTS = frozenset(
    [
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.fork",
        "os.forkpty",
        "os.startfile",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.sendto",
        "os.remove",
        "os.rename",
        "os.rmdir",
        "os.mkdir",
        "os.link",
        "os.symlink",
        "os.truncate",
        "shutil.rmtree",
        "ctypes.dlopen",
        "sqlite3.connect",  # opens its file without Python
        "dbm.open",
    ]
)
_NO_FILES = ("/proc/", "/dev/", "/sys/")

Event = tuple[str, str]  # one of the kinds above; the file, folder or act


class FileAccess:
    """Records file accesses of this process, each once; ``settings`` is its settings folder."""

    def __init__(self, settings: Path) -> None:
        self._noted: dict[Event, None] = {}
        self._taken = 0
        self._ignored = ignored_places(settings)

    def install(self) -> None:
        """Record from now on, for the life of the process."""
        sys.addaudithook(self._hook)

    def begin(self) -> None:
        """Forget earlier records."""
        self._noted, self._taken = {}, 0

    def take(self) -> list[Event]:
        """Return the records since the last call."""
        new = list(self._noted)[self._taken :]
        self._taken += len(new)
        return new

    def _note(self, kind: str, path: object) -> None:
        if isinstance(path, str | bytes | os.PathLike):  # an open file's number was recorded when opened
            absolute = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 (resolve would follow links, and ask the disk)
            if not (absolute + os.sep).startswith(self._ignored):
                self._noted[kind, absolute] = None

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(path, str) and ".pyc" in path and is_importing():
                self._note(READ, _source(path))  # not opened itself if its compiled form is found
            else:
                self._note(WROTE if flags & (os.O_WRONLY | os.O_RDWR) else READ, path)
        elif event in ("os.listdir", "os.scandir"):
            if not is_importing():  # it scans folders for modules; those it finds are recorded as read
                self._note(LISTED, "." if arguments[0] is None else arguments[0])
        elif event == "import":
            if arguments[1]:
                self._note(READ, arguments[1])  # a compiled module is opened without Python
        elif event in _ACTS and not is_importing():  # imports write the compiled form
            self._noted[ACTED, event] = None


def unrecorded(access: Iterable[Event], inputs: Mapping[str, str], project: Project) -> list[str]:
    """Describe the accesses of a section that a build record of these inputs does not cover."""
    folders = {PurePosixPath(name).parent.as_posix() for name in inputs}
    acts, found = [], []
    for kind, what in access:
        name = what if kind == ACTED else project.name_of(Path(what))
        if kind == ACTED:
            acts.append(f"ファイルの外を使う（{what}）")
        elif kind == WROTE:
            acts.append(f"{name} に書く")
        elif kind == LISTED and name not in folders:
            found.append(f"{name} の中のファイルの並び")
        elif kind == READ and name not in inputs:
            found.append(name)
    return [*acts[:1], *found]


def ignored_places(settings: Path) -> tuple[str, ...]:
    """Return places without inputs: installed packages (listed in the lock file), settings, our own code."""
    return (
        *installed_places(),
        *(f"{folder}{os.sep}" for folder in settings_of(settings).values()),
        *_NO_FILES,
    )


def installed_places() -> tuple[str, ...]:
    """Return the folders of Python, its packages and our own code.

    A folder that holds a checkout is not among them: Python in /usr, the checkout in /usr/src.
    """
    folders = {*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, str(PACKAGE)}
    places = (folder.rstrip(os.sep) + os.sep for folder in sorted(folders))
    checkout = str(PACKAGE.parent) + os.sep
    return tuple(place for place in places if IS_INSTALLED or not checkout.startswith(place))


def _source(bytecode: str) -> str:
    """Return the module's source, also for ``helper.cpython-311.pyc.140234``, the name during writing."""
    folder, name = os.path.split(bytecode)
    if os.path.basename(folder) != "__pycache__":  # noqa: PTH119
        return bytecode
    return os.path.join(os.path.dirname(folder), name.partition(".")[0] + ".py")  # noqa: PTH118, PTH120
