"""Progress of a build: one moving line on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Iterable
from threading import RLock
from typing import Self, TextIO

from progress_report.execution.interruption import require_none
from progress_report.model.display_width import display_width
from progress_report.model.streams import print_to


class Progress:
    """Reports one step after another: its name, the number of finished cells, its duration.

    ``head`` begins each line if several processes report on one stream, which disables the moving line. As a
    context manager, it also ends the running step when the work fails. It is thread-safe.
    """

    def __init__(self, stream: TextIO | None = None, head: str = "") -> None:
        self._stream = stream or sys.stderr
        self._head = head
        self._moving = self._stream.isatty() and not head
        self._began = self._step_began = time.monotonic()
        self._name = ""
        self._cells: dict[str, tuple[int, int]] = {}
        self._width = 0
        self._lock = RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.finish()

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self._began

    def step(self, name: str) -> None:
        """End the running step, if any, and begin another. KeyboardInterrupt if Ctrl+C was dropped."""
        require_none()
        with self._lock:
            self.finish()
            self._name, self._cells, self._step_began = name, {}, time.monotonic()
            self._draw()

    def cells(self, part: str, done: int, count: int) -> None:
        """Set the number of finished cells in one part of the step."""
        with self._lock:
            self._cells[part] = (done, count)
            self._draw()

    def log(self, lines: Iterable[str]) -> None:
        """Print lines above the running step's line."""
        with self._lock:
            for line in lines:
                self._show(line, "\n")
            self._draw()

    def finish(self) -> None:
        """End the running step with a permanent line."""
        with self._lock:
            if self._name:
                seconds = time.monotonic() - self._step_began
                self._show(f"{self._said}　{seconds:.1f}秒", "\n")
                self._name = ""

    @property
    def _said(self) -> str:
        done, count = (
            (sum(counts) for counts in zip(*self._cells.values(), strict=True)) if self._cells else (0, 0)
        )
        return f"{self._name}　セル {done}/{count}" if count else self._name

    def _draw(self) -> None:
        if self._moving and self._name:
            self._show(f"{self._said}　{self.elapsed:.0f}秒", "")

    def _show(self, line: str, end: str) -> None:
        width = display_width(line)
        padding = " " * (self._width - width)
        print_to(("\r" if self._moving else self._head) + line + padding, self._stream, end)
        self._width = 0 if end else width
