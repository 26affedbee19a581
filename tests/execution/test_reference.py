"""The build's engine gives the same outputs as plain papermill with an ordinary kernel."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from progress_report.inputs.params.report_params import read_params
from progress_report.inputs.project import Project
from tests.support.project_copy import BUILD_TIMEOUT_SECONDS, MUNICIPALITIES, ROOT
from tests.support.section_notebook import SECTION, project_of_cells
from tests.support.single_thread import Sections

pytestmark = pytest.mark.long
# Actions of a cell other than making blocks.
CELLS = (
    "import progress_report.authoring\nimport matplotlib.pyplot as plt",
    "plt.plot([1, 2], label='a'); plt.legend(); plt.title('figure');",
    "import pandas as pd\npd.DataFrame({'a': [1.5, 2], 'b': ['x', 'y']})",
    "print('one'); print('two')\ndisplay({'a': 1}, 'text')\nprint('three')\n3",
    "from IPython.display import HTML, Markdown, JSON, Image, clear_output\nHTML('<b>bold</b>')",
    "display(Markdown('*x*')); JSON({'a': [1]})",
    "display(1); clear_output(); display(2)",
    "handle = display('first', display_id='shown')",
    "handle.update('second')",
    "%%capture kept\nprint('kept')",
    "kept.stdout, _, In[-1], Out[5]",
    "!echo from a program",
    "import warnings; _ = 1",
    "import asyncio\nawait asyncio.sleep(0, 'awaited')",
    "import helper\nhelper.VALUE",
    "%timeit -n1 -r1 -q pass\n%who_ls int",
    "x = 5;",
    "x;",
    "import sys\nsys.modules['__main__'].x, __name__",
)


def _ordinary(project: Project, name: str, year: int, made: Path) -> NotebookNode:
    """Return the notebook as ``papermill`` executes it."""
    arguments = (f"{name}.ipynb", made, "-p", "fiscal_year", str(year))
    done = subprocess.run(
        [sys.executable, "-m", "papermill", "--no-progress-bar", *arguments],
        cwd=project.root / "notebooks",
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=BUILD_TIMEOUT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return nbformat.read(made, as_version=4)


def _outputs(notebook: NotebookNode) -> list[Any]:
    """Return count and outputs of each code cell, stream chunks joined, since kernels split them randomly."""
    return [
        (cell.execution_count, _joined(cell.outputs)) for cell in notebook.cells if cell.cell_type == "code"
    ]


def _joined(outputs: list[NotebookNode]) -> list[dict[str, Any]]:
    joined: list[dict[str, Any]] = []
    for output in outputs:
        if joined and output.output_type == "stream" and joined[-1].get("name") == output.name:
            joined[-1] = {**joined[-1], "text": joined[-1]["text"] + output.text}
        else:
            joined.append(dict(output))
    return joined


@pytest.mark.parametrize("root", MUNICIPALITIES, ids=lambda root: root.name)
def test_every_shipped_notebook(root: Path, tmp_path: Path, sections: Sections) -> None:
    project, compared = Project(root), 0
    for year in project.years():
        for section in read_params(project, year).report.sections:
            name = section.notebook
            run = sections.run(project, name, {"fiscal_year": year.start})
            assert run.findings == (), run.findings
            ordinary = _ordinary(project, name, year.start, tmp_path / "made.ipynb")
            assert _outputs(run.notebook) == _outputs(ordinary), f"{year.start} {name}"
            assert run.notebook.metadata.language_info == ordinary.metadata.language_info
            compared += 1
    assert compared > 5


def test_what_a_cell_may_do_otherwise(tmp_path: Path, sections: Sections) -> None:
    project = project_of_cells(tmp_path, *CELLS)
    (tmp_path / "notebooks" / "helper.py").write_text("VALUE = 7\n", encoding="utf-8")
    run = sections.run(project, SECTION, {"fiscal_year": 2025})
    assert run.findings == (), run.findings
    ordinary = _ordinary(project, SECTION, 2025, tmp_path / "made.ipynb")
    for number, (one, other) in enumerate(zip(_outputs(run.notebook), _outputs(ordinary), strict=True)):
        assert one == other, ["", "", *CELLS][number]
