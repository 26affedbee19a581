"""Detection of the municipality that a running notebook belongs to.

Jupyter runs a notebook in its own folder. papermill's own engine does not, and passes nothing about the
notebook to its kernel, so it is read from the papermill command that started the kernel.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from progress_report.inputs.project import ROOT_VARIABLE, Project
from progress_report.messages.notebook_names import NO_MUNICIPALITY, TWO_MUNICIPALITIES

_PAPERMILL = "papermill"
_NEAREST = 3  # a virtual environment's python.exe on Windows starts another one, which is the kernel


def project_of_notebook() -> Project:
    """Return the municipality of the running notebook, which its build passes in ``ROOT_VARIABLE``.

    Without a build, it is the one whose folder ``notebooks/`` contains papermill's input or is the working
    folder. Raise ReportError if there is none, or if these two differ.
    """
    if root := os.environ.get(ROOT_VARIABLE):
        return Project(Path(root))
    folder = Path.cwd()
    places = (papermill_input(), folder / "any.ipynb")
    found = {project for place in places if place and (project := Project.with_notebook(place))}
    if len(found) == 1:
        return found.pop()
    raise (TWO_MUNICIPALITIES if found else NO_MUNICIPALITY).error(folder=folder.as_posix())


def papermill_input() -> Path | None:
    """Return the input notebook of the papermill command above this process; None if there is none."""
    with suppress(psutil.Error, OSError):
        for process in psutil.Process().parents()[:_NEAREST]:
            if given := input_of(process.cmdline()):
                path = Path(process.cwd()) / given
                return path if path.is_file() else None
    return None


def input_of(command: Sequence[str]) -> str | None:
    """Return the notebook that a papermill command runs; None for any other command."""
    start = next((i for i, word in enumerate(command[:4]) if Path(word).stem == _PAPERMILL), None)
    if start is None:
        return None
    given = next((word for word in command[start + 1 :] if word.endswith(".ipynb")), None)
    return given if given and is_placed(given, command) else None


def is_placed(notebook: str, command: Sequence[str]) -> bool:
    """Return whether a path is still relative to the process's folder: papermill changes to ``--cwd``."""
    return Path(notebook).is_absolute() or not any(word.startswith("--cwd") for word in command)
