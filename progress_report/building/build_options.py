"""What a build may be asked for."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from progress_report.model.fiscal_year import FiscalYear

LARGE_PRINT = "large-print"
# What every whole report has; the edition in large print is made where it is asked for.
FORMAT_NAMES = ("html", "pdf", "txt")


class Output(NamedTuple):
    """The file of a format, its Japanese name, and whether it carries the build record."""

    file: str
    title: str
    carries_record: bool = True


OUTPUTS = {
    "html": Output("report.html", "HTML"),
    "pdf": Output("report.pdf", "PDF"),
    "txt": Output("report.txt", "テキスト", carries_record=False),
    LARGE_PRINT: Output("report-large-print.pdf", "大きな文字のPDF"),
}


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """One year's build. ``only``, or fewer formats than a whole report has, make a partial one.

    ``jobs``: how many sections at a time. ``cache``: whether former results may be used.
    ``explain``: whether to tell of each section why it was executed or not.
    """

    year: FiscalYear
    out: Path
    final: bool
    only: str | None
    formats: tuple[str, ...]
    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    cache: bool = True
    explain: bool = False

    @property
    def partial(self) -> bool:
        return self.only is not None or not set(FORMAT_NAMES) <= set(self.formats)

    @property
    def target(self) -> Path:
        return self.out / f"{self.year.start}{'.partial' if self.partial else ''}"

    @property
    def failed(self) -> Path:
        return self.out / f"{self.year.start}.failed"
