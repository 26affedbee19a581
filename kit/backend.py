"""Build distributions with flit, and put into a wheel what lies beside the package in a checkout.

A build front end (pip, uv, build) finds its hooks here. Within the wheel the files are in
``progress_report/shipped/``, where ``progress_report.model.program`` looks for them; the tree has them once.
"""

import shutil
import tempfile
from contextlib import chdir
from pathlib import Path
from typing import Any

from flit_core import buildapi
from flit_core.buildapi import (
    build_editable,
    build_sdist,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

_PACKAGE, _SHIPPED = "progress_report", "shipped"
_PARTS = ("templates", "notebooks", "params", "data", "report_builder.py", "requirements.lock")
_DESCRIBING = ("pyproject.toml", "README.md", "LICENSE")
# Hidden files, what Excel leaves beside an open workbook, and what Python compiled.
_SKIPPED = shutil.ignore_patterns(".*", "~$*", "__pycache__")


def build_wheel(
    wheel_directory: str,
    config_settings: dict[str, Any] | None = None,
    metadata_directory: str | None = None,
) -> str:
    """Write the wheel, from a copy of the package with the shipped files in it; return its name."""
    target = str(Path(wheel_directory).resolve())
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder, _PACKAGE)
        _copy(Path(_PACKAGE), package)
        for part in _PARTS:
            _copy(Path(part), package / _SHIPPED / part)
        for name in _DESCRIBING:
            _copy(Path(name), Path(folder, name))
        with chdir(folder):
            made: str = buildapi.build_wheel(target, config_settings)
    return made


def _copy(path: Path, to: Path) -> None:
    if path.is_dir():
        shutil.copytree(path, to, ignore=_SKIPPED)
    else:
        to.parent.mkdir(exist_ok=True)
        shutil.copy2(path, to)
