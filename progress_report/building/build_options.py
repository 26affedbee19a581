"""What a build may be asked for."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from progress_report.model.fiscal_year import FiscalYear

FORMAT_NAMES = ("html", "pdf")


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """One year's build. ``only`` and ``formats`` make a partial one, for a quick look.

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
        return self.only is not None or self.formats != FORMAT_NAMES

    @property
    def target(self) -> Path:
        return self.out / f"{self.year.start}{'.partial' if self.partial else ''}"

    @property
    def failed(self) -> Path:
        return self.out / f"{self.year.start}.failed"
