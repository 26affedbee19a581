"""Text files as analysts save them: UTF-8, with or without the mark that Excel puts first."""

import re
import sys
from pathlib import Path

from progress_report.model.audit_events import SOUGHT
from progress_report.model.findings import fault

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_ABSENT = "ファイル名と置き場所を確認してください。"


def read_text(path: Path, name: str, absent: str = _ABSENT) -> str:
    """The file's text, its line ends as they are. ReportError where it cannot be read as UTF-8."""
    content = read_bytes(path, name, absent)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        remedy = "UTF-8で保存し直してください。"
        raise fault("文字コードがUTF-8ではありません。", remedy, file=name, row=row) from None


def read_bytes(path: Path, name: str, absent: str = _ABSENT) -> bytes:
    """The file's bytes. ReportError where it is not there or the system refuses it."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise fault("ファイルがありません。", absent, file=name) from None
    except OSError as error:
        reason = "フォルダーです" if path.is_dir() else error.strerror
        remedy = "ファイルの種類と読取り権限を確認してください。"
        raise fault(f"ファイルを読めません（{reason}）。", remedy, file=name) from None


def is_file(path: Path) -> bool:
    """Whether the file is there; a name that the system cannot have (too long) is not."""
    sys.audit(SOUGHT, str(path))
    try:
        return path.is_file()
    except OSError:
        return False


def control_character(text: str) -> bool:
    """Whether the text holds a character that no output format can print."""
    return _CONTROL.search(text) is not None


def line_of(text: str, position: int) -> int:
    """The line that a position of the text stands on, as editors count."""
    return len(re.findall("\r\n|\r|\n", text[:position])) + 1
