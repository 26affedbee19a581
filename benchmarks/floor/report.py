"""What a plain script shows, joined into one document and written as ``report.html`` and ``report.pdf``."""

from pathlib import Path
from typing import Any

from benchmarks.floor.document import document_of
from benchmarks.floor.typesetting import typeset
from progress_report.authoring import Displayed, heading
from progress_report.building.html_page import report_page
from progress_report.inputs.params import read_params
from progress_report.inputs.project import Project
from progress_report.model.blocks import FOR_REVIEWERS
from progress_report.model.fiscal_year import FiscalYear

Json = dict[str, Any]


class PlainReport:
    """The blocks that a script shows, in order, by section."""

    def __init__(self, year: str) -> None:
        self.params = read_params(Project.here(), FiscalYear.parse(year))
        self._sections: list[tuple[str, list[Json]]] = []

    @property
    def fiscal_year(self) -> int:
        return self.params.report.fiscal_year.start

    def held(self, *surveys: str) -> bool:
        return not set(self.params.report.not_held).intersection(surveys)

    def begin(self, section: str) -> None:
        self._sections.append((section, []))

    def heading(self, text: str) -> Displayed:
        return heading(text)

    def show(self, place: str, shown: object) -> None:
        """Add a block; ``place`` is what the page's list of sources links to. Nothing else is printed."""
        if isinstance(shown, Displayed) and (block := shown.block.to_json())["type"] not in FOR_REVIEWERS:
            section, blocks = self._sections[-1]
            blocks.append({**block, "cell": f"{section}-{place}"})

    def show_unnumbered(self, place: str, shown: Displayed) -> None:
        """Add the heading of a section that stands outside the numbering."""
        self.show(place, shown)
        section, blocks = self._sections[-1]
        blocks[-1] |= {"number": "", "anchor": f"s-{section}"}

    def write(self, folder: str) -> None:
        """The report as a draft."""
        out = Path(folder)
        out.mkdir(parents=True, exist_ok=True)
        document = document_of(self.params, self._sections)
        (out / "report.pdf").write_bytes(typeset(document, self.params.fonts))
        (out / "report.html").write_text(report_page(document, self.params.fonts), encoding="utf-8")
