"""What a build may be asked for."""

from dataclasses import dataclass
from pathlib import Path

from progress_report.model.fiscal_year import FiscalYear

FORMAT_NAMES = ("html", "pdf")


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """One year's build. ``only`` and ``formats`` make a partial one, for a quick look."""

    year: FiscalYear
    out: Path
    final: bool
    only: str | None
    formats: tuple[str, ...]

    @property
    def partial(self) -> bool:
        return self.only is not None or self.formats != FORMAT_NAMES

    @property
    def target(self) -> Path:
        return self.out / f"{self.year.start}{'.partial' if self.partial else ''}"

    @property
    def failed(self) -> Path:
        return self.out / f"{self.year.start}.failed"
