"""Text files as analysts save them: UTF-8, with or without Excel's byte order mark."""

import errno
import re
import stat
from pathlib import Path

from progress_report.inputs.parsing.file_names import similar_file_remedy
from progress_report.messages import files
from progress_report.model.findings import refused

MEGABYTE = 1024 * 1024
LINE_END = re.compile("\r\n|\r|\n")  # as editors count lines
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MOST_BYTES_OF_TEXT = MEGABYTE  # twenty times the size of a year's parameters or descriptions


def read_text(path: Path, name: str) -> str:
    """Return the file's text with its line ends unchanged. Raise ReportError if it is not UTF-8."""
    return decode_utf8(read_bytes(path, name, _MOST_BYTES_OF_TEXT), name)


def decode_utf8(content: bytes, name: str, remedy: str = "") -> str:
    """Return the text of UTF-8 without its byte order mark. Raise ReportError with the line that is not."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise files.NOT_UTF8.error(name, row, remedy=remedy) from None


def read_bytes(path: Path, name: str, most_bytes: int, absent: str = "") -> bytes:
    """Return the file's bytes. Raise ReportError if it is missing, too large, not regular or unreadable.

    ``absent``: the remedy if it is missing and no similar file exists. A special file (a pipe, a device) may
    never end, so it is not opened.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            reason = "フォルダーです" if path.is_dir() else "ふつうのファイルではありません"
            raise files.UNREADABLE.error(name, reason=reason)
        if status.st_size > most_bytes:
            size, most = -(-status.st_size // MEGABYTE), most_bytes // MEGABYTE
            raise files.TOO_LARGE.error(name, size=f"{size:,}", most=most)
        return path.read_bytes()
    except FileNotFoundError:
        raise files.ABSENT.error(name, remedy=similar_file_remedy(path) or absent) from None
    except OSError as error:
        raise files.UNREADABLE.error(name, reason=refused(error)) from None


def regular_bytes(path: Path) -> bytes:
    """Return a regular file's bytes. Raise OSError for a pipe or a device, which may never end."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "ふつうのファイルではありません", str(path))
    return path.read_bytes()


def is_file(path: Path) -> bool:
    """Return whether the file exists; False for a name that is invalid for the system (too long)."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_utf16(content: bytes) -> bool:
    """Return whether a text is in UTF-16, with or without a byte order mark."""
    return content.startswith(_UTF16_MARKS) or content[:4].count(0) > 1


def line_of(text: str, position: int) -> int:
    """Return the line of a position in the text, as editors count."""
    return len(LINE_END.findall(text, 0, position)) + 1
