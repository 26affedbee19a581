"""Timings of the report: side by side with other ways of making it, and of many reports."""
