"""The files that are inputs of a build."""

from pathlib import Path

from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.fonts import noto_sans_cjk_jp
from progress_report.provenance.record import input_files


def test_what_editors_and_excel_leave_aside_is_no_input(tmp_path: Path) -> None:
    names = ["a.csv", "more/b.csv", ".c.csv", "~$d.xlsx", ".ipynb_checkpoints/e.csv", "more/.hidden/f.csv"]
    for name in names:
        path = tmp_path / "data" / "2024" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    files = input_files(Project(tmp_path), FiscalYear(2024), [], noto_sans_cjk_jp())
    assert {name for name in files if name.startswith("data/")} == {"data/2024/a.csv", "data/2024/more/b.csv"}
