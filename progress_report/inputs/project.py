"""Paths of a municipality's parts and of the program's."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from progress_report.inputs.parsing.file_names import is_aside
from progress_report.inputs.parsing.notebook_reader import read_notebook
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.program import IS_INSTALLED, PACKAGE, PROGRAM, SCRIPT

NEW_YEAR = "new-year"  # name of the lock and staging folder while a new year's files are created
# Variables of a kernel's process: its municipality's folder, and what its notebook may open.
ROOT_VARIABLE = "PROGRESS_REPORT_ROOT"
PUBLISHED_FILE = "published.csv"  # in a year's data: the values of its final report, written by builds
YEAR_VARIABLE = "PROGRESS_REPORT_YEAR"
SECTION_VARIABLE = "PROGRESS_REPORT_SECTION"
OPENED_VARIABLES = (ROOT_VARIABLE, YEAR_VARIABLE, SECTION_VARIABLE)
BUILD = "build"  # the folder of reports: in a municipality's own, or in the working folder
# Required members of a municipality's folder.
FOLDERS = ("params", "data", "notebooks")
# The theme of all of a municipality's reports, and suffixes of pictures next to it, in ``params``.
THEME, LOGO_SUFFIXES = "theme.yaml", (".svg", ".png")
# Files of the program that a build reads: recorded by these names, independent of the program's location.
_PROGRAM_PARTS = (PACKAGE.name, "templates", SCRIPT, "requirements.lock")
# Prefix for any other file of the program, if that is in another folder than the municipality.
_OF_THE_PROGRAM = "<program>"
_YEAR = re.compile(r"19[3-9][0-9]|2[0-9]{3}")
_OF_A_YEAR = re.compile(rf"_(?:{_YEAR.pattern})$")


def is_of_theme(name: str) -> bool:
    """Return whether a name in a record is that of the theme's file, or of a picture next to it."""
    folder, _, file = name.partition("/")
    return folder == "params" and (file == THEME or file.endswith(LOGO_SUFFIXES))


def section_identity(notebook: str) -> str:
    """Return a section's name in every year: ``7_facilities`` for a year's copy ``7_facilities_2025``."""
    return _OF_A_YEAR.sub("", notebook)


