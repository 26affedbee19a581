"""Frequency of Python's garbage collection."""

import gc

_THRESHOLD = 100_000


def collect_rarely() -> None:
    """Collect garbage rarely: a build makes few cycles, and collecting would take a tenth of its time."""
    gc.set_threshold(_THRESHOLD)
