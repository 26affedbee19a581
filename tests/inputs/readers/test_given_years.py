"""Fiscal years that a title, a sheet's name or a file's name states, in each way that offices write them."""

import pytest

from progress_report.inputs.readers.given_years import named_years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("令和6年度の手続", [{2024}]),
        ("令和一二年度の手続", [{2030}]),
        ("令和十二年度の手続", [{2030}]),
        ("令和元年度", [{2019}]),
        ("R6年度", [{2024}]),
        ("会議室R5", []),
        ("2000人の回答", []),
    ],
)
def test_years_are_read_as_they_are_written(text: str, years: list[set[int]]) -> None:
    assert named_years(text) == years
