"""Publishing of a report to its folder: atomic, protected once final, corrected as a numbered revision."""
