"""How often Python looks for garbage."""

import gc

_THRESHOLD = 100_000


def collect_rarely() -> None:
    """Look for garbage rarely: a build makes few cycles; looking would take a tenth of its time."""
    gc.set_threshold(_THRESHOLD)
