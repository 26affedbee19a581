"""CSV files as sheets, in UTF-8, with or without a byte order mark, or in CP932."""

import csv
import io
import re

from progress_report.inputs.parsing.text_files import is_utf16
from progress_report.inputs.parsing.yaml_mistakes import conflict_marks
from progress_report.inputs.readers.garbled import is_mojibake
from progress_report.inputs.readers.normalizations import Normalization
from progress_report.inputs.readers.sheet import Line, Sheet, require_size, too_long
from progress_report.messages import table_files as messages
from progress_report.model.findings import ReportError

UTF8, CP932 = "UTF-8", "CP932"
# Punctuation, kana, kanji and full-width forms encoded in UTF-8.
_JAPANESE = re.compile(rb"\xe3[\x80-\x83][\x80-\xbf]|[\xe4-\xe9][\x80-\xbf]{2}|\xef[\xbc-\xbe][\x80-\xbf]")
# Characters that a ward defined for itself; their meaning is unknown elsewhere.
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_HALF_WIDTH_KATAKANA = re.compile("[\uff61-\uff9f]")
_JIS = re.compile(rb"\x1b\$[@B]")  # the escape sequence before kanji
_LAST_ROW_OF_FIRST_LEVEL = 47


def csv_sheet(content: bytes, file: str) -> Sheet:
    """Return the file's records; line ends in a cell become ``\\n``, as in all our text.

    Raise ReportError if the text cannot be decoded, is not valid CSV, or exceeds the size limits. The size is
    checked while reading.
    """
    text, encoding = decode(content, file)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[Line] = []
    end = widest = 0
    try:
        for record in reader:
            start, end = end + 1, reader.line_num
            lines.append((start, [_line_feeds(cell) for cell in record]))
            widest = max(widest, len(record))
            require_size(len(lines), widest, file)
    except csv.Error as error:
        if "field larger than field limit" in str(error):
            raise too_long(file, end + 1) from None
        raise messages.UNBALANCED_QUOTES.error(file, end + 1) from None
    notes = (Normalization(file, "文字コード", before=CP932, after="UTF-8"),) if encoding == CP932 else ()
    return Sheet(file, lines, normalizations=notes)


def _line_feeds(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell


def decode(content: bytes, file: str) -> tuple[str, str]:
    """Return the text and its encoding.

    Raise ReportError with the line for UTF-16, damaged UTF-8, EUC-JP (which CP932 would read as other
    characters), bytes in neither encoding, or private characters of a ward.
    """
    if is_utf16(content):
        raise messages.UTF16.error(file, 1)
    if jis := _JIS.search(content):
        raise messages.ISO_2022_JP.error(file, _line(content, jis.start()))
    try:
        text, encoding = content.decode("utf-8-sig"), UTF8
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(content):
            raise messages.DAMAGED_UTF8.error(file, _line(content, error.start)) from None
        text, encoding = _cp932(content, file), CP932
    if match := _PRIVATE.search(text):
        row = text.count("\n", 0, match.start()) + 1
        if is_mojibake(text.split("\n")[row - 1]):
            raise messages.MOJIBAKE.error(file, row)
        raise messages.PRIVATE_CHARACTER.error(file, row)
    if "\ufffd" in text:
        row = text.count("\n", 0, text.index("\ufffd")) + 1
        raise messages.REPLACED_CHARACTER.error(file, row)
    if marks := conflict_marks(text, file):
        raise ReportError(marks)
    return text, encoding


def _cp932(content: bytes, file: str) -> str:
    try:
        text = content.decode("cp932")
    except UnicodeDecodeError as error:
        raise messages.UNKNOWN_ENCODING.error(file, _line(content, error.start)) from None
    if other := _as_euc_jp(content, text):
        row = next(i for i, line in enumerate(content.split(b"\n"), 1) if not line.isascii())
        raise messages.PERHAPS_EUC_JP.error(file, row, one=_beginning(text), other=_beginning(other))
    return text


def _as_euc_jp(content: bytes, text: str) -> str:
    """Return the text as EUC-JP if that is as likely as CP932; otherwise nothing.

    A few kanji in EUC-JP are half-width katakana in CP932 (特急 is ﾆﾃｵﾞ). CP932 text seldom consists of byte
    pairs that are all kana and kanji of the first level (JIS X 0208, rows 1 to 47); if it does, the encoding
    is ambiguous.
    """
    if not _HALF_WIDTH_KATAKANA.search(text):
        return ""
    try:
        other = content.decode("euc_jp")
    except UnicodeDecodeError:
        return ""
    signs = [sign.encode("euc_jp") for sign in other if not sign.isascii()]
    return (
        other if all(len(sign) == 2 and sign[0] - 0xA0 <= _LAST_ROW_OF_FIRST_LEVEL for sign in signs) else ""
    )


def _beginning(text: str) -> str:
    """Return the first run of Japanese characters, at most ten."""
    return next(re.finditer(r"[^\x00-\x7f]+", text))[0][:10]


def _is_damaged_utf8(content: bytes) -> bool:
    """Return whether the bytes were once UTF-8.

    CP932 sometimes contains a valid UTF-8 sequence (the bytes of 区民 hold one of 斯), but not a whole line
    of them, nor more valid than invalid ones.
    """
    if any(_JAPANESE.search(line) and _is_utf8(line) for line in re.split(rb"[\r\n]+", content)):
        return True
    valid = len(_JAPANESE.findall(content))
    return valid > content.decode("utf-8", "replace").count("\ufffd")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _line(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1
