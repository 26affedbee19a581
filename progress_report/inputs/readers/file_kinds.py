"""Detection of a file's real type, by its first bytes or its parts, if its name is wrong."""

import io
import re
import zipfile

ZIP_MARK, OLE_MARK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BEGINNING = 4096
_REMEDY_SAVE_AS_WORKBOOK = "Excelで開き、「Excelブック（*.xlsx）」で保存し直してください。"
_REMEDY_ASK_AGAIN = "元の表を、Excelブック（*.xlsx）かCSVで受け取ってください。"
_REMEDY_SAVE_THERE = "そのソフトで開き、「Excelブック（*.xlsx）」の形で保存し直してください。"
_BY_BEGINNING = (
    (re.compile(rb"\s*MIME-Version:", re.IGNORECASE), "Webページ（MHTML）", _REMEDY_SAVE_AS_WORKBOOK),
    (
        re.compile(rb".*schemas-microsoft-com:office:spreadsheet", re.DOTALL),
        "XMLスプレッドシート2003",
        _REMEDY_SAVE_AS_WORKBOOK,
    ),
    (re.compile(rb".*<office:document\b", re.DOTALL), "OpenDocument（.fods）", _REMEDY_SAVE_THERE),
    (
        re.compile(
            rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|meta|table|style)\b",
            re.IGNORECASE | re.DOTALL,
        ),
        "Webページ（HTML）",
        _REMEDY_SAVE_AS_WORKBOOK,
    ),
    (re.compile(rb"\s*<\?xml"), "XML", _REMEDY_ASK_AGAIN),
    (re.compile(rb"%PDF-"), "PDF", _REMEDY_ASK_AGAIN),
    (re.compile(rb"\{\\rtf"), "リッチテキスト", _REMEDY_ASK_AGAIN),
)
_BY_PART = (
    (re.compile(r"xl/workbook\.bin"), "Excelバイナリブック（.xlsb）", _REMEDY_SAVE_AS_WORKBOOK),
    (re.compile(r"word/document\.xml"), "Word文書", _REMEDY_ASK_AGAIN),
    (re.compile(r"ppt/presentation\.xml"), "PowerPoint", _REMEDY_ASK_AGAIN),
    (re.compile(r"Index/Document\.iwa|Index\.zip"), "Numbersの書類", _REMEDY_SAVE_THERE),
)
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."


def other_kind(content: bytes) -> tuple[str, str] | None:
    """Return the file's type and the remedy if it is neither a CSV file nor an Excel workbook."""
    if content.startswith(ZIP_MARK):
        return _kind_of_archive(content)
    beginning = content[:_BEGINNING].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"")
    beginning = beginning.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")  # UTF-16 without its zero bytes
    return next(((kind, remedy) for mark, kind, remedy in _BY_BEGINNING if mark.match(beginning)), None)


def _kind_of_archive(content: bytes) -> tuple[str, str] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except Exception:  # a damaged archive is reported when it is read
        return None
    # The format requires its type to be stored first and uncompressed.
    if names[:1] == ["mimetype"] and _OPEN_DOCUMENT in content[:_BEGINNING]:
        return "OpenDocument（.ods など）", _REMEDY_SAVE_THERE
    return next(((kind, remedy) for part, kind, remedy in _BY_PART if any(map(part.fullmatch, names))), None)
