"""``compare``: two years from their data, or two built reports, side by side; nothing is executed."""

import argparse
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from progress_report.commands.answers import Answer, Build, Options
from progress_report.commands.japanese import add_command, add_format, add_root, place
from progress_report.inputs.project import Project
from progress_report.model.display_width import aligned
from progress_report.model.fiscal_year import FiscalYear

if TYPE_CHECKING:
    from progress_report.inputs.comparison import Comparison, IndicatorChange
    from progress_report.inputs.composition import Entry
    from progress_report.inputs.plans import PlanOutcome
    from progress_report.model.inline import Fragment
    from progress_report.model.quantity import Quantity

SCHEMA = "progress-report/compare/1"
_PATH_SIGNS = frozenset("/\\.")
_MARK = "※"
# What became of a part of the report, and the heading it is listed under.
_CHANGES = {
    "new": "新たに加わったもの",
    "ended": "なくなったもの",
    "renamed": "名称が変わったもの",
    "conducted": "前回は実施せず、今回実施した調査",
    "not_conducted": "今回実施していない調査",
    "new_section": "新たに設けた節",
    "no_section": "今回は設けていない節",
}


@dataclass(frozen=True, slots=True)
class CompareCommand:
    """Two years to be compared; ``format`` is ``table`` for a person, ``json`` for a tool."""

    former: FiscalYear
    present: FiscalYear
    format: str
    project: Project = field(default_factory=Project.here)

    def answer(self, build: Build) -> Answer:
        """Indicators by what matters, plans and results, what is new and what ended."""
        from progress_report.inputs.comparison import Comparison
        from progress_report.inputs.report_year import ReportYear

        former = ReportYear(self.project, self.former, published=True)
        present = ReportYear(self.project, self.present)
        compared = Comparison(former, present)
        return Answer(_as_json(compared) if self.format == "json" else _as_tables(compared))


def add(commands: Any) -> None:
    parser = add_command(
        commands, "compare", "二つの年度の報告か、二つの報告書のフォルダを比べる",
        "年度を二つ指定すると、指標の前回と今回の値、増減、目標の達成、前回の予定と実績、新たに加わったもの、"
        "なくなったものを、表のデータから示す。作ってある報告書のフォルダを二つ指定すると（build/2025 と、"
        "別に残した案など）、変わった数値とそのもとのセル、文、見出し、表、図、注、ページを示す。"
        "違いがなければ 0、あれば 1 で終わる。",
    )  # fmt: skip
    help_text = "年度（2024、R6、令和6年度 など）か、報告書のフォルダ（build/2025、./2025 など）"
    parser.add_argument("former", metavar="前", help=help_text)
    parser.add_argument("present", metavar="後", help="前と同じ種類のもの")
    add_root(parser)
    add_format(parser)
    parser.set_defaults(options=lambda given: _options(parser, given))


def _options(parser: argparse.ArgumentParser, given: argparse.Namespace) -> Options:
    """Two years or two folders. Wrong usage for one of each, and for what is neither."""
    years: list[FiscalYear] = []
    folders: list[Path] = []
    for text in (given.former, given.present):
        try:
            years.append(FiscalYear.parse(text))
        except ValueError as error:
            folders.append(Path(text))
            if not folders[-1].is_dir() and not _PATH_SIGNS & {*text}:
                parser.error(f"年度でも、報告書のフォルダでもありません: {error}")
    if not years:
        from progress_report.commands.compare_reports import CompareReportsCommand

        former, present = folders
        return CompareReportsCommand(former, present, given.format)
    if folders:
        parser.error(
            "年度とフォルダは比べられません。年度を二つか、報告書のフォルダを二つ指定してください"
            "（2024 という名前のフォルダは ./2024 と書く）"
        )
    return CompareCommand(years[0], years[1], given.format, place(parser, given).project)


