"""Tracing of a printed number to its source cells."""

import re
from collections.abc import Iterator, Mapping

from progress_report.document.blocks import Heading
from progress_report.document.document import Document
from progress_report.document.origins import ComputedOrigin, Origin, QuantityRecord, is_illustrative
from progress_report.document.printed import PrintedRun, printed_runs
from progress_report.document.runs import Date, LiteralText, Number, ScaleMark, Structural, Text, runs_text
from progress_report.model.blocks import SAMPLE_STAMP
from progress_report.model.differences import FALLEN, RISEN
from progress_report.model.findings import report_error
from progress_report.model.numerals import half_width
from progress_report.provenance.ledger import describe, formula, run_identifier

Tree = tuple[str, ...]
_LEADING_NUMBER = re.compile(r"(△?[0-9.]+)[^0-9]*")


def trace(document: Document, query: str) -> str:
    """Return each printed number matching ``query``, with its chain; ReportError if nothing matches.

    The query is a number, with or without unit and commas, or an identifier.
    """
    chains: dict[tuple[str, Tree], dict[str, int]] = {}
    sections = section_labels(document)
    for printed in printed_runs(document):
        if not isinstance(printed.run, Text) and _asked(query, _texts(printed), run_identifier(printed.run)):
            key = run_identifier(printed.run), tuple(_tree(printed))
            place = f"{sections.get(printed.section, printed.section)}　{printed.place}"
            places = chains.setdefault(key, {})
            places[place] = places.get(place, 0) + 1
    for key in _between(document, query):
        if key[0] not in {identifier for identifier, _ in chains}:
            chains.setdefault(key, {})
    if not chains:
        remedy = "印刷されたとおり（42.1%、2,302,198 など）か、ledger.csv の識別子で指定してください。"
        raise report_error(f"「{query}」は、この報告書のどこにも印刷されていません。", remedy)
    return "\n\n".join(_reported(*key, places) for key, places in chains.items())


def section_labels(document: Document) -> dict[str, str]:
    """Return each section's number and heading, by name."""
    return {
        section.name: f"{heading.number} {runs_text(heading.content, ' ')}"
        for section in document.sections
        for heading in section.blocks[:1]
        if isinstance(heading, Heading)
    }


def tree(identifier: str, quantities: Mapping[str, QuantityRecord]) -> Iterator[str]:
    """Yield lines with a quantity and its operands, indented, down to cells and parameters."""
    quantity = quantities[identifier]
    origin = quantity.origin
    if not isinstance(origin, ComputedOrigin):
        yield f"{quantity.text}  ←  {_origin(origin)}"
        return
    yield f"{quantity.text}  ←  {formula(identifier, quantities)}"
    operands = origin.operands
    for number, operand in enumerate(operands, 1):
        first, rest = ("└ ", "   ") if number == len(operands) else ("├ ", "│  ")
        for depth, line in enumerate(tree(operand, quantities)):
            yield (rest if depth else first) + line


def _reported(identifier: str, chain: Tree, places: Mapping[str, int]) -> str:
    head, *_ = chain[0].split("  ←  ")
    lines = [f"{head}（{identifier}）", "  印刷されている所"]
    lines += [f"    {place}{f'（{count}回）' if count > 1 else ''}" for place, count in places.items()]
    if not places:
        lines[1] = "  印刷されていない、計算の途中の値"
    return "\n".join([*lines, "  出どころ", *(f"    {line}" for line in chain)])


def _tree(printed: PrintedRun) -> Iterator[str]:
    match run := printed.run:
        case Number():
            yield from tree(run.id, printed.block.quantities)
        case Structural() | Text():
            yield f"{run.text}  ←  報告書を組み立てるときに付けた番号"
        case ScaleMark():
            yield f"{run.text}  ←  図の目盛（軸の{run.location}の位置）"
        case Date() | LiteralText():
            yield f"{run.text}  ←  {_origin(run.source)}"


def _origin(origin: Origin) -> str:
    return describe(origin) + (f"　{SAMPLE_STAMP}" if is_illustrative(origin) else "")


def _texts(printed: PrintedRun) -> set[str]:
    run = printed.run
    if isinstance(run, Number):
        bare = {run.text.removesuffix(RISEN).removesuffix(FALLEN)} if run.change else set()
        return {run.text, printed.block.quantities[run.id].text, *bare}
    return {run.text, run.iso if isinstance(run, Date) else run.text}


def _between(document: Document, query: str) -> Iterator[tuple[str, Tree]]:
    """Yield the matching operands of printed quantities."""
    for section in document.parts:
        for block in section.blocks:
            for identifier, quantity in block.quantities.items():
                if _asked(query, {quantity.text}, identifier):
                    yield identifier, tuple(tree(identifier, block.quantities))


def _asked(query: str, texts: set[str], identifier: str) -> bool:
    bare = _bare(query)
    spoken = {_bare(text) for text in texts}
    numbers = {match[1] for text in spoken if (match := _LEADING_NUMBER.fullmatch(text))}
    return query.strip() == identifier or bare in spoken or bare in numbers


def _bare(text: str) -> str:
    """Normalize to half-width without commas and blanks, with the minus sign as printed."""
    plain_text = half_width(text).replace(",", "").replace(" ", "")
    return re.sub(r"^[-−▲]", "△", plain_text)
