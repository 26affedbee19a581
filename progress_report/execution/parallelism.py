"""Default degree of parallelism."""

import os
import sys


def processors() -> int:
    """Return the number of processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def usual_jobs(builders: int = 1) -> int:
    """Return the default number of parallel sections if ``builders`` building processes share this machine.

    A section waits for its kernel's start, answers and end about as long as it works, so that twice as many
    as there are processors keep these busy; one more, since never all wait at the same time.
    """
    return 2 * max(1, processors() // builders) + 1
