"""Ctrl+C in a finalizer takes effect at the next step, and everywhere else at once."""

import io
import os
import signal
from collections.abc import Iterator

import pytest

from progress_report.execution import interruption
from progress_report.execution.progress import Progress


@pytest.fixture(autouse=True)
def _listening() -> Iterator[None]:
    former = signal.getsignal(signal.SIGINT)
    interruption.listen()
    yield
    interruption.listen()
    signal.signal(signal.SIGINT, former)


class _Finalized:
    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_in_a_finalizer_it_is_dropped_and_heard_at_the_next_step() -> None:
    progress = Progress(io.StringIO())
    progress.step("一")
    one = _Finalized()
    del one  # Python prints the exception on stderr and continues
    with pytest.raises(KeyboardInterrupt):
        progress.step("二")


def test_elsewhere_it_is_heard_at_once() -> None:
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
