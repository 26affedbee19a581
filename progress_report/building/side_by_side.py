"""Independent outputs rendered at once: setting a PDF and compressing fonts lets other threads run."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor


def side_by_side(jobs: Mapping[str, Callable[[], bytes]]) -> dict[str, bytes]:
    """What each job makes, by its name and in the jobs' order; of several errors, the first job's."""
    with ThreadPoolExecutor(max(1, len(jobs))) as pool:
        running = {name: pool.submit(job) for name, job in jobs.items()}
        return {name: made.result() for name, made in running.items()}
