"""A worker of the cluster, as the coordinator sees it."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


class WorkerLostError(Exception):
    """The scheduler no longer knows the worker: it ended, or cannot be reached."""


class Worker:
    """Who it is, and what it is doing: a report a thread at a time."""

    def __init__(self, address: str, threads: int) -> None:
        self.address = address
        self.threads = threads
        self.host = ""
        self.process = ""  # told when it was asked
        self.running = 0
        self.refused = False
        self.gone = asyncio.Event()

    def __str__(self) -> str:
        return f"{self.address}（{self.host}）" if self.host else self.address

    @property
    def useless(self) -> bool:
        return self.refused or self.gone.is_set()

    async def unless_gone(self, asked: Awaitable[T]) -> T:
        """What it answers. WorkerLostError where it is gone before."""
        answer, gone = asyncio.ensure_future(asked), asyncio.ensure_future(self.gone.wait())
        try:
            await asyncio.wait({answer, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                raise WorkerLostError
            return answer.result()
        finally:
            answer.cancel()
            gone.cancel()
