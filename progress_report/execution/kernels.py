"""A kernel of its own for each section: private IPC sockets, private settings, forked where possible."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from progress_report.execution.kernel_process import MEMORY, OBSERVATIONS
from progress_report.inputs.project import OPENED_VARIABLES, PROGRAM, Opened
from progress_report.storage.scratch import short_temporary_folder

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager

KERNEL_NAME = "python3"
PROVISIONER = "progress-report-fork"
_PROVISIONERS = "jupyter_client.kernel_provisioners"
_BACKLOG = 64
_LONGEST_PARENT = 72  # the sockets some folders below it must stay under 104 bytes
_MODULE = ("-P", "-m")  # -P: what lies in the notebooks' folder must not stand in for a package


class Kernels:
    """Where a build's kernels come from. As a context it leaves no process, socket or folder behind.

    They import the code of ``program``, whichever municipalities' notebooks they run. ``forked``: from a
    fork server, which starts at once and imports in the background; otherwise each is started anew. The
    results are the same.
    """

    def __init__(self, program: Path = PROGRAM, *, forked: bool | None = None) -> None:
        self._program = program
        self.began = time.time_ns()  # nothing was imported for a kernel before
        self._forked = forked is not False and can_fork()
        parent = short_temporary_folder(_LONGEST_PARENT)
        # Where a kernel that is ending still writes, the folder of the whole command goes later.
        self._folder = tempfile.TemporaryDirectory(prefix="pr-", dir=parent, ignore_cleanup_errors=True)
        self.settings = Path(self._folder.name)
        self.ended = False
        self._server: subprocess.Popen[bytes] | None = None
        self._managers: set[AsyncKernelManager] = set()

    def __enter__(self) -> Self:
        if self._forked:
            # It listens before there is a server, so that kernels asked for at once wait for it.
            with socket.socket(socket.AF_UNIX) as listener:
                listener.bind(self._socket)
                listener.listen(_BACKLOG)
                number = listener.fileno()
                self._server = subprocess.Popen(
                    [sys.executable, *_MODULE, "progress_report.execution.fork_server", str(number)],
                    stdin=subprocess.PIPE,
                    env=self.environment(),
                    pass_fds=[number],
                    # Ctrl+C is for the builder, which ends its kernels itself.
                    start_new_session=True,
                )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()
        self._folder.cleanup()

    def end(self) -> None:
        """End every kernel that still runs, and the server. None starts any more, and no further cell."""
        self.ended = True
        # Without its socket there is no server to be missed, and no kernel to be started in its place.
        Path(self._socket).unlink(missing_ok=True)
        for manager in list(self._managers):
            process = getattr(manager.provisioner, "process", None)
            if process is not None:
                with suppress(ProcessLookupError):
                    process.kill()
        if self._server is not None and self._server.stdin is not None:
            self._server.kill()  # at once, even while it imports; its kernels end with it
            self._server.wait()
            self._server.stdin.close()

    @contextmanager
    def manager(self) -> "Iterator[AsyncKernelManager]":
        """A kernel manager whose sockets no other kernel shares and no other user can reach.

        Jupyter's default IPC sockets are ``./kernel-ipc-N`` for all kernels alike, and an IPC path must
        stay under 108 bytes: hence a short private folder, removed afterwards. Where the system has no
        IPC transport (Windows), signed TCP on the loopback address is used.
        """
        with tempfile.TemporaryDirectory(prefix="k", dir=self.settings) as folder:
            manager = self._new_manager()
            manager.connection_file = str(Path(folder) / "kernel.json")
            if sys.platform != "win32":
                manager.transport = "ipc"
                manager.ip = str(Path(folder) / "k")
            self._managers.add(manager)
            try:
                yield manager
            finally:
                self._managers.discard(manager)

    def environment(
        self, opened: Opened | None = None, observations: Path | None = None, memory: int | None = None
    ) -> dict[str, str]:
        """A kernel's environment: the program's code, and a folder instead of the user's settings.

        ``opened``: the municipality, year and section whose notebook it runs; without a municipality, the
        notebook's own place tells.
        ``observations``: the file that takes a note of every file the kernel reads. ``memory``: what it
        may use, in megabytes.
        """
        return {
            **{name: value for name, value in os.environ.items() if name not in OPENED_VARIABLES},
            "PYTHONPATH": str(self._program),
            "PYTHONWARNINGS": "default",
            "IPYTHONDIR": str(self.settings / "ipython"),
            "MPLCONFIGDIR": str(self.settings / "matplotlib"),
            "TMPDIR": str(self.settings),  # what a cell leaves there goes with the kernels
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "JUPYTER_PREFER_ENV_PATH": "1",
            # Kernels stand side by side; and a process with threads must not fork.
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            **({} if opened is None else opened.environment),
            **({} if observations is None else {OBSERVATIONS: str(observations)}),
            **({} if memory is None else {MEMORY: str(memory)}),
        }

    @property
    def _socket(self) -> str:
        return str(self.settings / "server")

    def _new_manager(self) -> "AsyncKernelManager":
        from jupyter_client.manager import AsyncKernelManager

        from progress_report.execution.kernel_client import SectionKernelClient
        from progress_report.execution.kernel_specs import OneKernelSpec

        command = [sys.executable, *_MODULE, "progress_report.execution.kernel_process"]
        provisioner = (PROVISIONER, {"server": self._socket}) if self._forked else None
        specs = OneKernelSpec([*command, "-f", "{connection_file}"], provisioner)
        return AsyncKernelManager(
            kernel_name=KERNEL_NAME, kernel_spec_manager=specs, client_factory=SectionKernelClient
        )


@cache
def can_fork() -> bool:
    """Whether kernels may be forked here: macOS has fork, but its frameworks do not survive it.

    jupyter finds the provisioner only where this project is installed as a package.
    """
    return sys.platform == "linux" and bool(entry_points(group=_PROVISIONERS, name=PROVISIONER))
