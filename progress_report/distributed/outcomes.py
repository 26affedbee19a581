"""What came of each report of a command, whoever makes it."""

from progress_report.build import build
from progress_report.build_options import Among, BuildOptions
from progress_report.execution.progress import Progress
from progress_report.execution.workers import Workers
from progress_report.model.findings import PublishingError, ReportError

Outcome = str | ReportError  # what is told of a report that was made, or why it was not


def outcome(options: BuildOptions, workers: Workers | None = None) -> Outcome:
    """Build, and return what came of it; its steps are told on stderr."""
    try:
        with progress_of(options) as progress:
            return build(options, progress, workers)
    except OSError as error:
        return PublishingError.of_system(error)
    except ReportError as error:
        return error


def progress_of(options: BuildOptions) -> Progress:
    """Return what tells a build's steps, each under the report's name where there are several."""
    return Progress(head="" if options.among is Among.NONE else f"{options.label}　")
