"""CSV files as sheets: each record with its first line number."""

import csv
import io

from progress_report.inputs.readers.decoding import CP932, decode
from progress_report.inputs.readers.normalizations import Normalization
from progress_report.inputs.readers.sheet import Line, Sheet, require_size, too_long
from progress_report.messages import table_files as messages


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
