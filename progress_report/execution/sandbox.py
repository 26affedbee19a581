"""Sandbox of a section's notebook: no writing except temporary files, and no network.

An audit hook rejects such acts beforehand, with the errors of the system. It protects against mistakes, not
against a malicious cell (which may start other programs, or bypass Python).
"""

import errno
import os
import socket
import sys
import tempfile
from collections.abc import Callable
from typing import Any

# The indexes of arguments that are paths to be changed.
_CHANGES = {
    "os.remove": (0,),
    "os.rename": (0, 1),
    "os.rmdir": (0,),
    "os.mkdir": (0,),
    "os.link": (1,),
    "os.symlink": (1,),
    "os.truncate": (0,),
    "os.chmod": (0,),
    "os.chown": (0,),
    "shutil.rmtree": (0,),
}
_CONNECTIONS = ("socket.connect", "socket.sendto", "socket.sendmsg")
_LOOK_UPS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
_IMPORTS = "<frozen importlib"


def install_sandbox() -> None:
    """Enforce the sandbox from now on, for the life of the process."""
    sys.addaudithook(_hook())


def _hook() -> Callable[[str, tuple[Any, ...]], None]:
    allowed = tuple(
        os.path.realpath(folder).rstrip(os.sep) + os.sep for folder in (tempfile.gettempdir(), "/dev")
    )

    def require_temporary(path: object) -> None:
        if isinstance(path, str | bytes | os.PathLike):
            real = os.path.realpath(os.fsdecode(path))
            if not real.startswith(allowed):
                message = "節のノートブックは、ファイルを書いたり消したりできません"
                raise PermissionError(errno.EACCES, message, os.fsdecode(path))

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            if arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC) and not is_importing():
                require_temporary(arguments[0])
        elif event in _CHANGES:
            if not is_importing():  # it writes compiled modules
                for position in _CHANGES[event]:
                    require_temporary(arguments[position])
        elif event in _LOOK_UPS or (event in _CONNECTIONS and _is_network(arguments[0])):
            message = "節のノートブックは、ネットワークにつなげません"
            raise PermissionError(errno.EACCES, message)

    return hook


def is_importing() -> bool:
    """Return whether an import caused the event of the audit hook that calls this function."""
    return sys._getframe(2).f_code.co_filename.startswith(_IMPORTS)


def _is_network(one: socket.socket) -> bool:
    """Return whether a socket uses the network; on Windows, Python itself connects loopback socket pairs."""
    return sys.platform != "win32" and one.family in (socket.AF_INET, socket.AF_INET6)
