"""What notebooks do wrong is told with section and cell, and never stops the other sections."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from progress_report.building.stitching import section_blocks
from progress_report.execution.kernels import Kernels
from progress_report.execution.section_run import SectionRun, run_section
from progress_report.inputs.project import Project

ROOT = Path(__file__).parents[2]
PARAMETERS = {"fiscal_year": 2024}

Run = Callable[..., SectionRun]


def _notebook(*sources: str, parameters: str = "fiscal_year = 2024") -> NotebookNode:
    cells = [nbformat.v4.new_code_cell(source) for source in (parameters, *sources)]
    cells[0].metadata["tags"] = ["parameters"]
    kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernelspec})


def kernels_of(root: Path, forked: bool) -> Kernels:
    return Kernels(root, forked=forked)


@pytest.fixture(params=[True, False], ids=["forked", "ordinary"])
def run(tmp_path: Path, request: pytest.FixtureRequest) -> Run:
    forked: bool = request.param

    def run(
        *sources: str, parameters: dict[str, Any] = PARAMETERS, declared: str = "fiscal_year = 2024"
    ) -> SectionRun:
        (tmp_path / "notebooks").mkdir()
        nbformat.write(_notebook(*sources, parameters=declared), tmp_path / "notebooks" / "section.ipynb")
        with kernels_of(ROOT, forked) as kernels:
            return run_section(Project(tmp_path), "section", parameters, kernels)

    return run


def test_an_exception_names_notebook_cell_and_cause(run: Run) -> None:
    result = run("1 / 0", "never = True")
    (finding,) = result.findings
    assert finding.file == "notebooks/section.ipynb"
    # The parameters as written and as injected are executed before it.
    assert re.search("3番目に実行したセルで例外 ZeroDivisionError", finding.message)
    assert "1 / 0" in finding.message
    marked = [cell for cell in result.notebook.cells if "An Exception was encountered" in cell.source]
    assert marked, "the failing cell is marked in the notebook that is kept"


def test_cells_of_a_survey_that_was_not_held_are_skipped_and_marked(tmp_path: Path) -> None:
    notebook = _notebook("1 / 0", "held = True")
    notebook.cells += [nbformat.v4.new_markdown_cell("## 調査期間"), nbformat.v4.new_markdown_cell("# 今後")]
    for cell in (notebook.cells[1], notebook.cells[3]):
        cell.metadata["tags"] = ["survey:panel"]
    notebook.cells[2].metadata["tags"] = ["survey:other"]
    (tmp_path / "notebooks").mkdir()
    nbformat.write(notebook, tmp_path / "notebooks" / "section.ipynb")
    with kernels_of(ROOT, forked=True) as kernels:
        result = run_section(Project(tmp_path), "section", PARAMETERS, kernels, not_held=["panel"])
    assert result.findings == ()
    _, _, skipped, other, heading, _ = result.notebook.cells
    assert skipped.metadata.tags == heading.metadata.tags == ["survey:panel", "skip-execution"]
    assert (skipped.execution_count, skipped.outputs) == (None, [])
    assert (other.metadata.tags, other.execution_count) == (["survey:other"], 3)
    (block,) = section_blocks("section", result.notebook)
    assert block["content"][0]["text"] == "今後"


def test_stderr_is_a_fault(run: Run) -> None:
    (finding,) = run("import sys", "print('気を付けて', file=sys.stderr)").findings
    assert "4番目のセル" in finding.message
    assert "気を付けて" in finding.message


def test_a_warning_is_a_fault(run: Run) -> None:
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
def test_unknown_and_missing_parameters_are_faults(
    run: Run, parameters: dict[str, Any], declared: str, named: str
) -> None:
    (finding,) = run("x = fiscal_year", parameters=parameters, declared=declared).findings
    assert named in finding.message


def test_a_dead_kernel_is_told(run: Run) -> None:
    (finding,) = run("import os; os._exit(7)").findings
    assert "実行が中断されました" in finding.message


@pytest.mark.parametrize("after", [(), ("done = True",)])
def test_a_notebook_that_quits_is_told_also_at_its_end(run: Run, after: tuple[str, ...]) -> None:
    (finding,) = run("quit()", *after).findings
    assert finding.message == "3番目に実行したセル「quit()」が、ノートブックを終わらせました（quit）。"


def test_a_missing_notebook_is_told(tmp_path: Path) -> None:
    with kernels_of(ROOT, forked=False) as kernels:
        (finding,) = run_section(Project(tmp_path), "absent", PARAMETERS, kernels).findings
    assert (finding.file, finding.message) == ("notebooks/absent.ipynb", "ファイルがありません。")


def test_each_notebook_has_a_kernel_without_the_users_settings(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    startup = tmp_path / "home" / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("fiscal_year = 1999; raise SystemExit", encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    result = run("fiscal_year")
    assert result.findings == ()
    assert result.notebook.cells[-1].outputs[0].data["text/plain"] == "2024"


def test_the_executed_notebook_carries_no_noise(run: Run) -> None:
    result = run("fiscal_year")
    text = nbformat.writes(result.notebook)
    assert "start_time" not in text
    assert "papermill" not in text
    assert str(Path.home()) not in text
    assert result.notebook.metadata.progress_report.parameters == PARAMETERS
    assert [cell.id for cell in result.notebook.cells][1] == "injected-parameters"


def test_progress_counts_every_cell(tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    nbformat.write(_notebook("1", "2"), tmp_path / "notebooks" / "section.ipynb")
    seen: list[tuple[int, int]] = []
    with kernels_of(ROOT, forked=True) as kernels:
        run_section(Project(tmp_path), "section", PARAMETERS, kernels, lambda *step: seen.append(step))
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
