"""Detection of tables in another layout: a separator other than the comma, or rows and columns swapped."""

from collections.abc import Iterable, Mapping

from progress_report.inputs.readers.file_kinds import WORKBOOKS
from progress_report.inputs.readers.sheet import Sheet, is_blank
from progress_report.messages import table_headings as messages
from progress_report.model.comparable import unspaced

_LINES_SEARCHED, _COLUMNS_SEARCHED = 30, 3
_SEPARATORS = {
    "\t": "タブ",
    ";": "セミコロン（;）",
    "|": "縦棒（|）",
    "，": "全角カンマ（，）",
    "、": "読点（、）",
    ",": "カンマ（,）",
}


def require_usual_layout(sheet: Sheet, names: Mapping[str, str], found: int) -> None:
    """Raise ReportError if a line or a column has more of the fields' names than the best header.

    ``found``: the number of fields that the best header names.
    """
    for row, cells in sheet.lines[:_LINES_SEARCHED]:
        filled = [cell for cell in cells if not is_blank([cell])]
        for separator, name in _SEPARATORS.items():
            if len(filled) == 1 and _count(filled[0].split(separator), names) > max(found, 1):
                pasted = separator == "," or sheet.file.endswith(WORKBOOKS)
                other = messages.VALUES_IN_ONE_CELL if pasted else messages.OTHER_SEPARATOR
                raise other.error(sheet.file, row, separator=name)
    for i in range(_COLUMNS_SEARCHED):
        column = [cells[i] for _, cells in sheet.lines[:_LINES_SEARCHED] if i < len(cells)]
        column = [cell for cell in column if not is_blank([cell])]
        count = _count(column, names)
        # A survey's answers may also be words of its headings, but not each of them once.
        if count > max(found, 1) and 2 * count >= len(column) and len({*column}) == len(column):
            raise messages.TRANSPOSED.error(sheet.file, position=i + 1)


def _count(texts: Iterable[str], names: Mapping[str, str]) -> int:
    return len({names[word] for text in texts if (word := unspaced(text.strip(" \"'"))) in names})
