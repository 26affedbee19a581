"""A section's notebook without what front ends write into it: what is executed, and the digest of that.

JupyterLab's autosave rewrites the metadata of a notebook that was only opened, and "Run All" adds outputs.
None of that is executed, so none of it may make a built report look outdated.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any

from progress_report.inputs.project import FOLDERS

Json = dict[str, Any]
SUFFIX, FOLDER = ".ipynb", "notebooks"
_PROGRESS_REPORT = "progress_report"
_KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def is_section_notebook(path: PurePath) -> bool:
    """Whether a file of this name is a section's notebook."""
    return path.suffix == SUFFIX and path.parent.name == FOLDER


def file_digest(path: PurePath, content: bytes) -> str:
    """SHA-256 of an input file's content: of a section's notebook as it is executed, else of the bytes."""
    form = canonical_form(content) if is_section_notebook(path) else content
    return sha256(form).hexdigest()


def canonical_form(content: bytes) -> bytes:
    """A notebook as it is executed, as JSON: each cell's type, id, source and tags, in order, and the
    notebook's ``progress_report`` metadata.

    The bytes themselves where they are no notebook.
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
    """Leave a cell no metadata but its tags."""
    cell["metadata"] = {"tags": list(_tags(cell))} if _tags(cell) else {}


def strip_notebook_metadata(notebook: Json) -> None:
    """Leave a notebook no metadata but the kernel and what the product reads."""
    own = notebook["metadata"].get(_PROGRESS_REPORT)
    notebook["metadata"] = {key: dict(value) for key, value in _KERNEL.items()} | (
        {_PROGRESS_REPORT: own} if own is not None else {}
    )


def strip_saved_notebook(model: Json, path: Path) -> None:
    """Strip what JupyterLab is about to save as a section's notebook of outputs, counts and metadata.

    Notebooks elsewhere, such as the executed ones of a report, are left as they are.
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
    """A cell's source, which notebook files hold as one text or as lines."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _tags(cell: Mapping[str, Any]) -> list[str]:
    return cell.get("metadata", {}).get("tags", [])  # type: ignore[no-any-return]
