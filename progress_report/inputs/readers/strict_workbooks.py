"""Conversion of workbooks in strict Office Open XML (ISO/IEC 29500), which openpyxl cannot read.

The strict form has the same parts and elements in other namespaces.
"""

import io
import re
import zipfile

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_TRANSITIONAL = b"http://schemas.openxmlformats.org/"


def transitional(content: bytes) -> bytes:
    """Return the workbook with transitional namespaces; return any other workbook unchanged."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [(entry, archive.read(entry)) for entry in archive.infolist()]
    if not any(_STRICT.search(part) for _, part in parts):
        return content
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as archive:
        for entry, part in parts:
            archive.writestr(entry.filename, _STRICT.sub(_usual_name, part))
    return changed.getvalue()


def _usual_name(match: re.Match[bytes]) -> bytes:
    return _TRANSITIONAL + match[1] + b"/2006/" + match[2]
