"""The note that rounded components may not add up, added only if they do not."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from progress_report.model.grid import TableNote
from progress_report.model.inline import Number, Text, decided
from progress_report.model.quantity import Computed, Quantity, whole_of

NOTE_NAME = "rounding"


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
        NOTE_NAME,
        (
            Text("小数点以下第"),
            Number(place),
            Text("を四捨五入しているため、合計が"),
            Number(whole_of(share)),
            *decided("にならない場合がある。", *every),
        ),
    )
