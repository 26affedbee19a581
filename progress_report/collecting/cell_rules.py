"""Data validation and input hints for the columns of a form in Excel."""

from collections.abc import Mapping, Sequence
from typing import Any

from progress_report.inputs.schema.schemas import FieldDescriptor

_LARGEST = 10**15 - 1  # the largest number a spreadsheet stores exactly
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255  # Excel's limits
_DAY_EXAMPLE = "2026-05-29 か 令和8年5月29日 の形で書いてください。"
_MONTH_EXAMPLE = "2026-10 か 2026年10月 の形で書いてください。"


def cell_rule(field: FieldDescriptor, cell: str, listed: str) -> Mapping[str, Any] | None:
    """Return a column's data validation for xlsxwriter; None if any input is allowed.

    ``cell`` is its first cell (C9), ``listed`` the range of the choices, if any. A column's own choices are
    enforced; a name from another table may be a new one.
    """
    rule: dict[str, Any] = {}
    hint = ""
    if listed:
        rule, hint = {"validate": "list", "source": f"={listed}"}, "一覧から選んでください。"
        if field.choices is None:
            hint = "一覧から選んでください。新しく加わった名前は、そのまま書いてください。"
            rule["error_type"] = "warning"
    elif field.type == "list":
        rule, hint = (
            {"validate": "any"},
            f"{'、'.join(field.choices or ())} から、いくつでも「、」で区切って書けます。",
        )
    elif field.is_numeric:
        rule, hint = _number(field)
    elif field.type == "yearmonth":
        hint = _MONTH_EXAMPLE
        rule = {
            "validate": "custom",
            "value": f'=OR(AND(LEN({cell})=7,MID({cell},5,1)="-"),ISNUMBER(FIND("年",{cell})))',
            "error_type": "warning",
        }
    elif field.is_day or field.description:
        rule, hint = {"validate": "any"}, _DAY_EXAMPLE if field.is_day else ""
    if not rule:
        return None
    prompt = " ".join(filter(None, (field.description, hint)))
    return rule | {
        "input_title": _cut(field.title, _LONGEST_TITLE),
        "input_message": _cut(prompt, _LONGEST_MESSAGE),
        "error_title": _cut(field.title, _LONGEST_TITLE),
        "error_message": _cut(hint, _LONGEST_MESSAGE),
    }


def choices_of(field: FieldDescriptor, names: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Return the choices of a column: its own, or the names to which it refers, if any."""
    return () if field.type == "list" else field.choices or names.get(field.name, ())


def _number(field: FieldDescriptor) -> tuple[dict[str, Any], str]:
    rule = field.constraints
    low = -_LARGEST if rule.minimum is None else rule.minimum
    high = _LARGEST if rule.maximum is None else rule.maximum
    bounds = [
        "" if rule.minimum is None else f"{rule.minimum:,}以上",
        "" if rule.maximum is None else f"{rule.maximum:,}以下",
    ]
    kind, name = ("整数", "integer") if field.type == "integer" else ("数", "decimal")
    hint = f"{''.join(bounds)}{'の' if any(bounds) else ''}{kind}を、単位を付けずに書いてください。"
    return {"validate": name, "criteria": "between", "minimum": low, "maximum": high}, hint


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
