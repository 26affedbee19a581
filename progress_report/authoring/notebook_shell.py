"""Setup of a running notebook when the library is imported."""

from IPython.core.getipython import get_ipython

from progress_report.authoring.cell_blocks import CELL_BLOCKS
from progress_report.authoring.preview import show_frames_of_quantities
from progress_report.authoring.unknown_labels import explain_unknown_labels
from progress_report.inputs.notebooks.section import OPENED


def attach_to_notebook() -> None:
    """Attach to the running IPython shell, if any.

    Show frames of quantities, explain names that a table does not have, and track the cells' blocks.
    """
    if (shell := get_ipython()) is not None:
        show_frames_of_quantities(shell)
        explain_unknown_labels(shell)
        if CELL_BLOCKS.attach(shell):
            OPENED.section = None
