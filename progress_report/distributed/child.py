"""The process that builds one report for a worker: ``python -m …distributed.child PARENT FOLDER``.

It runs in the program's folder, reads the pickled options of the build from the job's folder, and writes the
pickled outcome there; an unexpected error ends it with a traceback.
"""

import pickle
import sys
from pathlib import Path

from progress_report.build_options import BuildOptions
from progress_report.distributed.outcomes import outcome
from progress_report.execution.ending import end_with_parent
from progress_report.execution.garbage import collect_rarely

OPTIONS, OUTCOME = "options.pickle", "outcome.pickle"


def main(parent: int, folder: Path) -> None:
    """Build the report like the command line does."""
    end_with_parent(parent)
    options: BuildOptions = pickle.loads((folder / OPTIONS).read_bytes())
    (folder / OUTCOME).write_bytes(pickle.dumps(outcome(options)))


if __name__ == "__main__":
    collect_rarely()
    main(int(sys.argv[1]), Path(sys.argv[2]))
