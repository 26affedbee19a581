"""Outputs made at once are told apart, and so are their errors; what they write meanwhile is removed."""

import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

from progress_report.building.side_by_side import side_by_side


def test_jobs_run_at_once_and_keep_their_order() -> None:
    both = get_context("fork").Barrier(2, timeout=10)

    def job(content: bytes) -> bytes:
        both.wait()  # neither passes before the other has begun
        return content

    made = side_by_side({"b": lambda: job(b"1"), "a": lambda: job(b"2")})
    assert list(made.items()) == [("b", b"1"), ("a", b"2")]
    assert side_by_side({}) == {}


def test_the_first_jobs_error_is_told() -> None:
    def fail(name: str) -> bytes:
        raise ValueError(name)

    with pytest.raises(ValueError, match="first"):
        side_by_side({"a": lambda: b"", "b": lambda: fail("first"), "c": lambda: fail("second")})


def test_an_interruption_leaves_nothing_of_what_the_others_were_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    writing = get_context("fork").Event()

    def interrupted() -> bytes:
        assert writing.wait(timeout=60)
        raise KeyboardInterrupt

    def writes() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "half").touch()
            writing.set()
            time.sleep(60)  # it is killed in the midst, and can remove nothing itself
        return b""

    with pytest.raises(KeyboardInterrupt):
        side_by_side({"a": interrupted, "b": writes})
    assert list(tmp_path.iterdir()) == []
