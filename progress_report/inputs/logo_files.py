"""Validation of a theme's logo, which is embedded in page and PDF unchanged."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from progress_report.inputs.picture_checks import picture_violations
from progress_report.inputs.similar_files import similar_file_remedy
from progress_report.inputs.text_files import is_file
from progress_report.inputs.theme import Theme
from progress_report.messages import theme as messages
from progress_report.model.findings import Finding, refused

LARGEST_BYTES = 200_000  # it is embedded in the page and in both PDFs


def logo_findings(theme: Theme) -> Iterator[Finding]:
    """Yield the errors that prevent the logo from being printed."""
    if theme.logo is None:
        return
    path, row = theme.logo.path, theme.lines["logo", "file"]
    for failure in _violations(path):
        yield replace(failure, file=theme.file, row=row, column="logo.file")


def _violations(path: Path) -> Iterator[Finding]:
    if not is_file(path):
        yield messages.NO_LOGO.finding(remedy=similar_file_remedy(path), file_name=path.name)
        return
    try:
        content = path.read_bytes()
    except OSError as error:
        yield messages.UNREADABLE_LOGO.finding(reason=refused(error))
        return
    if len(content) > LARGEST_BYTES:
        size, most = f"{len(content):,}", f"{LARGEST_BYTES:,}"
        yield messages.LARGE_LOGO.finding(file_name=path.name, size=size, most=most)
    else:
        yield from picture_violations("ロゴ", path.name, content)
