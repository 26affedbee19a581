"""papermill's engine for section notebooks: a private kernel, forked where possible.

papermill imports this module by itself (entry point ``papermill.engine``), in the midst of its own import:
hence nothing of papermill is imported here but what is whole by then.
"""

import asyncio
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from jupyter_core.utils import ensure_event_loop
from nbformat import NotebookNode
from papermill.engines import NBClientEngine

from progress_report.execution.allowance import Allowance
from progress_report.execution.kernels import Kernels
from progress_report.execution.limited_client import LimitedClient
from progress_report.execution.notebook_outputs import NotebookOutputs
from progress_report.inputs.limits import Limits
from progress_report.inputs.notebook_place import is_placed
from progress_report.inputs.project import Opened, Project
from progress_report.model.cell_tags import SKIPPED, SURVEY_TAG

YEAR = "fiscal_year"  # the parameter that every section's notebook is given
CellDone = Callable[[int, int], None]


class SectionEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine, on a private kernel; ``papermill --engine progress-report`` uses it too.

    What the kernel's process says outside of cells (some versions complain while shutting down) goes
    to the file ``log``; what a cell writes to stderr arrives as that cell's output all the same.
    """

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, kernels: Kernels | None = None, project: Project | None = None,
        section: str | None = None, folder: str | None = None, log: Path | None = None,
        observations: Path | None = None, not_held: Sequence[str] = (),
        begun: Callable[[NotebookNode], None] = lambda notebook: None,
        asked_for: Callable[[Iterable[str]], None] = lambda prose: None,
        cell_done: CellDone = lambda done, count: None, allowance: Allowance | None = None,
        execution_timeout: int | None = None, **_: Any,
    ) -> None:  # fmt: skip
        """``kernels``: where the kernel comes from; without, from a source for this notebook alone.
        ``project``: the municipality that it belongs to; without, its own place tells. ``section``: the only
        one that it may open; without, any.

        ``begun`` is given the notebook that the outputs are written into, also where it fails; ``asked_for``
        the prose entries that it asked for. Interruption
        where the notebook goes beyond its allowance, or its kernel dies; ReportError where a block that it
        made is not among its outputs.
        """
        if allowance is None:
            given = {"cell_seconds": str(execution_timeout)} if execution_timeout else {}
            allowance = Allowance.from_now(Limits.model_validate(given))
        if kernels is None:
            with Kernels() as kernels:
                return cls.execute_managed_notebook(
                    nb_man, kernel_name, kernels=kernels, folder=folder, log=kernels.settings / "log",
                    allowance=allowance, project=project or _project_of(nb_man.nb),
                )  # fmt: skip
        count = len(nb_man.nb.cells)
        outputs = NotebookOutputs(nb_man.nb)
        opened = Opened(project, section, nb_man.nb.metadata.papermill.get("parameters", {}).get(YEAR))

        def executed(cell: NotebookNode, cell_index: int, execute_reply: Any) -> None:
            cell_done(cell_index + 1, count)
            if kernels.ended:
                raise InterruptedError
            client.require_more(execute_reply)
            outputs.add(cell, execute_reply["content"])

        _mark_as_skipped(nb_man.nb, not_held)
        begun(nb_man.nb)
        with kernels.manager() as manager, (log or Path(os.devnull)).open("wb") as stream:
            client = LimitedClient(
                nb_man, allowance, km=manager, kernel_name=kernel_name, on_cell_executed=executed
            )
            try:
                client.execute(
                    env=kernels.environment(opened, observations, allowance.limits.memory_megabytes),
                    cwd=folder or str(Path.cwd()),
                    stdout=stream,
                    stderr=stream,
                    cleanup_kc=True,
                )
            finally:
                _close(ensure_event_loop())  # nbclient made it for this thread, and leaves it open
        asked_for(outputs.prose)
        outputs.require_all()
        return None


def _project_of(notebook: NotebookNode) -> Project | None:
    """Return the municipality in whose folder papermill found the notebook, if any."""
    path = notebook.metadata.papermill.get("input_path")
    if not path or not Path(path).is_file() or not is_placed(path, sys.argv):
        return None
    return Project.with_notebook(Path(path))


def _close(loop: asyncio.AbstractEventLoop) -> None:
    """With what waits in it for a kernel that was ended; it would complain on stderr."""
    waiting = asyncio.all_tasks(loop)
    for task in waiting:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*waiting, return_exceptions=True))
    loop.close()


def _mark_as_skipped(notebook: NotebookNode, not_held: Sequence[str]) -> None:
    """Tag the cells that only make sense where one of these surveys was held."""
    absent = {f"{SURVEY_TAG}{name}" for name in not_held}
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if absent.intersection(tags):
            cell.metadata["tags"] = [*tags, SKIPPED]
