"""The facts and notes printed below a table or chart: 時点, 単位, 出典; restated and rounded values."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import pandas as pd

from progress_report.authoring.wording import compose
from progress_report.inputs.notebooks.frame_source import FrameSource, source_of
from progress_report.inputs.years.reported_years import AS_OF, COMPARISON
from progress_report.inputs.years.restatements import Restatement
from progress_report.model.grid import Fact, TableNote
from progress_report.model.inline import Inline, Number, Text, decided, text
from progress_report.model.quantity import PERCENT, Computed, Quantity, whole_of

MOMENT, REMARK = "時点", "備考"
SOURCE = "出典"
_ROUNDING = "rounding"


def facts_of(source: FrameSource, values: Iterable[Quantity], moment: str = MOMENT) -> tuple[Fact, ...]:
    """Return the facts of a table's rows: units of the ``values`` printed, source from its descriptor.

    ``moment``: the label of the values' date.
    """
    section = source.section
    facts = [Fact(moment, compose(source.as_of, {}, known=section.values))]
    if source.compared and section.has_date(COMPARISON):
        former = {**section.values, AS_OF: section.date(COMPARISON)}
        facts.append(Fact("比較", compose(source.as_of, {}, known=former)))
    facts += unit_facts(values)
    return (*facts, Fact(SOURCE, section.package.text(source.table, "sources", 0, "title")))


def unit_facts(values: Iterable[Quantity]) -> list[Fact]:
    """Return the units of the values; shares carry their own."""
    units = dict.fromkeys(value.unit for value in values if value.unit != PERCENT)
    return [Fact("単位", text("、".join(units)))] if units else []


def restated_in(frame: pd.DataFrame, columns: Iterable[str], *, operands: bool = False) -> list[Restatement]:
    """Return the restatements of the values in these columns, each once; ``operands``: of theirs, too."""
    source = source_of(frame)
    if source is None or not source.restatements:
        return []
    found = (
        source.restatement_of(one, row, column)
        for column in columns
        for row, value in frame[column].items()
        for one in (value.with_operands() if operands and isinstance(value, Quantity) else [value])
    )
    return list({one.name: one for one in found if one is not None}.values())


def restatement_notes(restatements: Iterable[Restatement]) -> tuple[TableNote, ...]:
    """Return the notes on the restatements."""
    return tuple(TableNote(one.name, _written(one)) for one in restatements)


def _written(restatement: Restatement) -> Inline:
    return compose(
        "前年度報告の数値を修正。{year}の{subject}は、前年度報告では{published}、修正後は{revised}。理由：{reason}。",
        {
            "year": restatement.year,
            "subject": restatement.subject,
            "published": restatement.published,
            "revised": restatement.revised,
            "reason": restatement.reason,
        },
    )


def rounding_notes(groups: Iterable[Sequence[Quantity]]) -> tuple[TableNote, ...]:
    """Return the rounding note if a group has shares that make up a whole, but not as displayed."""
    groups = list(groups)
    for group in groups:
        for shares in _wholes(group):
            displayed = sum((share.displayed or Fraction(0) for share in shares), Fraction(0))
            if displayed != 100:
                return (_note(shares[0], [one for each in groups for one in each]),)
    return ()


def _wholes(group: Sequence[Quantity]) -> Iterator[list[Quantity]]:
    """Yield shares of the same denominator whose numerators add up to it."""
    by_whole: dict[str, list[Quantity]] = {}
    for share in group:
        if isinstance(share.origin, Computed) and share.origin.operation == "÷" and share.value is not None:
            by_whole.setdefault(share.origin.operands[1].identifier, []).append(share)
    for shares in by_whole.values():
        if sum((share.value or Fraction(0) for share in shares), Fraction(0)) == 1:
            yield shares


def _note(share: Quantity, every: Sequence[Quantity]) -> TableNote:
    place = Quantity(Fraction(share.decimals + 1), "位", Computed("表示桁数の次の位", (share,)))
    return TableNote(
        _ROUNDING,
        (
            Text("小数点以下第"),
            Number(place),
            Text("を四捨五入しているため、合計が"),
            Number(whole_of(share)),
            *decided("にならない場合がある。", *every),
        ),
    )
