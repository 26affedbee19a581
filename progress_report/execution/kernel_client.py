"""A kernel's client that knows when its kernel is ready."""

import time
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient

_LONGEST_ANSWER_SECONDS = 1.0
_LONGEST_ECHO_SECONDS = 0.05  # after the answer: it was said already, and was heard or not


class SectionKernelClient(AsyncKernelClient):  # type: ignore[misc]
    """jupyter_client's own, but for the start.

    That one listens until nothing was said for 0.2 s. A kernel says that it is idle again when it has
    answered, so there is nothing to wait for after that.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Until the kernel has answered and is heard on both channels.

        RuntimeError where it died, or ``timeout`` (in seconds) has passed.
        """
        deadline = float("inf") if timeout is None else time.monotonic() + timeout
        asked: set[str] = set()
        while not await self._has_answered(asked):
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > deadline:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _has_answered(self, asked: set[str]) -> bool:
        """Whether it answers one more question, and says on the channel of outputs that it has answered any.

        A kernel that was forked answers sooner than that channel is subscribed to: what it says there of the
        first question is lost, mostly.
        """
        question = self.kernel_info()
        asked.add(question)
        try:
            while not _answers(
                reply := await self.get_shell_msg(timeout=_LONGEST_ANSWER_SECONDS), {question}
            ):
                pass
            while not _is_idle_after(await self.get_iopub_msg(timeout=_LONGEST_ECHO_SECONDS), asked):
                pass
        except Empty:  # not started yet, or not subscribed when it spoke
            return False
        self._handle_kernel_info_reply(reply)
        return True


def _answers(message: dict[str, Any], asked: set[str]) -> bool:
    return message["parent_header"].get("msg_id") in asked


def _is_idle_after(message: dict[str, Any], asked: set[str]) -> bool:
    return _answers(message, asked) and message["content"].get("execution_state") == "idle"
