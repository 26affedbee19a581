"""Forked kernels give the results of ordinary ones, obey, and leave nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from progress_report.execution.allowance import Allowance
from progress_report.execution.kernels import Kernels
from progress_report.execution.section_run import run_section
from progress_report.inputs.limits import Limits
from progress_report.inputs.project import Project
from tests.support.processes import descendants
from tests.support.section_notebook import YEAR, project_of_cells

ROOT = Path(__file__).parents[2]
NAMES = [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
NOT_HELD = ["intention_survey"]
TOGETHER = 8


def executed(name: str, kernels: Kernels, project: Project | None = None) -> bytes:
    run = run_section(project or Project(ROOT), name, YEAR, kernels, not_held=NOT_HELD)
    assert run.findings == (), run.findings
    return str(nbformat.writes(run.notebook)).encode()


@pytest.fixture(scope="module")
def forked() -> Iterator[Kernels]:
    with Kernels(forked=True) as kernels:
        yield kernels


@pytest.fixture(scope="module")
def ordinary() -> Iterator[dict[str, bytes]]:
    with Kernels(forked=False) as kernels:
        yield {name: executed(name, kernels) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_a_forked_kernel_gives_the_bytes_of_an_ordinary_one(
    name: str, forked: Kernels, ordinary: dict[str, bytes]
) -> None:
    assert executed(name, forked) == ordinary[name]


def test_eight_at_once_from_one_folder(forked: Kernels, ordinary: dict[str, bytes]) -> None:
    names = (NAMES * TOGETHER)[:TOGETHER]
    with ThreadPoolExecutor(TOGETHER) as pool:
        results = list(pool.map(lambda name: executed(name, forked), names))
    assert results == [ordinary[name] for name in names]


def test_a_plain_pyplot_figure_is_an_image_either_way(tmp_path: Path, forked: Kernels) -> None:
    """pyplot is imported before the kernel's shell is there; unconnected, it would show text."""
    project = project_of_cells(tmp_path, "import matplotlib.pyplot as plt", "plt.plot([1, 2]);")
    with Kernels(forked=False) as plain:
        runs = [run_section(project, "section", YEAR, kernels) for kernels in (forked, plain)]
    for run in runs:
        (output,) = run.notebook.cells[-1].outputs
        assert "image/png" in output.data
    assert runs[0].notebook == runs[1].notebook


def test_kernels_share_neither_chance_nor_variables(tmp_path: Path, forked: Kernels) -> None:
    project = project_of_cells(
        tmp_path, "import random, numpy, builtins", "builtins.left = 1",
        "[random.random(), numpy.random.random()]", "__import__('os').getpid()", "__import__('sys').argv[0]",
    )  # fmt: skip
    shown = [
        [cell.outputs[0].data["text/plain"] for cell in run.notebook.cells[4:]]
        for run in (run_section(project, "section", YEAR, forked) for _ in range(2))
    ]
    (numbers, process, program), (others, another, _) = shown
    assert not set(numbers.strip("[]").split(", ")) & set(others.strip("[]").split(", "))
    assert process != another
    assert program == "'ipykernel_launcher'"


def test_a_notebook_ends_with_its_server_killed(tmp_path: Path) -> None:
    """As with any kernel that dies: the fault is told, and nothing waits for ever."""
    before = set(descendants(os.getpid()))
    project = project_of_cells(
        tmp_path,
        "import os, pathlib, signal, time",
        "assert b'fork_server' in pathlib.Path(f'/proc/{os.getppid()}/cmdline').read_bytes()",
        "os.kill(os.getppid(), signal.SIGKILL)",
        "time.sleep(60)",
    )
    with Kernels(forked=True) as kernels:
        began = time.monotonic()
        (finding,) = run_section(project, "section", YEAR, kernels).findings
        assert time.monotonic() - began < 30
        assert "実行が中断されました" in finding.message
        # The next one is started anew.
        assert run_section(Project(ROOT), "3_cashless", YEAR, kernels).findings == ()
    assert set(descendants(os.getpid(), "fork_server", "kernel_process")) <= before


def test_a_cell_can_be_interrupted(tmp_path: Path, forked: Kernels) -> None:
    """One that takes too long is ended, also where it does not want to be."""
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    project = project_of_cells(tmp_path, stubborn)
    allowance = Allowance.from_now(Limits.model_validate({"cell_seconds": "2"}))
    (finding,) = run_section(project, "section", YEAR, forked, allowance=allowance).findings
    assert "3番目に実行したセル「import signal, time;" in finding.message
    assert "上限の2秒では終わりません" in finding.message


def test_no_process_socket_or_folder_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = set(descendants(os.getpid()))
    private = tmp_path / "t"
    private.mkdir()
    monkeypatch.setenv("TMPDIR", str(private))
    monkeypatch.setattr("tempfile.tempdir", None)
    project = project_of_cells(
        tmp_path / "project", "import subprocess; subprocess.Popen(['sleep', '4711'])", "1 / 0"
    )
    for is_forked in (True, False):
        with Kernels(forked=is_forked) as kernels:
            run_section(Project(ROOT), "3_cashless", YEAR, kernels)
            assert run_section(project, "section", YEAR, kernels).findings
    assert list(private.iterdir()) == []
    assert set(descendants(os.getpid(), "fork_server", "kernel_process")) <= before


def test_ended_from_elsewhere_a_running_kernel_is_gone_at_once(tmp_path: Path) -> None:
    """As Ctrl+C does it, while the threads wait for cells."""
    project = project_of_cells(tmp_path, "import time; time.sleep(60)")
    for is_forked in (True, False):
        with Kernels(forked=is_forked) as kernels, ThreadPoolExecutor(1) as pool:
            run = pool.submit(run_section, project, "section", YEAR, kernels)
            time.sleep(4)
            kernels.end()
            assert run.result(20).findings


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_kernels_end_with_the_process_that_asked_for_them(end: signal.Signals, tmp_path: Path) -> None:
    project_of_cells(tmp_path, "import time; time.sleep(60)")
    script = f"""
import sys; from pathlib import Path
from progress_report.execution.kernels import Kernels
from progress_report.execution.section_run import run_section
from progress_report.inputs.project import Project
project = Project(Path({str(tmp_path)!r}))
with Kernels(forked=True) as kernels:
    run_section(project, "section", {YEAR!r}, kernels, lambda *step: print(step, flush=True))
"""
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE) as builder:
        assert builder.stdout is not None
        builder.stdout.readline()  # the parameters' cell is done: the kernel runs
        left = descendants(builder.pid)
        assert len(left) >= 2, "a server and a kernel"
        builder.send_signal(end)
        builder.wait()
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{process}").exists() for process in left) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [process for process in left if Path(f"/proc/{process}").exists()] == []


def test_papermill_on_the_command_line_uses_the_engine(tmp_path: Path) -> None:
    output = tmp_path / "executed.ipynb"
    command = [sys.executable, "-m", "papermill", "--engine", "progress-report", "--no-progress-bar"]
    command += ["--cwd", "notebooks", "-p", "fiscal_year", "2025", "notebooks/3_cashless.ipynb", str(output)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    cells = nbformat.read(output, as_version=4).cells
    assert all(cell.execution_count for cell in cells if cell.cell_type == "code" and cell.source)
