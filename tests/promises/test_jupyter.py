"""A notebook gives the same in a build, in papermill and in JupyterLab; opening it changes nothing."""

import json
import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.promises.office import USUAL_CELLS, Office
from tests.promises.test_paragraphs import with_overrides
from tests.support.project_copy import BUILD_TIMEOUT_SECONDS, MUNICIPALITIES, ROOT

_LOAD, _TABLE, _PROSE = USUAL_CELLS
_NOTEBOOK = "notebooks/t.ipynb"
# Expressions that an analyst previews, and the output.
LOOKS = {
    'section.table("counts")': ("302件", "20件"),
    'display(section.table("counts").head(1))': ("302件",),
    'section.table("counts")["n"]': ("302件", "20件"),
    'section.table("counts").iloc[0]': ("本庁", "302件"),
    'section.table("counts").describe()': ("302件", "unique"),
    'section.table("counts").T': ("本庁", "20件"),
    'section.table("counts").assign(d=section.date("as_of"), w=[phrase("甲"), ()])': ("令和5年度", "甲"),
    'section.table("counts")["n"].iloc[0]': ("302件",),
}  # fmt: skip


def _papermill(office: Office, notebook: str, year: str) -> dict[str, Any]:
    """Run ``papermill`` in the notebooks' folder; return the executed notebook."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "papermill", "--no-progress-bar"),
            *(f"{notebook}.ipynb", f"../{notebook}.out.ipynb", "-p", "fiscal_year", year),
        ],
        cwd=office.root / "notebooks",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=BUILD_TIMEOUT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    executed: dict[str, Any] = json.loads(office.read(f"{notebook}.out.ipynb"))
    return executed


def _shown(notebook: dict[str, Any]) -> dict[str, str]:
    """Return the text output of each cell."""
    return {
        cell["id"]: "".join(
            "".join(output.get("data", {}).get("text/plain", "")) for output in cell["outputs"]
        )
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    }


def _tagged(office: Office, tags: dict[int, list[str]]) -> None:
    def tag(notebook: dict[str, Any]) -> None:
        for place, given in tags.items():
            notebook["cells"][place]["metadata"]["tags"] = given

    office.edit_json(_NOTEBOOK, tag)


def test_frames_and_other_words_are_shown_alike_in_a_build_and_in_papermill(tmp_path: Path) -> None:
    office = with_overrides(tmp_path)
    office.edit("params/2024.yaml", "        - 今後も", "        - 初めに述べる。\n        - 今後も")
    looks = {f"look-{place}": (source, wanted) for place, (source, wanted) in enumerate(LOOKS.items())}

    def add_looks(notebook: dict[str, Any]) -> None:
        for name, (source, _) in looks.items():
            cell = nbformat.v4.new_code_cell(source, id=name)
            cell.metadata["tags"] = ["notebook-only"]
            notebook["cells"].append(cell)

    office.edit_json(_NOTEBOOK, add_looks)
    built = office.build("2024", "--formats", "text")
    assert built.code == 0, built.err
    (path,) = (office.root / "build").glob("2024*/notebooks/t.ipynb")
    in_build = _shown(json.loads(path.read_text(encoding="utf-8")))
    alone = _shown(_papermill(office, "t", "2024"))
    for name, (_, wanted) in looks.items():
        assert in_build[name] == alone[name]
        assert all(word in alone[name] for word in wanted), alone[name]
    assert alone["c2"] == "初めに述べる。\n今後も取組を進める。"
    assert alone["c3"] == "302件であり、令和5年度の値である。"
    assert alone["c4"] == "令和5年度末の結果"
    assert {cell: in_build[cell] for cell in ("c2", "c3", "c4", "c5")}.items() <= alone.items()


def test_a_printed_frame_says_how_to_look_at_it(office: Office) -> None:
    office.notebook(_LOAD, _TABLE, _PROSE, 'print(section.table("counts"))')
    _tagged(office, {5: ["notebook-only"]})
    built = office.build("2024", "--formats", "txt")
    assert built.code == 3
    assert "print を使わず、その名前だけをセルの最後の行に書いてください。" in built.err


def _opened(notebook: dict[str, Any]) -> None:
    """Make the changes of JupyterLab's autosave to a notebook that was only opened."""
    notebook["metadata"]["kernelspec"]["display_name"] = "Python 3 (ipykernel)"
    notebook["metadata"]["language_info"] = {"name": "python", "version": "3.12.1", "file_extension": ".py"}
    notebook["nbformat_minor"] = 5


def _run(notebook: dict[str, Any]) -> None:
    _opened(notebook)
    for count, cell in enumerate(notebook["cells"]):
        cell["metadata"]["execution"] = {"iopub.status.busy": "2026-11-28T00:00:00Z"}
        cell["metadata"]["scrolled"] = True
        cell["source"] = "".join(cell["source"]).splitlines(keepends=True)
        if cell["cell_type"] == "code":
            cell["execution_count"] = count
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "見た"}]


def _other_source(notebook: dict[str, Any]) -> None:
    notebook["cells"][-1]["source"] = ['prose(section, "outlook") ']


def _other_tag(notebook: dict[str, Any]) -> None:
    notebook["cells"][-1]["metadata"]["tags"] = ["a"]


def _other_order(notebook: dict[str, Any]) -> None:
    notebook["cells"][-2:] = reversed(notebook["cells"][-2:])


def _other_id(notebook: dict[str, Any]) -> None:
    notebook["cells"][-1]["id"] = "other"


