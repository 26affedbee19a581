"""Ctrl+C in a finalizer takes effect at the next step, and everywhere else at once."""

import io
import os
import signal
import threading
import time
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


def test_a_block_is_finished_also_where_another_thread_receives_the_signal() -> None:
    other = threading.Thread(target=time.sleep, args=(1.0,))
    other.start()
    finished = False
    with pytest.raises(KeyboardInterrupt), interruption.uninterrupted():
        with interruption.uninterrupted():
            os.kill(os.getpid(), signal.SIGINT)  # of the process: the other thread has not blocked it
            time.sleep(0.2)
        finished = True
    other.join()
    assert finished
    with interruption.uninterrupted():
        pass  # nothing is left to be raised
