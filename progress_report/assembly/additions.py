"""Additions of a year's parameters to a section's notebook: blocks, and replacement texts of headings."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from progress_report.assembly.free_blocks import FreeBlock, free_blocks, with_free_blocks
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
class Additions:
    """The additions to one section, by its index in the parameters.

    Its headings are those of ``overrides`` for markdown; those of code cells are replaced when the cells run.
    """

    params: Params
    section: int
    blocks: Sequence[FreeBlock]

    @classmethod
    def of(cls, params: Params, notebook: str) -> "Additions":
        """Read the additions. ReportError if a file or placeholder is invalid."""
        section = params.section_index(notebook)
        return cls(params, section, free_blocks(params, section))

    def applied(
        self, blocks: Sequence[AnyBlock], markdown: Collection[str], cell_of: str
    ) -> Iterator[AnyBlock]:
        """Yield a section's blocks with the additions; ``after`` means headings as worded in the notebook.

        ``markdown``: its markdown cells, identified as in ``cell`` of blocks; ``cell_of``: the prefix of a
        cell's id there, which names the cell's first heading. ReportError for an unknown place or an unfilled
        placeholder.
        """
        texts = self.params.report.sections[self.section].overrides.headings
        by_name = {comparable(name): name for name in texts}
        begun: set[str] = set()
        for block in with_free_blocks(blocks, self.blocks, cell_of):
            if isinstance(block, Heading) and block.cell in markdown and block.cell is not None:
                name = by_name.get(comparable(runs_text(block.content)))
                if name is None and block.cell not in begun:
                    name = by_name.get(comparable(block.cell.removeprefix(cell_of)))
                begun.add(block.cell)
                if name is not None:
                    block = self._worded(block, name, texts[name])
            yield block

    def _worded(self, heading: Heading, name: str, text: str) -> Heading:
        made = document_block(written.Heading(heading.level, self._content(name, text)))
        assert isinstance(made, Heading)
        made.cell, made.number = heading.cell, heading.number
        return made

    def _content(self, name: str, text: str) -> Inline:
        source = self.params.source("sections", self.section, "overrides", "headings", name)
        content = from_params(text, section_values(self.params, self.section), source)
        if any(isinstance(run, Reference) for run in content):
            message = f"見出しから表・図を参照することはできません（「{text}」）。"
            raise report_error(message, file=source.file, row=source.line, column=source.name)
        return content
