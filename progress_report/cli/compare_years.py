"""The ``compare`` command for two years: indicators, plans and results, from their data."""

import json

from progress_report.cli.command_result import CommandResult
from progress_report.inputs.project import Project
from progress_report.inputs.years.comparison import Comparison, IndicatorChange
from progress_report.inputs.years.composition import ComponentChange
from progress_report.inputs.years.plans import PlanOutcome
from progress_report.inputs.years.report_year import ReportYear
from progress_report.inputs.years.verdicts import Verdict, verdict_text
from progress_report.model.differences import change_text, rounds_otherwise
from progress_report.model.display_width import aligned
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import plain_text
from progress_report.model.quantity import Quantity

SCHEMA = "progress-report/compare/1"
_MARK = "※"
# The kinds of changes to a report's parts, and their headings.
_CHANGES = {
    "new": "新たに加わったもの",
    "ended": "なくなったもの",
    "renamed": "名称が変わったもの",
    "conducted": "前回は実施せず、今回実施した調査",
    "not_conducted": "今回実施していない調査",
    "new_section": "新たに設けた節",
    "no_section": "今回は設けていない節",
}


def compared_years(project: Project, former: FiscalYear, present: FiscalYear, form: str) -> CommandResult:
    """Return the indicators by importance, plans and results, new and ended parts.

    ``form`` is ``table`` for a person, ``json`` for a tool.
    """
    compared = Comparison(ReportYear(project, former, published=True), ReportYear(project, present))
    return CommandResult(_as_json(compared) if form == "json" else _as_tables(compared))


def _as_tables(compared: Comparison) -> str:
    years = f"{compared.former.year.label} → {compared.present.year.label}"
    head: tuple[str, ...] = ("指標", "前回", "今回", "増減", "目標", "期限", "達成状況")
    rows = [_indicator_row(change) for change in compared.indicators]
    parts = [f"主な指標（{years}）", *aligned([head, *rows], right=(1, 2, 3, 4))]
    parts += [f"※ {plain_text(one.title)}：{plain_text(one.note)}" for one in compared.indicators if one.note]
    if any(row[3].endswith(_MARK) for row in rows):
        parts.append(f"{_MARK} 表示した割合どうしの差。丸める前の差を丸めた値とは異なる。")
    if compared.plans:
        head, rows = (
            ("項目", "予定", "時期", "実績", "実績の時点", "達成状況"),
            [_plan_row(outcome) for outcome in compared.plans],
        )
        parts += ["", "前回の予定と実績", *aligned([head, *rows], right=(1, 3))]
    for change, title in _CHANGES.items():
        if entries := [entry for entry in compared.entries if entry.change == change]:
            parts += ["", title, *(f"  ・{_named(entry)}" for entry in entries)]
    return "\n".join(parts)


def _indicator_row(change: IndicatorChange) -> tuple[str, ...]:
    return (
        plain_text(change.title),
        f"{_text(change.former)}{'※' if change.note else ''}",
        _text(change.present),
        _difference(change.difference),
        _text(change.target) if change.target else "",
        change.due.text if change.target and change.due else "",
        _verdict(change),
    )


def _plan_row(outcome: PlanOutcome) -> tuple[str, ...]:
    due = outcome.plan.due.text if outcome.plan.due else ""
    return (
        plain_text(outcome.plan.title),
        _text(outcome.plan.announced),
        due,
        _text(outcome.result),
        outcome.as_of.text if outcome.result is not None and outcome.as_of else "",
        _verdict(outcome),
    )


def _verdict(outcome: IndicatorChange | PlanOutcome) -> str:
    return verdict_text(outcome.verdict, outcome.decided_exactly)


def _text(quantity: Quantity | None) -> str:
    return "－" if quantity is None else quantity.text


def _difference(difference: Quantity | None) -> str:
    if difference is None or difference.displayed is None:
        return "－"
    return change_text(difference) + (_MARK if rounds_otherwise(difference) else "")


def _named(entry: ComponentChange) -> str:
    former = f"{plain_text(entry.former)} → " if entry.former else ""
    of = f"（{plain_text(entry.of)}）" if entry.of and entry.change in ("new", "ended", "renamed") else ""
    return f"{former}{plain_text(entry.name)}{of}"


def _as_json(compared: Comparison) -> str:
    reported = {
        "schema": SCHEMA,
        "former": compared.former.year.start,
        "present": compared.present.year.start,
        "indicators": [
            {
                "name": change.name,
                "title": plain_text(change.title),
                "former": _json(change.former),
                "revised": _json(change.revised),
                "note": plain_text(change.note),
                "present": _json(change.present),
                "difference": _json(change.difference),
                "rounds_otherwise": change.difference is not None and rounds_otherwise(change.difference),
                "improved": change.improved,
                "target": _json(change.target),
                "due": change.due.moment.iso if change.due else None,
                "met": change.verdict.met,
            }
            for change in compared.indicators
        ],
        "plans": [
            {
                "title": plain_text(outcome.plan.title),
                "announced": _json(outcome.plan.announced),
                "due": outcome.plan.due.moment.iso if outcome.plan.due else None,
                "result": _json(outcome.result),
                "as_of": outcome.as_of.moment.iso if outcome.as_of else None,
                "met": outcome.verdict.met,
                "pending": outcome.verdict is Verdict.PENDING,
            }
            for outcome in compared.plans
        ],
        **{
            change: [_entry(entry) for entry in compared.entries if entry.change == change]
            for change in _CHANGES
        },
    }
    return json.dumps(reported, ensure_ascii=False, indent=2)


def _entry(entry: ComponentChange) -> dict[str, str]:
    former = {"former": plain_text(entry.former)} if entry.former else {}
    return {"kind": plain_text(entry.of), "name": plain_text(entry.name), **former}


def _json(quantity: Quantity | None) -> dict[str, str | None] | None:
    """Return the exact value (a share as a ratio) and the printed text."""
    if quantity is None:
        return None
    exact = None if quantity.value is None else str(quantity.value)
    return {"value": exact, "unit": quantity.unit, "text": quantity.text}
