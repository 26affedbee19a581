"""The ledger: one row for each number printed anywhere, with its exact value and its way back."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from itertools import groupby
from typing import Any

from progress_report.building.printed import Printed, printed_runs, run_numerals
from progress_report.model.spreadsheet_text import neutralised

Json = dict[str, Any]
_PREFIXES = {"date": "d", "stated": "s", "structural": "n"}
KINDS = {"data": "data", "aggregate": "data", "parameter": "parameter", "computed": "computed"}


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """``chain`` leads down to file, row and column (for a count over rows: predicate and matches)."""

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


def ledger_rows(document: Json) -> Iterator[LedgerRow]:
    """Every printed run that holds a numeral, in reading order."""
    inputs: Mapping[str, str] = document["record"].get("inputs", {})
    for printed in printed_runs(document):
        if run_numerals(printed.run):
            yield _row(printed, inputs)


def rows_by_block(document: Json) -> Iterator[tuple[Json, list[LedgerRow]]]:
    """Each block that prints numbers with a source, and its rows, a number printed twice once."""
    inputs: Mapping[str, str] = document["record"].get("inputs", {})
    traced = (p for p in printed_runs(document) if run_numerals(p.run) and p.run["type"] != "structural")
    for _, group in groupby(traced, key=lambda printed: id(printed.block)):
        printed = list(group)
        rows = {(row.identifier, row.printed): row for row in (_row(one, inputs) for one in printed)}
        yield printed[0].block, list(rows.values())


def ledger_csv(document: Json) -> bytes:
    """``ledger.csv``: UTF-8 with a byte order mark, so that Excel opens it; no text becomes a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([field.name for field in fields(LedgerRow)])
    writer.writerows(map(neutralised, astuple(row)) for row in ledger_rows(document))
    return text.getvalue().encode("utf-8-sig")


def structural_identifier(text: str) -> str:
    return run_identifier({"type": "structural", "text": text})


def run_identifier(run: Json) -> str:
    """A quantity's own identifier; for dates, stated and structural numerals one made from their source."""
    if run["type"] == "quantity":
        return str(run["id"])
    source = run.get("source", {})
    key = "\n".join(str(part) for part in (run["type"], run["text"], *sorted(map(str, source.items()))))
    return f"{_PREFIXES[run['type']]}{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def _row(printed: Printed, inputs: Mapping[str, str]) -> LedgerRow:
    run = printed.run
    identifier, text = run_identifier(run), run["text"]
    if run["type"] == "quantity":
        quantities = printed.block["quantities"]
        quantity = quantities[run["id"]]
        origins = list(leaves(run["id"], quantities))
        return LedgerRow(
            identifier,
            printed.section,
            printed.place,
            text,
            quantity["value"] or "",
            quantity["unit"],
            KINDS[quantity["origin"]["kind"]],
            formula(run["id"], quantities),
            "; ".join(map(describe, origins)),
            "; ".join(_hashes(origins, inputs)),
        )
    if run["type"] == "structural":
        return LedgerRow(identifier, printed.section, printed.place, text, "", "", "structural", "", "", "")
    kind = "stated" if run["type"] == "stated" else KINDS[run["source"]["kind"]]
    value = str(run.get("iso", text))
    source = run["source"]
    return LedgerRow(
        identifier, printed.section, printed.place, text, value, "", kind, "",
        describe(source), "; ".join(_hashes([source], inputs)),
    )  # fmt: skip


def formula(identifier: str, quantities: Mapping[str, Json]) -> str:
    """「302 ÷ 717」 for a computed quantity, nothing for one that was read."""
    origin = quantities[identifier]["origin"]
    if origin["kind"] != "computed":
        return ""
    operands = [quantities[operand]["text"] for operand in origin["operands"]]
    if len(operands) == 1 and origin["operation"] == "+":
        return str(operands[0])  # the sum of one value; and no cell of a CSV file may begin with a sign
    if len(operands) == 1:
        return f"{origin['operation']}（{operands[0]}）"
    sign = "−" if origin["operation"] == "ポイント差" else origin["operation"]
    return f" {sign} ".join(operands)


def describe(origin: Json) -> str:
    """Name where a value was read: file, row and column; predicate and matches; or parameter and line."""
    if origin["kind"] == "data":
        return f"{origin['file']} {origin['row']}行目 {origin['column']}（{origin['column_title']}）"
    if origin["kind"] == "aggregate":
        return (
            f"{origin['file']} {origin['column']}（{origin['column_title']}）{origin['predicate']} "
            f"に当たる {origin['matched']}行"
        )
    line = f"{origin['line']}行目" if origin["line"] else ""
    return " ".join(filter(None, (origin["file"], line, origin["name"])))


def leaves(identifier: str, quantities: Mapping[str, Json]) -> Iterator[Json]:
    """The origins at the ends of the chain, each once, in the order they are used."""
    seen: dict[str, Json] = {}
    waiting = [identifier]
    while waiting:
        current = waiting.pop(0)
        origin = quantities[current]["origin"]
        if origin["kind"] == "computed":
            waiting += origin["operands"]
        else:
            seen.setdefault(describe(origin), origin)
    yield from seen.values()


def _hashes(origins: list[Json], inputs: Mapping[str, str]) -> Iterator[str]:
    return (inputs[name] for name in dict.fromkeys(origin["file"] for origin in origins) if name in inputs)
