"""What the parameters of a year add to a section's notebook: blocks, and other words for headings."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from progress_report.assembly.free_blocks import FreeBlock, free_blocks, with_free_blocks
from progress_report.assembly.headings import OtherHeadings
from progress_report.document.blocks import AnyBlock
from progress_report.inputs.params import Params


@dataclass(frozen=True, slots=True)
class Additions:
    """The blocks and headings of one section."""

    blocks: Sequence[FreeBlock]
    headings: OtherHeadings

    @classmethod
    def of(cls, params: Params, notebook: str) -> "Additions":
        """Read them. ReportError where a file or placeholder is at fault."""
        return cls(free_blocks(params, notebook), OtherHeadings(params, params.section_index(notebook)))

    def applied(self, blocks: Sequence[AnyBlock], markdown: Collection[str], cell_of: str) -> list[AnyBlock]:
        """Return a section's blocks with them; ``after`` means headings by the words of the notebook.

        ``markdown``: its markdown cells, as ``cell`` of blocks has them; ``cell_of``: what stands there
        before an id. ReportError for a place that is not there, or a placeholder that nothing fills.
        """
        return self.headings.applied(with_free_blocks(blocks, self.blocks, cell_of), markdown, cell_of)
