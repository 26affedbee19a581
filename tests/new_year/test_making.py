"""Creating a new year: both parts appear, readable and marked, or neither; the former year is not changed."""

import json
from pathlib import Path
from typing import Any

import pytest

from progress_report.inputs.params.report_params import read_params
from progress_report.inputs.schema.descriptors import read_data_package
from progress_report.inputs.tables.datasets import read_rows
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.new_year.checklist import checklist
from progress_report.new_year.making import make_new_year
from tests.inputs.ward_files import PACKAGE, PARAMS, YEAR, WardFiles
from tests.support.published import contents

NEXT = FiscalYear(2025)
FORMULA = "online_procedures.not_online = sum(priorities.not_online)"


def _package(ward: WardFiles, year: FiscalYear = NEXT) -> Any:
    return json.loads(ward.text(f"data/{year.start}/datapackage.json"))


def _refused(ward: WardFiles, year: FiscalYear = NEXT) -> str:
    before = contents(ward.root)
    with pytest.raises(ReportError) as caught:
        make_new_year(ward.project, year)
    assert contents(ward.root) == before
    return str(caught.value)


def test_the_former_year_is_untouched_and_the_new_one_is_readable(ward: WardFiles) -> None:
    before = contents(ward.root)
    make_new_year(ward.project, NEXT)
    after = contents(ward.root)
    assert {name: after[name] for name in before} == before
    assert {name.split("/")[-1] for name in after.keys() - before.keys()} == {
        "2025.yaml",
        *(name.split("/")[-1] for name in before if name.startswith("data/2024/")),
    }
    assert [path.name for path in ward.root.iterdir() if path.name.startswith(".")] == []
    assert read_params(ward.project, NEXT).report.fiscal_year == NEXT
    assert read_data_package(ward.project, NEXT).names == read_data_package(ward.project, YEAR).names


def test_comparison_values_are_carried_and_other_tables_are_emptied(ward: WardFiles) -> None:
    make_new_year(ward.project, NEXT)
    package = read_data_package(ward.project, NEXT)
    for name in ("online_procedures", "applications"):
        former = read_rows(ward.project, YEAR, read_data_package(ward.project, YEAR), name)
        assert read_rows(ward.project, NEXT, package, name).cells == former.cells
    for resource in package.descriptor.resources:
        content = (ward.root / "data/2025" / resource.path).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        header = ",".join(field.name for field in resource.table_schema.fields)
        lines = content.decode("utf-8-sig").splitlines()
        assert lines[0] == header
        assert len(lines) == (3 if "fiscal_year" in resource.table_schema.primaryKey else 1)


def test_the_descriptor_is_moved_and_names_what_is_to_be_confirmed(ward: WardFiles) -> None:
    make_new_year(ward.project, NEXT)
    package = _package(ward)
    assert package["name"] == "progress-report-2025"
    assert package["title"].startswith("令和7年度")
    resources = {resource["name"]: resource for resource in package["resources"]}
    table = resources["priorities"]
    assert table["title"] == "令和7年度のオンライン対応取組予定"
    assert (table["asOf"], table["publicationDate"]) == ("2025-03-31", "令和7年度")
    assert table["unconfirmed"] == ["title", "asOf", "publicationDate", "sources"]
    assert "「令和7年度 " in table["sources"][0]["title"]
    survey = resources["resident_survey"]
    assert (survey["survey"]["periodStart"], survey["survey"]["periodEnd"]) == ("2025-07-02", "2025-07-31")
    assert survey["status"] == "illustrative"
    assert survey["unconfirmed"] == ["status", "asOf", "publicationDate", "sources", "survey"]
    assert package["crossChecks"][0]["formula"] == FORMULA
    before, after = (
        ward.text(PACKAGE).splitlines(),
        ward.text("data/2025/datapackage.json").splitlines(),
    )
    assert len(after) == len(before) + len(resources), "a line for each unconfirmed, and no other"


def test_years_of_trees_are_moved_and_those_of_formulas_are_not(ward: WardFiles) -> None:
    cell = {"cell": "online_procedures.online", "where": {"fiscal_year": "2023"}}

    def change(package: Any) -> None:
        package["indicators"][0]["value"] = cell
        package["indicators"][1]["value"] = "online_procedures.online[fiscal_year=2023]"

    ward.describe(change)
    make_new_year(ward.project, NEXT)
    moved, stands = (one["value"] for one in _package(ward)["indicators"][:2])
    assert moved == cell | {"where": {"fiscal_year": "2024"}}
    assert stands == "online_procedures.online[fiscal_year=2023]"


def test_a_descriptor_on_one_line_is_moved_too(ward: WardFiles) -> None:
    ward.write(PACKAGE, json.dumps(json.loads(ward.text(PACKAGE))))
    make_new_year(ward.project, NEXT)
    assert _package(ward)["crossChecks"][0]["formula"] == FORMULA
    assert _package(ward)["resources"][0]["unconfirmed"] == ["asOf", "publicationDate", "sources"]


