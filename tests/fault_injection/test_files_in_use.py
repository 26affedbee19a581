"""A report that is in use: it stays whole, nothing is left beside it, and the blocking program is named.

Windows refuses to rename a folder in which a file is open. Here the system refuses it for other, equally
real reasons: a folder that is mounted (EBUSY), files and folders made immutable (EPERM).
"""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from progress_report.model.findings import ExitCode
from tests.fault_injection.workspace import YEAR, Workspace
from tests.support.project_copy import ROOT, Built
from tests.support.published import digests

pytestmark = [pytest.mark.long, pytest.mark.system]
Record = Callable[[str], None]


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
def build(
    request: pytest.FixtureRequest, warm: Workspace
) -> Callable[[Path], subprocess.CompletedProcess[str]]:
    """Return a build that exchanges folders in one step, and one that needs two steps as on Windows."""
    path = str(ROOT / "tests" / "windows") if request.param == "windows" else ""

    def run(out: Path) -> subprocess.CompletedProcess[str]:
        temporary = str(warm.temporary)
        return warm.project.run("build", YEAR, "--out", out, PYTHONPATH=path, TMPDIR=temporary)

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
    assert digests(out) == before
    assert [path.name for path in out.iterdir()] == [YEAR]


def test_a_report_in_use_is_reported_and_kept(
    build: Callable[[Path], subprocess.CompletedProcess[str]], out: Path, survived: Record
) -> None:
    before = digests(out)
    with _mounted(out / YEAR):
        done = build(out)
        _require_refused(done, out, before)
        assert "新しい報告書に置き換えられません（ほかで使われています）" in done.stderr
        assert "エクスプローラー" in done.stderr
    assert build(out).returncode == ExitCode.BUILT, "as soon as it is free"
    assert digests(out) != before
    survived("a report that is mounted")


def test_the_files_held_are_named_with_the_program_that_probably_holds_them(
    build: Callable[[Path], subprocess.CompletedProcess[str]], out: Path, survived: Record
) -> None:
    before = digests(out)
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


def test_an_index_page_in_use_is_reported_and_the_report_is_published(
    build: Callable[[Path], subprocess.CompletedProcess[str]], out: Path, survived: Record
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
