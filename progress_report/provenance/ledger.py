"""The ledger: one row per printed number, with its exact value and the chain to its sources."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from itertools import groupby

from progress_report.document.blocks import Block
from progress_report.document.document import Document
from progress_report.document.origins import (
    CellOrigin,
    ComputedOrigin,
    CountOrigin,
    Leaf,
    Origin,
    ParameterOrigin,
    QuantityRecord,
)
from progress_report.document.printed import PrintedRun, printed_runs, run_numerals
from progress_report.document.runs import (
    Date,
    LiteralText,
    Number,
    Printable,
    Reference,
    Run,
    ScaleMark,
    Structural,
    Text,
)
from progress_report.model.spreadsheet_text import csv_file

_PREFIXES = {"date": "d", "stated": "s", "scale": "m", "structural": "n"}
KINDS = {"data": "data", "aggregate": "data", "parameter": "parameter", "computed": "computed"}


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One printed number. ``chain`` leads to file, row and column (for a count: predicate and matches)."""

    identifier: str
    section: str
    place: str
    printed: str
    value: str
    unit: str
    kind: str
    formula: str
    chain: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TracedNumber:
    """A printed number by its row, with the origins in the row's chain."""

    row: LedgerRow
    origins: list[Leaf]


def ledger_rows(document: Document) -> Iterator[LedgerRow]:
    """Yield a row for every printed run with a numeral, in reading order."""
    inputs: Mapping[str, str] = document.record.get("inputs", {})
    for printed in printed_runs(document):
        if run_numerals(printed.run):
            yield _row(printed, inputs)


def numbers_by_block(document: Document) -> Iterator[tuple[Block, list[TracedNumber]]]:
    """Yield each block with its sourced numbers, listing repeated numbers once."""
    inputs: Mapping[str, str] = document.record.get("inputs", {})
    traced = (
        p
        for p in printed_runs(document)
        if run_numerals(p.run) and not isinstance(p.run, Structural | ScaleMark)
    )
    for _, group in groupby(traced, key=lambda printed: id(printed.block)):
        printed = list(group)
        numbers = (
            TracedNumber(_row(one, inputs), run_origins(one.run, one.block.quantities)) for one in printed
        )
        distinct = {(number.row.identifier, number.row.printed): number for number in numbers}
        yield printed[0].block, list(distinct.values())


def ledger_csv(document: Document) -> bytes:
    """Return ``ledger.csv``."""
    header = [field.name for field in fields(LedgerRow)]
    return csv_file([header, *map(astuple, ledger_rows(document))])


def structural_identifier(text: str) -> str:
    return run_identifier(Structural(text=text))


def run_identifier(run: Printable) -> str:
    """Return a quantity's identifier; dates, literal and structural numerals get one from their source."""
    if isinstance(run, Number):
        return run.id
    source = run.source.to_json() if isinstance(run, Date | LiteralText) else {}
    key = "\n".join(str(part) for part in (run.type, run.text, *sorted(map(str, source.items()))))
    return f"{_PREFIXES[run.type]}{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def _row(printed: PrintedRun, inputs: Mapping[str, str]) -> LedgerRow:
    run, section, place = printed.run, printed.section, printed.place
    identifier = run_identifier(run)
    match run:
        case Number():
            quantities = printed.block.quantities
            quantity, origins = quantities[run.id], run_origins(run, quantities)
            return LedgerRow(
                identifier, section, place, run.text, quantity.value or "", quantity.unit,
                KINDS[quantity.origin.kind], formula(run.id, quantities),
                "; ".join(map(describe, origins)), "; ".join(_hashes(origins, inputs)),
            )  # fmt: skip
        case Date() | LiteralText():
            kind = "stated" if isinstance(run, LiteralText) else KINDS[run.source.kind]
            value = run.iso if isinstance(run, Date) else run.text
            chain, digests = describe(run.source), "; ".join(_hashes([run.source], inputs))
            return LedgerRow(identifier, section, place, run.text, value, "", kind, "", chain, digests)
        case ScaleMark():
            chain = f"図の目盛（軸の{run.location}の位置）"
            return LedgerRow(identifier, section, place, run.text, run.location, "", "scale", "", chain, "")
        case Structural() | Text():
            return LedgerRow(identifier, section, place, run.text, "", "", "structural", "", "", "")


def run_origins(run: Run | Printable, quantities: Mapping[str, QuantityRecord]) -> list[Leaf]:
    """Return the ultimate origins of a run; nothing for words, scale marks and structural numbers."""
    match run:
        case Number():
            return list(leaves(run.id, quantities))
        case Date(source=source) | LiteralText(source=source) | Reference(source=source):
            return [] if source is None or isinstance(source, ComputedOrigin) else [source]
    return []


def formula(identifier: str, quantities: Mapping[str, QuantityRecord]) -> str:
    """Return 「302 ÷ 717」 for a computed quantity, nothing for one that was read."""
    origin = quantities[identifier].origin
    if not isinstance(origin, ComputedOrigin):
        return ""
    operands = [quantities[operand].text for operand in origin.operands]
    if len(operands) == 1 and origin.operation == "+":
        return operands[0]  # the sum of one value; no cell of a CSV file may begin with a sign
    if len(operands) == 1 or origin.operation == "誤差の目安":
        return f"{origin.operation}（{'、'.join(operands)}）"
    sign = "−" if origin.operation == "ポイント差" else origin.operation
    return f" {sign} ".join(operands)


def describe(origin: Origin) -> str:
    """Describe an origin: file, row and column; predicate and matches; or parameter and line."""
    if isinstance(origin, ComputedOrigin):
        raise TypeError(f"a computed value was read nowhere: {origin}")
    return " ".join(filter(None, (origin.file, place_in_file(origin))))


def place_in_file(origin: Leaf) -> str:
    """Describe the place of an origin in its file; empty for a parameter that is the whole file."""
    match origin:
        case CellOrigin():
            return f"{origin.row}行目 {origin.column}（{origin.column_title}）"
        case CountOrigin():
            return f"{origin.column}（{origin.column_title}）{origin.predicate} に当たる {origin.matched}行"
        case ParameterOrigin():
            line = f"{origin.line}行目" if origin.line else ""
            return " ".join(filter(None, (line, origin.name)))


def leaves(identifier: str, quantities: Mapping[str, QuantityRecord]) -> Iterator[Leaf]:
    """Yield the origins at the ends of the chain, each once, in order of use."""
    seen: dict[str, Leaf] = {}
    waiting = [identifier]
    while waiting:
        origin = quantities[waiting.pop(0)].origin
        if isinstance(origin, ComputedOrigin):
            waiting += origin.operands
        else:
            seen.setdefault(describe(origin), origin)
    yield from seen.values()


def _hashes(origins: Iterable[Origin], inputs: Mapping[str, str]) -> Iterator[str]:
    files = dict.fromkeys(origin.file for origin in origins if not isinstance(origin, ComputedOrigin))
    return (inputs[name] for name in files if name in inputs)
