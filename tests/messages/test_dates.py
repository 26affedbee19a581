"""Japanese messages for invalid dates."""

import pickle

import pytest

from progress_report.messages.dates import date_finding, text_of
from progress_report.model.fiscal_year import DateError, DateViolation, FiscalYear
from progress_report.model.moment import parse_moment


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("2024-02-30", "暦にない日付です（「2024-02-30」）。月と日を確認してください。"),
        ("2024-13", "暦にない月です（2024-13）。01から12までの月にしてください。"),
        ("1926-12-31", "扱えない年の日付です（1926-12-31）。1927年から2999年までの日付にしてください。"),
        ("FY2025Q0", "ない四半期です（0）。四半期は1から4までの数で書いてください。"),
        (
            "平成32年度",
            "年度として読めません（「平成32年度」）。2024、FY2024、R6、令和6年度 のように書いてください。",
        ),
        ("令和6年7月2日", "日付として読めません（「令和6年7月2日」）。2024-07-02、2025-01、令和5年度、"),
        ("FY3000", "年度として扱えない年です（3000）。1927から2999までの年にしてください。"),
    ],
)
def test_each_is_said_in_japanese(written: str, text: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_moment(written)
    assert date_finding(caught.value).text.startswith(text)
    assert pickle.loads(pickle.dumps(caught.value)).written == caught.value.written


def test_each_error_has_its_own_message() -> None:
    findings = [date_finding(DateError(error, "x")) for error in DateViolation]
    assert len({finding.code for finding in findings}) == len(DateViolation)


def test_other_errors_are_shown_as_they_are() -> None:
    with pytest.raises(DateError) as caught:
        FiscalYear.parse("来年")
    assert text_of(caught.value).startswith("年度として読めません（「来年」）。")
    assert text_of(ValueError("節がありません。")) == "節がありません。"
