"""What is measured side by side: one module for each way of making the report."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.measure import Command


def _nothing(round_number: int) -> None:
    """Most need no preparation."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A command to be measured; ``prepare`` is called before each run, with the round's number."""

    name: str
    command: Command
    # What it must have made afterwards, as patterns from the command's folder.
    outputs: tuple[str, ...]
    prepare: Callable[[int], None] = _nothing
    # How many rounds count, where it takes too long to be run in all.
    rounds: int | None = None
