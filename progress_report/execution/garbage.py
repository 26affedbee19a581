"""Frequency of Python's garbage collection."""

import gc

_THRESHOLD = 100_000


def collect_rarely() -> None:
    """Collect garbage rarely: builds and sections make few cycles; it would take a tenth of their time."""
    gc.set_threshold(_THRESHOLD)
