"""Codes with labels and several choices in one cell, from the file to the report and back."""

import csv
import io
import json
from collections import Counter

import pytest

from tests.promises.office import Office
from tests.promises.surveyed_office import FIGURES, ROWS, SCHEMA, SURVEY, answered, surveyed

# Invalid or ambiguous answers: row, column, content and message.
INVALID = (
    (2, "satisfaction", "7", "選択肢にない値です（「7」）。1（満足）、2（やや満足）、3（やや不満）、"),
    (3, "satisfaction", "1：不満", "番号と言葉が食い違っています（「1：不満」。1 は「満足」）。"),
    (4, "satisfaction", "やや満促", "選択肢にない値です（「やや満促」）。「やや満足」ではありませんか。"),
    (5, "satisfaction", "1,2", "一つの欄に、選択肢がいくつもあります（「1,2」）。"),
    (6, "satisfaction", "1.5", "選択肢にない値です（「1.5」）。"),
    (2, "visits", "1回以上", "選択肢にない値です（「1回以上」）。"),
    (2, "wishes", "防災、防犯, 防犯灯;福祉", "選択肢にない値です（「防犯灯」）。"),
    (3, "wishes", "福祉;子育て;福祉", "一つの欄に、同じ選択肢が二度あります（「福祉」）。"),
    (4, "wishes", "子育で、福祉", "選択肢にない値です（「子育で」）。「子育て」ではありませんか。"),
    (5, "wishes", "福祉、その他（犬、猫", "選択肢にない値です（「その他（犬、猫」）。"),
    (6, "wishes", "防災防犯", "選択肢にない値です（「防災防犯」）。「防災、防犯」ではありませんか。"),
    (7, "wishes", "犬の世話", "「その他」に書かれた文なら、「その他」とだけ書いてください。"),
    (2, "means", "1、8", "選択肢にない値です（「8」）。"),
    (3, "means", "1、2:広報紙", "番号と言葉が食い違っています（「2:広報紙」。2 は「ホームページ」）。"),
    (4, "means", "1;広報紙", "一つの欄に、同じ選択肢が二度あります（「広報紙」）。"),
)
TITLES = {"satisfaction": "満足度", "visits": "来た回数", "wishes": "望むこと", "means": "知る手段"}
# Invalid declarations of choices: the column's description and the message.
COLUMNS = (
    ("title: a, labels: {1: 満足, 2: 満足}", "labels の「2: 満足」が、「1: 満足」と区別できません。"),
    ("title: b, labels: {1: 満足, 01: 不満}", "labels の「01: 不満」が、「1: 満足」と区別できません。"),
    ("title: c, labels: {1: 0, 2: 1}", "labels の「2: 1」が、「1: 0」と区別できません。"),
    ("title: d, labels: {1: 満足}, enum: [満足]", "番号の言葉（labels）と選択肢（enum）が、両方あります。"),
    ("title: e, unit: 人, labels: {1: 満足}", "番号の言葉（labels）は、数や日付の列には書けません。"),
    ('title: f, enum: [満足], delimiter: ";"', "区切り（delimiter）は、list の列だけに書きます。"),
    ("title: g, type: list", "いくつもの答えが並ぶ列（list）に、選択肢がありません。"),
    ("title: h, type: list, enum: [満足]", "いくつもの答えが並ぶ列（list）が、複数回答の設問の、"),
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = surveyed(tmp_path_factory.mktemp("surveyed"))
    done = office.build()
    assert done.code == 0, done.said
    return office


def test_text_charts_and_notes_have_the_words(built: Office) -> None:
    report = built.report()
    assert "「満足」が3人（42.9%）、「やや満足」が2人（28.6%）、「やや不満」が0人（0.0%）" in report
    assert "「0回」が1人（14.3%）、「1回」が2人（28.6%）、「10回以上」が3人（42.9%）" in report
    assert "「防災、防犯」「福祉」が50.0%で最多、次いで「子育て」が33.3%（参考値）" in report
    assert "「福祉」が3人（50.0%）、「子育て」が2人（33.3%）、「3時までの窓口」が1人" in report
    assert "「広報紙」が4人（66.7%）、「ホームページ」が4人（66.7%）、「その他（自由記述）」が2人" in report
    assert "場所は支所、件数は20、予約は来年4月から。" in report
    assert report.count("複数回答（合計は100%を超える。）回答者数：6人（n=6）") == 2
    document = json.loads((built.root / "build/2024/document.json").read_bytes())
    charts = {block["name"]: block["svg"] for block in document["sections"][0]["blocks"] if "svg" in block}
    assert "やや満足" in charts["satisfaction"] and "ホームページ" in charts["means"]


def test_the_ledger_leads_to_codes_that_a_spreadsheet_counts(built: Office) -> None:
    ledger = (built.root / "build/2024/ledger.csv").read_text(encoding="utf-8-sig")
    assert "data/2024/poll.csv satisfaction（満足度）= 1（満足） に当たる 3行" in ledger
    assert "data/2024/poll.csv visits（来た回数）= 空欄（無回答） に当たる 1行" in ledger
    assert "data/2024/poll.csv means（知る手段）「2（ホームページ）」を含む に当たる 4行" in ledger
    assert "data/2024/poll.csv wishes（望むこと）「防災、防犯」を含む に当たる 3行" in ledger
    assert "data/2024/counts.csv 3行目 state（予約）" in ledger  # the 4 of 来年4月から


def test_impact_and_trace_know_a_coded_cell(built: Office) -> None:
    impact = built.run("impact", "2024", "poll.csv:5:望むこと").out
    assert "図3 代替文" in impact and "図4" not in impact
    impact = built.run("impact", "2024", "counts.csv:2:予約").out
    assert "予約" in impact and "できる" in impact
    assert "= 9（無回答） に当たる 1行" in built.run("trace", "2024", "14.3%").out


def test_the_published_data_has_words_and_a_codebook(built: Office) -> None:
    tables = built.root / "build/2024/tables"
    rows = list(csv.DictReader(io.StringIO((tables / "long/means.csv").read_text(encoding="utf-8-sig"))))
    counted = Counter({row["row_header_1"]: int(row["value"]) for row in rows if row["unit"] == "人"})
    assert counted == {"広報紙": 4, "ホームページ": 4, "その他（自由記述）": 2, "無回答": 0}
    package = json.loads((tables / "datapackage.json").read_text(encoding="utf-8"))
    described = {one["name"]: one["derivedFrom"][0].get("schema") for one in package["resources"]}
    names = {"counts", *FIGURES}
    assert set(described) == {*names, *(f"{name}.long" for name in names)} and described["wishes"] is None
    (field,) = described["visits"]["fields"]
    assert field["categories"][-2:] == [
        {"value": "10", "label": "10回以上"},
        {"value": "", "label": "無回答"},
    ]
    assert [one["name"] for one in described["counts"]["fields"]] == ["state"]


def test_an_answer_that_no_choice_is_has_its_row_and_remedy(built: Office) -> None:
    office = surveyed(built.root.parent / "faulty")
    rows = [list(row) for row in ROWS]
    for row, column, text, _ in INVALID:
        rows[row - 2][("id", *TITLES).index(column)] = text
    office.table("poll", (("id", *TITLES), *rows))
    checked = office.run("check", "2024", "--format", "json")
    assert checked.code == 1
    reported = [
        (one["file"], one["row"], one["column"], f"{one['message']}{one['remedy']}")
        for one in json.loads(checked.out)["findings"]
        if one["grade"] == "誤り"
    ]
    for row, column, _, says in INVALID:
        found = [text for *place, text in reported if place == [SURVEY, row, TITLES[column]]]
        assert len(found) == 1 and says in found[0], (row, column, says, found)
    assert len(reported) == len(INVALID)


def test_answers_that_contradict_the_questionnaire(built: Office) -> None:
    office = surveyed(built.root.parent / "contradictory")
    answered(office, 4, "wishes", "特にない;福祉")
    office.edit("data/2024/poll.csv", "10,その他（犬、猫の世話）、福祉,", "10,福祉,1")
    checked = office.check()
    assert (
        "poll.csv 4行目『特にない』: 「特にない」と、ほかの選択肢が、ともに選ばれています（4行目）。"
        in checked.out
    )
    assert "この設問を尋ねていない人の回答があります（5行目）。" in checked.out
    assert "「満足」、「やや満足」、「無回答」と答えた人" in checked.out or "「満足」、" in checked.out
    assert "誤り 0件、要確認 2件" in checked.out


def test_columns_whose_answers_would_have_two_meanings(built: Office) -> None:
    office = surveyed(built.root.parent / "misdescribed")
    more = "".join(f"      - {{name: more{i}, {column}}}\n" for i, (column, _) in enumerate(COLUMNS))
    office.edit(SCHEMA, "    primaryKey: [id]\n", f"{more}    primaryKey: [id]\n")
    office.edit(SCHEMA, "fields: [visits]}", "fields: [visits], asked: {question: means, answers: [無回答]}}")
    checked = office.check()
    for _, says in COLUMNS:
        assert says in checked.out, (says, checked.out)
    assert (
        '空欄の言葉（labels の ""）は、一部の人だけに尋ねる設問（asked）の列には書けません。' in checked.out
    )


def test_a_cell_that_divides_in_two_ways_asks_for_the_separator(built: Office) -> None:
    office = surveyed(built.root.parent / "two_ways")
    office.edit(SCHEMA, "enum: [防災、防犯,", "enum: [防災, 防犯, 防災、防犯,")
    answered(office, 2, "wishes", "防災、防犯;子育て")
    reported = office.check().out
    assert "poll.csv 2行目『望むこと』: 選択肢の区切り方が、二通りあります（「" in reported
    assert "防災／防犯／子育て" in reported and "「防災、防犯／子育て" in reported
    office.edit(SCHEMA, "title: 望むこと\n", "title: 望むこと\n        delimiter: ；\n")
    rows = [list(row) for row in ROWS]
    for row, text in zip(
        rows, ("防災、防犯;子育て", "防災；防犯", "", "その他（a;b）", "", "", "福祉;"), strict=True
    ):
        row[3] = text
    office.table("poll", (("id", *TITLES), *rows))
    assert "誤り 0件、要確認 0件" in office.check().out
