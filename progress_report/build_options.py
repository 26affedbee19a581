"""Options of a build."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from progress_report.execution.parallelism import usual_jobs
from progress_report.inputs.project import NEW_YEAR, PUBLISHED_FILE, Project
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.registry import format_names

INDEX = "index.html"  # links to all reports of a folder
ShowPage = Callable[[bytes], None]  # gets the HTML page as soon as its numerals are traced


class Batch(Enum):
    """The builds of one command: a single one, several years, or several municipalities."""

    NONE = auto()
    YEARS = auto()
    MUNICIPALITIES = auto()


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """One year's build of a municipality's report.

    ``only``, or fewer formats than a whole report has, make a partial one. ``jobs``: the number of parallel
    sections. ``batch``: what distinguishes it from the other builds of the command. ``rehearsal``: built for
    comparison and discarded, never published. ``skip_final``: skip an existing final report.
    ``validate_pdf``: publish only PDFs that veraPDF accepts, and record its result.
    """

    year: FiscalYear
    out: Path
    final: bool
    only: str | None
    formats: tuple[str, ...]
    jobs: int = field(default_factory=usual_jobs)
    project: Project = field(default_factory=Project.here)
    batch: Batch = Batch.NONE
    rehearsal: bool = False
    skip_final: bool = False
    validate_pdf: bool = False

    @property
    def partial(self) -> bool:
        return self.only is not None or not set(format_names()) <= set(self.formats)

    @property
    def publishes_final(self) -> bool:
        """Whether it publishes a final report, with its figures beside the data."""
        return self.final and not self.partial and not self.rehearsal

    @property
    def target(self) -> Path:
        return self.out / f"{self.year.start}{'.partial' if self.partial else ''}"

    @property
    def failed(self) -> Path:
        return self.out / f"{self.year.start}.failed"

    @property
    def written(self) -> tuple[Path, ...]:
        """The report's folder, and other paths replaced by a build, ``revise`` or ``new-year``."""
        return (
            self.target,
            self.failed,
            self.out / INDEX,
            self.project.params_file(self.year),
            self.project.data_folder(self.year) / PUBLISHED_FILE,
            self.project.root / NEW_YEAR,
        )

    @property
    def label(self) -> str:
        """The report's name among the others: its year and, among several municipalities, the municipality.

        A municipality with unreadable parameters is called by its folder's name.
        """
        if self.batch is not Batch.MUNICIPALITIES:
            return self.year.label
        from progress_report.inputs.params.report_params import (
            read_params,  # too slow to import for an unchanged build
        )

        try:
            place = read_params(self.project, self.year).report.municipality.name
        except ReportError:
            place = self.project.root.name
        return f"{place}　{self.year.label}"
