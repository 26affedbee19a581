"""Canonical form and digest of a section's notebook, without the data that front ends add.

JupyterLab's autosave rewrites the metadata of a notebook that was only opened, and "Run All" adds outputs.
None of that is executed, so none of it may make a built report appear outdated.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any

from progress_report.inputs.parsing.notebook_reader import Json
from progress_report.inputs.project import FOLDERS

SUFFIX, FOLDER = ".ipynb", "notebooks"
_PROGRESS_REPORT = "progress_report"
_KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def is_section_notebook(path: PurePath) -> bool:
    """Return whether a file of this name is a section's notebook."""
    return path.suffix == SUFFIX and path.parent.name == FOLDER


def file_digest(path: PurePath, content: bytes) -> str:
    """Return the SHA-256 of an input file: of a section notebook's canonical form, else of the bytes."""
    form = canonical_form(content) if is_section_notebook(path) else content
    return sha256(form).hexdigest()


def canonical_form(content: bytes) -> bytes:
    """Return the executed content of a notebook as JSON; other content is returned unchanged.

    It has each cell's type, id, source and tags, in order, and the notebook's ``progress_report`` metadata.
    """
    try:
        notebook = json.loads(content)
        executed = {
            "cells": [
                [cell["cell_type"], cell.get("id"), _source(cell), _tags(cell)] for cell in notebook["cells"]
            ],
            _PROGRESS_REPORT: notebook["metadata"].get(_PROGRESS_REPORT),
        }
        return json.dumps(executed, sort_keys=True).encode()
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return content


def strip_cell_metadata(cell: Json) -> None:
    """Remove a cell's metadata except its tags."""
    cell["metadata"] = {"tags": list(_tags(cell))} if _tags(cell) else {}


def strip_notebook_metadata(notebook: Json) -> None:
    """Remove a notebook's metadata except the kernel and the product's own."""
    own = notebook["metadata"].get(_PROGRESS_REPORT)
    notebook["metadata"] = {key: dict(value) for key, value in _KERNEL.items()} | (
        {_PROGRESS_REPORT: own} if own is not None else {}
    )


def strip_saved_notebook(model: Json, path: Path) -> None:
    """Remove outputs, counts and metadata from a section's notebook that JupyterLab is about to save.

    Notebooks in other places, such as the executed ones of a report, are not changed.
    """
    municipality = path.parent.parent
    if model.get("type") != "notebook" or not model.get("content") or not is_section_notebook(path):
        return
    if not all((municipality / name).is_dir() for name in FOLDERS):
        return
    notebook = model["content"]
    strip_notebook_metadata(notebook)
    for cell in notebook["cells"]:
        strip_cell_metadata(cell)
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None


def _source(cell: Mapping[str, Any]) -> str:
    """Return a cell's source, which notebook files store as one text or as lines."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _tags(cell: Mapping[str, Any]) -> list[str]:
    return cell.get("metadata", {}).get("tags", [])  # type: ignore[no-any-return]
