"""A row with another name than last year is reported, declared, and then compared with its former self."""

import csv
from typing import Any

import pytest
from openpyxl import Workbook

from tests.promises.office import Office

RENAMED = "\nrenamed:\n  - {table: systems, from: 小型電算, to: 小型電算システム}\n"
PARAMS = "params/2025.yaml"


def rename(ward: Office, name: str) -> None:
    """Write another name for 小型電算 into this year's tables."""
    for table in ("systems", "remaining_issues"):
        file = f"data/2025/{table}.csv"
        ward.write(file, ward.read(file).replace("\n小型電算,", f"\n{name},"))


def declare(ward: Office, text: str = RENAMED) -> None:
    ward.write(PARAMS, ward.read(PARAMS) + text)


def test_a_similar_row_in_place_of_another_is_asked_for_until_it_is_declared(ward: Office) -> None:
    rename(ward, "小型電算システム")
    text = ward.read("data/2025/systems.csv")
    book = Workbook()
    for row in csv.reader(text.splitlines()):
        book.worksheets[0].append([int(cell) if cell.isdigit() else cell for cell in row])
    workbook = ward.workbook("systems", book, "2025")
    asked = ward.check("2025")
    assert "【要確認】data/2025/systems.xlsx『システム』" in asked.out
    workbook.unlink()
    ward.write("data/2025/systems.csv", text)
    assert "要確認 1件" in asked.out
    assert "前年度の「小型電算」がなくなり、「小型電算システム」が加わっています。" in asked.out
    assert RENAMED.splitlines()[2].strip() in asked.out
    declare(ward)
    assert "誤り 0件、要確認 0件" in ward.check("2025").out
    ward.edit("data/2025/systems.csv", "541,460", "5410,460")
    questioned = ward.check("2025").out
    assert "前年度の541課題から5,410課題に、3倍を超えて変わっています（小型電算システム）。" in questioned


@pytest.mark.long
def test_a_row_of_another_name_with_the_same_numbers_is_asked_for(ward: Office) -> None:
    rename(ward, "福祉の系")
    ward.edit("data/2025/systems.csv", "541,460", "541,440")
    assert "「福祉の系」が加わっています。名前が変わったのですか。" in ward.check("2025").out


@pytest.mark.parametrize("name", ["印鑑登録の系", pytest.param("税務システム", marks=pytest.mark.long)])
def test_a_row_of_another_name_and_other_numbers_is_no_renaming(ward: Office, name: str) -> None:
    rename(ward, name)
    assert "名前が変わったのですか" not in ward.check("2025").out
    compared = ward.run("compare", "2024", "2025").out
    assert f"・{name}（" in compared.split("新たに加わったもの")[1]
    assert "・小型電算（" in compared.split("なくなったもの")[1]


def test_comparison_and_plans_follow_the_renamed_row(ward: Office) -> None:
    rename(ward, "小型電算システム")
    declare(ward)

    def plan(package: Any) -> None:
        cell = {"cell": "systems.done", "where": {"system": "小型電算"}}
        made = {"name": "small", "title": "小型電算の完了数", "announced": cell, "result": cell}
        package["plans"].append(made)

    ward.edit_json("data/2024/datapackage.json", plan)
    compared = ward.run("compare", "2024", "2025").out
    assert "小型電算 → 小型電算システム" in compared.split("名称が変わったもの")[1]
    assert "なくなったもの" not in compared
    row = next(line for line in compared.splitlines() if line.startswith("小型電算の完了数"))
    assert row.split() == ["小型電算の完了数", "440課題", "460課題", "令和7年7月31日（木）", "達成"]


def test_every_faulty_declaration_is_an_error_with_its_line(ward: Office) -> None:
    rename(ward, "小型電算システム")
    row = "小型電算, to: 小型電算システム"
    entries = {
        f"{{table: system, from: {row}}}": "「system」は、行の名前を前年度と比べる表ではありません。",
        f"{{table: online_procedures, from: {row}}}": "「online_procedures」は、行の名前を",
        "{table: systems, from: 小型, to: 小型電算システム}": "令和6年度の表に「小型」の行がありません。",
        "{table: systems, from: 小型電算, to: 小型シ}": "令和7年度の表に「小型シ」の行がありません。",
        "{table: systems, from: 中央電算, to: 小型電算システム}": "「中央電算」の行は、令和7年度の表にも",
        "{table: systems, from: 小型電算, to: 連携小型電算}": "「連携小型電算」の行は、令和6年度の表にも",
        f"{{table: systems, from: {row}}}": "同じ行の名称の変更が、二度書かれています。",
        "{table: systems, from: 小型電算, to: 戸籍附票システム}": "同じ行の名称の変更が、二度",
    }
    first = ward.read(PARAMS).count("\n") + 3
    declare(ward, "\nrenamed:\n" + "".join(f"  - {entry}\n" for entry in entries))
    lines = ward.check("2025").out.splitlines()
    for i, says in enumerate(entries.values()):
        place = f"【誤り】{PARAMS} {first + i}行目"
        assert any(line.startswith(place) and says in line for line in lines), says
    ward.edit(PARAMS, "戸籍附票システム}", "戸籍附票システム, since: 2025}")
    assert "知らない項目です。" in ward.check("2025").out


def test_published_values_of_a_renamed_row_are_still_compared(office: Office) -> None:
    def by_year(package: Any) -> None:
        schema = package["resources"][0]["schema"]
        year = {"name": "fiscal_year", "title": "年度", "type": "integer", "unit": "年度"}
        schema["fields"].insert(0, year)
        schema["primaryKey"] = ["fiscal_year", "place"]

    office.edit_json("data/2024/datapackage.json", by_year)
    former = [("fiscal_year", "place", "n"), (2023, "本庁", 302), (2023, "支所", 20)]
    office.table("counts", former)
    office.write("params/2025.yaml", office.read("params/2024.yaml").replace("令和6年度", "令和7年度"))
    package = office.read("data/2024/datapackage.json").replace('"2024-03-31"', '"2025-03-31"')
    office.write("data/2025/datapackage.json", package)
    new = [("北支所" if place == "支所" else place) for _, place, _ in former[1:]]
    rows = [*zip((2023, 2023), new, (302, 20), strict=True), *zip((2024, 2024), new, (310, 25), strict=True)]
    office.table("counts", [former[0], *rows], "2025")
    gone = office.check("2025").out
    assert "令和6年度の報告にあった行（令和5年度、支所）がありません。" in gone
    office.write(PARAMS, office.read(PARAMS) + "\nrenamed:\n  - {table: counts, from: 支所, to: 北支所}\n")
    assert "誤り 0件" in office.check("2025").out
    office.table("counts", [former[0], (2023, "本庁", 302), (2023, "北支所", 21), *rows[2:]], "2025")
    changed = office.check("2025").out
    assert "令和6年度の報告では20でしたが、21になっています。" in changed
