"""The new-year command: it requires a verified report of last year, and writes everything or nothing."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from progress_report.model.findings import ExitCode
from tests.support.municipality import Municipality
from tests.support.project_copy import ROOT, Built
from tests.support.published import CACHES, digests

# An audit hook sees every renaming before it happens, and can only forbid it.
FAILING = """
import sys

def forbid(event, arguments):
    if event == "os.rename" and str(arguments[1]).endswith(sys.argv[1]):
        raise {error}

sys.addaudithook(forbid)
from progress_report.cli.main import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.fixture
def project(municipality: Municipality) -> Municipality:
    """Return a copy in which no year after 令和6年度 exists."""
    for path in (municipality.root / "params").glob("*.yaml"):
        if path.stem != "2024":
            path.unlink()
            shutil.rmtree(municipality.root / "data" / path.stem)
    return municipality


@pytest.mark.long
def test_a_year_is_begun_and_its_checklist_reported(built: Built, project: Municipality) -> None:
    before = digests(project.root, CACHES)
    done = project.run("new-year", "R7", "--out", built.folder.parent)
    assert (done.returncode, done.stderr) == (ExitCode.BUILT, "")
    assert done.stdout.startswith("令和7年度のファイルを、令和6年度から作りました。\n")
    after = digests(project.root, CACHES)
    assert {path: after[path] for path in before} == before
    assert (project.root / "params/2025.yaml").is_file()
    again = project.run("new-year", "2025", "--out", built.folder.parent)
    assert again.returncode == ExitCode.DATA_ERROR
    assert "params/2025.yaml: すでにあります" in again.stderr
    assert "data/2025: すでにあります" in again.stderr
    assert digests(project.root, CACHES) == after


def test_without_a_build_or_with_an_altered_one_nothing_is_written(
    built: Built, project: Municipality, tmp_path: Path
) -> None:
    before = digests(project.root, CACHES)
    done = project.run("new-year", "2025")
    assert done.returncode == ExitCode.DATA_ERROR
    assert f"report_builder.py build 2024 --root {project.root} で作り直してから" in done.stderr
    assert "Traceback" not in done.stderr
    assert digests(project.root, CACHES) == before

    folder = Path(shutil.copytree(built.folder, tmp_path / "out" / "2024"))
    with (folder / "ledger.csv").open("ab") as file:
        file.write(b"x")
    done = project.run("new-year", "2025", "--out", folder.parent)
    assert done.returncode == ExitCode.DATA_ERROR
    assert "ledger.csv: 書き換えられています" in done.stderr
    assert digests(project.root, CACHES) == before


def test_changed_inputs_are_refused(built: Built, project: Municipality) -> None:
    table = project.root / "data/2024/systems.csv"
    table.write_bytes(table.read_bytes().replace(b"2598", b"2599"))
    before = digests(project.root, CACHES)
    done = project.run("new-year", "2025", "--out", built.folder.parent)
    assert done.returncode == ExitCode.DATA_ERROR
    assert "data/2024/systems.csv: 作成のときから変わっています" in done.stderr
    assert digests(project.root, CACHES) == before


@pytest.mark.parametrize(
    ("at", "error"),
    [("data/2025", "PermissionError(13, 'Permission denied')"), ("params/2025.yaml", "KeyboardInterrupt")],
)
def test_a_crash_in_the_middle_leaves_nothing(
    built: Built, project: Municipality, at: str, error: str
) -> None:
    before = digests(project.root, CACHES)
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            FAILING.format(error=error),
            at,
            "new-year",
            "2025",
            "--out",
            built.folder.parent,
            "--root",
            project.root,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode not in (ExitCode.BUILT, ExitCode.WRONG_USAGE), done.stdout
    if "Permission" in error:
        assert done.returncode == ExitCode.PUBLISHING_FAILED
        assert "Traceback" not in done.stderr
    assert digests(project.root, CACHES) == before
    assert not (project.root / "data/2025").exists()
    assert [path.name for path in project.root.iterdir() if path.name.startswith(".new-year")] == []
