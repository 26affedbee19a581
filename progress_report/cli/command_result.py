"""The common interface of all commands: options that return an answer."""

from dataclasses import dataclass
from typing import Protocol

from progress_report.model.findings import ExitCode


@dataclass(frozen=True, slots=True)
class CommandResult:
    """The text printed on the terminal, and the exit code."""

    text: str
    exit_code: ExitCode = ExitCode.BUILT


class Options(Protocol):
    """The parsed options of a command."""

    def execute(self) -> CommandResult:
        """Run the command. ReportError if it fails."""
        ...