def _other_type(notebook: dict[str, Any]) -> None:
    notebook["cells"].append({"cell_type": "raw", "id": "raw", "metadata": {}, "source": ""})


def _other_meaning(notebook: dict[str, Any]) -> None:
    notebook["metadata"]["progress_report"] = {"compares": True}


def test_looking_at_a_notebook_leaves_its_report_verified(office: Office) -> None:
    office.notebook(*USUAL_CELLS)
    assert office.build().code == 0
    report = office.root / "build" / "2024"
    for look in (_opened, _run):
        office.edit_json(_NOTEBOOK, look)
        verified = office.run("verify", report)
        assert verified.code == 0, verified.said
    assert "作り直すものはありません" in office.build().out
    rebuilt = office.run("verify", report, "--rebuild")
    assert rebuilt.code == 0, rebuilt.said
    made = office.run("new-year", "2025")
    assert made.code == 0, made.said


@pytest.mark.long
def test_what_is_executed_otherwise_is_another_notebook(office: Office) -> None:
    office.notebook(*USUAL_CELLS)
    assert office.build().code == 0
    original = office.read(_NOTEBOOK)
    for change in (_other_source, _other_tag, _other_order, _other_id, _other_type, _other_meaning):
        office.edit_json(_NOTEBOOK, change)
        verified = office.run("verify", office.root / "build" / "2024")
        assert verified.code == 1, change
        assert f"{_NOTEBOOK}: 作成のときから変わっています" in verified.said, change
        office.write(_NOTEBOOK, original)


def test_a_record_of_the_bytes_is_accepted_while_these_are_the_same(office: Office) -> None:
    """Earlier versions recorded the digest of the notebook's bytes in the page."""
    office.notebook(*USUAL_CELLS)
    assert office.build().code == 0
    recorded = json.loads(office.read("build/2024/manifest.json"))["record"]["inputs"][_NOTEBOOK]
    of_bytes = sha256(office.read(_NOTEBOOK).encode()).hexdigest()
    office.edit("build/2024/report.html", recorded, of_bytes)
    page = office.root / "build" / "2024" / "report.html"
    assert office.run("verify", page).code == 0
    office.edit_json(_NOTEBOOK, _opened)
    verified = office.run("verify", page)
    assert verified.code == 1
    assert f"{_NOTEBOOK}: 作成のときから変わっています" in verified.said


NOT_CONDUCTED = [(ROOT, "2025", "2_online_procedures"), (MUNICIPALITIES[1], "2024", "6_counters")]


@pytest.mark.parametrize(
    ("root", "year", "notebook"), NOT_CONDUCTED, ids=lambda one: getattr(one, "name", one)
)
@pytest.mark.long
def test_a_survey_that_was_not_conducted_is_said_and_the_rest_runs(
    tmp_path: Path, root: Path, year: str, notebook: str
) -> None:
    office = Office.shipped(tmp_path / "ward", root)
    executed = _papermill(office, notebook, year)
    shown = _shown(executed)
    absent = [
        cell["id"]
        for cell in executed["cells"]
        if cell["cell_type"] == "code" and re.search(r"^panel\.\w+\(", "".join(cell["source"]), re.MULTILINE)
    ]
    assert absent
    assert all("には実施していません" in shown[name] for name in absent)
    assert "を実施していない。" in shown["survey-conducted"]
    assert shown["say-outlook"]


@pytest.mark.long
def test_no_survey_conducted_or_none_available(ward: Office) -> None:
    """Every cell of a survey shows why it is empty, though its period is not in the parameters."""
    written = ward.read("params/2024.yaml")
    none = "not_held: [resident_survey, resident_survey_overview, intention_survey]"
    text = re.sub(r"(?m)^ +survey_(start|end):.*\n", "", written)
    ward.write("params/2024.yaml", text.replace("not_available: []", f"not_available: []\n{none}"))
    shown = _shown(_papermill(ward, "1_data_utilization", "2024"))
    for name in (
        "checks",
        "say-period",
        "say-sample",
        "say-respondents",
        "needs",
        "show-needs",
        "say-answers",
    ):
        assert "には実施していません" in shown[name] or "実施していないか未収録" in shown[name], name
    assert shown["say-outlook"]
    ward.write(
        "params/2024.yaml",
        written.replace("not_available: []", "not_available: [resident_survey, intention_survey]"),
    )
    assert "未収録" in _shown(_papermill(ward, "1_data_utilization", "2024"))["show-needs"]


def test_checks_of_a_table_without_any_say_so_in_the_notebook_alone(office: Office) -> None:
    office.notebook(_LOAD, 'checks(section, "counts")', _TABLE, _PROSE)
    built = office.build()
    assert built.code == 0, built.err
    shown = _shown(json.loads(office.read("build/2024/notebooks/t.ipynb")))
    assert "crossChecks にありません" in shown["c1"]
    assert "crossChecks" not in office.report()


@pytest.mark.long
def test_papermill_reports_the_parameter(ward: Office) -> None:
    for path in sorted((ward.root / "notebooks").glob("*.ipynb")):
        done = subprocess.run(
            [sys.executable, "-m", "papermill", "--help-notebook", str(path)],
            capture_output=True, text=True, encoding="utf-8", timeout=BUILD_TIMEOUT_SECONDS, check=False,
        )  # fmt: skip
        assert "fiscal_year: int" in done.stdout, done.stdout
        assert "報告の年度" in done.stdout
