"""A jupyter_client kernel provisioner whose kernels are forked from a fork server.

Known to jupyter as ``progress-report-fork`` (entry point ``jupyter_client.kernel_provisioners``).
"""

import asyncio
import json
import os
import selectors
import signal
import socket
import time
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Unicode

POLL_SECONDS = 0.01
_LONGEST_START_SECONDS = 120


class ForkedProcess:
    """A kernel forked elsewhere, as ``subprocess.Popen`` would show it. OSError where there is no server."""

    stdin = stdout = stderr = None

    def __init__(self, server: str, request: dict[str, Any], streams: tuple[int, int]) -> None:
        self.returncode: int | None = None
        self._connection = socket.socket(socket.AF_UNIX)
        try:
            self._connection.settimeout(_LONGEST_START_SECONDS)
            self._connection.connect(server)
            line = (json.dumps(request) + "\n").encode()
            sent = socket.send_fds(self._connection, [line], list(streams))
            self._connection.sendall(line[sent:])
            self._said = self._connection.makefile("rb", buffering=0)
            self.pid: int = json.loads(self._said.readline() or b"{}").get("pid", 0)
            if not self.pid:
                raise ConnectionResetError(server)
        except BaseException:
            self._connection.close()
            raise
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._connection, selectors.EVENT_READ)

    def poll(self) -> int | None:
        """Its exit status, or None while it runs; that of a killed one where the server is gone."""
        if self.returncode is None and self._selector.select(0):
            try:
                told = json.loads(self._said.readline())
            except (OSError, ValueError):
                told = {"exit": -signal.SIGKILL}
            self.returncode = told["exit"]
            self.close()
        return self.returncode

    def wait(self) -> int:
        while (status := self.poll()) is None:
            time.sleep(POLL_SECONDS)
        return status

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            try:
                self._connection.sendall((json.dumps({"signal": int(number)}) + "\n").encode())
            except OSError as error:
                raise ProcessLookupError from error

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def close(self) -> None:
        """End the connection, and with it the kernel, should it still run."""
        self._selector.close()
        self._said.close()
        self._connection.close()


class ForkedKernelProvisioner(LocalProvisioner):  # type: ignore[misc]
    """``server``: the fork server's socket. Where that died, the kernel is started anew."""

    server = Unicode(config=True)
    process: Any

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel; ``cmd`` is the command that would start one anew."""
        streams = tuple(
            stream.fileno() if (stream := kwargs.get(name)) is not None else standard
            for name, standard in (("stdout", 1), ("stderr", 2))
        )
        request = {
            "argv": cmd[cmd.index("-f") :],
            "cwd": str(kwargs.get("cwd") or os.getcwd()),  # noqa: PTH109 (as the process would inherit it)
            "env": dict(kwargs.get("env") or os.environ),
        }
        try:
            self.process = ForkedProcess(self.server, request, (streams[0], streams[1]))
        except OSError:
            if not Path(self.server).exists():
                raise  # it was ended on purpose
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.process.pid
        return self.connection_info

    async def wait(self) -> int | None:
        while self.process is not None and self.process.poll() is None:
            await asyncio.sleep(POLL_SECONDS)
        status: int | None = await super().wait()
        return status

    async def cleanup(self, restart: bool = False) -> None:
        if isinstance(self.process, ForkedProcess):
            self.process.close()
            self.process = None
        await super().cleanup(restart)
