"""Each error in ``params/<year>.yaml`` is reported with its line, its item and what to write instead."""

from fractions import Fraction

import pytest

from progress_report.inputs.params.report_params import Params, read_params
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fiscal_year import FiscalYear
from tests.inputs.ward_files import PARAMS, YEAR, WardFiles, require_finding


def read(ward: WardFiles) -> Params:
    return read_params(ward.project, YEAR)


def findings(ward: WardFiles) -> list[Finding]:
    with pytest.raises(ReportError) as caught:
        read(ward)
    return list(caught.value.findings)


AGE, START = "sections.2.quantities.minimum_age", "sections.2.dates.survey_start"
DECIMALS = "sections.5.indicators.progress.decimals"
# Original text, replacement, expected item and message.
INVALID = [
    ("fiscal_year: 令和6年度", "fiscal_year: 令和6年", "fiscal_year", "年度として読めません"),
    ("fiscal_year: 令和6年度", "fiscal_year: [2024]", "fiscal_year", "値が一つではありません"),
    (
        "        - 区民等の利便性向上",
        "        - 注: 区民等の利便性向上",
        "sections.3.prose.outlook.1",
        "コロンの後に空白がある文は、全体を二重引用符",
    ),
    ("title: 区の", "titel: 区の", "titel", "「title」ではありませんか"),
    ("fiscal_year: 令和6年度", "fiscal_year: 令和6年度\nzzz: 1", "zzz", "使える項目: committee、"),
    ('code: "131156"', 'code: "131157"', "municipality.code", "検査数字が合いません（「131157」）"),
    ('code: "131156"', 'code: "13115"', "municipality.code", "団体コードは6桁"),
    ('code: "131156"', "code: １３１１５６", "municipality.code", "団体コードは6桁"),
    ("  name: 杉並区", "  name:", "municipality.name", "値がありません"),
    ("  name: 杉並区", '  name: " "', "municipality.name", "値がありません"),
    ("survey_start: 2024-07-02", "survey_start: 2024-07-32", START, "暦にない日付"),
    ("survey_start: 2024-07-02", "survey_start: 7月2日", START, "日付として読めません"),
    ("survey_start: 2024-07-02", "survey_start: 0999-01", START, "扱えない年"),
    ("survey_start: 2024-07-02", "survey_start:", START, "値がありません"),
    ("survey_start: 2024-07-02", "survey_start: FY2025Q5", START, "ない四半期です（5）"),
    ("{value: 18, unit: 歳}", "{value: 18歳, unit: 歳}", AGE + ".value", "数値として"),
    ("{value: 18, unit: 歳}", "{value: １８, unit: 歳}", AGE + ".value", "数値として"),
    ("{value: 18, unit: 歳}", "{value: 018, unit: 歳}", AGE + ".value", "数値として"),
    ("{value: 18, unit: 歳}", "{value: 1e9, unit: 歳}", AGE + ".value", "数値として"),
    ("{value: 18, unit: 歳}", "{value: 1_8, unit: 歳}", AGE + ".value", "数値として"),
    ("{value: 18, unit: 歳}", "{value: 18.5., unit: 歳}", AGE + ".value", "数値として"),
    ("{value: 18, unit: 歳}", "{value: 18}", AGE + ".unit", "必要な項目がありません"),
    ("{value: 18, unit: 歳}", "{value: 18, unti: 歳, unit: 歳}", AGE + ".unti", "「unit」では"),
    ("{value: 18, unit: 歳}", "18歳", AGE, "「項目: 値」を並べる形"),
    ("decimals: 0}", "decimals: -1}", DECIMALS, "0から6まで"),
    ("decimals: 0}", "decimals: 999999999}", DECIMALS, "0から6まで"),
    ("decimals: 0}", "decimals: 00}", DECIMALS, "整数として読めません（「00」）"),
    ("decimals: 0}", "decimals: }", DECIMALS, "整数として読めません（空欄）"),
    ("notebook: 3_cashless", "notebok: 3_cashless", None, "「notebook」ではありませんか"),
    ("notebook: 3_cashless", "notebook: ../3_cashless", "sections.4.notebook", "拡張子を付けずに"),
    ("notebook: 3_cashless", "notebook: " + "節" * 100, "sections.4.notebook", "拡張子を付けずに"),
    ("notebook: 3_cashless", "notebook: 3_cashless.ipynb", "sections.4.notebook", "拡張子を付けずに"),
    ("      this_year:\n        - ", "      this_year: ", "sections.4.prose.this_year", "「- 値」を並べる形"),
    ("      this_year:\n        - ", "      this_year:\n        - [", None, "YAMLとして読めません"),
    ("not_available: []", "not_available: resident_survey", "not_available", "「- 値」を並べる形"),
    ("introduction:\n  - 杉並区", "introduction:\n  -\n  - 杉並区", "introduction.1", "値がありません"),
    ("introduction:\n  - 杉並区", 'introduction:\n  - ""\n  - 杉並区', "introduction.1", "文がありません"),
    ("not_available: []", "report_date: 令和6年\nnot_available: []", "report_date", "日付として読めません"),
    ("not_available: []", "font: {family: X}\nnot_available: []", None, "必要な項目がありません"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "column", "says"), INVALID)