def _as_tables(compared: "Comparison") -> str:
    years = f"{compared.former.year.label} → {compared.present.year.label}"
    head: tuple[str, ...] = ("指標", "前回", "今回", "増減", "目標", "達成")
    rows = [_indicator_row(change) for change in compared.indicators]
    parts = [f"主な指標（{years}）", *aligned([head, *rows], right=(1, 2, 3, 4))]
    parts += [f"※ {_plain(one.title)}：{_plain(one.note)}" for one in compared.indicators if one.note]
    if any(row[3].endswith(_MARK) for row in rows):
        parts.append(f"{_MARK} 表示した割合どうしの差。丸める前の差を丸めた値とは異なる。")
    if compared.plans:
        head, rows = (
            ("項目", "予定", "時期", "実績", "達成"),
            [_plan_row(outcome) for outcome in compared.plans],
        )
        parts += ["", "前回の予定と実績", *aligned([head, *rows], right=(1, 3))]
    for change, title in _CHANGES.items():
        if entries := [entry for entry in compared.entries if entry.change == change]:
            parts += ["", title, *(f"  ・{_named(entry)}" for entry in entries)]
    return "\n".join(parts)


def _indicator_row(change: "IndicatorChange") -> tuple[str, ...]:
    return (
        _plain(change.title),
        f"{_text(change.former)}{'※' if change.note else ''}",
        _text(change.present),
        _difference(change.difference),
        _text(change.target) if change.target else "",
        _verdict(change),
    )


def _plan_row(outcome: "PlanOutcome") -> tuple[str, ...]:
    due = outcome.plan.due.text if outcome.plan.due else ""
    return (
        _plain(outcome.plan.title),
        _text(outcome.plan.announced),
        due,
        _text(outcome.result),
        _verdict(outcome),
    )


def _verdict(judged: "IndicatorChange | PlanOutcome") -> str:
    return judged.state + ("（丸める前の値で判定）" if judged.judged_exactly else "")


def _text(quantity: "Quantity | None") -> str:
    return "－" if quantity is None else quantity.text


def _difference(difference: "Quantity | None") -> str:
    from progress_report.model.quantity import rounds_otherwise

    if difference is None or difference.displayed is None:
        return "－"
    if not difference.displayed:
        return "増減なし"
    sign, word = ("▲", "増") if difference.displayed > 0 else ("▼", "減")
    mark = _MARK if rounds_otherwise(difference) else ""
    return f"{sign}{difference.text.lstrip('-−△')}{word}{mark}"


def _plain(fragment: "Fragment") -> str:
    from progress_report.model.inline import plain_text

    return plain_text(fragment)


def _named(entry: "Entry") -> str:
    former = f"{_plain(entry.former)} → " if entry.former else ""
    of = f"（{_plain(entry.of)}）" if entry.of and entry.change in ("new", "ended", "renamed") else ""
    return f"{former}{_plain(entry.name)}{of}"


def _as_json(compared: "Comparison") -> str:
    from progress_report.model.quantity import rounds_otherwise

    told = {
        "schema": SCHEMA,
        "former": compared.former.year.start,
        "present": compared.present.year.start,
        "indicators": [
            {
                "name": change.name,
                "title": _plain(change.title),
                "former": _json(change.former),
                "revised": _json(change.revised),
                "note": _plain(change.note),
                "present": _json(change.present),
                "difference": _json(change.difference),
                "rounds_otherwise": change.difference is not None and rounds_otherwise(change.difference),
                "improved": change.improved,
                "target": _json(change.target),
                "met": change.met,
            }
            for change in compared.indicators
        ],
        "plans": [
            {
                "title": _plain(outcome.plan.title),
                "announced": _json(outcome.plan.announced),
                "due": outcome.plan.due.moment.iso if outcome.plan.due else None,
                "result": _json(outcome.result),
                "met": outcome.met,
                "pending": outcome.pending,
            }
            for outcome in compared.plans
        ],
        **{
            change: [_entry(entry) for entry in compared.entries if entry.change == change]
            for change in _CHANGES
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _entry(entry: "Entry") -> dict[str, str]:
    former = {"former": _plain(entry.former)} if entry.former else {}
    return {"kind": _plain(entry.of), "name": _plain(entry.name), **former}


def _json(quantity: "Quantity | None") -> dict[str, str | None] | None:
    """The exact value (a share as a ratio) and what is printed."""
    if quantity is None:
        return None
    exact = None if quantity.value is None else str(quantity.value)
    return {"value": exact, "unit": quantity.unit, "text": quantity.text}
