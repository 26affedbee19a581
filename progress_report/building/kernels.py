"""A kernel of its own for each notebook: private IPC sockets, private configuration, no user's settings."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager

from progress_report.inputs.project import Project

KERNEL_NAME = "python3"


@contextmanager
def private_kernel_manager() -> Iterator[AsyncKernelManager]:
    """A kernel manager whose sockets no other kernel shares and no other user can reach.

    Jupyter's default IPC sockets are ``./kernel-ipc-N`` for all kernels alike, and an IPC path must
    stay under 108 bytes: hence a short private folder, removed afterwards. Where the system has no
    IPC transport (Windows), signed TCP on the loopback address is used.
    """
    with tempfile.TemporaryDirectory(prefix="pr-", dir=_short_temporary_folder()) as folder:
        manager = AsyncKernelManager(kernel_name=KERNEL_NAME)
        manager.connection_file = str(Path(folder) / "kernel.json")
        if sys.platform != "win32":
            manager.transport = "ipc"
            manager.ip = str(Path(folder) / "k")
        yield manager


def kernel_environment(project: Project, settings: Path) -> dict[str, str]:
    """The kernel's environment: this project's code, and a folder instead of the user's settings."""
    return {
        **os.environ,
        "PYTHONPATH": str(project.root),
        "PYTHONWARNINGS": "default",
        "IPYTHONDIR": str(settings / "ipython"),
        "MPLCONFIGDIR": str(settings / "matplotlib"),
        "JUPYTER_PREFER_ENV_PATH": "1",
    }


def _short_temporary_folder() -> str | None:
    """The system's temporary folder, or /tmp where that one's path is too long for a socket."""
    longest = 60
    return "/tmp" if len(tempfile.gettempdir()) > longest and Path("/tmp").is_dir() else None
