"""Additions of a year's parameters to a section's notebook: blocks, and replacement texts of headings."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from progress_report.assembly.free_blocks import FreeBlock, free_blocks, with_free_blocks
from progress_report.assembly.headings import OtherHeadings
from progress_report.document.blocks import AnyBlock
from progress_report.inputs.params.report_params import Params


@dataclass(frozen=True, slots=True)
class Additions:
    """The blocks and headings of one section."""

    blocks: Sequence[FreeBlock]
    headings: OtherHeadings

    @classmethod
    def of(cls, params: Params, notebook: str) -> "Additions":
        """Read the additions. ReportError if a file or placeholder is invalid."""
        return cls(free_blocks(params, notebook), OtherHeadings(params, params.section_index(notebook)))

    def applied(self, blocks: Sequence[AnyBlock], markdown: Collection[str], cell_of: str) -> list[AnyBlock]:
        """Return a section's blocks with the additions; ``after`` means headings as worded in the notebook.

        ``markdown``: its markdown cells, identified as in ``cell`` of blocks; ``cell_of``: the prefix of a
        cell's id there. ReportError for an unknown place or an unfilled placeholder.
        """
        return self.headings.applied(with_free_blocks(blocks, self.blocks, cell_of), markdown, cell_of)
