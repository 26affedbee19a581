"""Sections of the repository's own municipality, opened outside a notebook."""

from progress_report.inputs.notebooks.section import Section
from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear


def section_of_2024(name: str) -> Section:
    """Open a section of the 令和6年度 report."""
    return Section(Project.here(), FiscalYear(2024), name)
