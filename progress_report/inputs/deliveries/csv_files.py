"""CSV files as sheets: each record with the line it begins on."""

import csv
import io

from progress_report.inputs.deliveries.decoding import CP932, decode
from progress_report.inputs.deliveries.normalised import Normalised
from progress_report.inputs.deliveries.sheet import Line, Sheet
from progress_report.model.findings import fault


def csv_sheet(content: bytes, file: str) -> Sheet:
    """The file's records; line ends in a cell are ``\\n``, as in all our text.

    ReportError where the text cannot be decoded or is not a CSV.
    """
    text, encoding = decode(content, file)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[Line] = []
    end = 0
    try:
        for record in reader:
            start, end = end + 1, reader.line_num
            lines.append((start, [_line_feeds(cell) for cell in record]))
    except csv.Error:
        raise fault(
            "CSVとして読めません（引用符の対応が取れていません）。",
            "この行から始まる値の二重引用符を確認してください。",
            file=file,
            row=end + 1,
        ) from None
    notes = (Normalised(file, "文字コード", before=CP932, after="UTF-8"),) if encoding == CP932 else ()
    return Sheet(file, lines, normalised=notes)


def _line_feeds(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell
