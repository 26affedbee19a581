"""Validate a PDF with veraPDF, as the builder does."""

from pathlib import Path

from progress_report.pdf_validation.pdf_checks import STANDARDS
from progress_report.pdf_validation.pdf_checks import validate as validated

_NAMES = {short: standard for standard, short in STANDARDS.items()}


def validate(path: Path, flavour: str) -> list[str]:
    """Return the violated rules as 「clause-test: requirement」; none if the file conforms."""
    return [f"{one.rule}: {one.description}" for one in validated(path, _NAMES[flavour]).violations]