def test_a_descriptors_line_ends_and_tabs_survive(ward: WardFiles) -> None:
    text = ward.text(PACKAGE).replace("\n", "\r\n").replace("      ", "\t")
    ward.write(PACKAGE, text)
    make_new_year(ward.project, NEXT)
    after = ward.text("data/2025/datapackage.json")
    assert after.count("\r\n") == after.count("\n") == text.count("\n") + len(_package(ward)["resources"])
    assert '\r\n\t"unconfirmed": ["asOf", "publicationDate", "sources"],\r\n' in after


def test_the_checklist_names_every_mark_and_every_table(ward: WardFiles) -> None:
    made = make_new_year(ward.project, NEXT)
    reported = checklist(made, ward.project.usual_out)
    for finding in made.marks:
        place = f"{finding.file}:{finding.row}"
        assert place in reported
    for resource in made.package.descriptor.resources:
        assert f"data/2025/{resource.path}" in reported
    assert "令和6年度のオンライン対応取組予定" not in reported
    assert reported.count("令和6年度の行（2024）を加える") == 2
    assert "not_held: [resident_survey]" in reported
    commands = [f"  report_builder.py {name} 2025 --root {ward.root}" for name in ("check", "build")]
    assert reported.splitlines()[-2:] == commands
    numbers = [line.split(".")[0].strip() for line in reported.splitlines() if ". " in line[:6]]
    assert numbers == [str(i + 1) for i in range(len(numbers))]


@pytest.mark.parametrize("existing", ["file", "folder", "dangling link"])
def test_nothing_is_overwritten(ward: WardFiles, existing: str) -> None:
    path = ward.path("data/2025" if existing == "folder" else "params/2025.yaml")
    if existing == "folder":
        path.mkdir()
    elif existing == "file":
        path.write_text("x")
    else:
        path.symlink_to(ward.root / "nowhere")
    assert f"【誤り】{ward.project.relative(path)}: すでにあります。" in _refused(ward)
    assert path.is_symlink() is (existing == "dangling link")


def test_the_year_before_must_be_there(ward: WardFiles) -> None:
    reported = _refused(ward, FiscalYear(2030))
    assert "params/2029.yaml: 前年度（令和11年度）のファイルがありません" in reported
    assert "いまある年度: 2024" in reported
    for year in (1927, 2999):
        assert "作れません" in _refused(ward, FiscalYear(year))


def test_an_error_in_the_former_year_is_reported(ward: WardFiles) -> None:
    ward.change("data/2024/online_procedures.csv", "302", "３百")
    assert "data/2024/online_procedures.csv 3行目" in _refused(ward)


def _fill(ward: WardFiles, year: int) -> None:
    """Fill in another year's tables as an analyst does, with last year's values, and remove the marks."""
    former, folder = Path("data") / str(year - 1), Path("data") / str(year)
    for path in (ward.root / former).glob("*.csv"):
        text = path.read_text(encoding="utf-8-sig")
        if text.startswith("fiscal_year"):
            last = text.splitlines()[-1].split(",")
            text += ",".join([str(int(last[0]) + 1), *last[1:]]) + "\n"
        (ward.root / folder / path.name).write_text(text, encoding="utf-8")


def test_a_filled_year_begets_the_next(ward: WardFiles) -> None:
    make_new_year(ward.project, NEXT)
    _fill(ward, 2025)
    made = make_new_year(ward.project, FiscalYear(2026))
    params = ward.text("params/2026.yaml")
    assert "survey_start: 2026-07-02  # 要確認: 2025-07-02 を一年進めた\n" in params
    assert "migration: 令和8年度  # 要確認: 令和7年度 を一年進めた\n" in params
    assert "要確認: 2024-07-02" not in params, "the former mark is gone"
    assert params.count("要確認") == ward.text("params/2025.yaml").count("要確認")
    rows = read_rows(ward.project, FiscalYear(2026), made.package, "online_procedures")
    assert [cells["fiscal_year"] for cells in rows.cells] == ["2022", "2023", "2024"]
    package = _package(ward, FiscalYear(2026))
    assert package["name"] == "progress-report-2026"
    assert package["crossChecks"][0]["formula"] == FORMULA
    assert package["resources"][0]["unconfirmed"] == ["asOf", "publicationDate", "sources"]


def test_the_file_of_the_former_year_is_found_without_a_trailing_line_end(ward: WardFiles) -> None:
    params, _, _ = ward.text(PARAMS).partition("\n\n# 用語")
    ward.write(PARAMS, params.rstrip("\n"))
    make_new_year(ward.project, NEXT)
    assert ward.text("params/2025.yaml").endswith("要確認: 令和6年度の報告との比較を加えた")


def test_a_notebook_that_compares_is_added_once_there_is_a_year_to_compare_with(ward: WardFiles) -> None:
    made = make_new_year(ward.project, NEXT)
    assert [section.notebook for section in made.params.report.sections][-1] == "5_changes"
    (mark,) = (one for one in made.marks if "比較を加えた" in one.message)
    assert ward.text("params/2025.yaml").splitlines()[(mark.row or 0) - 1].lstrip().startswith("- notebook:")
