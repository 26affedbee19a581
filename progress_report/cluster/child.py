"""The process that builds a worker's reports: ``python -m progress_report.cluster.child PARENT``.

In the program's folder. It is told the folder of a job a line, and ends when there are no more.
"""

import gc
import sys
from contextlib import suppress

from progress_report.execution import interruption
from progress_report.execution.ending import end_with_parent

if __name__ == "__main__":
    interruption.listen()  # before all that takes time
    end_with_parent(int(sys.argv[1]))
    gc.set_threshold(100_000)  # as in report_builder.py
    with suppress(KeyboardInterrupt):
        from progress_report.cluster.building import build_all

        build_all()
