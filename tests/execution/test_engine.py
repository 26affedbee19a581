"""Errors in notebooks are reported with section and cell, and never stop the other sections."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from progress_report.execution.section_run import SectionRun, run_section
from progress_report.execution.workers import FORK, SPAWN, Workers
from progress_report.inputs.project import Project
from tests.support.section_notebook import SECTION, project_of_cells
from tests.support.single_thread import Sections, SingleThread

PARAMETERS = {"fiscal_year": 2024}

Run = Callable[..., SectionRun]
# What a process does not make different; a spawned worker for each takes long to import everything.
FORKED = pytest.mark.parametrize(
    "sections", [FORK, pytest.param(SPAWN, marks=pytest.mark.long)], indirect=True
)


@pytest.fixture
def run(tmp_path: Path, sections: Sections) -> Run:
    def run(
        *sources: str,
        parameters: dict[str, Any] = PARAMETERS,
        declared: str = "fiscal_year = 2024",
        environment: dict[str, str] | None = None,
    ) -> SectionRun:
        project = project_of_cells(tmp_path, *sources, declared=declared)
        return sections.run(project, SECTION, parameters, environment)

    return run


def test_an_exception_names_notebook_cell_and_cause(run: Run) -> None:
    result = run("1 / 0", "never = True")
    (finding,) = result.findings
    assert finding.file == "notebooks/section.ipynb"
    # The declared and the injected parameters are executed before it.
    assert re.search("3番目に実行したセルで例外 ZeroDivisionError", finding.message)
    assert "1 / 0" in finding.message
    marked = [cell for cell in result.notebook.cells if "An Exception was encountered" in cell.source]
    assert marked, "the failing cell is marked in the notebook that is kept"


@FORKED
def test_stderr_is_an_error(run: Run) -> None:
    (finding,) = run("import sys", "print('気を付けて', file=sys.stderr)").findings
    assert "4番目のセル" in finding.message
    assert "気を付けて" in finding.message


@FORKED
def test_a_warning_is_an_error(run: Run) -> None:
    (finding,) = run("import warnings; warnings.warn('古い書き方')").findings
    assert "古い書き方" in finding.message


@pytest.mark.parametrize(
    ("parameters", "declared", "named"),
    [
        (
            {"fiscal_year": 2024, "colour": "blue"},
            "fiscal_year = 2024",
            "「colour」が parameters のセルにありません",
        ),
        ({"fiscal_year": 2024}, "fiscal_year = 2024\ncity = '杉並区'", "「city」の値が渡されません"),
    ],
)
def test_unknown_and_missing_parameters_are_errors(
    run: Run, parameters: dict[str, Any], declared: str, named: str
) -> None:
    (finding,) = run("x = fiscal_year", parameters=parameters, declared=declared).findings
    assert named in finding.message


def test_a_dead_worker_is_reported(run: Run) -> None:
    (finding,) = run("import os; os._exit(7)").findings
    assert "実行が中断されました" in finding.message


@pytest.mark.parametrize("after", [(), pytest.param(("done = True",), marks=pytest.mark.long)])
def test_a_notebook_that_quits_is_reported_even_at_its_end(run: Run, after: tuple[str, ...]) -> None:
    (finding,) = run("quit()", *after).findings
    assert finding.message == "3番目に実行したセル「quit()」が、ノートブックを終わらせました（quit）。"


def test_a_missing_notebook_is_reported(tmp_path: Path) -> None:
    with Workers() as workers:
        (finding,) = run_section(Project(tmp_path), "absent", PARAMETERS, workers).findings
    assert (finding.file, finding.message) == ("notebooks/absent.ipynb", "ファイルがありません。")


@FORKED
def test_a_notebook_runs_without_the_users_settings(run: Run, tmp_path: Path) -> None:
    startup = tmp_path / "home" / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("fiscal_year = 1999; raise SystemExit", encoding="utf-8")
    result = run("fiscal_year", environment={"HOME": str(tmp_path / "home")})
    assert result.findings == ()
    assert result.notebook.cells[-1].outputs[0].data["text/plain"] == "2024"


@FORKED
def test_the_executed_notebook_carries_no_noise(run: Run) -> None:
    result = run("fiscal_year")
    text = nbformat.writes(result.notebook)
    assert "start_time" not in text
    assert "papermill" not in text
    assert str(Path.home()) not in text
    assert result.notebook.metadata.progress_report.parameters == PARAMETERS
    assert [cell.id for cell in result.notebook.cells][1] == "injected-parameters"


def _progress(project: Project) -> list[tuple[int, int]]:
    seen: list[tuple[int, int]] = []
    with Workers(FORK) as workers:
        run_section(project, SECTION, PARAMETERS, workers, lambda *step: seen.append(step))
    return seen


def test_progress_counts_every_cell(in_single_thread: SingleThread, tmp_path: Path) -> None:
    project = project_of_cells(tmp_path, "1", "2")
    assert in_single_thread(_progress, project) == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_what_comes_past_python_is_in_the_cells_output(run: Run) -> None:
    result = run("import os; os.write(1, 'そと'.encode());", "os.system('echo too');", "os.write(2, b'bad');")
    shown = [cell.outputs[0].text for cell in result.notebook.cells[2:]]
    assert shown == ["そと", "too\n", "bad"]
    (finding,) = result.findings
    assert "標準エラーに出しました: bad" in finding.message


@FORKED
def test_outputs_are_in_their_order_and_can_be_cleared_and_changed(run: Run) -> None:
    result = run(
        "print('a'); display(1); print('b', end=''); print('c'); 2",
        "display(3); from IPython.display import clear_output; clear_output(); display(4)",
        "handle = display(5, display_id=True)",
        "handle.update(6)",
        "_",
    )
    outputs = [cell.outputs for cell in result.notebook.cells[2:]]
    assert result.findings == ()
    assert [one.output_type for one in outputs[0]] == ["stream", "display_data", "stream", "execute_result"]
    assert [one.text for one in outputs[0] if "text" in one] == ["a\n", "bc\n"]
    assert [one.data["text/plain"] for cell in outputs[1:] for one in cell] == ["4", "6", "2"]


def test_what_a_dying_process_says_is_reported(run: Run) -> None:
    (finding,) = run("import os; os.write(2, b'the last words'); os._exit(1)").findings
    assert "プロセスが終わりました" in finding.message
    assert "the last words" in finding.message


@FORKED
def test_input_is_refused(run: Run) -> None:
    (finding,) = run("input('名前')").findings
    assert "入力を求められません" in finding.message
