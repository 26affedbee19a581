"""Tags of notebook cells that say when a cell is not executed."""

SURVEY_TAG = "survey:"  # followed by the name of a survey without which the cell says nothing
SKIPPED = "skip-execution"  # nbclient's own tag, which it obeys: a cell of a survey that was not held
