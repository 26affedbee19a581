"""Validation of units written in a table's titles and notes against those of its columns."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from progress_report.inputs.schema.schemas import FieldDescriptor
from progress_report.messages import table_rows as messages
from progress_report.model.findings import Finding
from progress_report.model.fiscal_year import FISCAL_YEAR
from progress_report.model.numerals import half_width
from progress_report.model.quantity import counters_of

_MULTIPLIER = r"(?:1(?:,?000)+|[十百千万億兆]+)"
_COUNTER = r"(?:件|人|名|円|世帯|台|回|戸|冊|票|社|校|棟|枚|時間|トン|t|kg|㎡|m2|ha)"
_GIVEN = re.compile(r"単位\s*(?:[:;=は]|(?=\s))\s*([^)\]】〕>》」』〉]+)|単位\s*[(\[【]([^)\]】]+)[)\]】]")
_LABEL = re.compile(r"単位\s*[:;=]|単位\s")
_WHOLE = re.compile(rf"単位\s*({_MULTIPLIER}?{_COUNTER}|%|‰|パーセント)")
_IN_BRACKETS = re.compile(
    rf"[(\[【〔]\s*({_MULTIPLIER}{_COUNTER}|[百千]?[万億]|千|[件人名円]|世帯|%|‰|パーセント)\s*[)\]】〕]"
)
_UNIT_ALONE = re.compile(rf"{_MULTIPLIER}?(?:{_COUNTER}|[^\W\d_]{{1,3}}|㎡|㎢|%|‰)|パーセント|{_MULTIPLIER}")
_SCALED = re.compile(rf"{_MULTIPLIER}.|[百千万億兆]")
_BEFORE_WORD = re.compile(rf"({_MULTIPLIER}{_COUNTER}|%|‰)\s*単位(?!未満)")
_BETWEEN = re.compile(r"[、,・/／;と\s]+|及び|および|または|又は")
_ELSEWHERE = re.compile(r"別|各|記載|のとおり|項目|なし|表中|による")
_SPELLINGS = {"パーセント": "%", "percent": "%", "件数": "件", "人数": "人"}
_PLACES = {"箇所", "個所", "カ所", "ヶ所", "ケ所", "ヵ所", "か所", "所"}
_END = re.compile(r"(?:です|である|とする|とし|で表示|で表記).*$")


def states_only_units(text: str) -> bool:
    """Return whether a line consists only of units, so that it may be beside a title."""
    plain = half_width(text)
    inner = plain.strip("()[]【】〔〕 ")
    return bool(_LABEL.match(inner)) or (bool(_of_title(text)) and f"({inner})" == plain)


def states_units(text: str) -> bool:
    """Return whether a text contains units."""
    return bool(_of_title(text))


def is_row_of_units(texts: Mapping[str, str], fields: Sequence[FieldDescriptor]) -> bool:
    """Return whether a line, given as texts by field, consists of units, with or without the word 単位."""
    filled = [(field, _bare(texts[field.name])) for field in fields if texts[field.name].strip()]
    return any(field.is_numeric for field, _ in filled) and all(
        _UNIT_ALONE.fullmatch(text) if field.is_numeric else not text for field, text in filled
    )


def unit_row_findings(
    file: str, row: int, texts: Mapping[str, str], fields: Sequence[FieldDescriptor]
) -> Iterator[Finding]:
    """Yield errors for units in a row of units that differ from those of their columns."""
    for field in fields:
        text = texts[field.name]
        known = {_spelling(unit) for unit in counters_of(field.unit or "")}
        if field.is_numeric and text.strip() and _spelling(_bare(text)) not in known:
            yield messages.OTHER_UNIT.finding(file, row, field.label, text=text.strip(), own=field.unit)


def _bare(text: str) -> str:
    """Strip brackets and the word 単位 from a unit."""
    return re.sub(r"^単位\s*[:;]?\s*", "", half_width(text).strip("()[]【】〔〕 "))


def unit_findings(
    file: str,
    titles: Iterable[tuple[int, str]],
    notes: Iterable[tuple[int, str]],
    fields: Sequence[FieldDescriptor],
) -> Iterator[Finding]:
    """Yield errors for titles and notes whose units are not those of the table's columns.

    A scaled unit (千件) must be a column's even if another unit in the text is one.
    """
    counts = [field for field in fields if field.is_numeric and field.name != FISCAL_YEAR]
    known = {_spelling(unit) for field in counts for unit in counters_of(field.unit or "")}
    literal = [
        *((row, text, _of_title(text)) for row, text in titles),
        *((row, text, _of_note(text)) for row, text in notes),
    ]
    for row, text, units in literal:
        other = [unit for unit in units if _spelling(unit) not in known]
        if counts and other and (len(other) == len(units) or any(map(_SCALED.match, other))):
            own = "、".join(dict.fromkeys(field.unit or "" for field in counts))
            yield messages.OTHER_UNIT.finding(file, row, text=text.strip(), own=own)


def _of_note(text: str) -> list[str]:
    """Return the units written in a note: 単位：千件, 千円単位."""
    plain = half_width(text)
    units: list[str] = []
    for match in _GIVEN.finditer(plain):
        literal = _END.sub("", (match[1] or match[2]).partition("。")[0]).strip(" .、,")
        if not _ELSEWHERE.search(literal):
            units += filter(None, _BETWEEN.split(re.sub(r"[(\[【]", " ", literal)))
    for pattern in (_WHOLE, _BEFORE_WORD):
        units += pattern.findall(plain)
    return list(dict.fromkeys(units))


def _of_title(text: str) -> list[str]:
    """Return the units written in a title: as in a note, or alone in brackets: （千円）."""
    return list(dict.fromkeys([*_of_note(text), *_IN_BRACKETS.findall(half_width(text))]))


def _spelling(unit: str) -> str:
    plain = "".join(half_width(unit).split()).lower()
    return "か所" if plain in _PLACES else _SPELLINGS.get(plain, plain)
