"""Trees read from files, judged by pydantic models; what is wrong is told in Japanese, all at once."""

import difflib
import re
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from progress_report.inputs.strict_yaml import Location, SourceLines, Tree
from progress_report.model.findings import Finding, ReportError

_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)")


class Strict(BaseModel):
    """Base of all models of files: unknown members are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _whole_number(text: Any) -> int:
    if isinstance(text, str) and _WHOLE_NUMBER.fullmatch(text):
        return int(text)
    raise ValueError(f"整数として読めません（「{text}」）。半角の数字だけを、先頭に0を付けずに書いてください。")


WholeNumber = Annotated[int, BeforeValidator(_whole_number)]

_Model = TypeVar("_Model", bound=BaseModel)


def validated(model: type[_Model], tree: Tree, lines: SourceLines, file: str) -> _Model:
    """The tree as a model. ReportError with every fault found, each with its line."""
    try:
        return model.model_validate(tree if tree is not None else {})
    except ValidationError as error:
        details = error.errors(include_url=False)
        findings = {
            (file, lines[location := _file_location(detail["loc"], tree)], _message(detail, model, location))
            for detail in details
        }
    raise ReportError(
        [Finding(message, file=file, row=line, column=".".join(map(str, _trim(name))))
         for file, line, (message, name) in sorted(findings)]
    )  # fmt: skip


def _file_location(location: Location, tree: Tree) -> Location:
    """Pydantic's location without the members it adds for unions and validators."""
    kept: list[str | int] = []
    for step in location:
        known = isinstance(tree, dict) and step in tree
        if known or (isinstance(tree, list) and isinstance(step, int) and step < len(tree)):
            tree = tree[step]  # type: ignore[index,call-overload]
            kept.append(step)
        else:
            kept.append(step)
            break
    return tuple(kept)


def _trim(name: Location) -> Location:
    return tuple(step + 1 if isinstance(step, int) else step for step in name)


def _message(detail: Any, model: type[BaseModel], location: Location) -> tuple[str, Location]:
    kind, given = detail["type"], detail.get("input")
    if kind == "missing":
        return "必要な項目がありません。この項目を書いてください。", location
    if kind == "extra_forbidden":
        known = _known_members(model, location[:-1])
        near = difflib.get_close_matches(str(location[-1]), known, n=1)
        advice = f"「{near[0]}」ではありませんか。" if near else f"使える項目: {'、'.join(sorted(known))}。"
        return f"知らない項目です。{advice}", location
    if kind == "value_error":
        return str(detail["ctx"]["error"]), location
    if kind == "literal_error":
        return f"「{given}」は使えません。{detail['ctx']['expected']} のどれかを書いてください。", location
    if kind in ("model_type", "dict_type"):
        return "「項目: 値」を並べる形で書いてください。", location
    if kind == "list_type":
        return "「- 値」を並べる形で書いてください。", location
    if kind == "too_short":
        return "一つ以上書いてください。", location
    if kind == "string_type":
        return "値がありません。文字列を書いてください。" if given is None else "文字列を一つ書いてください。", location
    if kind in ("bool_parsing", "bool_type"):
        return f"true か false を書いてください（「{given}」）。", location
    return f"値が正しくありません（「{given}」: {detail['msg']}）。", location


def _known_members(model: type[BaseModel], location: Location) -> list[str]:
    """The members the model knows at a location, found through the annotations on the way."""
    for step in location:
        if isinstance(step, int) or step not in model.model_fields:
            continue
        for candidate in _models_in(model.model_fields[step].annotation):
            model = candidate
    return list(model.model_fields)


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in getattr(annotation, "__args__", ()) for model in _models_in(inner)]
