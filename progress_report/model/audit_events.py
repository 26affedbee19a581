"""Python audit events that our readers raise, beside those that Python raises for each file opened."""

SOUGHT = "progress_report.sought"  # (path): whether the file is there was asked
PART = "progress_report.part"  # (path, part): the next reading of the file counts for this part of it only
