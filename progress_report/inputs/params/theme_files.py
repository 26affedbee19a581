"""Validation of the files that a theme or the parameters name, before anything is drawn: fonts and logo."""

import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from progress_report.inputs.params.report_params import Params
from progress_report.inputs.params.theme import Theme
from progress_report.inputs.parsing.file_names import similar_file_remedy
from progress_report.inputs.parsing.picture_checks import picture_violations
from progress_report.inputs.parsing.source_tree import entry_name
from progress_report.inputs.parsing.text_files import is_file
from progress_report.messages import params as messages
from progress_report.messages import theme as logo_messages
from progress_report.model.findings import Finding, refused

# OpenType 1.9: the table directory is the same for TrueType and CFF outlines.
_VERSIONS = (b"OTTO", b"\x00\x01\x00\x00", b"true")
_HEADER = struct.Struct(">4sHHHH")
_ENTRY = struct.Struct(">4sLLL")
_COLLECTION = struct.Struct(">4sLL")
_OFFSET = struct.Struct(">L")
_NECESSARY = {b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name"}
LARGEST_LOGO = 200_000  # bytes: it is embedded in the page and in both PDFs


def font_findings(params: Params) -> Iterator[Finding]:
    """Yield errors for fonts named in the parameters or the theme that are missing, and for damaged fonts.

    Raise ReportError with the errors of the theme.
    """
    theme, own = params.theme, params.report.font
    named = own or theme.fonts
    of_theme = theme.file, theme.lines, "fonts"
    file, lines, member = of_theme if named and not own else (params.file, params.lines, "font")
    for weight, path in (("regular", params.fonts.regular), ("bold", params.fonts.bold)):
        shown = getattr(named, weight) if named else path.name
        line, column = (lines[member, weight], entry_name((member, weight))) if named else (None, "")
        if named and not is_file(path):
            yield messages.NO_FONT_FILE.finding(file, line, column, font=shown)
        elif is_file(path) and not is_complete_font(path):
            yield messages.DAMAGED_FONT.finding(file, line, column, font=shown)


def is_complete_font(path: Path) -> bool:
    """Return whether the file is an OpenType font or collection with all its tables within the file.

    The contents of tables are not checked.
    """
    try:
        with path.open("rb") as stream:
            size = path.stat().st_size
            starts = _starts(stream)
            return bool(starts) and all(_lies_within(stream, start, size) for start in starts)
    except (OSError, struct.error):
        return False


def _starts(stream: BinaryIO) -> list[int]:
    """Return the offset of each font's table directory. Raise struct.error if the file is too short."""
    tag, _, count = _COLLECTION.unpack(stream.read(_COLLECTION.size))
    if tag != b"ttcf":
        return [0]
    return [_OFFSET.unpack(stream.read(_OFFSET.size))[0] for _ in range(count)]


def _lies_within(stream: BinaryIO, start: int, size: int) -> bool:
    stream.seek(start)
    version, count, *_ = _HEADER.unpack(stream.read(_HEADER.size))
    entries = [_ENTRY.unpack(stream.read(_ENTRY.size)) for _ in range(count)]
    tables = {tag: offset + length for tag, _, offset, length in entries}
    return version in _VERSIONS and tables.keys() >= _NECESSARY and max(tables.values()) <= size


def logo_findings(theme: Theme) -> Iterator[Finding]:
    """Yield the errors that prevent the logo from being printed."""
    if theme.logo is None:
        return
    path, row = theme.logo.path, theme.lines["logo", "file"]
    for failure in _logo_violations(path):
        yield replace(failure, file=theme.file, row=row, column="logo.file")


def _logo_violations(path: Path) -> Iterator[Finding]:
    if not is_file(path):
        yield logo_messages.NO_LOGO.finding(remedy=similar_file_remedy(path), file_name=path.name)
        return
    try:
        content = path.read_bytes()
    except OSError as error:
        yield logo_messages.UNREADABLE_LOGO.finding(reason=refused(error))
        return
    if len(content) > LARGEST_LOGO:
        size, most = f"{len(content):,}", f"{LARGEST_LOGO:,}"
        yield logo_messages.LARGE_LOGO.finding(file_name=path.name, size=size, most=most)
    else:
        yield from picture_violations("ロゴ", path.name, content)
