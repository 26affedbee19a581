"""Configuration of JupyterLab as ``make lab`` starts it: sections' notebooks are saved without outputs.

Elsewhere: ``jupyter lab --config lab/jupyter_server_config.py notebooks``.
"""

from pathlib import Path
from typing import Any

from progress_report.inputs.notebooks.notebook_files import strip_saved_notebook


def strip(path: str, model: dict[str, Any], contents_manager: Any, **_: Any) -> None:
    """Strip a notebook before JupyterLab saves it."""
    strip_saved_notebook(model, Path(contents_manager.root_dir, path).resolve())


get_config().FileContentsManager.pre_save_hook = strip  # noqa: F821
