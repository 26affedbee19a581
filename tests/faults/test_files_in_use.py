"""A report that is in use: it stays whole, nothing is left beside it, and the blocking program is named.

Windows refuses to rename a folder in which a file is open. Here the system refuses it for other, equally
real reasons: a folder that is mounted (EBUSY), files and folders made immutable (EPERM).
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from progress_report.model.findings import ExitCode
from tests.faults.ground import YEAR, Ground, tree
from tests.support.project_copy import ROOT, Built

pytestmark = [pytest.mark.long, pytest.mark.system]
Tell = Callable[[str], None]


@contextmanager
def _immutable(*paths: Path) -> Iterator[None]:
    subprocess.run(["chattr", "+i", *paths], check=True)
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", *paths], check=True)


@contextmanager
def _mounted(folder: Path) -> Iterator[None]:
    subprocess.run(["mount", "--bind", folder, folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.fixture(params=["linux", "windows"])
def build(request: pytest.FixtureRequest, warm: Ground) -> Callable[[Path], subprocess.CompletedProcess[str]]:
    """Return a build that exchanges folders in one step, and one that needs two steps as on Windows."""
    path = str(ROOT / "tests" / "windows") if request.param == "windows" else ""

    def run(out: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "report_builder.py", "build", YEAR, "--out", out],
            cwd=warm.project.root,
            env={**os.environ, "PYTHONPATH": path, "TMPDIR": str(warm.temporary)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run


@pytest.fixture
def out(built: Built, tmp_path: Path) -> Path:
    """Return a folder with the former report, which the ``warm`` project's inputs no longer produce."""
    shutil.copytree(built.folder, tmp_path / "出力 先" / YEAR)
    return tmp_path / "出力 先"


def _require_refused(done: subprocess.CompletedProcess[str], out: Path, before: dict[str, str]) -> None:
    assert done.returncode == ExitCode.PUBLISHING_FAILED, done.stdout + done.stderr
    assert "前の報告書はそのまま残っています" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(out) == before
    assert [path.name for path in out.iterdir()] == [YEAR]


def test_a_report_in_use_is_told_and_stays(
    build: Callable[[Path], subprocess.CompletedProcess[str]], out: Path, survived: Tell
) -> None:
    before = tree(out)
    with _mounted(out / YEAR):
        done = build(out)
        _require_refused(done, out, before)
        assert "新しい報告書に置き換えられません（ほかで使われています）" in done.stderr
        assert "エクスプローラー" in done.stderr
    assert build(out).returncode == ExitCode.BUILT, "as soon as it is free"
    assert tree(out) != before
    survived("a report that is mounted")


def test_the_files_held_are_named_with_the_program_that_probably_holds_them(
    build: Callable[[Path], subprocess.CompletedProcess[str]], out: Path, survived: Tell
) -> None:
    before = tree(out)
    pdf, book = out / YEAR / "report.pdf", out / YEAR / "tables" / "tables.xlsx"
    with _immutable(pdf, book, out / YEAR):
        done = build(out)
        _require_refused(done, out, before)
    assert f"{pdf}: ほかのソフトが開いているか、書込みが禁じられているので" in done.stderr
    assert "Acrobat などのPDFを見るソフトで開いていたら閉じて" in done.stderr
    assert f"{book}: " in done.stderr
    assert "Excelで開いていたら閉じて" in done.stderr
    assert done.stderr.count("【誤り】") == 2
    assert build(out).returncode == ExitCode.BUILT
    survived("a report whose files are immutable")


def test_a_held_entry_page_is_told_and_the_report_stands(
    build: Callable[[Path], subprocess.CompletedProcess[str]], out: Path, survived: Tell
) -> None:
    page = out / "index.html"
    page.write_text("before", encoding="utf-8")
    with _immutable(page):
        done = build(out)
    assert done.returncode == ExitCode.PUBLISHING_FAILED, done.stdout + done.stderr
    assert "報告書は書き出しましたが、入口のページを書けませんでした（許されていない操作です）" in done.stderr
    assert page.read_text(encoding="utf-8") == "before"
    assert sorted(path.name for path in out.iterdir()) == [YEAR, "index.html", "indicators.csv"]
    survived("an entry page that is immutable")
