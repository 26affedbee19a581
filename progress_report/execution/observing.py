"""An audit hook that notes which files a process reads, so that a later build knows what a result hangs on.

One JSON line for each distinct event, ``[kind, path, …]``, appended at once: the note is whole even where
the process is killed. Python raises no event for a file that is only asked whether it is there, and none
for a part of a file; our readers raise such events themselves (``SOUGHT``, ``PART``).
"""

import json
import os
import sys
import sysconfig
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from progress_report.model.audit_events import PART, SOUGHT

READ, LISTED, WROTE, ACTED = "read", "listed", "wrote", "acted"
KINDS = {SOUGHT: "sought", PART: "part"}
# What a cell may do that no hash of a file can tell: its result is never used again.
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
_IMPORTS = "<frozen importlib"  # looks through folders for modules; the ones it finds are read
_BYTECODE = ".pyc"
_NO_FILES = ("/proc/", "/dev/", "/sys/")


def observe(destination: str) -> None:
    """Note from now on, for as long as the process lives. OSError where the file cannot be written."""
    stream = os.open(destination, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    process = os.getpid()

    def write(line: bytes) -> None:
        # What forks was noted; its child may have closed all files, and an error here would stop it.
        if os.getpid() == process:
            os.write(stream, line)

    sys.addaudithook(_hook(write, ignored()))


def _hook(
    write: Callable[[bytes], object], ignored: tuple[str, ...]
) -> Callable[[str, tuple[Any, ...]], None]:
    seen: set[tuple[str, ...]] = set()
    parts: Counter[str] = Counter()

    def note(kind: str, path: object, *rest: str) -> None:
        if not isinstance(path, str | bytes | os.PathLike):
            return  # an open file's number: its opening was noted
        absolute = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 (resolve would follow links, and ask the disk)
        if not (absolute + os.sep).startswith(ignored) and (event := (kind, absolute, *rest)) not in seen:
            seen.add(event)
            write((json.dumps(event) + "\n").encode("ascii"))  # also where a name is no UTF-8

    def importing() -> bool:
        return sys._getframe(2).f_code.co_filename.startswith(_IMPORTS)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(path, str) and _BYTECODE in path and importing():
                note(READ, _source(path))  # which is not opened where its compiled form is found
            elif flags & (os.O_WRONLY | os.O_RDWR):
                note(WROTE, path)
            elif isinstance(path, str) and parts[path]:
                parts[path] -= 1
            else:
                note(READ, path)
        elif event in ("os.listdir", "os.scandir"):
            if not importing():
                note(LISTED, "." if arguments[0] is None else arguments[0])
        elif event == "import":
            module, file, folders = arguments[:3]
            if file:
                note(READ, file)  # a compiled module is opened without Python
            elif folders:
                top = module.partition(".")[0]  # a file of that name would be imported in a package's stead
                for name in (f"{top}.py", os.path.join(top, "__init__.py")):  # noqa: PTH118
                    for folder in folders:
                        note(KINDS[SOUGHT], os.path.join(folder, name))  # noqa: PTH118
        elif event in KINDS:
            note(KINDS[event], *arguments)
            if event == PART:
                parts[str(arguments[0])] += 1
        elif event in _ACTS and not importing():  # an import keeps the compiled form
            note(ACTED, ".", event)

    return hook


def _source(bytecode: str) -> str:
    """The module's source; of ``helper.cpython-311.pyc.140234``, as it is called while written, too."""
    folder, name = os.path.split(bytecode)
    if os.path.basename(folder) != "__pycache__":  # noqa: PTH119
        return bytecode
    return os.path.join(os.path.dirname(folder), name.partition(".")[0] + ".py")  # noqa: PTH118, PTH120


def ignored() -> tuple[str, ...]:
    """Where no input lies: Python and its packages (declared by the lock file), settings, our own code.

    A folder that holds the project itself is not among them: Python in /usr, the project in /usr/src.
    """
    code = Path(__file__).resolve().parents[1]
    settings = (os.environ.get(name) for name in ("IPYTHONDIR", "MPLCONFIGDIR"))
    cells = os.path.join(tempfile.gettempdir(), "ipykernel_")  # noqa: PTH118 (a beginning of names, no path)
    folders = {
        *sysconfig.get_paths().values(),
        sys.prefix,
        sys.base_prefix,
        *filter(None, settings),
        str(code),
    }
    beginnings = (*(folder.rstrip(os.sep) + os.sep for folder in sorted(folders)), cells, *_NO_FILES)
    project = str(code.parent) + os.sep
    return tuple(beginning for beginning in beginnings if not project.startswith(beginning))
