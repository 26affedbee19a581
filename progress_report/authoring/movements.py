"""Movements of a value from one year to the next, in words that match the displayed values."""

from progress_report.authoring.absent import value_or_absent
from progress_report.model.differences import change_between
from progress_report.model.inline import Inline, Number, Text, decided, text
from progress_report.model.quantity import Quantity


@value_or_absent
def movement(before: Quantity | None, after: Quantity) -> Inline:
    """Return 「241手続から302手続に増加しており」, 「…に減少しており」 or 「302手続で変わらず」.

    Values are compared as displayed. 「302手続であり」 in the first report (``before`` is None). A share of
    nothing (0 of 0) is 「－（算出の対象なし）」.
    """
    if before is None or after.displayed is None:
        return (*_defined(after), Text("であり"))
    if before.displayed is None:
        return (*_defined(before), Text("から"), Number(after), Text("となり"))
    if after.displayed == before.displayed:
        return (Number(after), *decided("で変わらず", before, after))
    verb = "に増加しており" if after > before else "に減少しており"
    return (Number(before), Text("から"), Number(after), *decided(verb, before, after))


@value_or_absent
def change(before: Quantity | None, after: Quantity) -> Inline:
    """Return 「3.1ポイント増」, 「3.1ポイント減」 or 「増減なし」: shares change by points, counts by counts.

    The value itself, 「42.1%」, in the first report (``before`` is None).
    """
    if before is None:
        return _defined(after)
    if before.displayed is None or after.displayed is None:
        return decided("増減を比べられない値", before, after)
    return (Number(change_between(before, after), as_change=True),)


@value_or_absent
def movement_and_change(before: Quantity | None, after: Quantity, streak: Inline = ()) -> Inline:
    """Return 「40.7%から44.2%に増加しており、3.5ポイント増」; 「44.2%」 in the first report.

    ``streak`` (「（2年連続で増加）」) follows the movement.
    """
    if before is None:
        return _defined(after)
    return (*movement(before, after), *streak, Text("、"), *change(before, after))


def _defined(quantity: Quantity) -> Inline:
    return (Number(quantity), *(text("（算出の対象なし）") if quantity.displayed is None else ()))
