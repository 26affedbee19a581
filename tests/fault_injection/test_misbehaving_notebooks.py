"""Misbehaving notebooks: each is reported by notebook and cell, or harmless; other sections are unharmed."""

import json
import socket
from collections.abc import Callable, Iterator, Mapping

import nbformat
import pytest

from progress_report.model.findings import ExitCode
from tests.fault_injection.workspace import YEAR, Workspace
from tests.support.published import digests

ONE, TWO, THREE, FOUR = "1_data_utilization", "2_online_procedures", "3_cashless", "4_standardization"
Record = Callable[[str], None]


def _add_cells(workspace: Workspace, cells: Mapping[str, str]) -> None:
    """Insert one cell before each section's blocks."""
    for name, source in cells.items():
        path = workspace.project.root / "notebooks" / f"{name}.ipynb"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        at = 1 + next(i for i, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code")
        cell = nbformat.v4.new_code_cell(source, id="misbehaves")
        notebook["cells"].insert(at, cell)
        path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")


def _limit(workspace: Workspace, **limits: int) -> None:
    with (workspace.project.root / "params" / f"{YEAR}.yaml").open("a", encoding="utf-8") as stream:
        stream.write("\nlimits: {" + ", ".join(f"{name}: {limit}" for name, limit in limits.items()) + "}\n")


def _reported(workspace: Workspace, cells: Mapping[str, str], *options: str) -> dict[str, str]:
    """Return the errors of each notebook; data, the former report and everything else must stay unchanged."""
    _add_cells(workspace, cells)
    data, report = digests(workspace.project.root / "data"), digests(workspace.report)
    done = workspace.run("build", YEAR, *options)
    assert done.returncode == ExitCode.NOTEBOOK_FAILED, done.stdout + done.stderr
    # Only our messages are printed, including the last words of a cell, which are indented.
    noise = ("Traceback", "Task", "Timeout", "Exception")
    assert not [line for line in done.stderr.splitlines() if line.startswith(noise)]
    assert (digests(workspace.project.root / "data"), digests(workspace.report)) == (data, report)
    assert workspace.left() == []
    return {name: "".join(part for part in done.stderr.split("【誤り】") if f"{name}.ipynb: " in part)
            for name in cells}  # fmt: skip


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.mark.long
def test_four_misbehaving_notebooks_are_each_reported(
    grown: Workspace, listener: socket.socket, survived: Record
) -> None:
    _limit(grown, memory_megabytes=3000)
    port = listener.getsockname()[1]
    reported = _reported(
        grown,
        {
            ONE: "held = []\nwhile True:\n    held.append(bytearray(100_000_000))",
            TWO: "import pathlib\npathlib.Path('../data/2024/cashless.csv').write_text('')",
            THREE: f"import socket\nsocket.create_connection(('127.0.0.1', {port}), timeout=5)",
            FOUR: "print(reader)",
        },
    )
    assert "3番目に実行したセルが、メモリの上限（3,000MB）を超えました" in reported[ONE]
    assert "節のノートブックは、ファイルを書いたり消したりできません" in reported[TWO]
    assert "節のノートブックは、ネットワークにつなげません" in reported[THREE]
    assert "NameError" in reported[FOUR]
    listener.setblocking(False)
    with pytest.raises(BlockingIOError):
        listener.accept()
    survived("notebooks: memory used up, data written, a connection opened, another's variable asked for")


@pytest.mark.long
def test_notebooks_that_hang_quit_or_print_too_much_are_reported(grown: Workspace, survived: Record) -> None:
    _limit(grown, cell_seconds=60, output_megabytes=2)
    reported = _reported(
        grown,
        {
            ONE: "while True:\n    pass",
            TWO: "import os\nos._exit(0)",
            THREE: "for _ in range(100):\n    print('0' * 1_000_000)",
            FOUR: "import sys\nsys.exit(0)",
        },
    )
    assert "3番目に実行したセル「while True:」が、上限の60秒では終わりません" in reported[ONE]
    assert "limits の cell_seconds" in reported[ONE]
    assert "3番目に実行したセル「import os」で、実行しているプロセスが終わりました" in reported[TWO]
    assert "3番目に実行したセル「for _ in range(100):」で、出力が上限の2MBを超えました" in reported[THREE]
    assert "3番目に実行したセルが、ノートブックを終わらせました（SystemExit）" in reported[FOUR]
    survived("notebooks: no end, os._exit, 100 MB printed, sys.exit")


@pytest.mark.long
def test_all_sections_together_have_a_limit(grown: Workspace, survived: Record) -> None:
    _limit(grown, build_seconds=15)
    reported = _reported(
        grown,
        {
            ONE: "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(600)",
            TWO: "import os\nos.kill(os.getpid(), 11)",
            THREE: "quit()",
            FOUR: "raise KeyboardInterrupt",
        },
    )
    assert "すべての節の実行が、上限の15秒では終わりません" in reported[ONE]
    assert "実行しているプロセスが終わりました" in reported[TWO]
    assert "3番目に実行したセル「quit()」が、ノートブックを終わらせました（quit）" in reported[THREE]
    assert "KeyboardInterrupt" in reported[FOUR]
    survived("notebooks: beyond the whole build's limit, a segmentation fault, quit, an interruption")


@pytest.mark.long
def test_changes_of_a_kernel_do_not_affect_other_sections(grown: Workspace, survived: Record) -> None:
    before = digests(grown.report)
    _add_cells(
        grown,
        {
            ONE: "import os\nos.chdir('/')",
            TWO: "import locale\nlocale.setlocale(locale.LC_ALL, 'C');",
            THREE: "import random, numpy\nrandom.seed(False)\nnumpy.random.seed(False)",
            FOUR: "import builtins, os\nbuiltins.left = True\nos.environ['LANG'] = 'tr_TR'",
        },
    )
    done = grown.run("build", YEAR, "--jobs", "1")
    assert done.returncode == ExitCode.BUILT, done.stderr
    after = digests(grown.report)
    # The outputs are the same; only the notebooks themselves differ by the added cells.
    shown = {name for name in before if name == "ledger.csv" or name.startswith("tables/")}
    assert len(shown) > len(("ledger.csv", "tables.xlsx"))
    assert {name: after[name] for name in shown} == {name: before[name] for name in shown}
    survived("notebooks: working directory, locale, random seeds, environment, builtins changed")
