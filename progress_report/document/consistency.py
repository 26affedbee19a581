"""Consistency checks of the printed content of a document, whatever wrote it."""

from collections.abc import Iterator
from fractions import Fraction

from progress_report.document.blocks import (
    AnyBlock,
    Chart,
    Checks,
    Glossary,
    Heading,
    Highlights,
    Image,
    ItemList,
    Omission,
    Paragraph,
    Remark,
    Table,
)
from progress_report.document.document import Document
from progress_report.document.grids import GridCell
from progress_report.document.origins import QuantityRecord
from progress_report.document.printed import printed_runs
from progress_report.document.runs import Number, Runs, runs_text
from progress_report.messages.sections import CONTRADICTION
from progress_report.model.findings import Finding, NotebookError
from progress_report.model.movements import contradictions_in
from progress_report.model.numerals import NUMERAL

TOTAL = "合計"


def require_consistency(document: Document) -> None:
    """Raise NotebookError with every contradiction.

    Contradictions are: a quantity shown with two values; a verb that contradicts its numbers; a row 合計 that
    differs from the sum of the rows above it by more than rounding allows.
    """
    findings = [*_two_values(document), *_wrong_verbs(document), *_wrong_totals(document)]
    if findings:
        raise NotebookError(list(dict.fromkeys(findings)))


def _two_values(document: Document) -> Iterator[Finding]:
    seen: dict[str, tuple[str, str]] = {}
    for printed in printed_runs(document):
        if not isinstance(printed.run, Number):
            continue
        number = "".join(NUMERAL.findall(printed.run.text))
        first, place = seen.setdefault(printed.run.id, (number, printed.place))
        if number != first:
            message = (
                f"同じ値が「{first}」（{place}）と「{number}」（{printed.place}）の二通りに表示されています。"
            )
            yield Finding(
                message, "指標の小数点以下の桁数を揃えてください。", f"notebooks/{printed.section}.ipynb"
            )


def _wrong_verbs(document: Document) -> Iterator[Finding]:
    for section, sentence in _sentences(document):
        for found in contradictions_in(runs_text(sentence)):
            file = f"notebooks/{section}.ipynb" if section else ""
            change = "増えて" if found.rises else "減って"
            yield CONTRADICTION.finding(file, said=found.said, change=change)


def _sentences(document: Document) -> Iterator[tuple[str, Runs]]:
    """Yield each sentence with the notebook that shows it; empty for those of no notebook."""
    parts = [("", document.introduction)]
    parts += [(section.name, section.blocks) for section in document.sections]
    parts += [("", section.blocks) for section in document.closing or ()]
    for section, blocks in parts:
        for block in blocks:
            yield from ((section, sentence) for sentence in _of_block(block))


def _of_block(block: AnyBlock) -> Iterator[Runs]:
    match block:
        case Heading() | Paragraph():
            yield block.content
        case ItemList():
            yield from block.items
        case Omission():
            yield block.title
        case Glossary():
            yield from (entry.content for entry in block.entries)
        case Table() | Chart() | Highlights():
            if isinstance(block, Chart):
                yield block.conclusion or []
                yield block.alternative
            yield block.title
            yield from (note.content for note in block.notes)
        case Image():
            yield block.title
            yield block.alternative
        case Remark() | Checks():
            return


def _wrong_totals(document: Document) -> Iterator[Finding]:
    for block in document.blocks:
        if isinstance(block, Table) and block.written is None:  # an added table may have subtotals
            yield from _wrong_totals_of(block)


def _wrong_totals_of(block: Table) -> Iterator[Finding]:
    """Check totals only if no row is merged; with merged rows, 合計 heads the rows below it."""
    rows = block.grid.body
    if any(cell.rows > 1 for row in rows for cell in row):
        return
    for number, row in enumerate(rows):
        if not any(cell.header == "row" and runs_text(cell.content) == TOTAL for cell in row):
            continue
        for column, cell in enumerate(row):
            shown = _quantity(cell, block)
            parts = [_quantity(above[column], block) for above in rows[:number]]
            given = [Fraction(part.value) for part in parts if part and part.value is not None]
            if shown is None or shown.value is None or not given or shown.unit == "%":
                continue
            allowed = Fraction(len(given), 2 * 10**shown.decimals) if shown.decimals else Fraction(0)
            if abs(sum(given, Fraction(0)) - Fraction(shown.value)) > allowed:
                message = f"{block.number}の合計「{shown.text}」が、上の行の和と一致しません。"
                yield Finding(message, "合計は Table(…).total() か total(列) で計算してください。")


def _quantity(cell: GridCell, block: Table) -> QuantityRecord | None:
    return next((block.quantities[run.id] for run in cell.content if isinstance(run, Number)), None)