@dataclass(frozen=True, slots=True)
class Project:
    """A municipality's folder (``params/``, ``data/``, ``notebooks/``) and the program that reports on it.

    Both are absolute, without links, and may be the same folder; either may be inside the other.
    """

    root: Path
    program: Path = PROGRAM

    @classmethod
    def here(cls) -> "Project":
        """Return the municipality whose folder is the program's own."""
        return cls(PROGRAM)

    @classmethod
    def with_notebook(cls, path: Path) -> "Project | None":
        """Return the municipality whose folder ``notebooks/`` contains a notebook; None if there is none."""
        folder = path.resolve().parent
        root = folder.parent
        if folder.name != "notebooks" or not all((root / name).is_dir() for name in FOLDERS):
            return None
        return cls(root)

    def options(self, out: Path) -> str:
        """Return the command-line options for this municipality and the output folder ``out``.

        They begin with a space; empty if both are the defaults.
        """
        root = "" if self.root == self.program else f" --root {_typed(self.root)}"
        return root if out.resolve() == self.usual_out.resolve() else f"{root} --out {_typed(out)}"

    @property
    def usual_out(self) -> Path:
        """The default output folder."""
        return Path(BUILD) if self.root == self.program else self.root / BUILD

    def params_file(self, year: FiscalYear) -> Path:
        return self.root / "params" / f"{year.start}.yaml"

    @property
    def theme_file(self) -> Path:
        """The theme's file, which is optional."""
        return self.root / "params" / THEME

    def theme_files(self) -> list[Path]:
        """Return the theme's file and the pictures next to it that it may use; empty without a theme."""
        if not os.path.lexists(self.theme_file):
            return []
        beside = sorted(path for path in self.theme_file.parent.iterdir() if path.suffix in LOGO_SUFFIXES)
        return [self.theme_file, *(path for path in beside if path.is_file() and not is_aside(path.name))]

    def years(self) -> list[FiscalYear]:
        """Return the fiscal years that have parameters, oldest first."""
        names = [path.stem for path in (self.root / "params").glob("*.yaml")]
        return sorted(FiscalYear(int(name)) for name in names if _YEAR.fullmatch(name))

    def data_folder(self, year: FiscalYear) -> Path:
        return self.root / "data" / str(year.start)

    @property
    def schema_file(self) -> Path:
        """The description of the tables of all years, which is optional."""
        return self.root / "data" / "schema.yaml"

    def notebook(self, name: str) -> Path:
        return self.root / "notebooks" / f"{name}.ipynb"

    def notebooks(self) -> list[str]:
        """Return the names of all notebooks, whether or not a report has them."""
        return sorted(path.stem for path in (self.root / "notebooks").glob("*.ipynb"))

    def read_notebook(self, name: str) -> dict[str, Any]:
        """Read a section's notebook with ``notebook_reader``. Raise ReportError if it is invalid."""
        path = self.notebook(name)
        return read_notebook(path, self.relative(path))

    def notebook_title(self, name: str) -> str:
        """Return the first heading of a section's notebook, or its name if it cannot be read."""
        cells = self.notebook_cells(name)
        return cells[0]["source"].removeprefix("# ").strip() if cells else name

    def notebook_code(self, name: str) -> str:
        """Return the code of a section's notebook; empty if it cannot be read."""
        return "\n".join(cell["source"] for cell in self.notebook_cells(name) if cell["cell_type"] == "code")

    def notebook_cells(self, name: str) -> list[dict[str, Any]]:
        """Return the cells of a section's notebook; empty if it cannot be read."""
        try:
            cells: list[dict[str, Any]] = self.read_notebook(name)["cells"]
        except ReportError:
            return []
        return cells

    def comparing_notebooks(self) -> list[str]:
        """Return the notebooks whose metadata declare that they compare a report with the one before."""
        return [name for name in self.notebooks() if self._compares(name)]

    def _compares(self, name: str) -> bool:
        try:
            own = self.read_notebook(name)["metadata"].get("progress_report")
        except ReportError:
            return False
        return isinstance(own, dict) and bool(own.get("compares"))

    @property
    def templates(self) -> Path:
        return self.program / "templates"

    @property
    def package(self) -> Path:
        """The program's code; a wheel has the rest of the program within it."""
        return PACKAGE if IS_INSTALLED and self.program == PROGRAM else self.program / PACKAGE.name

    @property
    def lock(self) -> Path:
        return self.program / "requirements.lock"

    @property
    def command(self) -> Path:
        return self.program / SCRIPT

    def relative(self, path: Path) -> str:
        """Return a path's name in messages and the report: relative to the root, with forward slashes."""
        return path.relative_to(self.root).as_posix()

    def name_of(self, path: Path) -> str:
        """Return the name of a path in records, the inverse of ``path_of``.

        It does not depend on where the two folders are. Files that a build reads from the program are named
        relative to it. A path in neither folder is kept as it is.
        """
        if IS_INSTALLED and path.is_relative_to(self.package) and not path.is_relative_to(self.program):
            return f"{PACKAGE.name}/{path.relative_to(self.package).as_posix()}"
        inner, outer = sorted((self.root, self.program), key=lambda folder: len(folder.parts), reverse=True)
        folder = next((folder for folder in (inner, outer) if path.is_relative_to(folder)), None)
        if folder is None:
            return path.as_posix()
        name = path.relative_to(folder).as_posix()
        if inner == outer:
            return name
        recorded = name.partition("/")[0] in _PROGRAM_PARTS
        if folder == self.program:
            return name if recorded else f"{_OF_THE_PROGRAM}/{name}"
        return f"./{name}" if recorded else name  # not a file of the program, although it has such a name

    def path_of(self, name: str) -> Path:
        """Return the path for a name in records."""
        first, _, rest = name.partition("/")
        if first == _OF_THE_PROGRAM:
            return self.program / rest
        if first == PACKAGE.name:
            return self.package / rest
        return (self.program if first in _PROGRAM_PARTS else self.root) / name


@dataclass(frozen=True, slots=True)
class Opened:
    """The project, section and year that a notebook may open; None allows any."""

    project: Project | None
    section: str | None = None
    year: int | str | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that pass them to a kernel."""
        given = {
            ROOT_VARIABLE: self.project and self.project.root,
            SECTION_VARIABLE: self.section,
            YEAR_VARIABLE: self.year,
        }
        return {name: str(value) for name, value in given.items() if value is not None}


def _typed(path: Path) -> str:
    """Quote a path for a command line, in any operating system."""
    return f'"{path}"' if " " in str(path) else str(path)
