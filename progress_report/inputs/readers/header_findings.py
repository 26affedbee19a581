"""Errors in a table's header: wrong headings, with the columns they probably mean, and other layouts."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from progress_report.inputs.parsing.file_names import WORKBOOKS
from progress_report.inputs.readers.sheet import LINES_SEARCHED, Line, Sheet, filled_cells
from progress_report.inputs.schema.choices import CHOSEN, NOT_CHOSEN, is_check_box
from progress_report.inputs.schema.schemas import FieldDescriptor, QuestionDescriptor
from progress_report.messages import table_headings as messages
from progress_report.model.comparable import unspaced
from progress_report.model.findings import Finding
from progress_report.model.quantity import counters_of

# Columns that form services add; they are never a declared column under another name.
_OF_FORM_SERVICES = re.compile(r"タイムスタンプ|timestamp|日時|時刻|メール|e-?mail", re.IGNORECASE)
_SIMILAR, _CONTAINED = 0.5, 0.9
_MANY, _MOST_NAMED = 3, 20
_CHOICE_SEPARATORS = (", ", ";", "；", "、", ",", "，", "\n")
# A unit in brackets that may differ from that of the values: (千件), (単位:万人), [%].
_UNIT = re.compile(r"[(\[](?:単位:?)?((?:[十百千万億兆]+[^()\[\]]{0,4}|%|‰|パーセント))[)\]]")
_COUNTER = re.compile(r"[(\[](?:単位:?)?(件|人|名|円|世帯|台|回|戸|冊|票|社|校|棟|枚)[)\]]")

_COLUMNS_SEARCHED = 3
_SEPARATORS = {
    "\t": "タブ",
    ";": "セミコロン（;）",
    "|": "縦棒（|）",
    "，": "全角カンマ（，）",
    "、": "読点（、）",
    ",": "カンマ（,）",
}


@dataclass(frozen=True, slots=True)
class UnknownColumn:
    """A column, counted from 0, whose heading names no field; ``heading`` is empty if there is none."""

    position: int
    heading: str


def header_findings(
    place: tuple[str, int],
    missing: Sequence[FieldDescriptor],
    unknown: Sequence[UnknownColumn],
    fields: Sequence[FieldDescriptor],
    questions: Sequence[QuestionDescriptor],
    body: Sequence[Line],
    *,
    more_allowed: bool,
) -> Iterator[Finding]:
    """Yield errors for fields without a column and, unless ``more_allowed``, for columns without a field."""
    left, columns = list(missing), list(unknown)
    for column in unknown:
        if joined := _choices_in(column, left, questions, body):
            yield _joined_choices(place, column, joined, body)
            columns.remove(column)
            left = [field for field in left if field not in joined]
    if missing and len(left) == len(fields) and not any(_pairs(left, columns)):
        yield _no_header(place, fields, columns)
        return
    repeated = Counter(unspaced(one.heading) for one in columns)
    for column, field, sure in _paired(left, columns):
        alike = [one.name for one in fields if unspaced(one.title) == unspaced(column.heading)]
        if len(alike) > 1:
            yield messages.SHARED_TITLE.finding(
                *place,
                column.heading,
                heading=column.heading,
                count=len(alike),
                names="、".join(alike),
            )
        else:
            unique = repeated[unspaced(column.heading)] == 1
            yield _wrong_word(place, column, field, sure=sure, unique=unique)
        columns.remove(column)
        left.remove(field)
    if left:
        names = "、".join(f"「{field.label}」（{field.name}）" for field in left)
        remedy = ""
        if unnamed := [f"「{one.heading}」" for one in columns if one.heading and not more_allowed]:
            remedy = (
                f"{'、'.join(unnamed[:_MOST_NAMED])}が言葉の違う見出しなら、見出しを直すか、"
                "表の説明のこの表の列の title を届いた言葉に変えてください。"
                f"列がないなら、{messages.MISSING.remedy.format(names=names)}"
            )
        columns_missing = "、".join(field.name for field in left)
        yield messages.MISSING.finding(*place, columns_missing, remedy=remedy, names=names)
    if (named := [one.heading for one in columns if one.heading]) and not more_allowed:
        known = "、".join(f"{field.label}（{field.name}）" for field in fields)
        remedy = ""
        if len(named) > _MANY:
            remedy = (
                f"{messages.UNKNOWN.remedy.format(known=known)}届くたびに消さずに、使う列だけを読むには、"
                "表の説明のこの表の fields と並べて fieldsMatch: subset と書いてください。"
            )
        more = f" ほか{len(named) - _MOST_NAMED}列" if len(named) > _MOST_NAMED else ""
        listed = "、".join(named[:_MOST_NAMED]) + more
        yield messages.UNKNOWN.finding(*place, listed, remedy=remedy, known=known)


def _no_header(
    place: tuple[str, int], fields: Sequence[FieldDescriptor], columns: Sequence[UnknownColumn]
) -> Finding:
    found = "、".join(one.heading for one in columns if one.heading)
    titles = "、".join(field.label for field in fields)
    if found:
        return messages.NO_HEADER_HERE.finding(*place, found=found, titles=titles)
    return messages.NO_HEADER.finding(*place, titles=titles)


def _wrong_word(
    place: tuple[str, int], column: UnknownColumn, field: FieldDescriptor, *, sure: bool, unique: bool
) -> Finding:
    heading, title = column.heading, field.title
    if not heading:
        position = column.position + 1
        return messages.NO_HEADING.finding(*place, f"{position}列目", position=position, title=title)
    if unit := other_unit(heading, field):
        remedy = f"値を「{field.unit}」の数に直し、見出しを「{title}」にしてください。"
        return messages.OTHER_UNIT.finding(*place, heading, remedy=remedy, unit=unit, own=field.unit)
    remedy = messages.UNCERTAIN.remedy.format(title=title)
    if unique:
        remedy = (
            f"「{title}」のことなら、見出しを「{title}」に直すか、"
            f"表の説明のこの表の列 {field.name} の title を「{heading}」に変えてください。"
        )
    if not sure:
        remedy = f"{remedy}違う列なら、その列を消し、「{title}」の列を加えてください。"
    return messages.UNCERTAIN.finding(*place, heading, remedy=remedy, heading=heading)


def other_unit(heading: str, field: FieldDescriptor) -> str:
    """Return the unit in the heading's brackets if it differs from the column's; otherwise nothing."""
    if not field.is_numeric:
        return ""
    match = _UNIT.search(unspaced(heading)) or _COUNTER.search(unspaced(heading))
    own = {unspaced(unit) for unit in counters_of(field.unit or "")}
    return match[1] if match and match[1] not in own else ""


def _paired(
    missing: Sequence[FieldDescriptor], columns: Sequence[UnknownColumn]
) -> list[tuple[UnknownColumn, FieldDescriptor, bool]]:
    """Return the likeliest pairs of columns and fields, and whether their words are similar."""
    found: list[tuple[UnknownColumn, FieldDescriptor, bool]] = []
    for _, column, field in sorted(_pairs(missing, columns), key=lambda pair: -pair[0]):
        if not any(column is one or field is other for one, other, _ in found):
            found.append((column, field, True))
    left = [field for field in missing if not any(field is one for _, one, _ in found)]
    over = [column for column in columns if not any(column is one for one, _, _ in found)]
    if len(left) == len(over) == 1 and not _OF_FORM_SERVICES.search(over[0].heading):
        found.append((over[0], left[0], False))
    return found


def _pairs(
    missing: Sequence[FieldDescriptor], columns: Sequence[UnknownColumn]
) -> Iterator[tuple[float, UnknownColumn, FieldDescriptor]]:
    for column in columns:
        for field in missing:
            score = max(
                _likeness(unspaced(column.heading), unspaced(word)) for word in (field.title, field.name)
            )
            if score >= _SIMILAR:
                yield score, column, field


def _likeness(heading: str, word: str) -> float:
    heading, word = heading.lower(), word.lower()
    if min(len(heading), len(word)) > 1 and (heading in word or word in heading):
        return _CONTAINED + min(len(heading), len(word)) / max(len(heading), len(word)) / 10
    return SequenceMatcher(None, heading, word).ratio()


def _choices_in(
    column: UnknownColumn,
    missing: Sequence[FieldDescriptor],
    questions: Sequence[QuestionDescriptor],
    body: Sequence[Line],
) -> list[FieldDescriptor]:
    """Return the fields of the question whose choices the column's cells list, as form services do."""
    cells = _cells(column, body)
    for question in questions:
        fields = [field for field in missing if field.name in question.fields and is_check_box(field)]
        if sum(any(field.title in cell for cell in cells) for field in fields) > 1:
            return fields
    return []


