"""Validation of trees read from files by pydantic models, with all errors reported in Japanese at once."""

import re
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, WithJsonSchema

from progress_report.inputs.parsing.near_names import near_remedy
from progress_report.inputs.parsing.source_tree import Location, SourceLines, Tree, entry_name
from progress_report.messages import entries as messages
from progress_report.messages.dates import date_finding
from progress_report.messages.message import Message, MessageError
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fiscal_year import DateError

# Fifteen digits are more than any count needs, and the precision of a spreadsheet's numbers.
_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_MOST_DECIMALS = 6


class Strict(BaseModel):
    """Base of all models of files: unknown members are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _whole_number(text: Any) -> int:
    if isinstance(text, str) and _WHOLE_NUMBER.fullmatch(text):
        return int(text)
    raise messages.NO_WHOLE_NUMBER.value_error(given=quoted_value(text))


def _decimals(text: Any) -> int:
    number = _whole_number(text)
    if not 0 <= number <= _MOST_DECIMALS:
        raise messages.TOO_MANY_DECIMALS.value_error(most=_MOST_DECIMALS, number=number)
    return number


def _words(text: Any) -> str:
    if not isinstance(text, str) or not text.strip():
        raise _no_text(text).value_error()
    return text


def _no_text(given: Any) -> Message:
    return messages.NO_TEXT if given is None or isinstance(given, str) else messages.SEVERAL_VALUES


WholeNumber = Annotated[int, BeforeValidator(_whole_number), WithJsonSchema({"type": "integer"})]
Decimals = Annotated[
    int,
    BeforeValidator(_decimals),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": _MOST_DECIMALS}),
]
Words = Annotated[str, BeforeValidator(_words), WithJsonSchema({"type": "string", "pattern": "\\S"})]

_KEY = "[key]"  # pydantic's step to the key of an entry, which itself is invalid
_Model = TypeVar("_Model", bound=BaseModel)


def validated(
    model: type[_Model],
    tree: Tree,
    lines: SourceLines,
    file: str,
    name: Callable[[Location], str] = entry_name,
) -> _Model:
    """Return the tree as a model. Raise ReportError with every error, each with its line.

    ``name`` returns the name of an entry.
    """
    try:
        return model.model_validate(tree if tree is not None else {})
    except ValidationError as error:
        findings: dict[Finding, None] = {}
        for detail in error.errors(include_url=False):
            location = _file_location(detail["loc"], tree)
            finding = _finding(detail, model, location)
            findings[finding.at(file, lines[location], name(location))] = None
    raise ReportError(sorted(findings, key=lambda finding: finding.row or 0))


def _file_location(location: Location, tree: Tree) -> Location:
    """Cut pydantic's location at the entry that is invalid or missing from the file."""
    kept: list[str | int] = []
    for step in location:
        if step == _KEY:
            break
        kept.append(step)
        branches: dict[str | int, Tree] = {}
        if isinstance(tree, dict):
            branches = dict(tree.items())
        elif isinstance(tree, list):
            branches = dict(enumerate(tree))
        if step not in branches:
            break
        tree = branches[step]
    return tuple(kept)


_EXPECTED = {
    "model_type": messages.NO_ENTRIES,
    "dict_type": messages.NO_ENTRIES,
    "list_type": messages.NO_LIST,
    "missing": messages.MISSING,
    "too_short": messages.EMPTY_LIST,
}


def _finding(detail: Any, model: type[BaseModel], location: Location) -> Finding:
    kind, given = detail["type"], detail.get("input")
    if kind in _EXPECTED:
        return _EXPECTED[kind].finding()
    if kind == "extra_forbidden":
        known = _known_members(model, location[:-1])
        near = near_remedy(str(location[-1]), known)
        return messages.UNKNOWN.finding(remedy=near, known="、".join(sorted(known)))
    if kind == "value_error":
        error = detail["ctx"]["error"]
        if isinstance(error, DateError):
            return date_finding(error)
        if isinstance(error, MessageError):
            return error.finding
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", detail["ctx"]["expected"])
        return messages.NO_CHOICE.finding(given=quoted_value(given), choices="、".join(choices))
    if kind == "string_type":
        return _no_text(given).finding()
    if kind in ("bool_parsing", "bool_type"):
        remedy = "true か false を書いてください。"
        return messages.NO_CHOICE.finding(remedy=remedy, given=quoted_value(given), choices="")
    return messages.WRONG_VALUE.finding(given=quoted_value(given))


def quoted_value(given: Any) -> str:
    """Return a given value for a message, if it is short enough; branches of the file are not shown."""
    return f"「{given}」" if isinstance(given, str) else "空欄" if given is None else "値の並び"


def _known_members(model: type[BaseModel], location: Location) -> list[str]:
    """Return the model's members at a location, found through the annotations on the way."""
    for step in location:
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        if step in fields:
            model = next(iter(_models_in(fields[str(step)].annotation)), model)
    return [field.alias or name for name, field in model.model_fields.items()]


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in getattr(annotation, "__args__", ()) for model in _models_in(inner)]
