"""The build record embedded in the page, the PDFs and the Word file, read from those files alone."""

import json
import re
import zipfile
from collections.abc import Mapping
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError, fromstring

from progress_report.model.findings import report_error
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.revision import FIRST_REVISION
from progress_report.provenance.checksum import Json

RECORD = "progress-report-record"  # the id of the page's element; in earlier versions, a meta element's name
ATTACHMENT = "record.json"
WORD_PART, WORD_NAMESPACE = "customXml/progress-report.xml", "urn:progress-report:word"
_MOST_WORD_BYTES = 50_000_000  # limit of the uncompressed part
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
STATUSES = {"draft": "案（未確定）", "final": "確定版"}


def embedded_record(content: bytes, file: str) -> Json:
    """Return the record in a page, a PDF or a Word file. ReportError if it is missing or unreadable."""
    try:
        match file.lower().rpartition(".")[2]:
            case "pdf":
                record = json.loads(_from_pdf(content))
            case "docx":
                record = json.loads(_from_word(content))
            case _:
                record = json.loads(_from_html(content))
    except (ValueError, KeyError, RecursionError):
        record = None
    return checked_record(record, file)


def formats_beside(page: bytes) -> list[str]:
    """Return the names of the formats built with a page, including its own.

    For a page of an earlier version, return only its own. UnicodeDecodeError.
    """
    read = _Record()
    read.feed(page.decode("utf-8"))
    return read.formats or ["html"]


def checked_record(record: Any, file: str) -> Json:
    """Return the record if it has all required members, else raise ReportError."""
    if not _is_record(record):
        remedy = "このツールで作った報告書か、書き換えられていないかを確かめてください。"
        raise report_error("作成記録がないか、読めません。", remedy, file=file)
    return record  # type: ignore[no-any-return]


def revision_of(record: Json) -> int:
    """Return the revision of a record; a record without one is of the first revision."""
    return int(record.get("revision", FIRST_REVISION))


def revised_label(record: Json) -> str:
    """Return 「第2版（訂正版）」, or nothing for the first revision."""
    revision = revision_of(record)
    return f"第{revision}版（訂正版）" if revision > FIRST_REVISION else ""


def year_of(record: Json) -> FiscalYear:
    return FiscalYear(record["fiscal_year"])


def _from_pdf(content: bytes) -> bytes:
    import pikepdf

    try:
        with pikepdf.open(BytesIO(content)) as document:
            return bytes(document.attachments[ATTACHMENT].get_file().read_bytes())
    except pikepdf.PdfError as error:
        raise ValueError(str(error)) from error


def _from_word(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            if parts.getinfo(WORD_PART).file_size > _MOST_WORD_BYTES:
                raise ValueError("too large")
            part = parts.read(WORD_PART)
        if _DTD.search(part):
            raise ValueError("document type")
        return fromstring(part).findtext(f"{{{WORD_NAMESPACE}}}record") or ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ParseError) as error:
        raise ValueError(str(error)) from error


def _from_html(content: bytes) -> str:
    page = _Record()
    page.feed(content.decode("utf-8"))
    (record,) = page.found  # exactly one
    return record


class _Record(HTMLParser):
    """Collects the records in a page's elements."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.formats: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "data" and attributes.get("id") == RECORD:
            self.found.append(attributes.get("value") or "")
            self.formats = (attributes.get("data-formats") or "").split()
        elif tag == "meta" and attributes.get("name") == RECORD:
            self.found.append(attributes.get("content") or "")


def _is_record(record: Any) -> bool:
    try:
        year_of(record)
        return (
            record["edition"] in STATUSES
            and isinstance(record.get("date", ""), str)
            and revision_of(record) >= FIRST_REVISION
            and isinstance(record["parameters"], Mapping)
            and isinstance(record["inputs"], Mapping)
            and all(isinstance(value, str) for value in record["inputs"].values())
        )
    except (ValueError, TypeError, KeyError):
        return False
