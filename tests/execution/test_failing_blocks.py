"""A table that fails while displayed, and a duplicate name, fail their cell alike in every kernel."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel

from progress_report.inputs.project import Project
from tests.promises.office import NOTEBOOK, USUAL_CELLS, Office
from tests.support.project_copy import BUILD_TIMEOUT_SECONDS, ROOT
from tests.support.single_thread import Sections

LOAD, TABLE, PROSE = USUAL_CELLS
COUNTS = 'counts = section.table("counts")\n'
OWN = f'{COUNTS}counts["own"] = counts["n"]\n'
BAD = 'Table(counts, "題", name="bad").columns("own")'
# Cells of which the last one fails, and the error message.
FAILING = {
    "a column without a header": ([f"{OWN}{BAD}"], "列「own」の見出しが分かりません。"),
    "a note of what the table does not have": (
        [f'{COUNTS}Table(counts, "題", name="bad").footnote("outlook", "absent")'],
        "「absent」",
    ),
    "a value without an origin": (
        [f'{COUNTS}counts["n"] = [1, 2]\nTable(counts, "題", name="bad")'],
        "列「n」に出どころのない数（1）が渡されています。",
    ),
    "displayed before the last line": ([f"{OWN}display({BAD})\nNone"], "列「own」の見出しが分かりません。"),
    "made in another cell": ([f"{OWN}kept = {BAD}", "kept"], "列「own」の見出しが分かりません。"),
    "a name of another cell": (
        [f'{COUNTS}Table(counts, "甲", name="one")', 'bars(counts, "乙", n="件数", name="one")'],
        "表・図の名前「one」が二度使われています。",
    ),
    "a name twice in a cell": (
        [f'{COUNTS}display(Table(counts, "甲", name="one"))\nTable(counts, "乙", name="one")'],
        "表・図の名前「one」が二度使われています。",
    ),
}
Reply = dict[str, Any]
Ask = Callable[[str, str], Reply]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office.small(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def ask(office: Office) -> Iterator[Ask]:
    """Yield a function that runs a cell by id in a real kernel, as JupyterLab does, and returns its reply."""
    manager, client = start_new_kernel(
        startup_timeout=BUILD_TIMEOUT_SECONDS,
        kernel_name="python3",
        cwd=str(office.root / "notebooks"),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    def ask(cell: str, source: str) -> Reply:
        content = {"code": source, "silent": False, "store_history": True, "stop_on_error": False}
        message = client.session.msg("execute_request", content, metadata={"cellId": cell})
        client.shell_channel.send(message)
        while True:
            reply = client.get_shell_msg(timeout=BUILD_TIMEOUT_SECONDS)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                answered: Reply = reply["content"]
                return answered

    assert ask("load", f"fiscal_year = 2024\n{LOAD}")["status"] == "ok"
    yield ask
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.mark.long
@pytest.mark.parametrize("kind", FAILING)
def test_it_fails_in_a_worker_as_in_a_kernel(kind: str, office: Office, ask: Ask, sections: Sections) -> None:
    cells, message = FAILING[kind]
    office.notebook(LOAD, *cells, TABLE, PROSE)
    run = sections.run(Project(office.root), NOTEBOOK, {"fiscal_year": 2024})
    (finding,) = run.findings
    assert message in finding.message
    *before, failed = (ask(f"{kind} {i}", cell) for i, cell in enumerate(cells))
    assert [one["status"] for one in before] == ["ok"] * (len(cells) - 1)
    assert failed["status"] == "error"
    outputs = {cell.id: cell.get("outputs", []) for cell in run.notebook.cells}
    (error,) = (one for one in outputs[f"c{len(cells)}"] if one.output_type == "error")
    assert (error.ename, error.evalue) == (failed["ename"], failed["evalue"])
    assert message in error.evalue
    assert ask("after", "section")["status"] == "ok", "what failed concerns no later cell"


def test_a_cell_may_be_run_again_and_its_table_renamed(ask: Ask) -> None:
    def shows(cell: str, name: str, title: str = "題") -> str:
        reply = ask(cell, f'{COUNTS}Table(counts, "{title}", name="{name}")')
        return str(reply["status"])

    assert [shows("first", "early"), shows("first", "early"), shows("first", "early", "別の題")] == ["ok"] * 3
    assert [shows("second", "early"), shows("second", "early")] == ["error"] * 2, "the first cell has it"
    assert shows("first", "early") == "ok"
    assert [shows("first", "late"), shows("second", "early"), shows("first", "early")] == [
        "ok",
        "ok",
        "error",
    ]
