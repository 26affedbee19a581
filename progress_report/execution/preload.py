"""Import what sections need, once: in a builder that forks workers, or in a worker that is started anew."""

import importlib
import os
from collections.abc import Sequence
from contextlib import chdir, suppress
from pathlib import Path

from platformdirs import user_cache_path

from progress_report.files.replacing import write_file
from progress_report.model.findings import PublishingError
from progress_report.model.program import IS_INSTALLED, NAME, PROGRAM

MODULES = (
    "pandas",
    "progress_report.authoring",
    "matplotlib.pyplot",
    "progress_report.execution.cells",
    "encodings.utf_8_sig",
    "encodings.cp932",
    "encodings.utf_16_be",  # of the names in font files
    "importlib.resources.readers",
    "noto_cjk_sans_jp_bold",
    "noto_cjk_sans_jp_regular",
)
# matplotlib's list of the machine's fonts, which takes longer to make than all sections' cells.
_FONT_LISTS = (user_cache_path(NAME) if IS_INSTALLED else PROGRAM / ".cache") / "matplotlib"
_FONT_LIST = "fontlist-*.json"


def settings_of(folder: Path) -> dict[str, str]:
    """Return the variables that put a folder in the place of the user's settings."""
    return {
        "IPYTHONDIR": str(folder / "ipython"),
        "MPLCONFIGDIR": str(folder / "matplotlib"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }


def preload(folder: Path, also: Sequence[str] = ()) -> None:
    """Import with a folder in the place of the user's settings; keep the list of fonts for the next time.

    ``also``: further installed modules; those that cannot be imported by their names are left out.
    """
    settings = settings_of(folder)
    former = {name: os.environ.get(name) for name in settings}
    lists = folder / "matplotlib"
    lists.mkdir(exist_ok=True)
    kept = _contents(_FONT_LISTS)
    for name, content in kept.items():
        (lists / name).write_bytes(content)
    os.environ.update(settings)
    try:
        with chdir(lists):  # matplotlib reads the settings of the current folder, too
            for name in MODULES:
                importlib.import_module(name)
            for name in also:
                with suppress(ImportError):
                    importlib.import_module(name)
    finally:
        for name, value in former.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    for name, content in _contents(lists).items():
        if kept.get(name) != content:
            _keep(name, content)


def _contents(folder: Path) -> dict[str, bytes]:
    with suppress(OSError):
        return {path.name: path.read_bytes() for path in folder.glob(_FONT_LIST)}
    return {}


def _keep(name: str, content: bytes) -> None:
    """Write the list whole or not at all; where that is impossible, it is made again each time."""
    with suppress(OSError, PublishingError):
        write_file(_FONT_LISTS / name, content)
