"""What every command is: options that answer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from progress_report.building.build_options import BuildOptions
from progress_report.model.findings import ExitCode

if TYPE_CHECKING:
    from progress_report.execution.progress import Progress
    from progress_report.execution.workers import Workers


class Build(Protocol):
    """Makes one year's report and tells what came of it.

    ``progress`` tells its steps, on stderr unless another is given; ``workers`` are those to be used, if any
    run already.
    """

    def __call__(
        self, options: BuildOptions, progress: "Progress | None" = None, workers: "Workers | None" = None
    ) -> str: ...


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
