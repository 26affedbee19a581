"""Publishing: a whole new report, or the old one untouched."""

import errno
import os
import sys
from pathlib import Path

import pytest

from progress_report.model.findings import PublishingError
from progress_report.publishing import exchange
from progress_report.publishing.exchange import publish
from tests.support.published import contents

OLD = {"report.html": b"old", "notebooks/a.ipynb": b"old notebook"}
NEW = {"report.html": b"new", "report.pdf": b"pdf"}


@pytest.fixture(params=["exchange", "step aside"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run with both ways of replacing a folder: Linux's one-step exchange, and that of other systems."""
    if request.param == "step aside":
        monkeypatch.setattr(sys, "platform", "win32")
    return str(request.param)


def test_a_first_report_appears(tmp_path: Path, system: str) -> None:
    publish(tmp_path / "build" / "2024", NEW)
    assert contents(tmp_path / "build" / "2024") == NEW
    assert [path.name for path in (tmp_path / "build").iterdir()] == ["2024"]


def test_a_new_report_replaces_the_old_one_whole(tmp_path: Path, system: str) -> None:
    publish(tmp_path / "2024", OLD)
    publish(tmp_path / "2024", NEW)
    assert contents(tmp_path / "2024") == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["2024"]


def test_a_failure_while_writing_leaves_the_old_report(
    tmp_path: Path, system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path / "2024", OLD)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        publish(tmp_path / "2024", NEW)
    assert contents(tmp_path / "2024") == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["2024"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows locks by other means")
def test_where_nothing_can_be_locked_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on some network file systems."""
    publish(tmp_path / "2024", OLD)

    def refuse(descriptor: int, operation: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("fcntl.flock", refuse)
    for number in (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP):
        with pytest.raises(OSError, match=os.strerror(number)):
            publish(tmp_path / "2024", NEW)
    assert contents(tmp_path / "2024") == OLD


def test_a_file_in_the_place_of_the_folder_is_not_touched(tmp_path: Path, system: str) -> None:
    (tmp_path / "2024").write_text("somebody's file", encoding="utf-8")
    with pytest.raises(NotADirectoryError):
        publish(tmp_path / "2024", NEW)
    assert (tmp_path / "2024").read_text(encoding="utf-8") == "somebody's file"


def test_a_new_report_that_cannot_come_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a virus scanner holds the new files; by then the old folder has stepped aside."""
    publish(tmp_path / "2024", OLD)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(exchange, "_PAUSE_SECONDS", 0)
    rename, asked = Path.rename, []

    def refuse(path: Path, to: Path) -> Path:
        asked.append(path.name)
        if path.name.endswith(".new"):
            raise PermissionError(13, "Permission denied", str(path))
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PublishingError, match="前の報告書はそのまま残っています"):
        publish(tmp_path / "2024", NEW)
    assert contents(tmp_path / "2024") == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["2024"]
    assert len(asked) > 10, "it was asked again and again"


def test_a_scanner_that_lets_go_after_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path / "2024", OLD)
    monkeypatch.setattr(sys, "platform", "win32")
    rename, refusals = Path.rename, iter([True, True])

    def refuse(path: Path, to: Path) -> Path:
        if next(refusals, False):
            raise PermissionError(13, "Permission denied", str(path))
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", refuse)
    publish(tmp_path / "2024", NEW)
    assert contents(tmp_path / "2024") == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["2024"]
