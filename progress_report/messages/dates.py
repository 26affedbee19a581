"""共通（ファイルの読み方と書き方）: dates, fiscal years and quarters."""

from progress_report.messages.message import Message
from progress_report.model.findings import Finding
from progress_report.model.fiscal_year import FIRST_YEAR, LAST_YEAR, DateError, DateViolation

NO_FISCAL_YEAR = Message(
    "F301",
    "年度として読めません（「{written}」）。",
    "2024、FY2024、R6、令和6年度 のように書いてください。",
    "年度の書き方が違います。「令和6年」「6年度」などは、どの年度か決まらないので読みません。",
)
FISCAL_YEAR_OUT_OF_RANGE = Message(
    "F302",
    "年度として扱えない年です（{written}）。",
    "{first}から{last}までの年にしてください。",
    "扱える範囲の外の年です。桁の打ち間違いがほとんどです。",
)
NO_DATE = Message(
    "F303",
    "日付として読めません（「{written}」）。",
    "2024-07-02、2025-01、令和5年度、令和7年度第2四半期 のように書いてください。",
    "日付の書き方が、四つの形（日、月、年度、四半期）のどれでもありません。月と日は二桁で書きます。",
)
DATE_OUT_OF_RANGE = Message(
    "F304",
    "扱えない年の日付です（{written}）。",
    "{first}年から{last}年までの日付にしてください。",
    "年の桁の打ち間違いがほとんどです。",
)
NO_MONTH = Message(
    "F305",
    "暦にない月です（{written}）。",
    "01から12までの月にしてください。",
    "13月のような月です。月と日を逆に書いていないかも見ます。",
)
NO_DAY = Message(
    "F306",
    "暦にない日付です（「{written}」）。",
    "月と日を確認してください。",
    "2月30日のような日です。",
)
NO_QUARTER = Message(
    "F307",
    "ない四半期です（{written}）。",
    "四半期は1から4までの数で書いてください。",
    "一年は第1から第4までの四半期に分かれます。",
)
_MESSAGES = {
    DateViolation.NO_FISCAL_YEAR: NO_FISCAL_YEAR,
    DateViolation.FISCAL_YEAR_OUT_OF_RANGE: FISCAL_YEAR_OUT_OF_RANGE,
    DateViolation.NO_DATE: NO_DATE,
    DateViolation.DATE_OUT_OF_RANGE: DATE_OUT_OF_RANGE,
    DateViolation.NO_MONTH: NO_MONTH,
    DateViolation.NO_DAY: NO_DAY,
    DateViolation.NO_QUARTER: NO_QUARTER,
}


def date_finding(error: DateError) -> Finding:
    """Return the finding on an invalid date, without a place."""
    return _MESSAGES[error.violation].finding(written=error.written, first=FIRST_YEAR, last=LAST_YEAR)


def text_of(error: ValueError) -> str:
    """Return the text of an error for a person; for a date error, its message and remedy."""
    return date_finding(error).text if isinstance(error, DateError) else str(error)