def test_errors(ward: WardFiles, old: str, new: str, column: str | None, says: str) -> None:
    line = ward.change(PARAMS, old, new)
    found = findings(ward)
    assert all(finding.file == PARAMS and finding.message.endswith("。") for finding in found)
    spoken = next(finding for finding in found if says in finding.text)
    if column is not None:
        assert spoken.column == column
        line += new[: new.find("zzz") + 1].count("\n") + (column == "introduction.1")
        require_finding([spoken], file=PARAMS, row=line, column=column, says=says)


def test_several_errors_are_reported_together_in_their_order(ward: WardFiles) -> None:
    ward.change(PARAMS, "survey_end: 2024-07-31", "survey_end: 昨日")
    ward.change(PARAMS, 'code: "131156"', 'code: "000000"')
    ward.change(PARAMS, "target: {value: 90", "target: {value: 九十")
    ward.change(PARAMS, "plan: 令和6年度", "plan: 来年度")
    found = findings(ward)
    assert [finding.column.rsplit(".", 1)[-1] for finding in found] == ["code", "survey_end", "plan", "value"]
    assert [finding.row for finding in found] == sorted(finding.row or 0 for finding in found)


def test_missing_items_are_all_reported(ward: WardFiles) -> None:
    ward.write(PARAMS, "")
    required = ["fiscal_year", "introduction", "municipality", "sections", "title"]
    assert sorted(finding.column for finding in findings(ward)) == required


@pytest.mark.parametrize("content", ["- 1\n", "令和6年度\n"])
def test_a_file_of_another_shape(ward: WardFiles, content: str) -> None:
    ward.write(PARAMS, content)
    (found,) = findings(ward)
    assert "「項目: 値」を並べる形" in found.text


@pytest.mark.parametrize("name", ["sections", "introduction"])
def test_lists_that_may_not_be_empty(ward: WardFiles, name: str) -> None:
    before, _, after = ward.text(PARAMS).partition(f"{name}:\n")
    rest = after.split("\n\n", 1)[1] if name == "introduction" else ""
    ward.write(PARAMS, f"{before}{name}: []\n{rest}")
    (found,) = findings(ward)
    assert (found.column, found.text) == (name, "一つもありません。一つ以上書いてください。")


def test_a_file_of_another_year(ward: WardFiles) -> None:
    line = ward.change(PARAMS, "fiscal_year: 令和6年度", "fiscal_year: R5")
    says = "令和6年度のファイルに令和5年度と書かれています"
    require_finding(findings(ward), file=PARAMS, row=line, column="fiscal_year", says=says)


def test_an_absent_file(ward: WardFiles) -> None:
    with pytest.raises(ReportError, match=r"params/2030.yaml: ファイルがありません。.*確認してください"):
        read_params(ward.project, FiscalYear(2030))


@pytest.mark.parametrize("code", ["131156", "011002", "131016", "271004", "472018"])
def test_codes_of_real_municipalities(ward: WardFiles, code: str) -> None:
    ward.change(PARAMS, "131156", code)
    assert read(ward).report.municipality.code == code


def test_values_are_exact_and_traced(ward: WardFiles) -> None:
    line = ward.change(PARAMS, "{value: 90,", "{value: 90.05, decimals: 2,")
    params = read(ward)
    target = params.quantity(params.section_index("4_standardization"), "target")
    assert (target.value, target.text) == (Fraction(9005, 10000), "90.05%")
    source = params.source("sections", 4, "quantities", "target")
    assert target.origin == source
    assert (source.file, source.line, source.name) == (PARAMS, line, "sections.5.quantities.target")


def test_lines_of_a_paragraph_are_joined_without_a_space(ward: WardFiles) -> None:
    ward.change(PARAMS, "introduction:\n  - ", "introduction:\n  - |\n    前文\n    です。\n  - ")
    assert read(ward).report.introduction[0] == "前文です。"


def test_optional_items(ward: WardFiles) -> None:
    ward.change(PARAMS, "not_available: []", "report_date: 2024-09-12\ncommittee:\n")
    report = read(ward).report
    assert report.report_date is not None and report.report_date.label == "令和6年9月12日（木）"
    assert (report.committee, report.not_available) == (None, [])


def test_another_font_family(ward: WardFiles) -> None:
    font = "font: {family: BIZ UDGothic, regular: fonts/r.ttf, bold: fonts/b.ttf}"
    ward.change(PARAMS, "not_available: []", font)
    fonts = read(ward).fonts
    assert (fonts.name, fonts.regular) == ("BIZ UDGothic", ward.path("fonts/r.ttf"))
