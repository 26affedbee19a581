"""Where the project's parts stand."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from progress_report.model.fiscal_year import FiscalYear

# How the folder's name begins and ends in which a new year is made, before its files get their places.
STAGED_YEAR = ".new-year-", ""
_YEAR = re.compile(r"19[3-9][0-9]|2[0-9]{3}")


def is_aside(name: str) -> bool:
    """Whether a file or folder of this name is no input: hidden, or left by Excel beside an open workbook."""
    return name.startswith((".", "~$"))


@dataclass(frozen=True, slots=True)
class Project:
    """The folder that holds ``params/``, ``data/``, ``notebooks/`` and ``templates/``."""

    root: Path

    @classmethod
    def here(cls) -> "Project":
        return cls(Path(__file__).resolve().parents[2])

    def params_file(self, year: FiscalYear) -> Path:
        return self.root / "params" / f"{year.start}.yaml"

    def years(self) -> list[FiscalYear]:
        """The fiscal years that have parameters, oldest first."""
        names = [path.stem for path in (self.root / "params").glob("*.yaml")]
        return sorted(FiscalYear(int(name)) for name in names if _YEAR.fullmatch(name))

    def data_folder(self, year: FiscalYear) -> Path:
        return self.root / "data" / str(year.start)

    def notebook(self, name: str) -> Path:
        return self.root / "notebooks" / f"{name}.ipynb"

    def notebook_title(self, name: str) -> str:
        """The heading that a section's notebook begins with; its name where it cannot be read."""
        try:
            return "".join(self._read_notebook(name)["cells"][0]["source"]).removeprefix("# ").strip()
        except (OSError, ValueError, LookupError):
            return name

    def notebook_code(self, name: str) -> str:
        """The code of a section's notebook; nothing where it cannot be read."""
        try:
            cells = self._read_notebook(name)["cells"]
            return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        except (OSError, ValueError, LookupError, TypeError):
            return ""

    def comparing_notebooks(self) -> list[str]:
        """The notebooks that say of themselves that they compare a report with the one before."""
        names = sorted(path.stem for path in (self.root / "notebooks").glob("*.ipynb"))
        said = {name: self._read_notebook(name)["metadata"].get("progress_report", {}) for name in names}
        return [name for name in names if said[name].get("compares")]

    def _read_notebook(self, name: str) -> Any:
        return json.loads(self.notebook(name).read_text(encoding="utf-8"))

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    def relative(self, path: Path) -> str:
        """The path as messages and the report name it: from the root, with forward slashes."""
        return path.relative_to(self.root).as_posix()
