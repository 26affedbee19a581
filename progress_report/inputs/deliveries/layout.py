"""Tables that are whole but lie otherwise: another separator than the comma, rows and columns exchanged."""

from collections.abc import Iterable, Mapping

from progress_report.inputs.deliveries.file_kinds import WORKBOOKS
from progress_report.inputs.deliveries.header_findings import plain
from progress_report.inputs.deliveries.sheet import Sheet, is_blank
from progress_report.model.findings import ReportError, fault

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
    """ReportError where a line or a column holds more of the fields' names than the best header.

    ``found``: how many fields the best header names.
    """
    for row, cells in sheet.lines[:_LINES_SEARCHED]:
        filled = [cell for cell in cells if not is_blank([cell])]
        for separator, name in _SEPARATORS.items():
            if len(filled) == 1 and _count(filled[0].split(separator), names) > max(found, 1):
                raise _separated(sheet.file, row, separator, name)
    for i in range(_COLUMNS_SEARCHED):
        column = [cells[i] for _, cells in sheet.lines[:_LINES_SEARCHED] if i < len(cells)]
        column = [cell for cell in column if not is_blank([cell])]
        count = _count(column, names)
        # A survey's answers may be words of its headings too, but not each of them once.
        if count > max(found, 1) and 2 * count >= len(column) and len({*column}) == len(column):
            message = f"表の行と列が入れ替わっています（見出しが{i + 1}列目に縦に並んでいます）。"
            remedy = (
                "Excelで表をコピーし、「形式を選択して貼り付け」の「行/列の入れ替え」で貼り付けた表を"
                "保存してください。"
            )
            raise fault(message, remedy, file=sheet.file)


def _count(texts: Iterable[str], names: Mapping[str, str]) -> int:
    return len({names[word] for text in texts if (word := plain(text.strip(" \"'"))) in names})


def _separated(file: str, row: int, separator: str, name: str) -> ReportError:
    if separator == "," or file.endswith(WORKBOOKS):
        message = f"一つの欄に、{name}で区切った値が並んでいます。"
        remedy = f"Excelで列を選び、「データ」の「区切り位置」で、{name}で分けて保存し直してください。"
        return fault(message, remedy, file=file, row=row)
    message = f"値の区切りが、カンマではなく{name}です。"
    remedy = (
        f"Excelの「データ」の「テキストまたはCSVから」で、区切り記号に{name}を選んで読み込み、"
        "「CSV UTF-8（コンマ区切り）」で保存し直してください。"
    )
    return fault(message, remedy, file=file, row=row)
