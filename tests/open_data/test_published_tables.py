"""The CSV files of one value a row, exact, and their description: nothing lost and nothing invented."""

import datetime as dt
import json
import os
import subprocess
import sys
from fractions import Fraction

import pytest

from progress_report.model.blocks import SAMPLE_STAMP
from progress_report.model.findings import PublishingError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.grid import Fact, TableCell, TableNote
from progress_report.model.inline import Date, NoteReference, Number, Text, text
from progress_report.model.moment import Day
from progress_report.model.quantity import Cell, Quantity, total, whole_of
from progress_report.open_data.data_table import decimal
from progress_report.open_data.published_tables import DataSources, published_tables
from tests.model.samples import SOURCE, count
from tests.open_data.samples import bare, csv_rows, document, pair, simple, two_lines
from tests.open_data.test_wide_tables import merged_table

PATH = "tables/long/sample.csv"


def rows(*cells: TableCell) -> list[dict[str, str]]:
    return csv_rows(published_tables(document(simple(*cells)))[PATH])


def test_two_numbers_in_a_cell_are_two_rows_with_the_exact_share() -> None:
    moved, all_of_them = count(302), count(717, row=3)
    value, share = rows(TableCell(pair(moved, moved / all_of_them)))
    assert (value["displayed"], value["value"], value["unit"], value["formula"]) == ("302", "302", "件", "")
    assert (share["displayed"], share["unit"]) == ("42.1%", "%")
    assert (share["value"], share["numerator"], share["denominator"]) == ("42.119944211994", "302", "717")
    assert share["formula"] == "302件 ÷ 717件"
    assert share["quantity_id"] == (moved / all_of_them).identifier
    assert [line["part"] for line in (value, share)] == ["1", "2"]


def test_digits_are_bare_and_negative_numbers_stay_numbers() -> None:
    less = count(1000) - count(5000, row=3)
    (line,) = rows(bare(less))
    assert (line["displayed"], line["value"]) == ("△4,000", "-4000")


def test_blank_zero_and_undefined_are_three_things() -> None:
    none = count(0)
    blank, zero, undefined = rows(TableCell(), bare(none), bare(none / count(0, row=3)))
    assert (blank["kind"], blank["displayed"], blank["value"]) == ("blank", "", "")
    assert (zero["kind"], zero["displayed"], zero["value"]) == ("number", "0", "0")
    assert (undefined["kind"], undefined["displayed"], undefined["unit"]) == ("number", "－", "%")
    assert (undefined["value"], undefined["numerator"], undefined["denominator"]) == ("", "", "")


def test_a_list_is_a_row_for_each_item() -> None:
    lines = rows(TableCell(items=(text("一つめ"), text("二つめ"))))
    assert [(line["part"], line["kind"], line["displayed"]) for line in lines] == [
        ("1", "text", "一つめ"),
        ("2", "text", "二つめ"),
    ]


def test_a_number_among_words_is_separated_from_the_words() -> None:
    text, number = rows(TableCell((Text("残り"), Number(count(38)), Text("を検討中"))))
    assert (text["kind"], text["displayed"]) == ("text", "残り38件を検討中")
    assert (number["kind"], number["displayed"], number["value"]) == ("number", "38件", "38")


def test_dates_carry_their_iso_form_in_cells_and_row_headers() -> None:
    day = (Date(Day(dt.date(2024, 7, 2)), SOURCE),)
    year = (Date(FiscalYear(2023), SOURCE),)
    (line,) = csv_rows(published_tables(document(simple(TableCell(day), label=year)))[PATH])
    assert (line["displayed"], line["iso"]) == ("令和6年7月2日（火）", "2024-07-02")
    assert (line["row_header_1"], line["row_header_1_iso"]) == ("令和5年度", "2023-04-01/2024-03-31")
    assert "iso" not in rows(bare(count(1)))[0]


def test_merged_headers_are_written_out_beside_every_value() -> None:
    lines = csv_rows(published_tables(document(merged_table()))[PATH])
    names = ("row_header_1", "row_header_2", "column_header_1", "column_header_2", "value")
    assert [tuple(line[name] for name in names) for line in lines] == [
        ("前年", "合計", "対応可能", "済", "1"),
        ("前年", "合計", "対応可能", "未", "2"),
        ("前年", "", "総数", "総数", "9"),  # belongs to the year, and to neither line
        ("前年", "内訳", "対応可能", "済", "3"),
        ("前年", "内訳", "対応可能", "未", "4"),
        ("本年", "本年", "対応可能", "済", "5"),
        ("本年", "本年", "対応可能", "未", "6"),
        ("本年", "本年", "総数", "総数", "7"),
    ]


def test_only_what_is_invented_is_stamped() -> None:
    real, invented = count(3), count(4, row=3, illustrative=True)
    lines = rows(bare(real), bare(invented), bare(real / invented), TableCell(text("語")))
    assert [line["illustrative"] for line in lines] == ["", SAMPLE_STAMP, SAMPLE_STAMP, SAMPLE_STAMP]
    assert [line["illustrative"] for line in rows(bare(real), TableCell(text("語")))] == ["", ""]


def test_notes_stand_at_the_values_they_explain() -> None:
    notes = TableNote("cell", text("値の注")), TableNote("whole", text("全体の注"))
    noted = TableCell((Number(count(2), unit_shown=False), NoteReference("cell")))
    lines = csv_rows(published_tables(document(simple(noted, bare(count(3)), notes=notes)))[PATH])
    assert [line["note"] for line in lines] == ["※1 値の注 ※2 全体の注", "※2 全体の注"]
    assert lines[0]["displayed"] == "2"


