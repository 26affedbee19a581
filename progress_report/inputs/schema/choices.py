"""Columns whose cells hold choices: reading an answer, and the errors in one.

A table as read holds the words of the choices; a cell of several choices (``list``) has one per line.
"""

import re
from collections.abc import Iterable

from progress_report.inputs.parsing.near_names import near_remedy
from progress_report.inputs.schema.answer_words import (
    FREE_TEXT_DROPPED,
    OTHER,
    OTHERWISE_WRITTEN,
    Answer,
    AnswerCell,
    AnswerWords,
    answer_words,
)
from progress_report.inputs.schema.schemas import FieldDescriptor
from progress_report.messages import values as messages
from progress_report.model.comparable import comparable
from progress_report.model.findings import Finding

CHOSEN, NOT_CHOSEN = "1", "0"
_JOINT = "\n"
# Separators that form services and people write between choices; the second for single-choice columns.
_SEPARATORS = re.compile("[,，;；、\n]")
_SEPARATORS_OF_ONE = re.compile("[,，;；、\n・/／]")


def is_check_box(field: FieldDescriptor) -> bool:
    """Return whether the column only records whether one choice was chosen."""
    return set(field.constraints.enum or ()) == {CHOSEN, NOT_CHOSEN}


def answers_in(cell: str, field: FieldDescriptor) -> list[str]:
    """Return the choices in a cell of a table as read; none for a blank."""
    if not cell:
        return []
    return cell.split(_JOINT) if field.type == "list" else [cell]


def with_code(choice: str, field: FieldDescriptor) -> str:
    """Return a choice as a reviewer finds it in the file: 1（満足）, or 満足 if it has no code."""
    for code, word in (field.labels or {}).items():
        if word == choice:
            return f"{code or '空欄'}（{word}）"
    return choice


def codebook(fields: Iterable[FieldDescriptor]) -> list[dict[str, object]]:
    """Return the columns whose cells are codes, as Data Package 2 describes them."""
    return [
        {
            "name": field.name,
            "title": field.label,
            "type": field.type,
            "categories": [{"value": code, "label": word} for code, word in field.labels.items()],
        }
        for field in fields
        if field.labels is not None
    ]


def read_answer(text: str, field: FieldDescriptor) -> tuple[str, str] | None:
    """Return the cell's value in the table and the kind of difference; None if the text is not an answer."""
    if not text:
        return (field.labels or {}).get("", ""), ""
    words = _words_of(field)
    if field.type != "list":
        answer = words.answer(text) or words.with_free_text(text)
        return None if answer is None else (answer.choice, answer.kind)
    readings = AnswerCell(text, _separators_of(field), words).readings()
    if len(readings) != 1 or _twice(readings[0]):
        return None
    kinds = {answer.kind for answer in readings[0]}
    kind = next((one for one in (FREE_TEXT_DROPPED, OTHERWISE_WRITTEN) if one in kinds), "")
    return _JOINT.join(answer.choice for answer in readings[0]), kind


def choice_problem(text: str, field: FieldDescriptor) -> Finding | None:
    """Return the error in a cell of a column with choices, without its location; None for a valid answer."""
    answers, choices = answers_in(text, field), field.choices or []
    if all(one in choices for one in answers) and len({*answers}) == len(answers):
        return None
    if is_check_box(field):
        return messages.NO_MARK.finding(text=text, chosen=CHOSEN, not_chosen=NOT_CHOSEN)
    return _problem_of_several(text, field) if field.type == "list" else _problem_of_one(text, field)


def _problem_of_one(text: str, field: FieldDescriptor) -> Finding:
    words = _words_of(field)
    if any(len(one) > 1 for one in AnswerCell(text, _SEPARATORS_OF_ONE, words).readings()):
        return messages.SEVERAL_CHOICES.finding(text=text)
    return _unknown(text, field, words)


def _problem_of_several(text: str, field: FieldDescriptor) -> Finding:
    words = _words_of(field)
    cell = AnswerCell(text, _separators_of(field), words)
    readings = cell.readings()
    if len(readings) > 1:
        ways = "」と「".join("／".join(answer.choice for answer in one) for one in readings)
        return messages.TWO_WAYS_TO_SPLIT.finding(ways=ways)
    if readings:
        return messages.CHOICE_TWICE.finding(choices="」「".join(_twice(readings[0])))
    return _unknown(cell.unknown(), field, words)


def _unknown(text: str, field: FieldDescriptor, words: AnswerWords) -> Finding:
    if found := words.contradiction(text):
        code, word = found
        return messages.CODE_CONTRADICTS.finding(text=text, code=code, word=word)
    choices = field.choices or []
    listed = "、".join(with_code(one, field) for one in choices)
    remedy = f"{near_remedy(text, choices)}{listed} のどれかにしてください。"
    if words.other and not text.isdecimal():
        remedy = f"{remedy}「{words.other}」に書かれた文なら、「{OTHER}」とだけ書いてください。"
    if field.labels is not None:
        remedy = f"{remedy}選択肢が増えたのなら、表の説明のこの列の labels に加えてください。"
    return messages.NO_CHOICE.finding(remedy=remedy, text=text, choices=listed)


def _twice(answers: list[Answer]) -> list[str]:
    choices = [answer.choice for answer in answers]
    return [one for one in dict.fromkeys(choices) if choices.count(one) > 1]


def _words_of(field: FieldDescriptor) -> AnswerWords:
    if field.labels is not None:
        return answer_words(tuple(field.labels.items()))
    return answer_words(tuple(("", choice) for choice in field.choices or ()))


def _separators_of(field: FieldDescriptor) -> re.Pattern[str]:
    """Return a pattern of the column's own separator, half or full width, or else of all usual ones."""
    if field.delimiter is None:
        return _SEPARATORS
    own = field.delimiter.strip() or field.delimiter
    full = "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in own)
    return re.compile("|".join(map(re.escape, dict.fromkeys((own, comparable(own), full)))))
