"""Strict JSON as other tools read it, and its structure, in which YAML's parser finds locations.

YAML reads a string of JSON differently (surrogate pairs, line separators) or not at all (a key of more than
1,024 characters), so strings are extracted first and decoded by ``json``.
"""

import json
import re
from collections.abc import Iterator
from itertools import accumulate

from progress_report.inputs.text_files import line_of
from progress_report.messages import files

DEEPEST = 100  # a year's parameters have six levels
# A string, with the white space up to the colon if it is a member's name.
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"(?:([ \t\r\n]*):)?', re.DOTALL)
_NO_NUMBER = re.compile(r"NaN|-?Infinity")
_JSON = json.JSONDecoder()
_BRACKET = re.compile(r"[][{}]")
_COMMENT = re.compile(r"[ \t]*(?:#|//|/\*)")


def json_structure(text: str, name: str) -> tuple[str, Iterator[str]]:
    """Return the text with empty strings, on the same lines, and its strings in order.

    Raise ReportError if it is not JSON: comments, trailing commas and bare words are only allowed in YAML.
    """
    structure = _STRING.sub(_emptied, text).replace("\t", " ")  # YAML does not accept tabs as white space
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        remedy = "注釈は書けません。消してください。" if _COMMENT.match(text, error.pos) else ""
        raise files.NO_JSON.error(name, line_of(text, error.pos), remedy=remedy) from None
    except RecursionError:
        raise files.TOO_DEEP.error(name, line_of(structure, _too_deep_at(structure))) from None
    if found := _NO_NUMBER.search(structure):
        row, remedy = line_of(structure, found.start()), "NaN と Infinity は書けません。消してください。"
        raise files.NO_JSON.error(name, row, remedy=remedy)
    return structure, (_JSON.raw_decode(text, one.start())[0] for one in _STRING.finditer(text))


def _emptied(match: re.Match[str]) -> str:
    """Empty a string; the colon moves to the line of the name, as YAML requires."""
    return '""' if match[1] is None else f'"":{match[1]}'


def _too_deep_at(structure: str) -> int:
    """Return the position of the first bracket nested deeper than allowed."""
    brackets = list(_BRACKET.finditer(structure))
    depths = accumulate(1 if bracket[0] in "[{" else -1 for bracket in brackets)
    return next((one.start() for one, depth in zip(brackets, depths, strict=True) if depth > DEEPEST), 0)
