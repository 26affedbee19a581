"""How much is done at once where nobody says."""

import os
import sys


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def usual_jobs(builders: int = 1) -> int:
    """How many sections at a time, where so many processes that build reports share this machine.

    A section waits for its kernel's start, answers and end about as long as it works, so that twice as
    many as there are processors keep these busy; one more, since never all wait at once.
    """
    return 2 * max(1, processors() // builders) + 1
