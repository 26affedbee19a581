"""The process that builds one report for a worker: ``python -m progress_report.cluster.child PARENT FOLDER``.

Run in the program's folder. It reads the pickled options of the build from the job's folder, and writes the
pickled outcome there; anything unexpected ends it with a traceback.
"""

import gc
import pickle
import sys
from pathlib import Path

from progress_report.building.build_options import BuildOptions
from progress_report.building.years import outcome
from progress_report.execution.ending import end_with_parent

OPTIONS, OUTCOME = "options.pickle", "outcome.pickle"


def main(parent: int, folder: Path) -> None:
    """Build as the command line does."""
    end_with_parent(parent)
    from report_builder import build  # the program's own folder is on the path of this process alone

    options: BuildOptions = pickle.loads((folder / OPTIONS).read_bytes())
    (folder / OUTCOME).write_bytes(pickle.dumps(outcome(build, options)))


if __name__ == "__main__":
    gc.set_threshold(100_000)  # as in report_builder.py
    main(int(sys.argv[1]), Path(sys.argv[2]))
