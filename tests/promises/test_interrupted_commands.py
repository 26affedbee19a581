"""The next command cleans up after a killed one; files of a running command are not touched."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.promises.office import Office, Ran
from tests.support.published import digests

BUSY = "この報告書は、いま別のコマンドが作っています。何も書いていません。"
_LOCK = """
import sys
import time
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("locked", flush=True)
    sys.stdin.read()
"""


@contextmanager
def _another_command(path: Path) -> Iterator[None]:
    """Lock a file or folder as a running command does."""
    command = [sys.executable, "-c", _LOCK, str(path.with_name(f".{path.name}.lock"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline() == b"locked\n"
        yield
        process.kill()


def _hidden(office: Office) -> list[str]:
    return sorted(str(path.relative_to(office.root)) for path in office.root.rglob(".*"))


def _built(office: Office) -> dict[str, str]:
    assert office.build().code == 0
    assert _hidden(office) == []
    return digests(office.root / "build/2024")


def _leave(office: Office) -> None:
    """Create all leftovers of killed commands: staged files and folders, and lock files."""
    for name in ("build/.2024.new", "build/.2024.old", "build/.2024.failed.new", ".new-year.new/params"):
        office.write(f"{name}/half", "half")
    for name in ("build/.index.html", "params/.2024.yaml", "data/2024/.published.csv"):
        office.write(f"{name}.new", "half")
        office.write(f"{name}.lock", "")
    for name in ("build/.2024", "build/.2024.failed", ".new-year"):
        office.write(f"{name}.lock", "")


def test_the_next_build_removes_it_also_where_nothing_has_changed(office: Office) -> None:
    before = _built(office)
    _leave(office)
    again = office.build()
    assert again.code == 0 and "作り直すものはありません" in again.out
    assert _hidden(office) == []
    assert digests(office.root / "build/2024") == before


def test_a_report_that_had_stepped_aside_comes_back(office: Office) -> None:
    """As on Windows, where one folder cannot be exchanged for another in one step."""
    before = _built(office)
    (office.root / "build/2024").rename(office.root / "build/.2024.old")
    shutil.copytree(office.root / "build/.2024.old", office.root / "build/.2024.new")
    assert "作り直すものはありません" in office.build().out
    assert digests(office.root / "build/2024") == before
    assert _hidden(office) == []


@pytest.mark.long
def test_links_in_the_place_of_staged_files_are_removed_and_not_followed(office: Office) -> None:
    _built(office)
    mine = office.write("mine/letter", "mine")
    for name in (".2024.new", ".2024.old", ".index.html.new"):
        (office.root / "build" / name).symlink_to(mine.parent, target_is_directory=True)
    office.table("counts", (("場所", "件数"), ("本庁", 303), ("支所", 20)))
    assert office.build().code == 0
    assert _hidden(office) == []
    assert mine.read_text(encoding="utf-8") == "mine"


@pytest.mark.long
def test_a_report_that_another_command_makes_is_refused_and_untouched(office: Office) -> None:
    before = _built(office)
    office.table("counts", (("場所", "件数"), ("本庁", 303), ("支所", 20)))
    staged = office.write("build/.2024.new/half", "of the other command")
    params = (office.root / "params/2024.yaml").stat()
    with _another_command(office.root / "build/2024"):
        refused: Ran = office.build()
        elsewhere = office.build("2024", "--out", str(office.root / "elsewhere"))
        revised = office.run("revise", "2024", "--reason", "転記の誤り")
    assert (refused.code, revised.code) == (4, 4), revised.said
    assert BUSY in refused.err and BUSY in revised.err
    assert elsewhere.code == 0, elsewhere.said
    assert staged.exists()
    assert (office.root / "params/2024.yaml").stat().st_ino == params.st_ino, (
        "nor was it rewritten for a while"
    )
    assert digests(office.root / "build/2024") == before
    assert office.build().code == 0
    assert _hidden(office) == []
    assert digests(office.root / "build/2024") == digests(office.root / "elsewhere/2024")


@pytest.mark.long
def test_a_page_of_all_reports_that_another_command_writes_is_waited_for(office: Office) -> None:
    command = [sys.executable, "report_builder.py", "build", "2024", "--root", str(office.root)]
    page = office.root / "build/index.html"
    page.parent.mkdir()
    with _another_command(page):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while not (office.root / "build/2024").exists() and process.poll() is None:
            time.sleep(0.05)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(4)
        assert not page.exists()
    _, reported = process.communicate(timeout=60)
    assert process.returncode == 0, reported.decode()
    assert page.exists()
    assert _hidden(office) == []


@pytest.mark.long
def test_new_years_are_made_one_at_a_time(office: Office) -> None:
    _built(office)
    with _another_command(office.root / "new-year"):
        refused = office.run("new-year", "2025")
    assert refused.code == 4
    assert "新しい年度のファイルは、いま別のコマンドが作っています。" in refused.err
    assert not (office.root / "params/2025.yaml").exists()
    office.write(".new-year.new/half", "half")
    assert office.run("new-year", "2025").code == 0
    assert _hidden(office) == []


def test_a_failed_build_leaves_no_folder_that_was_not_there(office: Office) -> None:
    office.table("counts", (("場所", "件数"), ("本庁", "三百"), ("支所", 20)))
    assert office.build("2024", "--out", str(office.root / "new/reports")).code == 1
    assert not (office.root / "new").exists()
    (office.root / "mine").mkdir()
    assert office.build("2024", "--out", str(office.root / "mine")).code == 1
    assert list((office.root / "mine").iterdir()) == []


@pytest.mark.long
def test_builds_at_once_leave_a_page_that_leads_to_all(tmp_path: Path) -> None:
    office = Office.shipped(tmp_path / "office")
    command = [sys.executable, "report_builder.py", "build", "--root", str(office.root), "--out"]
    out = str(office.root / "build")
    for _ in range(2):
        together = [
            subprocess.Popen([*command, out, year], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for year in ("2024", "2025")
        ]
        for one in together:
            _, reported = one.communicate(timeout=240)
            assert one.returncode == 0, reported.decode()
        page = (office.root / "build/index.html").read_text(encoding="utf-8")
        assert 'href="2024/report.html"' in page and 'href="2025/report.html"' in page
        shutil.rmtree(office.root / "build")
    assert _hidden(office) == []
