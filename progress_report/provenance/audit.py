"""The audit: recomputes every printed number from the cells it names, independently of notebooks.

A notebook provides quantities with their origins, so a document could claim that a cell contains 500 when it
contains 302. The builder therefore reads each cell itself, recounts each count's rows, and recomputes every
operation and every display with its own arithmetic. Each step is compared with the values that it claims to
start from, so that a disagreement names the wrong step and not everything derived from it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

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
from progress_report.document.runs import Date, LiteralText, Number, ScaleMark, Structural, Text
from progress_report.inputs.parsing.source_tree import Scalar, Tree
from progress_report.model.findings import Finding, NotebookError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.moment import Moment, parse_moment
from progress_report.model.numerals import numerals, signed_value_of, split_numerals
from progress_report.provenance.audit_display import (
    PERCENT,
    claimed_value,
    display_text,
    printed_texts,
)
from progress_report.provenance.audit_operations import PEOPLE, recomputed, units_alike
from progress_report.provenance.audit_sources import AuditSources, OriginError
from progress_report.provenance.ledger import describe, formula

_REMEDY = "ノートブックで値や出どころを書き換えていないかを確かめてください。"
_OWN_WORDS = "版の状態"  # the builder's own words about findings: no values of the report
_MOST_PLACES = 3


@dataclass(frozen=True, slots=True)
class Audited:
    """The number of printed numbers compared with their sources, and of the quantities behind them."""

    printed: int
    quantities: int


@dataclass(frozen=True, slots=True)
class _Mismatch:
    """A value as printed or claimed, and its source's value as the end of a Japanese sentence."""

    claimed: str
    problem: str


def audit(document: Document, sources: AuditSources) -> Audited:
    """Compare every printed number with its source.

    NotebookError names each wrong value, its place, its cell or operation, and the value of that source.
    """
    auditor = _Auditor(sources)
    mismatches: dict[_Mismatch, list[PrintedRun]] = {}
    count = 0
    for printed in printed_runs(document):
        if isinstance(printed.run, Structural) or printed.place == _OWN_WORDS:
            continue
        if not isinstance(printed.run, Number) and not run_numerals(printed.run):
            continue
        count += 1
        for mismatch in auditor.mismatches(printed):
            mismatches.setdefault(mismatch, []).append(printed)
    if mismatches:
        raise NotebookError([_finding(mismatch, places) for mismatch, places in mismatches.items()])
    return Audited(count, len({identifier for _, identifier in auditor.steps}))


def _finding(mismatch: _Mismatch, printed: list[PrintedRun]) -> Finding:
    places = list(dict.fromkeys(f"{one.place}「{one.run.text}」" for one in printed))
    more = f" ほか{len(places) - _MOST_PLACES}か所" if len(places) > _MOST_PLACES else ""
    where = f"印刷される所: {'、'.join(places[:_MOST_PLACES])}{more}"
    message = f"「{mismatch.claimed}」が、{mismatch.problem}（{where}）。"
    section = printed[0].section
    return Finding(message, _REMEDY, f"notebooks/{section}.ipynb" if section[:1].isascii() else section)


