"""Fixtures that run sections in a single-threaded process, by forked and by spawned workers."""

from collections.abc import Iterator

import pytest

from progress_report.execution.workers import FORK, SPAWN
from tests.support.single_thread import Sections, SingleThread, single_thread


@pytest.fixture(scope="session")
def in_single_thread() -> Iterator[SingleThread]:
    with single_thread() as call:
        yield call


@pytest.fixture(scope="module", params=[FORK, SPAWN])
def sections(request: pytest.FixtureRequest, in_single_thread: SingleThread) -> Sections:
    return Sections(in_single_thread, request.param)
