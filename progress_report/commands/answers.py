"""What every command is: options that answer."""

from dataclasses import dataclass
from typing import Protocol, TextIO

from progress_report.building.build_options import BuildOptions
from progress_report.model.findings import ExitCode


class Build(Protocol):
    """Makes one year's report and tells what came of it; its steps are told on ``said``, or on stderr."""

    def __call__(self, options: BuildOptions, said: TextIO | None = None) -> str: ...


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
