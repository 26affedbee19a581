"""CSV files of open data that Excel opens correctly, and in which no text becomes a formula."""

import csv
import io
from fractions import Fraction

from progress_report.model.spreadsheet_text import neutralised
from progress_report.open_data.data_table import DataTable, Item, decimal


def csv_bytes(table: DataTable) -> bytes:
    """Return the table in UTF-8 with a byte order mark, CRLF, one header row."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([neutralised(field.name) for field in table.fields])
    writer.writerows([_written(value) for value in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def _written(value: Item) -> str:
    if isinstance(value, Fraction):
        return decimal(value)
    return neutralised(value) if isinstance(value, str) else "" if value is None else str(value)
