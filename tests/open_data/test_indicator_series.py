"""series/indicators.csv: all indicators and years, a row each; and what joins those of all reports."""

import datetime as dt
import json
from fractions import Fraction

from progress_report.inputs.indicator_history import IndicatorPoint
from progress_report.model.blocks import SAMPLE_STAMP
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.moment import Day, Quarter
from progress_report.model.quantity import Parameter, Quantity
from progress_report.open_data.indicator_series import joined_series
from progress_report.open_data.published_tables import SERIES, DataSources, published_tables
from tests.model.samples import count
from tests.open_data.samples import bare, csv_rows, document, simple


def point(
    value: Quantity, *, fiscal_year: int = 2023, reported: int = 2024, name: str = "share"
) -> IndicatorPoint:
    year = FiscalYear(fiscal_year)
    return IndicatorPoint(
        name=name,
        title="対応済の割合",
        value=value,
        fiscal_year=year,
        by_year=True,
        as_of=Day(dt.date(fiscal_year + 1, 3, 31)),
        reported=FiscalYear(reported),
        sources=("某資料",),
        target=Quantity(Fraction(9, 10), "%", Parameter("params/2024.yaml", 9, "target")),
        due=Quarter(FiscalYear(2025), 2),
    )


def share(part: int, *, illustrative: bool = False) -> Quantity:
    return count(part, illustrative=illustrative) / count(717, row=3)


def files(*points: IndicatorPoint) -> dict[str, bytes]:
    sources = DataSources(code="131156", indicators=points)
    return published_tables(document(simple(bare(count(1)))), sources)


def test_a_row_says_whose_what_when_how_much_towards_what_and_from_where() -> None:
    value = share(302)
    (found,) = csv_rows(files(point(value))[SERIES])
    assert found == {
        "団体コード": "131156",
        "団体名": "某区",
        "指標コード": "share",
        "指標": "対応済の割合",
        "年度（西暦）": "2023",
        "年度": "令和5年度",
        "時点": "2024-03-31",
        "値": "42.1",
        "丸める前の値": "42.119944211994",
        "単位": "%",
        "目標": "90",
        "期限": "2025-07/2025-09",
        "算出": "302件 ÷ 717件",
        "出典": "某資料",
        "報告年度（西暦）": "2024",
        "数量の識別子": value.identifier,
        "サンプル": "",
    }


def test_what_is_not_defined_is_no_number_and_what_is_invented_is_stamped() -> None:
    undefined = count(0) / count(0, row=3)
    first, second = csv_rows(
        files(point(undefined), point(share(3, illustrative=True), name="other"))[SERIES]
    )
    assert (first["値"], first["丸める前の値"]) == ("－", "－")
    assert (first["サンプル"], second["サンプル"]) == ("", SAMPLE_STAMP)


def test_the_package_describes_it_with_its_licences() -> None:
    licence = {"name": "CC-BY-4.0", "title": "表示"}
    sources = DataSources({"data/2024/sample.csv": [licence]}, indicators=[point(share(302))])
    made = published_tables(document(simple(bare(count(1)))), sources)
    (found,) = (
        one
        for one in json.loads(made["tables/datapackage.json"])["resources"]
        if one["path"] == "series/indicators.csv"
    )
    assert found["licenses"] == [licence]
    assert [one["path"] for one in found["derivedFrom"]] == ["data/2024/sample.csv"]
    assert [one["name"] for one in found["schema"]["fields"]] == list(csv_rows(made[SERIES])[0])
    assert found["schema"]["primaryKey"] == ["団体コード", "指標コード", "年度（西暦）", "時点"]


def test_a_report_without_indicators_has_no_such_file() -> None:
    assert SERIES not in files()


def test_the_files_of_all_years_are_joined_by_time() -> None:
    newer = files(point(share(400), fiscal_year=2024, reported=2025), point(share(305), reported=2025))[
        SERIES
    ]
    older = files(point(share(302)), point(share(241), fiscal_year=2022))[SERIES]
    joined = joined_series([newer, older])
    assert joined is not None
    assert [(row["年度（西暦）"], row["算出"], row["報告年度（西暦）"]) for row in csv_rows(joined)] == [
        ("2022", "241件 ÷ 717件", "2024"),
        ("2023", "305件 ÷ 717件", "2025"),
        ("2024", "400件 ÷ 717件", "2025"),
    ]
    assert joined.startswith(b"\xef\xbb\xbf")


def test_what_is_invented_is_joined_only_where_nothing_is_published() -> None:
    invented = files(point(share(305, illustrative=True), reported=2025))[SERIES]
    published = files(point(share(302)))[SERIES]
    joined = joined_series([invented, published])
    assert joined is not None
    assert [row["値"] for row in csv_rows(joined)] == ["42.1"]


def test_texts_are_joined_as_they_were() -> None:
    made = files(point(count(3, "=1+1")))[SERIES]
    assert csv_rows(made)[0]["単位"] == "'=1+1"
    assert joined_series([made]) == made


def test_other_files_are_passed_over() -> None:
    assert joined_series([]) is None
    assert joined_series(["指標,値\r\na,1\r\n".encode(), b"\xff\xfe\x00", b""]) is None
