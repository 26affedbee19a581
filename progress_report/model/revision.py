"""Revisions of a year's report: the first publication, then its corrections."""

FIRST_REVISION = 1
