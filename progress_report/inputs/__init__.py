"""Reading and judging what analysts deliver: parameters, tables, surveys, cross-checks."""

from progress_report.inputs.section import Section, open_section

__all__ = ["Section", "open_section"]
