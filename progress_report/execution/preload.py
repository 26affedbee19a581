"""One-time import of the modules that sections need, in a builder that forks workers or a spawned worker."""

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
    "encodings.utf_16_be",  # for names in font files
    "importlib.resources.readers",
    "noto_cjk_sans_jp_bold",
    "noto_cjk_sans_jp_regular",
)
# matplotlib's list of the machine's fonts, which takes longer to make than all sections' cells.
_FONT_LISTS = (user_cache_path(NAME) if IS_INSTALLED else PROGRAM / ".cache") / "matplotlib"
_FONT_LIST = "fontlist-*.json"


def settings_of(folder: Path) -> dict[str, str]:
    """Return the environment variables that redirect the user's settings to a folder."""
    return {
        "IPYTHONDIR": str(folder / "ipython"),
        "MPLCONFIGDIR": str(folder / "matplotlib"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }


def preload(folder: Path, also: Sequence[str] = ()) -> None:
    """Import with the user's settings redirected to a folder; cache the list of fonts.

    ``also``: further installed modules; those that cannot be imported by name are skipped.
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
    """Write the list completely or not at all; if that fails, it is recomputed each time."""
    with suppress(OSError, PublishingError):
        write_file(_FONT_LISTS / name, content)
