"""Outputs made at once are told apart, and so are their errors."""

from multiprocessing import get_context

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
