"""The formats of a report, and the pages beside it."""
