"""papermill's engine for section notebooks: a private kernel, forked where possible.

papermill imports this module by itself (entry point ``papermill.engine``), in the midst of its own import:
hence nothing of papermill is imported here but what is whole by then.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jupyter_core.utils import ensure_event_loop
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine

from progress_report.execution.kernels import Kernels
from progress_report.execution.tags import SKIPPED, SURVEY_TAG
from progress_report.inputs.project import Project

CELL_TIMEOUT_SECONDS = 600

CellDone = Callable[[int, int], None]


class SectionEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine, on a private kernel; ``papermill --engine progress-report`` uses it too.

    What the kernel's process says outside of cells (some versions complain while shutting down) goes
    to the file ``log``; what a cell writes to stderr arrives as that cell's output all the same.
    """

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, kernels: Kernels | None = None, folder: str | None = None,
        log: Path | None = None, observations: Path | None = None, not_held: Sequence[str] = (),
        begun: Callable[[NotebookNode], None] = lambda notebook: None,
        cell_done: CellDone = lambda done, count: None, execution_timeout: int | None = None, **_: Any,
    ) -> None:  # fmt: skip
        """``kernels``: where the kernel comes from; without, from a source for this notebook alone.

        ``begun`` is given the notebook that the outputs are written into, also where it fails.
        """
        if kernels is None:
            with Kernels(Project.here()) as kernels:
                return cls.execute_managed_notebook(
                    nb_man, kernel_name, kernels=kernels, folder=folder, log=kernels.settings / "log",
                    execution_timeout=execution_timeout,
                )  # fmt: skip
        count = len(nb_man.nb.cells)

        def executed(cell: NotebookNode, cell_index: int, execute_reply: Any) -> None:
            cell_done(cell_index + 1, count)
            if kernels.ended:
                raise InterruptedError

        _mark_as_skipped(nb_man.nb, not_held)
        begun(nb_man.nb)
        with kernels.manager() as manager, (log or Path(os.devnull)).open("wb") as stream:
            client = PapermillNotebookClient(
                nb_man,
                km=manager,
                kernel_name=kernel_name,
                timeout=execution_timeout or CELL_TIMEOUT_SECONDS,
                on_cell_executed=executed,
            )
            try:
                client.execute(
                    env=kernels.environment(observations),
                    cwd=folder or str(Path.cwd()),
                    stdout=stream,
                    stderr=stream,
                    cleanup_kc=True,
                )
            finally:
                ensure_event_loop().close()  # nbclient made it for this thread, and leaves it open
        return None


def _mark_as_skipped(notebook: NotebookNode, not_held: Sequence[str]) -> None:
    """Tag the cells that only make sense where one of these surveys was held."""
    absent = {f"{SURVEY_TAG}{name}" for name in not_held}
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if absent.intersection(tags):
            cell.metadata["tags"] = [*tags, SKIPPED]
