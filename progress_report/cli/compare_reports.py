"""The ``compare`` command for two folders: changes between two built reports, for people and for tools."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from difflib import SequenceMatcher
from pathlib import Path

from progress_report.cli.command_result import CommandResult
from progress_report.comparison.pages import ChangedPage
from progress_report.comparison.reports import (
    WORDS,
    BuiltReport,
    Numbers,
    ReportComparison,
    compare_reports,
    read_report,
)
from progress_report.comparison.structure import ReportChange
from progress_report.inputs.params.errata import ABSENT
from progress_report.model.findings import ExitCode
from progress_report.model.fiscal_year import FiscalYear

SCHEMA = "progress-report/compare-reports/1"
_OPEN, _CLOSE = "《", "》"
_LONGEST_LINE = 40  # characters of two texts shown on one line
# The units of a marked change: numbers, katakana and kanji words, single characters.
_WORD = re.compile(r"[0-9][0-9,.]*|[A-Za-z]+|[ァ-ヶー]+|[一-鿿々]+|.", re.DOTALL)
_TITLES = {
    "headings": "表紙と見出し",
    "sentences": "文",
    "tables": "表",
    "figures": "図",
    "notes": "注と、時点・単位・出典など",
}
_NAMES = {"report.pdf": "PDF", "report-large-print.pdf": "大活字版のPDF"}


def compared_reports(former: Path, present: Path, form: str) -> CommandResult:
    """Compare two built reports; ``form`` is ``table`` for a person, ``json`` for a tool.

    Exit code 0 if both have the same content and appearance, else 1. ReportError.
    """
    compared = compare_reports(read_report(former), read_report(present))
    text = _as_json(compared) if form == "json" else "\n".join(_as_text(compared))
    return CommandResult(text, ExitCode.BUILT if compared.same else ExitCode.DATA_ERROR)


def _as_text(compared: ReportComparison) -> Iterator[str]:
    yield f"前: {_title(compared.former)}"
    yield f"後: {_title(compared.present)}"
    if compared.same:
        yield ""
        yield "違いはありません（文、数値、表、図、ページの見た目のどれも同じです）。"
    yield from _listed("状態", compared.status)
    yield from _listed("加わったもの、なくなったもの、並びが変わったもの", compared.structure)
    yield from _numbers(compared.numbers)
    for kind in WORDS:
        yield from _listed(_TITLES[kind], compared.words[kind])
    if compared.other:
        yield from ("", "そのほか", *(f"  {line}" for line in compared.other))
    yield from _listed("ファイル", compared.files)
    for name, pages in compared.pages.items():
        if pages.changed or pages.former != pages.present:
            count = f"全{pages.present}ページ"
            if pages.former != pages.present:
                count = f"{pages.former}ページ → {pages.present}ページ"
            yield ""
            yield f"{_NAMES[name]}で見た目が違うページ（{count}。柱とページ番号は比べない）"
            yield from (f"  {_page(page)}" for page in pages.changed)
    if compared.inputs:
        yield from ("", f"内容が違う入力: {'、'.join(compared.inputs)}")


def _title(report: BuiltReport) -> str:
    return f"{report.folder}（{FiscalYear(report.record['fiscal_year']).label}、{report.status}）"


def _listed(title: str, changes: Sequence[ReportChange]) -> Iterator[str]:
    if changes:
        yield from ("", f"{title}（{len(changes)}件）")
        for change in changes:
            yield from _lines(change, "  ")


def _numbers(numbers: Sequence[Numbers]) -> Iterator[str]:
    """Yield each set of changed inputs once, followed by everything that depends on it."""
    if not numbers:
        return
    yield from ("", f"数値と、それによって変わった言葉（{sum(len(one.places) for one in numbers)}か所）")
    for one in numbers:
        yield from (f"  ■ {cause.place}　{cause.former} → {cause.present}" for cause in one.causes)
        for change in one.places:
            yield from _lines(change, "      ")


def _lines(change: ReportChange, indent: str) -> Iterator[str]:
    former, present = _marked(change.former, change.present)
    if len(former + present) <= _LONGEST_LINE and "。" not in former + present:
        yield f"{indent}{change.where}　{change.former} → {change.present}"
    else:
        yield f"{indent}{change.where}"
        yield f"{indent}  前: {former}"
        yield f"{indent}  後: {present}"


def _marked(former: str, present: str) -> tuple[str, str]:
    """Return both texts with their differences in brackets; unchanged if one is absent."""
    if ABSENT in (former, present):
        return former, present
    old, new = _WORD.findall(former), _WORD.findall(present)
    shown: tuple[list[str], list[str]] = ([], [])
    for tag, i, k, j, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for side, piece in zip(shown, ("".join(old[i:k]), "".join(new[j:m])), strict=True):
            side.append(piece if tag == "equal" or not piece else f"{_OPEN}{piece}{_CLOSE}")
    return "".join(shown[0]), "".join(shown[1])


def _page(page: ChangedPage) -> str:
    if page.former is None:
        return f"{page.present}ページ　加わった"
    if page.present is None:
        return f"前の{page.former}ページ　なくなった"
    moved = "" if page.former == page.present else f"（前は{page.former}ページ）"
    return f"{page.present}ページ{moved}　違う"


def _as_json(compared: ReportComparison) -> str:
    content = {
        "schema": SCHEMA,
        "former": _report_json(compared.former),
        "present": _report_json(compared.present),
        "same": compared.same,
        "status": [asdict(change) for change in compared.status],
        "structure": [asdict(change) for change in compared.structure],
        "numbers": [asdict(one) for one in compared.numbers],
        **{kind: [asdict(change) for change in compared.words[kind]] for kind in WORDS},
        "other": list(compared.other),
        "files": [asdict(change) for change in compared.files],
        "pages": {name: asdict(pages) for name, pages in compared.pages.items()},
        "inputs": list(compared.inputs),
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _report_json(report: BuiltReport) -> dict[str, object]:
    return {
        "folder": report.folder.as_posix(),
        "fiscal_year": report.record["fiscal_year"],
        "edition": report.record.get("edition"),
        "revision": report.record.get("revision", 1),
    }
