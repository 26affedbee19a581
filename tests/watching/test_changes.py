"""Saved files that the watch reports: all that a build reads, however an editor saves, and nothing else."""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.fonts import noto_sans_cjk_jp
from progress_report.provenance.record import input_files
from progress_report.watching.changes import SavedFiles, counts, is_program

ROOT = Path(__file__).parents[2]
YEAR = FiscalYear(2025)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (
        "params",
        "data/2024",
        "data/2025",
        "data/2023",
        "notebooks",
        "templates/html",
        "progress_report",
    ):
        (tmp_path / name).mkdir(parents=True)
    for name in ("data/2025/a.csv", "params/2025.yaml", "report_builder.py", "requirements.lock"):
        (tmp_path / name).write_text("before", encoding="utf-8")
    return tmp_path


@pytest.fixture
def changes(root: Path) -> Iterator[SavedFiles]:
    with SavedFiles(Project(root, root), YEAR) as watching:
        yield watching


def _write(path: Path) -> None:
    path.write_text("after", encoding="utf-8")


def _rename_onto(path: Path) -> None:
    beside = path.with_name(f".{path.name}.swp")
    beside.write_text("after", encoding="utf-8")
    beside.replace(path)


def _rename_away_and_write(path: Path) -> None:
    aside = path.with_name(f".{path.name}.old")
    path.rename(aside)
    path.write_text("after", encoding="utf-8")
    aside.unlink()


@pytest.mark.parametrize("save", [_write, _rename_onto, _rename_away_and_write])
def test_every_way_of_saving_is_seen_also_the_second_time(
    root: Path, changes: SavedFiles, save: Callable[[Path], None]
) -> None:
    for name in ("data/2025/a.csv", "params/2025.yaml", "report_builder.py"):
        for _ in range(2):
            save(root / name)
            assert changes.next() == {name}
    assert not changes.more()


def test_another_municipalitys_files_and_the_programs_are_seen(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "examples" / "other"
    for name in ("params", "data/2025", "notebooks"):
        (other / name).mkdir(parents=True)
    with SavedFiles(Project(other, root), YEAR) as changes:
        _write(root / "data/2025/a.csv")
        _write(other / "data/2025/a.csv")
        assert changes.next() == {"data/2025/a.csv"}
        _write(root / "params/2025.yaml")
        _write(root / "templates/html/a.css")
        assert changes.next() == {"templates/html/a.css"}
        _write(root / "requirements.lock")
        assert changes.next() == {"requirements.lock"}


def test_new_and_deleted_files_are_seen(root: Path, changes: SavedFiles) -> None:
    (root / "data/2025/new").mkdir()
    _write(root / "data/2025/b.csv")
    assert "data/2025/b.csv" in changes.next()
    assert not changes.more()
    (root / "data/2025/a.csv").unlink()
    assert changes.next() == {"data/2025/a.csv"}


def test_a_folder_that_was_replaced_is_watched_on(root: Path, changes: SavedFiles) -> None:
    shutil.copytree(root / "data", root / "other")
    (root / "data").rename(root / "former")
    (root / "other").rename(root / "data")
    assert changes.next() == {"data"}
    while changes.more():  # two renames are reported together or one after the other
        assert changes.next() == {"data"}
    _rename_onto(root / "data/2025/a.csv")
    assert changes.next() == {"data/2025/a.csv"}


def test_irrelevant_files_are_not_reported(root: Path, changes: SavedFiles) -> None:
    for name in NOT_COUNTED:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        _write(root / name)
    assert not changes.more()
    _write(root / "data/2025/a.csv")
    assert changes.next() == {"data/2025/a.csv"}


NOT_COUNTED = (
    "data/2025/~$a.xlsx",
    "data/2025/.a.csv.swp",
    "data/2025/.ipynb_checkpoints/a.csv",
    "data/2023/a.csv",
    "params/2023.yaml",
    "params/schema.json",
    "data/schema.schema.json",
    "notebooks/.ipynb_checkpoints/1.ipynb",
    "progress_report/__pycache__/a.cpython-311.pyc",
    "build/2025/report.html",
    ".cache/a.json",
    ".git/index",
    "README.md",
)


@pytest.mark.parametrize("name", NOT_COUNTED)
def test_what_no_build_reads_counts_not(name: str) -> None:
    assert not counts(name, YEAR)


def test_every_file_that_a_build_reads_counts() -> None:
    project = Project(ROOT)
    names = [path.stem for path in (ROOT / "notebooks").glob("*.ipynb")]
    read = [name for name in input_files(project, YEAR, names, noto_sans_cjk_jp()) if "fonts/" not in name]
    assert {
        "params/2024.yaml",
        "data/schema.yaml",
        "data/2024/systems.csv",
        "templates/pdf/report.typ",
    } <= set(read)
    read += ["params/theme.yaml", "params/logo.svg"]  # optional files
    assert [name for name in read if not counts(name, YEAR)] == []


def test_the_program_is_what_a_running_process_has_read_already() -> None:
    for name in ("progress_report/model/rounding.py", "report_builder.py", "requirements.lock"):
        assert is_program(name)
    for name in ("templates/html/style.css", "params/2025.yaml", "data", "progress_report.txt"):
        assert not is_program(name)


def test_saves_close_together_are_one_change(root: Path, changes: SavedFiles) -> None:
    for number in range(20):
        _rename_onto(root / "data/2025" / f"{number}.csv")
    assert changes.next() == {f"data/2025/{number}.csv" for number in range(20)}
    assert not changes.more()


def test_it_ends_at_once_and_leaves_no_thread(root: Path) -> None:
    before = threading.active_count()
    with SavedFiles(Project(root, root), YEAR) as watching:
        assert threading.active_count() == before + 2
        threading.Timer(0.1, watching.end).start()
        assert watching.next() == frozenset()
    assert threading.active_count() == before