def test_the_file_is_what_excel_expects() -> None:
    content = published_tables(document(simple(bare(count(1)), label=two_lines("上", "下"))))[PATH]
    assert content.startswith(b"\xef\xbb\xbftable,row,column,part,row_header_1,")
    assert content.count(b"\r\n") == content.count(b"\n") == 2
    assert csv_rows(content)[0]["row_header_1"] == "上下"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(0), "0"),
        (Fraction(100), "100"),
        (Fraction(1, 8), "0.125"),
        (Fraction(-3), "-3"),
        (Fraction(1915, 100), "19.15"),
        (Fraction(200, 3), "66.666666666667"),
        (Fraction(-1, 3), "-0.333333333333"),
        (Fraction(10**18 + 1), "1000000000000000001"),
    ],
)
def test_decimals_are_exact_or_rounded_half_up_at_the_twelfth_place(value: Fraction, written: str) -> None:
    assert decimal(value) == written


def described(files: dict[str, bytes]) -> dict[str, object]:
    return dict(json.loads(files["tables/datapackage.json"]))


def test_the_package_describes_each_file() -> None:
    facts = (Fact("時点", (Date(FiscalYear(2023), SOURCE), Text("末"))), Fact("出典", text("某資料")))
    table = simple(bare(count(1)), notes=(TableNote("n", text("注記")),), facts=facts)
    record = {"date": "2024-04-01", "fiscal_year": 2024, "inputs": {"data/2024/sample.csv": "ab"}}
    licence = {"name": "CC-BY-4.0", "title": "表示"}
    licenses = {"data/2024/sample.csv": [licence, licence]}
    files = published_tables(document(table, record=record), DataSources(licenses))
    package = json.loads(files["tables/datapackage.json"])
    assert (package["name"], package["created"]) == ("progress-report-2024-tables", "2024-04-01T00:00:00Z")
    assert package["contributors"] == [{"title": "某区", "roles": ["publisher"]}]
    wide, long = package["resources"]
    assert [one["name"] for one in (wide, long)] == ["sample", "sample.long"]
    assert [one["path"] for one in (wide, long)] == ["sample.csv", "long/sample.csv"]
    for resource in (wide, long):
        assert resource["title"] == "表1 表題"
        assert (resource["asOf"], resource["sources"]) == ("令和5年度末", [{"title": "某資料"}])
        assert (resource["notes"], resource["licenses"]) == (["※ 注記"], [licence])
        assert resource["derivedFrom"] == [{"path": "data/2024/sample.csv", "sha256": "ab"}]
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert names == list(csv_rows(files[f"tables/{resource['path']}"])[0])
    fields = {field["name"]: field for field in long["schema"]["fields"]}
    assert (fields["row_header_1"]["title"], fields["value"]["unit"]) == ("項目", "件")
    assert (wide["schema"]["fields"][1]["type"], wide["schema"]["fields"][1]["unit"]) == ("integer", "件")
    assert wide["schema"]["missingValues"] == ["", "－"]


def test_a_draft_says_so_with_its_reasons_and_a_final_edition_too() -> None:
    draft = {"stamp": "案", "reasons": [[{"type": "text", "text": "架空"}]]}
    package = described(published_tables(document(simple(bare(count(1))), draft=draft)))
    assert (package["edition"], package["draft"]) == ("draft", {"stamp": "案", "reasons": ["架空"]})
    package = described(published_tables(document(simple(bare(count(1))))))
    assert (package["edition"], package["draft"]) == ("final", None)


def test_a_document_without_tables_publishes_none() -> None:
    assert published_tables(document()) == {}


@pytest.mark.parametrize("names", [("../escape",), ("表",), ("a b",), ("Same", "same")])
def test_a_name_that_cannot_name_a_file_is_refused(names: tuple[str, ...]) -> None:
    made = document(*(simple(bare(count(1)), name=name) for name in names))
    with pytest.raises(PublishingError, match="表・図の名前"):
        published_tables(made)


def test_every_value_is_written_once_whatever_it_was_computed_from() -> None:
    parts = [Quantity(Fraction(i), "件", Cell("data/x.csv", i, "c", "列")) for i in (2, 3)]
    whole = total(parts)
    lines = rows(bare(whole), bare(whole_of(whole)), bare(parts[0] / whole))
    assert [line["value"] for line in lines] == ["5", "100", "40"]
    assert [line["formula"] for line in lines] == ["2件 + 3件", "全体（5件）", "2件 ÷ 5件"]


PROBE = """
import hashlib, json, sys
from progress_report.open_data.published_tables import published_tables
from progress_report.document.document import Document
for name, content in published_tables(Document.of_json(json.load(sys.stdin))).items():
    print(name, hashlib.sha256(content).hexdigest())
"""


def test_bytes_do_not_depend_on_the_hash_seed_or_the_time_zone() -> None:
    files = [Quantity(Fraction(i), "件", Cell(f"data/{i}.csv", 2, "c", "列")) for i in range(8)]
    made = document(simple(*map(bare, files)), record={"date": "2024-04-01"})
    printed = {
        subprocess.run(
            [sys.executable, "-c", PROBE],
            input=made.model_dump_json(),
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(printed) == 1
    assert len(printed.pop().splitlines()) == 4