class _Auditor:
    """Recomputes printed runs; a step shared by several runs is recomputed once per block."""

    def __init__(self, sources: AuditSources) -> None:
        self._sources = sources
        self.steps: dict[tuple[int, str], _Mismatch | None] = {}

    def mismatches(self, printed: PrintedRun) -> Iterator[_Mismatch]:
        """Yield the mismatches of a printed run, down to the cells from which it was computed."""
        match run := printed.run:
            case Number():
                yield from self._mismatches_of(run, printed.block)
            case Date() | LiteralText():
                if problem := self._written(run):
                    yield _Mismatch(run.text, problem)
            case ScaleMark():
                if signed_value_of(run.text) != Fraction(run.location):
                    yield _Mismatch(run.text, f"図の目盛の位置（{run.location}）と違います")
            case Text() | Structural():
                yield _Mismatch(run.text, "出どころの記録がない値です")

    def _mismatches_of(self, number: Number, block: Block) -> Iterator[_Mismatch]:
        quantities = block.quantities
        waiting, seen = [number.id], set[str]()
        while waiting:
            identifier = waiting.pop()
            if identifier in seen:
                continue
            seen.add(identifier)
            step = id(block), identifier
            if step not in self.steps:
                self.steps[step] = self._mismatch(identifier, quantities)
            if mismatch := self.steps[step]:
                yield mismatch
            elif isinstance(origin := quantities[identifier].origin, ComputedOrigin):
                waiting += origin.operands
        entry = quantities.get(number.id)
        if entry and number.text not in printed_texts(entry, number):
            yield _Mismatch(number.text, f"計算した値（{entry.text}）と違います")

    def _mismatch(self, identifier: str, quantities: Mapping[str, QuantityRecord]) -> _Mismatch | None:
        """Compare a quantity and its displayed text with its origin and operands."""
        entry = quantities.get(identifier)
        if entry is None:
            return _Mismatch(identifier, "出どころの記録がない値です")
        origin = entry.origin
        claimed = claimed_value(entry)
        try:
            if isinstance(origin, ComputedOrigin):
                operands = [quantities[one] for one in origin.operands]
                value, units = recomputed(origin.operation, operands, entry.decimals)
                source = f"計算し直した値と違います（{formula(identifier, quantities)}"
            else:
                value, units = self._read(origin, claimed)
                source = f"出どころの値と違います（{describe(origin)}"
        except OriginError as error:
            return _Mismatch(entry.text, f"出どころを確かめられません（{_described(origin)}: {error}）")
        except (LookupError, ValueError, TypeError):
            return _Mismatch(entry.text, f"出どころを確かめられません（{_described(origin)}）")
        if entry.unit not in units:
            return _Mismatch(entry.text, f"{source} の単位は{'、'.join(sorted(units))}です）")
        shown = display_text(value, entry.unit, entry.decimals)
        if claimed != value:
            return _Mismatch(entry.text, f"{source} は{shown}です）")
        if entry.text != shown:
            return _Mismatch(entry.text, f"四捨五入した表示と違います（{shown} です）")
        return None

    def _read(self, origin: Leaf, claimed: Fraction | None) -> tuple[Fraction, set[str]]:
        """Return the value of a cell, count or parameter, and its permitted units. OriginError, ValueError.

        ``claimed`` distinguishes the factors of one formula, which share one line.
        """
        if isinstance(origin, CountOrigin):
            count = self._sources.count(origin)
            if count != origin.matched:
                raise OriginError(f"当たるのは{count}行です")
            return Fraction(count), {*PEOPLE, "件"}
        if isinstance(origin, CellOrigin):
            text, unit = self._sources.cell(origin), self._sources.unit(origin)
        elif "「" in origin.name:  # 「指標「…」の計算」: a factor of a formula, which has no name
            factors = self._sources.factors(origin)
            value = claimed if claimed in factors else next(iter(factors), None)
            if value is None:
                raise OriginError("倍数がありません")
            return value, factors[value]
        elif isinstance(entry := self._sources.entry(origin), dict):
            text, unit = str(entry["value"]), str(entry["unit"])
        elif isinstance(entry, Scalar):  # how many people a survey was of
            return Fraction(entry), PEOPLE
        else:
            raise OriginError("数量ではありません")
        return Fraction(text) / (100 if unit == PERCENT else 1), units_alike(unit)

    def _written(self, run: Date | LiteralText) -> str:
        """Describe the mismatch of a date or literal numeral with its source; nothing if they agree."""
        try:
            texts = list(self._texts(run.source))
        except OriginError as error:
            return f"出どころを確かめられません（{_described(run.source)}: {error}）"
        if isinstance(run, LiteralText):
            if any(run.text in _written_numerals(text) for text in texts):
                return ""
        elif any(_is_moment(text, run) for text in texts):
            return ""
        return f"出どころに書かれた「{'、'.join(texts)[:60]}」と違います（{describe(run.source)}）"

    def _texts(self, source: Origin) -> Iterator[str]:
        match source:
            case CellOrigin():
                yield self._sources.cell(source)
            case ParameterOrigin():
                yield from _scalars(self._sources.entry(source))
            case CountOrigin() | ComputedOrigin():
                raise OriginError("書かれた文字の出どころではありません")


def _written_numerals(text: str) -> set[str]:
    """Return the numerals of a text as written (3万5千), and their digits."""
    return {*numerals(text), *(part for part, is_numeral in split_numerals(text) if is_numeral)}


def _is_moment(text: str, date: Date) -> bool:
    """Return whether a printed date is the moment in the text, by its label and its ISO form."""
    return any(moment.label == date.text and moment.iso == date.iso for moment in _moments(text))


def _moments(text: str) -> Iterator[Moment]:
    for parse in (parse_moment, FiscalYear.parse):
        try:
            yield parse(text)
        except ValueError:
            continue


def _scalars(tree: Tree) -> Iterator[str]:
    if isinstance(tree, Scalar):
        yield "".join(line.strip() for line in tree.splitlines())
    elif isinstance(tree, dict | list):
        for member in tree.values() if isinstance(tree, dict) else tree:
            yield from _scalars(member)


def _described(origin: Origin) -> str:
    return origin.operation if isinstance(origin, ComputedOrigin) else describe(origin)
