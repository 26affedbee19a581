"""CSV files as records with the line each begins on."""

import csv
import io
from pathlib import Path

from progress_report.inputs.text_files import control_character, read_text
from progress_report.model.findings import Finding, ReportError, fault

Record = tuple[int, list[str]]


def read_csv(path: Path, file: str) -> list[Record]:
    """Header and records, blank lines left out; line ends in a cell are ``\\n``, as in all our text.

    ReportError where the file is absent, empty, not UTF-8, or not a CSV.
    """
    text = read_text(path, file, absent="datapackage.json の path と置き場所を確認してください。")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[Record] = []
    end = 0
    try:
        for record in reader:
            start, end = end + 1, reader.line_num
            if record:
                records.append((start, [_line_feeds(cell) for cell in record]))
    except csv.Error:
        raise fault(
            "CSVとして読めません（引用符の対応が取れていません）。",
            "この行から始まる値の二重引用符を確認してください。",
            file=file,
            row=end + 1,
        ) from None
    if not records:
        raise fault("ファイルが空です。", "見出し行と値を入力してください。", file=file)
    if findings := [
        Finding("使えない文字（制御文字）があります。", "その文字を消してください。", file, row, f"{i}列目")
        for row, record in records
        for i, cell in enumerate(record, 1)
        if control_character(cell)
    ]:
        raise ReportError(findings)
    return records


def _line_feeds(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n")
