"""The tests. ``progress_report`` comes first: it keeps numpy from starting threads, which would bar forks."""

import progress_report  # noqa: F401
