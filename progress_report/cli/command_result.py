"""What every command returns."""

from dataclasses import dataclass

from progress_report.model.findings import ExitCode


@dataclass(frozen=True, slots=True)
class CommandResult:
    """The text printed on the terminal, and the exit code."""

    text: str
    exit_code: ExitCode = ExitCode.BUILT
