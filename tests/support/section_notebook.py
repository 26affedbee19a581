"""A project of one section whose cells the test gives."""

from pathlib import Path

import nbformat

from progress_report.inputs.project import Project

SECTION = "section"
YEAR = {"fiscal_year": 2025}


def project_of_cells(folder: Path, *sources: str, declared: str = "fiscal_year = 2025") -> Project:
    """Create a project whose only section declares parameters and executes these cells."""
    (folder / "notebooks").mkdir(parents=True, exist_ok=True)
    cells = [nbformat.v4.new_code_cell(source) for source in (declared, *sources)]
    cells[0].metadata["tags"] = ["parameters"]
    kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    written = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernelspec})
    nbformat.write(written, folder / "notebooks" / f"{SECTION}.ipynb")
    return Project(folder)
