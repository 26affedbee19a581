"""What every command is: options that answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from progress_report.building.build_options import BuildOptions
from progress_report.model.findings import ExitCode

Build = Callable[[BuildOptions], str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is told on the terminal, and what the command ends with."""

    text: str
    exit_code: ExitCode = ExitCode.BUILT


class Options(Protocol):
    """What was asked for. ``build`` makes one year's report and tells what came of it."""

    def answer(self, build: Build) -> Answer:
        """Do it. ReportError where it cannot be done."""
        ...
