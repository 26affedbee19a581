"""The parts of a workbook before they are parsed: their size, macros and namespaces, and no DTD.

A few kilobytes can expand to more than a machine's memory: by compression, entities, or empty cells and
styles. Openpyxl would create objects for all of them first.
"""

import io
import re
import zipfile
from itertools import islice

from progress_report.inputs.parsing.text_files import MEGABYTE
from progress_report.inputs.readers.file_kinds import OLE_MARK
from progress_report.inputs.readers.sheet import MOST_CELLS, MOST_ROWS
from progress_report.messages import table_files as messages
from progress_report.model.findings import ReportError

Parts = list[tuple[str, bytes]]  # names and contents
_MOST_BYTES = 50 * MEGABYTE
_MOST_PARTS = 2_000
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CELLS, _OTHERS = "セル", "そのほか"
# Maximum number of elements of each kind in all parts, and the pattern of their names.
_KINDS = {
    _CELLS: (MOST_CELLS, rb"c"),
    "行": (MOST_ROWS, rb"row"),
    "値": (4 * MOST_CELLS, rb"(?:v|t|f|is|si)"),
    # Formats, drawings, comments, readings (ふりがな): a table needs a few thousand of these.
    _OTHERS: (300_000, rb"(?!(?:c|row|v|t|f|is|si)[\s/>])[A-Za-z_]"),
}
_ELEMENTS = {
    kind: re.compile(rb"<(?:[\w.-]+:)?+" + name + (b"" if kind == _OTHERS else rb"[\s/>]"))
    for kind, (_, name) in _KINDS.items()
}
# Elements for which openpyxl creates an object per cell of their range.
_RANGES = re.compile(rb"<(?:[\w.-]+:)?+(?:mergeCell|hyperlink)\s([^<]*)")
_REFERENCE = re.compile(rb"""(?<![\w:])ref\s*=\s*["']([^"']*)""")
_MACROS = re.compile(r"(?:.*/)?vbaProject.*\.bin", re.IGNORECASE)
_WORKBOOK_PART = re.compile(r"(?:.*/)?workbook[0-9]*\.xml", re.IGNORECASE)
_CALCULATED_ON_OPENING = re.compile(
    rb"""<(?:[\w.-]+:)?+calcPr\s[^>]*?\bfullCalcOnLoad\s*=\s*["'](?:1|true)["']"""
)
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_TRANSITIONAL = b"http://schemas.openxmlformats.org/"
_AREA = re.compile(rb"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?", re.IGNORECASE)


def valid_parts(content: bytes, file: str) -> Parts:
    """Return the workbook's parts.

    Raise ReportError if it is damaged, too large when decompressed, or declares entities.

    No office program writes a document type: the format forbids it (ECMA-376, part 2: Open Packaging
    Conventions). No part is decompressed beyond its declared size.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            size = sum(entry.file_size for entry in entries)
            if size > _MOST_BYTES or len(entries) > _MOST_PARTS:
                raise messages.WORKBOOK_TOO_LARGE.error(
                    file, size=f"{size // MEGABYTE:,}", most=_MOST_BYTES // MEGABYTE
                )
            parts = [(entry.filename, archive.read(entry)) for entry in entries]
        _require_few_elements(parts, file)
    except ReportError:
        raise
    except Exception:  # a damaged archive can cause any exception in zipfile and decompressors
        raise messages.DAMAGED_WORKBOOK.error(file) from None
    return parts


def calculated_on_opening(parts: Parts) -> bool:
    """Return whether the workbook asks for all formulas to be computed when it is opened.

    Programs that write formulas set this and leave placeholders for the results; Excel does not.
    """
    return any(
        _CALCULATED_ON_OPENING.search(part.replace(b"\0", b""))
        for name, part in parts
        if _WORKBOOK_PART.fullmatch(name)
    )


def has_macros(parts: Parts) -> bool:
    """Return whether the workbook contains a Visual Basic project, which is never opened here."""
    return any(_MACROS.fullmatch(name) for name, _ in parts)


def _require_few_elements(parts: Parts, file: str) -> None:
    """Raise ReportError for a part with a DTD, or as soon as there are too many elements of a kind."""
    left = {kind: most for kind, (most, _) in _KINDS.items()}
    for _, part in parts:
        if part.startswith(OLE_MARK):
            continue  # macros and embedded documents: not XML, whatever the part's name
        text = part.replace(b"\0", b"")  # UTF-16 has zero bytes between the letters
        if _DTD.search(text):
            raise messages.DOCUMENT_TYPE.error(file)
        ranges = _cells_of_ranges(text, file)
        for kind, pattern in _ELEMENTS.items():
            left[kind] -= sum(1 for _ in islice(pattern.finditer(text), left[kind] + 1))
            if left[kind] < 0 or (kind == _CELLS and ranges > left[kind]):
                raise messages.TOO_MANY_ELEMENTS.error(file, kind=kind, most=f"{_KINDS[kind][0]:,}")


def _cells_of_ranges(part: bytes, file: str) -> int:
    """Count the cells covered by merged cells and links. Raise ReportError for an invalid range."""
    cells = 0
    for element in _RANGES.finditer(part):
        for reference in _REFERENCE.findall(element[1]):
            area = _AREA.fullmatch(reference)
            if area is None:
                raise messages.DAMAGED_WORKBOOK.error(file)
            column, row = area[3] or area[1], area[4] or area[2]
            cells += (abs(_number(column) - _number(area[1])) + 1) * (abs(int(row) - int(area[2])) + 1)
    return cells


def _number(column: bytes) -> int:
    """Return the column's number: 1 for A, 26 for Z, 27 for AA."""
    number = 0
    for letter in column.upper():
        number = 26 * number + letter - 64
    return number


def transitional(content: bytes, parts: Parts) -> bytes:
    """Return a workbook in strict Office Open XML with transitional namespaces; others unchanged.

    openpyxl cannot read the strict form (ISO/IEC 29500), which has the same parts and elements.
    """
    if not any(_STRICT.search(part) for _, part in parts):
        return content
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as archive:
        for name, part in parts:
            archive.writestr(name, _STRICT.sub(_usual_name, part))
    return changed.getvalue()


def _usual_name(match: re.Match[bytes]) -> bytes:
    return _TRANSITIONAL + match[1] + b"/2006/" + match[2]
