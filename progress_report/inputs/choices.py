"""The columns whose cells hold choices: reading an answer, and what is wrong with one.

A table as read holds the words of the choices; a cell of several choices (``list``) holds one a line.
"""

import re
from collections.abc import Iterable

from progress_report.inputs.answer_words import (
    FREE_TEXT_DROPPED,
    OTHER,
    OTHERWISE_WRITTEN,
    Answer,
    AnswerCell,
    AnswerWords,
    answer_words,
)
from progress_report.inputs.near_names import near_remedy
from progress_report.inputs.schemas import FieldDescriptor
from progress_report.model.comparable import comparable

CHOSEN, NOT_CHOSEN = "1", "0"
_JOINT = "\n"
# What form services and people write between choices; the second where one choice was asked for.
_SEPARATORS = re.compile("[,，;；、\n]")
_SEPARATORS_OF_ONE = re.compile("[,，;；、\n・/／]")

Problem = tuple[str, str]


def is_check_box(field: FieldDescriptor) -> bool:
    """Whether the column says of one choice only if it was chosen."""
    return set(field.constraints.enum or ()) == {CHOSEN, NOT_CHOSEN}


def answers_in(cell: str, field: FieldDescriptor) -> list[str]:
    """The choices in a cell of a table as read; none for a blank."""
    if not cell:
        return []
    return cell.split(_JOINT) if field.type == "list" else [cell]


def with_code(choice: str, field: FieldDescriptor) -> str:
    """A choice as a reviewer looks for it in the file: 1（満足）; 満足 where it has no code."""
    for code, word in (field.labels or {}).items():
        if word == choice:
            return f"{code or '空欄'}（{word}）"
    return choice


def codebook(fields: Iterable[FieldDescriptor]) -> list[dict[str, object]]:
    """The columns whose cells are codes, as Data Package 2 describes them."""
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
    """The cell as a table holds it, and the kind of difference; None where the text is no answer."""
    if not text:
        return (field.labels or {}).get("", ""), ""
    words = _words_of(field)
    if field.type != "list":
        answer = words.answer(text) or words.with_free_text(text)
        return None if answer is None else (answer.choice, answer.kind)
    readings = AnswerCell.split(text, _separators_of(field), words).readings()
    if len(readings) != 1 or _twice(readings[0]):
        return None
    kinds = {answer.kind for answer in readings[0]}
    kind = next((one for one in (FREE_TEXT_DROPPED, OTHERWISE_WRITTEN) if one in kinds), "")
    return _JOINT.join(answer.choice for answer in readings[0]), kind


def choice_problem(text: str, field: FieldDescriptor) -> Problem | None:
    """What is wrong with a cell of a column with choices, and what to do; None for an answer as read."""
    answers, choices = answers_in(text, field), field.choices or []
    if all(one in choices for one in answers) and len({*answers}) == len(answers):
        return None
    if is_check_box(field):
        return f"選択肢にない値です（「{text}」）。", (
            f"選んだなら {CHOSEN}、選ばなかったなら {NOT_CHOSEN} にしてください。"
            f"○ などの印は、Excelで列を選び、「検索と置換」ですべて置き換えられます"
            f"（印を {CHOSEN} に、空欄を {NOT_CHOSEN} に。"
            "尋ねていない人の欄は空欄のまま）。"
        )
    return _problem_of_several(text, field) if field.type == "list" else _problem_of_one(text, field)


def _problem_of_one(text: str, field: FieldDescriptor) -> Problem:
    words = _words_of(field)
    if any(len(one) > 1 for one in AnswerCell.split(text, _SEPARATORS_OF_ONE, words).readings()):
        message = f"一つの欄に、選択肢がいくつもあります（「{text}」）。"
        return message, "答えを一つだけ書く列です。元の回答を確かめて、一つにしてください。"
    if found := words.contradiction(text):
        return _contradiction(text, *found)
    return f"選択肢にない値です（「{text}」）。", _remedy(text, field, words)


def _problem_of_several(text: str, field: FieldDescriptor) -> Problem:
    words = _words_of(field)
    cell = AnswerCell.split(text, _separators_of(field), words)
    readings = cell.readings()
    if len(readings) > 1:
        ways = "」と「".join("／".join(answer.choice for answer in one) for one in readings)
        message = f"選択肢の区切り方が、二通りあります（「{ways}」）。"
        return message, (
            "選択肢の中にない字で区切って書き出し、表の説明のこの列に、"
            "その字を delimiter として書いてください。"
        )
    if readings:
        message = f"一つの欄に、同じ選択肢が二度あります（「{'」「'.join(_twice(readings[0]))}」）。"
        return message, "元の回答を確かめて、一つを消してください。"
    unknown = cell.unknown()
    if found := words.contradiction(unknown):
        return _contradiction(unknown, *found)
    return f"選択肢にない値です（「{unknown}」）。", _remedy(unknown, field, words)


def _contradiction(text: str, code: str, word: str) -> Problem:
    message = f"番号と言葉が食い違っています（「{text}」。{code} は「{word}」）。"
    return message, "元の回答を確かめて、番号と言葉のどちらかだけにしてください。"


def _remedy(text: str, field: FieldDescriptor, words: AnswerWords) -> str:
    choices = field.choices or []
    listed = "、".join(with_code(one, field) for one in choices)
    remedy = f"{near_remedy(text, choices)}{listed} のどれかにしてください。"
    if words.other and not text.isdecimal():
        remedy = f"{remedy}「{words.other}」に書かれた文なら、「{OTHER}」とだけ書いてください。"
    if field.labels is not None:
        remedy = f"{remedy}選択肢が増えたのなら、表の説明のこの列の labels に加えてください。"
    return remedy


def _twice(answers: list[Answer]) -> list[str]:
    choices = [answer.choice for answer in answers]
    return [one for one in dict.fromkeys(choices) if choices.count(one) > 1]


def _words_of(field: FieldDescriptor) -> AnswerWords:
    if field.labels is not None:
        return answer_words(tuple(field.labels.items()))
    return answer_words(tuple(("", choice) for choice in field.choices or ()))


def _separators_of(field: FieldDescriptor) -> re.Pattern[str]:
    """The column's own separator, half or full width; else all usual ones."""
    if field.delimiter is None:
        return _SEPARATORS
    own = field.delimiter.strip() or field.delimiter
    full = "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in own)
    return re.compile("|".join(map(re.escape, dict.fromkeys((own, comparable(own), full)))))
