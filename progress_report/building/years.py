"""Several reports in one command: what came of each, whoever makes them."""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from progress_report.building import overwrite_protection, publishing, unchanged
from progress_report.building.build_options import Among, BuildOptions
from progress_report.execution.progress import Progress
from progress_report.model.findings import PublishingError, ReportError

if TYPE_CHECKING:
    from progress_report.execution.workers import Workers

Build = Callable[[BuildOptions, Progress, "Workers | None"], str]
Outcome = str | ReportError  # what is told of a report that was made, or why it was not


class Executor(Protocol):
    """Where reports are made: in worker processes of this machine, or on other machines."""

    def run(self, builds: Sequence[BuildOptions], build: Build) -> list[Outcome]:
        """What came of each, in the order of ``builds``; one that fails keeps no other from being made.

        ``outcome`` turns what a build raises into what came of it. On KeyboardInterrupt nothing is left
        running; reports that were published before stay.
        """
        ...


def build_years(builds: Sequence[BuildOptions], build: Build, executor: Executor) -> list[Outcome]:
    """What came of each report, in their order. Those of which nothing has changed are told at once, here."""
    ready = [_told_unchanged(options) for options in builds]
    pending = [options for options, told in zip(builds, ready, strict=True) if told is None]
    made = iter(executor.run(pending, build) if pending else ())
    return [next(made) if told is None else told for told in ready]


def _told_unchanged(options: BuildOptions) -> str | None:
    """What is told of a report of which nothing has changed, or that is skipped; None of any other."""
    began = time.monotonic()
    publishing.recover(*options.written)
    if (message := overwrite_protection.skipped(options)) is not None:
        return message
    if unchanged.is_unchanged(options.project, options):
        return unchanged.told(options, time.monotonic() - began)
    return None


def outcome(build: Build, options: BuildOptions, workers: "Workers | None" = None) -> Outcome:
    """What comes of a build; its steps are told, each under the report's name where there are several."""
    try:
        with progress_of(options) as progress:
            return build(options, progress, workers)
    except OSError as error:
        return PublishingError.of_system(error)
    except ReportError as error:
        return error


def progress_of(options: BuildOptions) -> Progress:
    """Each line begins with the report's name where there are several."""
    return Progress(head="" if options.among is Among.NONE else f"{options.label}　")
