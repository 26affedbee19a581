"""Headings that the parameters of a year word differently from the notebook's markdown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from progress_report.document.blocks import AnyBlock, Heading
from progress_report.document.runs import runs_text
from progress_report.document.written import document_block
from progress_report.inputs.params.report_params import Params
from progress_report.inputs.prose.templates import from_params, section_values
from progress_report.model import blocks as written
from progress_report.model.comparable import comparable
from progress_report.model.findings import report_error
from progress_report.model.inline import Inline, Reference


@dataclass(frozen=True, slots=True)
class OtherHeadings:
    """The headings of a section's ``overrides``; those of code cells are replaced when the cells run."""

    params: Params
    section: int

    def applied(self, blocks: Sequence[AnyBlock], markdown: Collection[str], cell_of: str) -> list[AnyBlock]:
        """Return the blocks with the replacement texts of markdown headings.

        ``markdown``: the markdown cells, identified as in ``cell`` of blocks; ``cell_of``: the prefix of an
        id there, which names the cell's first heading. ReportError for an unfilled placeholder.
        """
        by_name = {comparable(name): name for name in self._texts}
        begun: set[str] = set()
        found: list[AnyBlock] = []
        for block in blocks:
            if isinstance(block, Heading) and block.cell in markdown and block.cell is not None:
                name = by_name.get(comparable(runs_text(block.content)))
                if name is None and block.cell not in begun:
                    name = by_name.get(comparable(block.cell.removeprefix(cell_of)))
                begun.add(block.cell)
                if name is not None:
                    block = self._worded(block, name)
            found.append(block)
        return found

    @property
    def _texts(self) -> dict[str, str]:
        return dict(self.params.report.sections[self.section].overrides.headings)

    def _worded(self, heading: Heading, name: str) -> Heading:
        made = document_block(written.Heading(heading.level, self._content(name)))
        assert isinstance(made, Heading)
        made.cell, made.number = heading.cell, heading.number
        return made

    def _content(self, name: str) -> Inline:
        text = self._texts[name]
        source = self.params.source("sections", self.section, "overrides", "headings", name)
        content = from_params(text, section_values(self.params, self.section), source)
        if any(isinstance(run, Reference) for run in content):
            message = f"見出しから表・図を参照することはできません（「{text}」）。"
            raise report_error(message, file=source.file, row=source.line, column=source.name)
        return content
