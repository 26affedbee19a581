"""Inputs and fonts that are missing, damaged, unreadable, or change while the build reads them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from progress_report.model.findings import ExitCode
from progress_report.model.fonts import noto_sans_cjk_jp
from tests.fault_injection.workspace import LONGEST_BUILD_SECONDS, YEAR, Workspace
from tests.support.published import digests

TABLE = f"data/{YEAR}/cashless.csv"
Record = Callable[[str], None]
Change = Callable[[Path], object]


def _unreadable(path: Path) -> None:
    """Make the file unreadable even for root: reading its first byte fails."""
    path.unlink()
    path.symlink_to("/proc/self/mem")


def _written(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def _written_and_restored(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(b"")
    path.write_bytes(content)


def _failed_during(workspace: Workspace, change: Change, path: Path) -> str:
    """Return the errors of a build whose input changes after validation; the old report stays."""
    before = digests(workspace.report)
    (workspace.out / "index.html").unlink(missing_ok=True)  # otherwise the build would have nothing to do
    with workspace.start("build", YEAR) as process:
        assert process.stderr is not None
        reported = process.stderr.readline()  # the first step is done
        change(path)
        said, rest = process.communicate(timeout=LONGEST_BUILD_SECONDS)
    assert process.returncode in (ExitCode.DATA_ERROR, ExitCode.NOTEBOOK_FAILED), (
        reported + said + rest
    ).decode()
    assert digests(workspace.report) == before
    assert workspace.left() == []
    return rest.decode()


@pytest.mark.long
def test_inputs_that_change_during_the_build_are_reported(grown: Workspace, survived: Record) -> None:
    for name, change in (
        (TABLE, Path.unlink),
        (f"params/{YEAR}.yaml", _written_and_restored),
        (f"data/{YEAR}/tables.yaml", _written),
        ("notebooks/3_cashless.ipynb", _written),
        ("templates/pdf/report.typ", _written),
    ):
        path = grown.project.root / name
        content = path.read_bytes()
        reported = _failed_during(grown, change, path)
        assert f"【誤り】{name}" in reported, reported
        path.write_bytes(content)
    survived("inputs that vanish, change, or change and come back during the build: 5")


@pytest.mark.long
def test_unreadable_inputs_are_reported(grown: Workspace, survived: Record) -> None:
    before = digests(grown.report)
    names = (TABLE, f"params/{YEAR}.yaml", f"data/{YEAR}/tables.yaml", "notebooks/3_cashless.ipynb",
             "templates/pdf/report.typ", "requirements.lock")  # fmt: skip
    for name in names:
        path = grown.project.root / name
        content = path.read_bytes()
        _unreadable(path)
        done = grown.run("build", YEAR)
        assert done.returncode in (ExitCode.DATA_ERROR, ExitCode.NOTEBOOK_FAILED), done.stderr
        assert f"【誤り】{name}" in done.stderr
        assert "読み書きに失敗しました" in done.stderr
        assert "Traceback" not in done.stderr
        assert digests(grown.report) == before
        path.unlink()
        path.write_bytes(content)
    assert grown.left() == []
    survived(f"unreadable inputs: {len(names)}")


@pytest.mark.long
def test_missing_and_damaged_fonts_are_reported(grown: Workspace, survived: Record) -> None:
    before = digests(grown.report)
    fonts = grown.project.root / "fonts"
    fonts.mkdir()
    family = noto_sans_cjk_jp()
    with (grown.project.root / "params" / f"{YEAR}.yaml").open("a", encoding="utf-8") as stream:
        stream.write(f"\nfont: {{family: {family.name}, regular: fonts/r.otf, bold: fonts/b.otf}}\n")
    shutil.copy(family.bold, fonts / "b.otf")
    content = family.regular.read_bytes()
    for damaged in (None, b"", content[:100], content[: len(content) // 2], content[:-100]):
        if damaged is not None:
            (fonts / "r.otf").write_bytes(damaged)
        done = grown.run("build", YEAR)
        assert done.returncode not in (ExitCode.BUILT, ExitCode.WRONG_USAGE), done.stdout
        assert "fonts/r.otf" in done.stderr
        assert "Traceback" not in done.stderr
        assert digests(grown.report) == before
    (fonts / "r.otf").write_bytes(content)
    assert grown.run("build", YEAR).returncode == ExitCode.BUILT
    survived("fonts: missing, empty, and cut off at three places")
