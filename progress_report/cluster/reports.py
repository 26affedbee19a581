"""A report that is to be made on the cluster: held here all the while, whichever worker makes it."""

from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property

from progress_report.building import publishing
from progress_report.building.build_options import Among, BuildOptions
from progress_report.building.years import Outcome
from progress_report.cluster import receiving
from progress_report.cluster.jobs import Job, Made, job_of
from progress_report.cluster.program import Identity
from progress_report.model.findings import Finding, NotebookError, PublishingError, ReportError

MOST_FAILURES = 3


class Report:
    """One build: its job, what came of it, and the workers that did not see it through."""

    def __init__(self, options: BuildOptions) -> None:
        self.options = options
        self.outcome: Outcome | None = None
        self.failures: list[str] = []
        self._job: Job | None = None
        self._held = ExitStack()

    @cached_property
    def label(self) -> str:
        """Its municipality and year, also where it is the only one."""
        return replace(self.options, among=Among.MUNICIPALITIES).label.replace("　", " ")

    def job(self) -> Job | None:
        """What is to be sent; None where it failed already. The same each time it is asked for.

        No other build writes the report from now on until it is ``closed``.
        """
        options = self.options
        if self._job is None:
            try:
                self._held.enter_context(publishing.build_lock(options.target))
                self._job = job_of(options)
            except (OSError, ReportError) as error:
                self._fail(error)
        return self._job

    def receive(self, made: Made, ours: Identity) -> None:
        """Publish what a worker made, once. NotOfThisJobError where the worker is at fault."""
        assert self._job is not None and self.outcome is None
        try:
            self.outcome = receiving.publish(self.options, self._job, made, ours)
        except (OSError, ReportError) as error:
            self._fail(error)

    def count(self, failure: str) -> None:
        """A worker did not see it through; three such, and it is given up."""
        self.failures.append(failure)
        if len(self.failures) >= MOST_FAILURES:
            message = (
                f"{self.label}の報告書は、{MOST_FAILURES}回とも、ワーカーで最後まで作れませんでした"
                f"（{'／'.join(self.failures)}）。前の報告書はそのまま残っています。"
            )
            remedy = (
                "ワーカーの記録とメモリの空きを確かめてください。"
                "--dask を付けずにこの報告書だけを作ると、原因が分かることがあります。"
            )
            self.outcome = NotebookError([Finding(message, remedy, self.options.project.root.as_posix())])

    def close(self) -> None:
        """Let others write the report, and forget its inputs."""
        self._held.close()
        self._job = None

    def _fail(self, error: OSError | ReportError) -> None:
        self.outcome = PublishingError.of_system(error) if isinstance(error, OSError) else error
