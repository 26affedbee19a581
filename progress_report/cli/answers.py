"""What every command is: options that answer."""

from dataclasses import dataclass
from typing import Protocol

from progress_report.model.findings import ExitCode


@dataclass(frozen=True, slots=True)
class Answer:
    """What is told on the terminal, and what the command ends with."""

    text: str
    exit_code: ExitCode = ExitCode.BUILT


class Options(Protocol):
    """What was asked for."""

    def answer(self) -> Answer:
        """Do it. ReportError where it cannot be done."""
        ...
