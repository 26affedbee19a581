"""Timings of the report: compared with other ways of making it, and for many reports."""
