"""Margins of error are computed again with arithmetic of the audit's own, and false ones are refused."""

from fractions import Fraction

import pytest

from progress_report.document.origins import CellOrigin, QuantityRecord
from progress_report.model.quantity import Quantity
from progress_report.model.sampling import (
    CONFIDENCE,
    FEWEST,
    MARGIN,
    WIDEST,
    confidence_of,
    fewest_respondents,
    margin_of_error,
    widest_share_of,
)
from progress_report.provenance.audit_operations import recomputed
from progress_report.provenance.audit_sources import OriginError
from tests.model.samples import count

ORIGIN = CellOrigin(file="a.csv", row=2, column="n", column_title="人数", illustrative=False)


def record(value: Fraction | int | None, unit: str = "人") -> QuantityRecord:
    text = None if value is None else str(value)
    return QuantityRecord(value=text, unit=unit, decimals=0, text="", origin=ORIGIN)


def of(quantity: Quantity, *operands: QuantityRecord, operation: str) -> bool:
    value, units = recomputed(operation, list(operands), quantity.decimals)
    return value == quantity.value and quantity.unit in units


@pytest.mark.parametrize("respondents", [1, 2, 3, 96, 97, 383, 384, 9604, 9605, 10**7])
@pytest.mark.parametrize("population", [None, 10**7, 383, 2])
def test_both_computations_agree(respondents: int, population: int | None) -> None:
    operands = [record(respondents), *([] if population is None else [record(population)])]
    everyone = None if population is None else count(population, "人", row=3)
    assert of(margin_of_error(count(respondents, "人"), everyone), *operands, operation=MARGIN)


def test_what_is_so_by_the_method() -> None:
    respondents = count(383, "人")
    margin = margin_of_error(respondents)
    of_margin = record(margin.value, margin.unit)
    assert of(confidence_of(margin), of_margin, operation=CONFIDENCE)
    assert of(widest_share_of(margin), of_margin, operation=WIDEST)
    assert of(fewest_respondents(respondents), record(383), operation=FEWEST)


@pytest.mark.parametrize("respondents", [0, None])
def test_a_margin_of_nobody_is_none(respondents: int | None) -> None:
    assert recomputed(MARGIN, [record(respondents)], 1)[0] is None


def test_a_margin_of_what_are_no_people_is_refused() -> None:
    with pytest.raises(OriginError, match="人数からの計算ではありません"):
        recomputed(MARGIN, [record(383, "件")], 1)
