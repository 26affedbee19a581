"""Types of single members in a table's description, each with its message."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator, WithJsonSchema
from pydantic_core import SchemaError

from progress_report.inputs.formula_parser import parse_formula
from progress_report.inputs.formulas import Formula
from progress_report.inputs.patterns import whole_matcher
from progress_report.messages import schema as messages
from progress_report.messages.entries import SEVERAL_VALUES
from progress_report.messages.surveys import NO_PEOPLE

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_POSITION = re.compile(r"[1-9][0-9]?|[1-4][0-9]{2}|500")
_PEOPLE = re.compile(r"0|[1-9][0-9]{0,11}")
_FILE_NAME = re.compile(r"[^/\\:\x00]+\.csv")


def _name(value: Any) -> str:
    if isinstance(value, str) and _NAME.fullmatch(value):
        return value
    raise messages.UNUSABLE_NAME.value_error()


def _file_name(value: Any) -> str:
    if isinstance(value, str) and _FILE_NAME.fullmatch(value):
        return value
    raise messages.NO_FILE_NAME.value_error()


def _pattern(value: Any) -> str:
    if not isinstance(value, str):
        raise SEVERAL_VALUES.value_error()
    try:
        whole_matcher(value)
    except SchemaError:
        raise messages.NO_PATTERN.value_error(pattern=value) from None
    return str(value)


def _missing_values(value: Any) -> list[str]:
    if value != [""]:
        raise messages.BLANK_ALONE_IS_MISSING.value_error()
    return [""]


def _position(value: Any) -> int:
    if isinstance(value, str) and _POSITION.fullmatch(value):
        return int(value)
    raise messages.WRONG_POSITION.value_error()


def _people(value: Any) -> int | Formula:
    if isinstance(value, str) and _PEOPLE.fullmatch(value.strip()):
        return int(value)
    if not isinstance(value, str) or not value.strip():
        raise NO_PEOPLE.value_error()
    return parse_formula(value)


# How many people: a number, or the formula that reads it from a table.
People = Annotated[
    int | Formula,
    PlainValidator(_people),
    WithJsonSchema({"type": ["integer", "string"], "examples": [2000, "sum(表.列)"]}),
]
Position = Annotated[int, BeforeValidator(_position)]
Name = Annotated[str, BeforeValidator(_name)]
FileName = Annotated[str, PlainValidator(_file_name)]
Pattern = Annotated[str, PlainValidator(_pattern)]
MissingValues = Annotated[list[str], PlainValidator(_missing_values)]
