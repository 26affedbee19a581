"""Disks that are full, read-only or linked, and paths of an unexpected kind."""

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from progress_report.model.findings import ExitCode
from progress_report.rendering.index_page import INDICATORS
from tests.fault_injection.workspace import YEAR, Workspace
from tests.support.project_copy import Built
from tests.support.published import digests

Record = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Disk:
    """A disk's folder. Without a mount, commands need ``started_with``, which sets the limit."""

    root: Path
    mounted: bool
    started_with: Callable[[], None] | None = field(default=None)

    def make_read_only(self) -> None:
        if self.mounted:
            subprocess.run(["mount", "-o", "remount,ro", self.root], check=True)
        else:
            self.root.chmod(0o500)  # mode bits do not stop root, but root can mount


@contextmanager
def disk(root: Path, size: int) -> Iterator[Disk]:
    """Yield a disk of ``size`` bytes at ``root``."""
    root.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size // 4096 * 4096}", "tmpfs", str(root)]
    mounted = os.geteuid() == 0 and subprocess.run(command, check=False, capture_output=True).returncode == 0
    if not mounted:
        largest = size // 8  # the report's largest files exceed this, as the whole report exceeds the disk
        yield Disk(root, False, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)))
        root.chmod(0o700)
        return
    try:
        yield Disk(root, True)
    finally:
        subprocess.run(["umount", "-l", root], check=True)


def _size(folder: Path) -> int:
    """Return the size as a disk counts it, in whole pages."""
    return sum(-(-path.stat().st_size // 4096) * 4096 for path in folder.rglob("*") if path.is_file())


def _require_mounted(small: Disk) -> None:
    """Fail without a mounted disk: with a limit on file sizes, a disk is never almost full."""
    assert small.mounted, "no disk can be mounted here: this asks for root"


def _refused(
    workspace: Workspace, out: Path, *reported: str, started_with: Callable[[], None] | None = None
) -> None:
    """Assert that a build to ``out`` fails with these words and changes nothing there."""
    before = digests(out)
    done = workspace.run("build", YEAR, "--out", out, started_with=started_with)
    assert done.returncode == ExitCode.PUBLISHING_FAILED, done.stdout + done.stderr
    for words in reported:
        assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert digests(out) == before
    assert workspace.left() == []


@pytest.mark.parametrize("room", [0.02, 0.3, 0.97])
@pytest.mark.long
def test_a_full_disk_keeps_the_old_report(
    room: float, warm: Workspace, built: Built, tmp_path: Path, survived: Record
) -> None:
    size = _size(built.folder)
    with disk(tmp_path / "small", int(size * (1 + room))) as small:
        shutil.copytree(built.folder, small.root / YEAR)
        words = ("空き容量がありません",) if small.mounted else ()
        _refused(warm, small.root, "ファイルを扱えませんでした", *words, started_with=small.started_with)
        kind = "a full tmpfs" if small.mounted else "files limited in size"
    survived(f"{kind} with room for {room:.0%} of a report")


@pytest.mark.long
@pytest.mark.system
def test_the_missing_index_page_is_reported_if_the_disk_has_room_for_the_report_only(
    warm: Workspace, tmp_path: Path, survived: Record
) -> None:
    with disk(tmp_path / "small", _size(warm.report) + 48 * 1024) as small:
        _require_mounted(small)
        done = warm.run("build", YEAR, "--out", small.root)
        assert done.returncode == ExitCode.PUBLISHING_FAILED
        assert "入口のページを書けませんでした（空き容量がありません）" in done.stderr
        (small.root / INDICATORS).unlink()  # smaller than the page, and written before it
        assert digests(small.root) == {
            f"{YEAR}/{name}": digest for name, digest in digests(warm.report).items()
        }
    survived("a disk full but for index.html")


@pytest.mark.long
@pytest.mark.system
def test_a_full_temporary_folder_is_reported(warm: Workspace, tmp_path: Path, survived: Record) -> None:
    before = digests(warm.report)
    shutil.rmtree(warm.temporary)
    for size in (4096, 65536, 262144):
        with disk(warm.temporary, size) as small:
            _require_mounted(small)
            done = warm.run("build", YEAR, "--out", tmp_path / "out")
            assert done.returncode not in (ExitCode.BUILT, ExitCode.WRONG_USAGE)
            assert "【誤り】" in done.stderr
            assert "Traceback" not in done.stderr.replace("    Traceback", "")
            assert digests(warm.report) == before
        warm.temporary.rmdir()
    warm.temporary.mkdir()
    survived("temporary folders of 4, 64 and 256 KB")


@pytest.mark.long
def test_a_read_only_disk_is_reported(
    warm: Workspace, built: Built, tmp_path: Path, survived: Record
) -> None:
    with disk(tmp_path / "small", 32 * 1024 * 1024) as small:
        shutil.copytree(built.folder, small.root / YEAR)
        small.make_read_only()
        words = "読取り専用の場所です" if small.mounted else "権限がありません"
        _refused(warm, small.root, words)
    survived("a read-only disk")


@pytest.mark.long
def test_files_and_links_at_the_reports_path_are_reported_and_kept(
    warm: Workspace, tmp_path: Path, survived: Record
) -> None:
    (tmp_path / "file").write_text("somebody's", encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine").write_text("somebody's", encoding="utf-8")
    for name in ("within", "linked"):
        (tmp_path / name).mkdir()
    (tmp_path / "within" / YEAR).write_text("somebody's", encoding="utf-8")
    (tmp_path / "linked" / YEAR).symlink_to(elsewhere)
    done = warm.run("build", YEAR, "--out", tmp_path / "file")
    assert done.returncode == ExitCode.PUBLISHING_FAILED
    assert "同じ名前のファイルがあります" in done.stderr
    _refused(warm, tmp_path / "within", "フォルダではありません")
    _refused(warm, tmp_path / "linked", "リンクになっているので、ここには書き出しません")
    assert (elsewhere / "mine").exists()
    assert (tmp_path / "linked" / YEAR).is_symlink()
    survived("a file as output, a file and a link in the report's place")


@pytest.mark.long
def test_reports_are_the_same_wherever_they_are_written(
    warm: Workspace, tmp_path: Path, survived: Record
) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with disk(tmp_path / "other disk", 64 * 1024 * 1024) as other:
        for out in (tmp_path / "出力 先" / "令和 6", tmp_path / "link", other.root):
            for _ in range(2):  # the second build finds the report complete
                done = warm.run("build", YEAR, "--out", out)
                assert done.returncode == ExitCode.BUILT, done.stderr
            assert digests(out / YEAR) == digests(warm.report)
            assert warm.run("verify", out / YEAR).returncode == ExitCode.BUILT
        assert (tmp_path / "link").is_symlink()
        kind = "another disk" if other.mounted else "another folder"
    survived(f"output: Japanese and spaces, a linked folder, {kind}")
