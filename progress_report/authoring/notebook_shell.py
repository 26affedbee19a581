"""What importing the library does to a running notebook."""

from IPython.core.getipython import get_ipython

from progress_report.authoring.cell_blocks import CELL_BLOCKS
from progress_report.authoring.preview import show_frames_of_quantities
from progress_report.authoring.unknown_labels import explain_unknown_labels


def attach_to_notebook() -> None:
    """Attach to the shell that runs, if any: show frames of quantities and what a table does not have, and
    watch over the cells' blocks."""
    if (shell := get_ipython()) is not None:
        show_frames_of_quantities(shell)
        explain_unknown_labels(shell)
        CELL_BLOCKS.attach(shell)
