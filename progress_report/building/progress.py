"""What a person sees while a build works: one moving line on a terminal, plain lines elsewhere."""

import sys
import time
from typing import TextIO

from progress_report.model.display_width import display_width


class Progress:
    """Tells of one step after another: its name, how many cells are done, how long it took."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._moving = self._stream.isatty()
        self._began = self._step_began = time.monotonic()
        self._name = ""
        self._cells = ""
        self._width = 0

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self._began

    def step(self, name: str) -> None:
        """End the running step, if any, and begin another."""
        self.finish()
        self._name, self._cells, self._step_began = name, "", time.monotonic()
        self._draw()

    def cells(self, done: int, count: int) -> None:
        self._cells = f"　セル {done}/{count}"
        self._draw()

    def finish(self) -> None:
        """End the running step with a line that stays."""
        if self._name:
            seconds = time.monotonic() - self._step_began
            self._show(f"{self._name}{self._cells}　{seconds:.1f}秒", "\n")
            self._name = ""

    def _draw(self) -> None:
        if self._moving:
            self._show(f"{self._name}{self._cells}　{self.elapsed:.0f}秒", "")

    def _show(self, line: str, end: str) -> None:
        width = display_width(line)
        padding = " " * (self._width - width)
        self._stream.write(("\r" if self._moving else "") + line + padding + end)
        self._stream.flush()
        self._width = 0 if end else width
