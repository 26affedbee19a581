"""The audit's own formatting of values agrees with the report's, and accepts nothing else."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from progress_report.document.origins import ParameterOrigin, QuantityRecord
from progress_report.document.runs import Number
from progress_report.model.differences import FALLEN, RISEN, UNCHANGED, change_text
from progress_report.model.quantity import POINT, Parameter, Quantity
from progress_report.provenance.audit_display import display_text, printed_texts

_exact = st.fractions(-(10**6), 10**6, max_denominator=1000)
_decimals = st.integers(0, 3)


def _both(value: Fraction, decimals: int) -> tuple[Quantity, QuantityRecord]:
    quantity = Quantity(value, POINT, Parameter("params/2025.yaml", 1, "x"), decimals)
    origin = ParameterOrigin(file="params/2025.yaml", line=1, name="x")
    record = QuantityRecord(
        value=str(value), unit=POINT, decimals=decimals, text=quantity.text, origin=origin
    )
    return quantity, record


@given(_exact, _decimals)
def test_a_change_is_printed_with_the_word_of_its_sign_and_no_sign(value: Fraction, decimals: int) -> None:
    quantity, record = _both(value, decimals)
    said = change_text(quantity)
    assert printed_texts(record, Number(text=said, id="q" + "0" * 12, change=True)) == {said}
    assert not set("△▲▼－−-+＋") & set(said)
    word = UNCHANGED if not quantity.displayed else RISEN if quantity.displayed > 0 else FALLEN
    assert said.endswith(word)


@given(_exact, _decimals)
def test_other_numbers_are_printed_as_the_report_does(value: Fraction, decimals: int) -> None:
    quantity, record = _both(value, decimals)
    assert display_text(value, POINT, decimals) == quantity.text
    printed = printed_texts(record, Number(text=quantity.text, id="q" + "0" * 12))
    assert {quantity.text, quantity.number} >= printed