def _joined_choices(
    place: tuple[str, int], column: UnknownColumn, fields: Sequence[FieldDescriptor], body: Sequence[Line]
) -> Finding:
    cells = _cells(column, body)
    separator = next((one for one in _CHOICE_SEPARATORS if any(one in cell for cell in cells)), ", ")
    shown = separator.replace("\n", "改行")
    between = "CHAR(10)" if separator == "\n" else f'"{separator}"'
    letter = _letter(column.position)
    cell = f"{letter}{place[1] + 1}"
    sought = f'{between}&"{fields[0].title.replace(chr(34), chr(34) * 2)}"&{between}'
    formula = f"=IF(ISNUMBER(FIND({sought},{between}&{cell}&{between})),1,0)"
    return messages.CHOICES_IN_ONE_COLUMN.finding(
        *place,
        column.heading,
        separator=shown.strip() or shown,
        choices=", ".join(field.title for field in fields),
        titles="、".join(field.title for field in fields),
        chosen=CHOSEN,
        not_chosen=NOT_CHOSEN,
        formula=formula,
    )


def _cells(column: UnknownColumn, body: Sequence[Line]) -> list[str]:
    i = column.position
    return filled_cells([cells[i] for _, cells in body if i < len(cells)])


def _letter(position: int) -> str:
    """Return the column's letters: A for 0, Z for 25, AA for 26."""
    before, last = divmod(position, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


def require_usual_layout(sheet: Sheet, names: Mapping[str, str], found: int) -> None:
    """Raise ReportError if a line or a column has more of the fields' names than the best header.

    ``found``: the number of fields that the best header names.
    """
    for row, cells in sheet.lines[:LINES_SEARCHED]:
        filled = filled_cells(cells)
        for separator, name in _SEPARATORS.items():
            if len(filled) == 1 and _count(filled[0].split(separator), names) > max(found, 1):
                pasted = separator == "," or sheet.file.endswith(WORKBOOKS)
                other = messages.VALUES_IN_ONE_CELL if pasted else messages.OTHER_SEPARATOR
                raise other.error(sheet.file, row, separator=name)
    for i in range(_COLUMNS_SEARCHED):
        column = filled_cells([cells[i] for _, cells in sheet.lines[:LINES_SEARCHED] if i < len(cells)])
        count = _count(column, names)
        # A survey's answers may also be words of its headings, but not each of them once.
        if count > max(found, 1) and 2 * count >= len(column) and len({*column}) == len(column):
            raise messages.TRANSPOSED.error(sheet.file, position=i + 1)


def _count(texts: Iterable[str], names: Mapping[str, str]) -> int:
    return len({names[word] for text in texts if (word := unspaced(text.strip(" \"'"))) in names})
