"""Several reports in one command: what came of each, whoever makes them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from progress_report.building.build_options import Among, BuildOptions
from progress_report.building.unchanged import is_unchanged
from progress_report.execution.progress import Progress
from progress_report.model.findings import PublishingError, ReportError

if TYPE_CHECKING:
    from progress_report.execution.kernels import Kernels

Build = Callable[[BuildOptions, Progress, "Kernels | None"], str]
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
    ready = {i for i, options in enumerate(builds) if len(builds) > 1 and _is_unchanged(options)}
    pending = [options for i, options in enumerate(builds) if i not in ready]
    outcomes = {i: outcome(build, builds[i]) for i in sorted(ready)}
    made = iter(executor.run(pending, build) if pending else ())
    return [outcomes[i] if i in ready else next(made) for i in range(len(builds))]


def _is_unchanged(options: BuildOptions) -> bool:
    return options.cache and is_unchanged(options.project, options)


def outcome(build: Build, options: BuildOptions, kernels: "Kernels | None" = None) -> Outcome:
    """What comes of a build; its steps are told, each under the report's name where there are several."""
    try:
        with progress_of(options) as progress:
            return build(options, progress, kernels)
    except OSError as error:
        return PublishingError.of_system(error)
    except ReportError as error:
        return error


def progress_of(options: BuildOptions) -> Progress:
    """Each line begins with the report's name where there are several."""
    return Progress(head="" if options.among is Among.NONE else f"{options.label}　")
