"""Outcomes of the reports of a command, wherever they are built."""

from progress_report.build import build
from progress_report.build_options import Batch, BuildOptions
from progress_report.execution.progress import Progress
from progress_report.execution.workers import Workers
from progress_report.model.findings import PublishingError, ReportError

Outcome = str | ReportError  # the message on a built report, or the error


def outcome(options: BuildOptions, workers: Workers | None = None) -> Outcome:
    """Build a report and return its outcome, printing its steps on stderr."""
    head = "" if options.batch is Batch.NONE else f"{options.label}　"  # several report on one stream
    try:
        with Progress(head=head) as progress:
            return build(options, progress, workers)
    except OSError as error:
        return PublishingError.of_system(error)
    except ReportError as error:
        return error
