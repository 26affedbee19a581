"""The fork server: one process that has imported what every section imports, and forks a kernel for each.

``python -m progress_report.execution.fork_server DESCRIPTOR``: of a Unix socket that listens already, in
a folder that only its owner may enter. A connection is a kernel: the client sends one JSON line
(``argv``, ``cwd``, ``env``) with the descriptors of the kernel's stdout and stderr, is answered
``{"pid": …}``, may send ``{"signal": …}`` lines, and is told ``{"exit": …}``. A kernel ends with its
connection, and all end with the server: when its stdin ends, as it does when its owner ends, however.
"""

import gc
import json
import os
import selectors
import signal
import socket
import sys
from contextlib import suppress
from typing import Any, NoReturn

from progress_report.execution import kernel_process
from progress_report.execution.ending import end_with_parent

_SLOWEST_REQUEST_SECONDS = 10


class ForkServer:
    """Accepts connections and forks, in one thread: a process with several must not fork."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._kernels: dict[int, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._woken, waker = socket.socketpair()
        for end in (self._woken, waker):
            end.setblocking(False)
        self._waker = waker
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        # Ctrl+C reaches every process of a terminal; its owner decides what becomes of the server.
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def serve(self) -> None:
        """Until stdin ends."""
        for source in (self._listener, self._woken, sys.stdin.buffer):
            self._selector.register(source, selectors.EVENT_READ)
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is sys.stdin.buffer:
                    if not os.read(sys.stdin.fileno(), 1):
                        return self._end_all()
                elif key.fileobj is self._listener:
                    self._accept()
                elif key.fileobj is self._woken:
                    self._woken.recv(4096)
                    self._reap()
                elif isinstance(key.fileobj, socket.socket):
                    self._serve_kernel(key.data, key.fileobj)

    def _accept(self) -> None:
        connection, _ = self._listener.accept()
        connection.settimeout(_SLOWEST_REQUEST_SECONDS)
        try:
            request, streams = _received(connection)
        except (OSError, ValueError):
            connection.close()
            return
        server = os.getpid()
        process = os.fork()
        if not process:
            self._become_kernel(server, request, streams, connection)
        for stream in streams:
            os.close(stream)
        self._kernels[process] = connection
        self._selector.register(connection, selectors.EVENT_READ, process)
        _tell(connection, {"pid": process})

    def _serve_kernel(self, process: int, connection: socket.socket) -> None:
        if self._kernels.get(process) is not connection:
            return  # it ended while this round's events were worked off
        try:
            said = connection.recv(4096)
        except OSError:
            said = b""
        if not said:
            _signal(process, signal.SIGKILL)
            self._forget(process)
        for line in said.splitlines():
            _signal(process, json.loads(line)["signal"])

    def _reap(self) -> None:
        while True:
            try:
                process, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not process:
                return
            if (connection := self._kernels.get(process)) is not None:
                _tell(connection, {"exit": os.waitstatus_to_exitcode(status)})
                self._forget(process)

    def _forget(self, process: int) -> None:
        connection = self._kernels.pop(process)
        self._selector.unregister(connection)
        connection.close()

    def _end_all(self) -> None:
        for process in list(self._kernels):
            _signal(process, signal.SIGKILL)
            self._forget(process)
        signal.set_wakeup_fd(-1)
        self._selector.close()
        self._woken.close()
        self._waker.close()

    def _become_kernel(
        self, server: int, request: dict[str, Any], streams: list[int], connection: socket.socket
    ) -> NoReturn:
        """In the child: a process of its own group, of which nothing shows whose child it is."""
        status = 1
        try:
            os.setsid()
            end_with_parent(server)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            self._selector.close()
            for descriptor, stream in enumerate((os.open(os.devnull, os.O_RDONLY), *streams)):
                os.dup2(stream, descriptor)
                os.close(stream)
            for end in (self._listener, self._woken, self._waker, *self._kernels.values(), connection):
                end.close()
            os.environ.clear()
            os.environ.update(request["env"], JPY_PARENT_PID=str(os.getppid()))  # for ipykernel to watch
            os.chdir(request["cwd"])
            _forget_shared_chance()
            gc.enable()
            kernel_process.run(request["argv"])
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)


def _received(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """One request, and the two descriptors that came with it. ValueError where it is not whole."""
    said, streams, _, _ = socket.recv_fds(connection, 65536, 2)
    while said and not said.endswith(b"\n"):
        more = connection.recv(65536)
        if not more:
            break
        said += more
    if len(streams) != 2 or not said.endswith(b"\n"):
        for stream in streams:
            os.close(stream)
        raise ValueError
    return json.loads(said), streams


def _tell(connection: socket.socket, message: dict[str, int]) -> None:
    with suppress(OSError):  # the client is gone; its kernel ends when that is read
        connection.sendall((json.dumps(message) + "\n").encode())


def _signal(process: int, number: int) -> None:
    """To the kernel and whatever it has started. It is our child, not yet reaped: no other has its number."""
    with suppress(ProcessLookupError):
        try:
            os.killpg(process, number)
        except ProcessLookupError:  # it has no group of its own yet
            os.kill(process, number)


def _forget_shared_chance() -> None:
    """Python's own generator is seeded anew in a child; numpy's would give all kernels the same numbers."""
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def main() -> None:
    with socket.socket(fileno=int(sys.argv[1])) as listener:
        gc.disable()
        kernel_process.preload()
        gc.freeze()  # the collector would write to, and so copy, every page the kernels share
        ForkServer(listener).serve()


if __name__ == "__main__":
    main()
