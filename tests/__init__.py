"""The tests. The package comes first: it keeps numpy from starting threads, with which no test could fork."""

import progress_report  # noqa: F401
