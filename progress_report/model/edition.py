"""The editions of a year's report: the one published first, then those that correct it."""

FIRST_EDITION = 1
