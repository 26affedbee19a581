"""Forms of a cell in each kind of column, and ambiguous cells."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_report.inputs.readers.cells import ParsedCell, read_cell
from progress_report.inputs.readers.sheet import CellKind
from progress_report.inputs.schema.schemas import FieldDescriptor
from progress_report.messages import table_cells
from progress_report.messages.message import Message, MessageError
from progress_report.model.fiscal_year import era_year


def field(kind: str, unit: str | None = None, name: str = "value", **constraints: object) -> FieldDescriptor:
    described = {"name": name, "title": "値", "type": kind, "unit": unit, "constraints": constraints}
    return FieldDescriptor.model_validate(described)


COUNT = field("integer", "件")
PEOPLE = field("integer", "人")
YEAR = field("integer", "年度", "fiscal_year")
MONTH = field("yearmonth")
DAY = field("date")
CODE = field("string", enum=["0", "1"])
CHOICE = field("string", enum=["その他", "ＩＴ", "ﾃﾞｰﾀ"])
WORDS = field("string")

READ = [
    (COUNT, "3365", "3365"),
    (COUNT, "３３６５", "3365"),
    (COUNT, "3,365", "3365"),
    (COUNT, "３，３６５件", "3365"),
    (COUNT, "1,234,567 件", "1234567"),
    (COUNT, " 302\u3000", "302"),
    (COUNT, "△302", "-302"),
    (COUNT, "▲ 1,302件", "-1302"),
    (COUNT, "－３０２", "-302"),
    (COUNT, "−302", "-302"),
    (COUNT, "-302", "-302"),
    (COUNT, "△0", "0"),
    (COUNT, "０", "0"),
    (COUNT, "－", ""),
    (COUNT, "―", ""),
    (COUNT, "-", ""),
    (COUNT, "　", ""),
    (COUNT, "", ""),
    (PEOPLE, "383名", "383"),
    (PEOPLE, "383人", "383"),
    (YEAR, "2023", "2023"),
    (YEAR, "２０２３", "2023"),
    (YEAR, "令和5年度", "2023"),
    (YEAR, "令和 元 年度", "2019"),
    (YEAR, "R5", "2023"),
    (YEAR, "Ｒ５", "2023"),
    (YEAR, "FY2023", "2023"),
    (YEAR, "2023年度", "2023"),
    (MONTH, "2024-10", "2024-10"),
    (MONTH, "2024/10", "2024-10"),
    (MONTH, "2024/4", "2024-04"),
    (MONTH, "2024/10/1", "2024-10"),
    (MONTH, "2024年10月", "2024-10"),
    (MONTH, "２０２４年４月", "2024-04"),
    (MONTH, "令和6年10月", "2024-10"),
    (MONTH, "令和元年5月", "2019-05"),
    (MONTH, "平成31年4月", "2019-04"),
    (MONTH, "2024年10月1日", "2024-10"),
    (MONTH, "令和6年10月1日", "2024-10"),
    (MONTH, "令和6年 4月", "2024-04"),
    (MONTH, "R6.10.1", "2024-10"),
    (MONTH, "Ｒ 6.10", "2024-10"),
    (MONTH, "2024.10.1", "2024-10"),
    (MONTH, "令和6年度末", "2025-03"),
    (MONTH, "令和6年12月末", "2024-12"),
    (MONTH, "2024/10/1 0:00", "2024-10"),
    (MONTH, "㋿6年4月", "2024-04"),
    (MONTH, "－", ""),
    (DAY, "2024-10-01", "2024-10-01"),
    (DAY, "2024/10/1", "2024-10-01"),
    (DAY, "2024年10月1日（火）", "2024-10-01"),
    (DAY, "令和 6年 4月 1日", "2024-04-01"),
    (DAY, "H31.4.30", "2019-04-30"),
    (DAY, "令和元年5月1日", "2019-05-01"),
    (DAY, "昭和64年1月7日", "1989-01-07"),
    (DAY, "20241001", "2024-10-01"),
    (DAY, "令和6年10月1日現在", "2024-10-01"),
    (DAY, "2024年2月末", "2024-02-29"),
    (DAY, "平成31年度末", "2020-03-31"),
    (DAY, "2024-10-01T09:30:00", "2024-10-01"),
    (DAY, "－", ""),
    (CODE, "1", "1"),
    (CODE, "１", "1"),
    (CHOICE, "IT", "ＩＴ"),
    (CHOICE, "データ", "ﾃﾞｰﾀ"),
    (CHOICE, " その他 ", "その他"),
    (WORDS, "　区民 事務所\n", "区民 事務所"),
    (WORDS, "－", "－"),
    (WORDS, "３０２件", "３０２件"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "text", "meant"), READ)
def test_what_is_meant_is_read(column: FieldDescriptor, text: str, meant: str) -> None:
    parsed = read_cell(text, None, column)
    assert parsed.text == meant
    assert bool(parsed.kind) == (text != meant)


AMBIGUOUS = [
    (COUNT, "1,23", "数値ではありません"),
    (COUNT, "12,34,567", "数値ではありません"),
    (COUNT, "0,123", "数値ではありません"),
    (COUNT, ",123", "数値ではありません"),
    (COUNT, "0302", "数値ではありません"),
    (COUNT, "302.0", "数値ではありません"),
    (COUNT, "30²", "数値ではありません"),
    (COUNT, "30①", "数値ではありません"),
    (COUNT, "三百", "数値ではありません"),
    (COUNT, "約300", "数値ではありません"),
    (COUNT, "300～400", "数値ではありません"),
    (COUNT, "1,000手続以上", "数値ではありません"),
    (COUNT, "10手続未満", "数値ではありません"),
    (PEOPLE, "50人余", "数値ではありません"),
    (COUNT, "3万", "単位が違います"),
    (COUNT, "302人", "単位が違います"),
    (COUNT, "302%", "単位が違います"),
    (COUNT, "△", "数値ではありません"),
    (COUNT, "…", "数値ではありません"),
    (COUNT, "X", "数値ではありません"),
    (COUNT, "(302)", "数値ではありません"),
    (COUNT, "△-302", "数値ではありません"),
    (COUNT, "ー", "数値ではありません"),
    (COUNT, "1 302", "数値ではありません"),
    (PEOPLE, "302件", "単位が違います"),
    (YEAR, "令和0年度", "年度として読めません"),
    (YEAR, "平成40年度", "年度として読めません"),
    (YEAR, "2023年", "年度として読めません"),
    (YEAR, "2,023", "年度として読めません"),
    (YEAR, "202³", "年度として読めません"),
    (YEAR, "合計", "年度として読めません"),
    (MONTH, "45566", "年月として読めません"),
    (MONTH, "202410", "年月として読めません"),
    (MONTH, "10/2024", "年月として読めません"),
    (MONTH, "24.10", "年月として読めません"),
    (MONTH, "2024.1", "年月として読めません"),
    (MONTH, "10月1日", "年月として読めません"),
    (MONTH, "令和6年4月～9月", "年月として読めません"),
    (MONTH, "Oct-24", "年月として読めません"),
    (MONTH, "2024-13", "暦にない月です（2024-13）"),
    (MONTH, "2024/2/30", "暦にない日付です"),
    (MONTH, "令和元年4月", "元号にない日付です"),
    (MONTH, "平成31年5月", "元号にない日付です"),
    (MONTH, "令和6年度", "年月として読めません"),
    (MONTH, "1900-01", "扱えない年の日付です"),
    (DAY, "2024-10", "日付として読めません"),
    (DAY, "24/10/1", "日付として読めません"),
    (DAY, "10/1/2024", "日付として読めません"),
    (DAY, "1-Oct", "日付として読めません"),
    (DAY, "2023年2月29日", "暦にない日付です"),
    (DAY, "昭和64年1月8日", "元号にない日付です"),
    (DAY, "2024年10月1日（水）", "日付と曜日が合いません"),
    (DAY, "2024-10-01 25:00", "時刻にない数です"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "text", "says"), AMBIGUOUS)
def test_an_ambiguous_cell_is_reported(column: FieldDescriptor, text: str, says: str) -> None:
    with pytest.raises(MessageError) as caught:
        read_cell(text, None, column)
    assert says in caught.value.finding.message and text in caught.value.finding.message
    assert caught.value.finding.remedy.endswith("。")


@pytest.mark.parametrize(
    ("message", "column"),
    [
        (table_cells.NO_NUMBER, COUNT),
        (table_cells.OTHER_UNIT, COUNT),
        (table_cells.NO_FISCAL_YEAR, YEAR),
        (table_cells.NO_DAY, DAY),
        (table_cells.NO_MONTH, MONTH),
    ],
    ids=lambda given: given.code if isinstance(given, Message) else given.type,
)
def test_the_examples_of_messages_hold(message: Message, column: FieldDescriptor) -> None:
    wrong, right = message.example.split("　→　")
    with pytest.raises(MessageError) as caught:
        read_cell(wrong, None, column)
    assert caught.value.finding.code == message.code
    assert read_cell(right, None, column).text


@pytest.mark.parametrize("form", [CellKind.SCALED, CellKind.BOOLEAN, CellKind.ERROR, CellKind.UNCALCULATED])
@pytest.mark.parametrize("column", [COUNT, YEAR, MONTH, DAY, CODE, WORDS])
def test_what_a_workbook_must_not_hold(form: CellKind, column: FieldDescriptor) -> None:
    if (form, column) != (CellKind.BOOLEAN, CODE):
        with pytest.raises(MessageError):
            read_cell("1", form, column)


@pytest.mark.parametrize("form", [None, CellKind.BOOLEAN])
def test_truth_values_are_codes_where_the_choices_are_0_and_1(form: CellKind | None) -> None:
    assert [read_cell(text, form, CODE).text for text in ("TRUE", "FALSE")] == ["1", "0"]


def test_dates_of_excel_are_months_only_where_months_are_asked_for() -> None:
    assert read_cell("2024-10-01", CellKind.DATE, MONTH) == ParsedCell("2024-10", "年月の書き方")
    for column in (COUNT, YEAR, WORDS, CODE):
        with pytest.raises(MessageError, match="日付になっています"):
            read_cell("2024-10-01", CellKind.DATE, column)


def test_dates_of_excel_are_days_only_where_they_show_one() -> None:
    assert read_cell("2024-10-01", CellKind.DATE, DAY) == ParsedCell("2024-10-01")
    assert read_cell("2024-10-01", CellKind.MONTH, MONTH) == ParsedCell("2024-10", "年月の書き方")
    with pytest.raises(MessageError, match="日の表示されていない日付です"):
        read_cell("2024-10-01", CellKind.MONTH, DAY)


@given(st.dates(min_value=dt.date(1927, 1, 1), max_value=dt.date(2100, 12, 31)))
def test_however_a_day_is_written_it_is_the_same_day_and_month(date: dt.date) -> None:
    era = era_year(date)
    name, number = era[:2], era[2:]
    letter = {"令和": "R", "平成": "H", "昭和": "S"}[name]
    plain = number.replace("元", "1")
    weekday = "月火水木金土日"[date.weekday()]
    written = [
        date.isoformat(),
        date.strftime("%Y%m%d"),
        f"{date.year}/{date.month}/{date.day}",
        f"{date.year}年{date.month:2}月{date.day:2}日",
        f"{era}年{date.month}月{date.day}日（{weekday}）",
        f"{name}{plain}年{date.month}月{date.day}日",
        f"{letter}{plain}.{date.month}.{date.day}",
    ]
    written.append(written[-2].translate(str.maketrans("0123456789", "０１２３４５６７８９")))
    assert {read_cell(text, None, DAY).text for text in written} == {date.isoformat()}
    assert {read_cell(text, None, MONTH).text for text in written} == {date.isoformat()[:7]}


@given(st.integers(1, 99), st.integers(0, 13), st.integers(0, 32), st.sampled_from(["令和", "平成", "昭和"]))
def test_a_day_of_an_era_is_one_that_the_era_has_or_is_refused(
    number: int, month: int, day: int, name: str
) -> None:
    text = f"{name}{number}年{month}月{day}日"
    try:
        read = read_cell(text, None, DAY).text
    except MessageError:
        return
    date = dt.date.fromisoformat(read)
    assert f"{era_year(date).replace('元', '1')}年{date.month}月{date.day}日" == text


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_however_a_count_is_written_it_is_the_same_count(number: int) -> None:
    plain = str(number)
    full_width = str.maketrans("0123456789-,", "０１２３４５６７８９－，")
    written = [plain, f"{number:,}", f"{number:,}件", f"{number:,}".translate(full_width)]
    if number < 0:
        written.append(f"△{-number:,}")
    assert {read_cell(text, None, COUNT).text for text in written} == {plain}


@given(st.text(max_size=12))
def test_any_text_is_read_as_an_integer_or_reported(text: str) -> None:
    try:
        parsed = read_cell(text, None, COUNT).text
    except MessageError:
        return
    assert parsed == "" or str(int(parsed)) == parsed
