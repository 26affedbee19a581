"""What the program writes itself, as the document has it."""

from pydantic import TypeAdapter

from progress_report.document.runs import Runs
from progress_report.model.grid import fragment_json
from progress_report.model.inline import Fragment

_RUNS: TypeAdapter[Runs] = TypeAdapter(Runs)


def runs_of(fragment: Fragment) -> Runs:
    """Return a fragment as the document's runs."""
    return _RUNS.validate_python(fragment_json(fragment))
