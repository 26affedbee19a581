"""The document does not contradict itself: judged on what it prints, whoever wrote it."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from progress_report.building.printed import printed_runs
from progress_report.building.stitching import blocks_of
from progress_report.model.findings import Finding, NotebookError
from progress_report.model.movements import contradictions_in
from progress_report.model.numerals import NUMERAL

Json = dict[str, Any]
TOTAL = "合計"


def require_consistency(document: Json) -> None:
    """NotebookError with every contradiction.

    A quantity shown with two values; a verb that says the contrary of its numbers; a row 合計 that is
    not the sum of the rows above it (by more than rounding allows).
    """
    findings = [*_two_values(document), *_wrong_verbs(document), *_wrong_totals(document)]
    if findings:
        raise NotebookError(list(dict.fromkeys(findings)))


def _two_values(document: Json) -> Iterator[Finding]:
    seen: dict[str, tuple[str, str]] = {}
    for printed in printed_runs(document):
        if printed.run["type"] != "quantity":
            continue
        number = "".join(NUMERAL.findall(printed.run["text"]))
        first, place = seen.setdefault(printed.run["id"], (number, printed.place))
        if number != first:
            message = (
                f"同じ値が「{first}」（{place}）と「{number}」（{printed.place}）の二通りに表示されています。"
            )
            yield Finding(
                message, "指標の小数点以下の桁数を揃えてください。", f"notebooks/{printed.section}.ipynb"
            )


def _wrong_verbs(document: Json) -> Iterator[Finding]:
    for section, fragment in _sentences(document):
        text = "".join(run.get("text", "") for run in fragment)
        for found in contradictions_in(text):
            message = (
                f"「{found.said}」と書かれていますが、数値は{'増えて' if found.rises else '減って'}いません。"
            )
            file = f"notebooks/{section}.ipynb" if section else ""
            yield Finding(message, "文章を直してください。", file)


def _sentences(document: Json) -> Iterator[tuple[str, list[Json]]]:
    for block in document["introduction"]:
        yield "", block["content"]
    for section in document["sections"]:
        for block in section["blocks"]:
            for member in ("content", "alternative", "title"):
                if member in block:
                    yield section["name"], block[member]
            for fragment in block.get("items", []):
                yield section["name"], fragment
            for note in block.get("notes", []):
                yield section["name"], note["content"]


def _wrong_totals(document: Json) -> Iterator[Finding]:
    for block in blocks_of(document):
        if block["type"] == "table":
            yield from _wrong_totals_of(block)


def _wrong_totals_of(block: Json) -> Iterator[Finding]:
    """Only where each row is whole: in a table with merged rows, 合計 heads the rows beneath it."""
    grid = block["grid"]
    rows = grid["body"]
    if any(cell["rows"] > 1 for row in rows for cell in row):
        return
    for number, row in enumerate(rows):
        if not any(cell["header"] == "row" and _plain(cell) == TOTAL for cell in row):
            continue
        for column, cell in enumerate(row):
            shown = _quantity(cell, block)
            parts = [_quantity(above[column], block) for above in rows[:number]]
            given = [Fraction(part["value"]) for part in parts if part and part["value"] is not None]
            if shown is None or shown["value"] is None or not given or shown["unit"] == "%":
                continue
            allowed = Fraction(len(given), 2 * 10 ** shown["decimals"]) if shown["decimals"] else Fraction(0)
            if abs(sum(given, Fraction(0)) - Fraction(shown["value"])) > allowed:
                message = f"{block['number']}の合計「{shown['text']}」が、上の行の和と一致しません。"
                yield Finding(message, "合計は with_total で計算してください。")


def _plain(cell: Json) -> str:
    return "".join(run.get("text", "") for run in cell["content"])


def _quantity(cell: Json, block: Json) -> Json | None:
    for run in cell["content"]:
        if run["type"] == "quantity":
            return block["quantities"][run["id"]]  # type: ignore[no-any-return]
    return None
