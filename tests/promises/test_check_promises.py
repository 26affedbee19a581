"""``check`` finds what would stop a build without executing notebooks; ``check --run`` executes them."""

import json
import os

import pytest

from tests.promises.office import USUAL_CELLS, Office, sheet_of

NOTEBOOK, PARAMS = "notebooks/t.ipynb", "params/2024.yaml"
# Unreadable notebook files, and the message for each.
UNREADABLE = {
    "empty": (b"", "ノートブックのファイルが空です"),
    "no notebook": (b"[]", "JSONですが、ノートブックではありません"),
    "no cells": (b'{"nbformat": 4, "cells": "x"}', "セルの一覧（cells）がありません"),
    "another format": (b'{"nbformat": 3, "cells": []}', "（nbformat）が 4 ではありません（3）"),
    "UTF-16": ('{"cells": []}'.encode("utf-16"), "1行目: ノートブックの文字コードがUTF-16です"),
    "CP932": ('{\n"cells": "節"}'.encode("cp932"), "2行目: 文字コードがUTF-8ではありません"),
    "conflict": (b"{\n<<<<<<< HEAD\n=======\n>>>>>>> b\n}", "2行目: Gitの競合の印が残っています"),
    "cut": (b'{"cells": [\n', "ノートブックがJSONとして壊れています"),
    "no source": (b'{"cells": [{"cell_type": "code"}]}', "内容（source）がありません"),
}


@pytest.mark.parametrize("kind", [pytest.param(one, marks=[] if one in ("conflict", "CP932") else
                                               pytest.mark.long) for one in UNREADABLE])  # fmt: skip
def test_a_notebook_that_cannot_be_read_is_named(office: Office, kind: str) -> None:
    content, says = UNREADABLE[kind]
    office.write(NOTEBOOK, content)
    checked = office.check()
    assert checked.code == 1
    assert NOTEBOOK in checked.out
    assert says in checked.out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_in_a_notebooks_place_does_not_hang(office: Office) -> None:
    (office.root / NOTEBOOK).unlink()
    os.mkfifo(office.root / NOTEBOOK)
    assert "ふつうのファイルではありません" in office.check().out


def test_what_a_notebook_asks_for_must_be_declared(office: Office) -> None:
    more = (
        'section.table("count")\nsection.date("as_off")\nsection.quantity("goal")',
        'prose(section, "review")',
        'if section.has_date("plan"):\n    section.date("plan")',
        'title = "窓口😊"',
    )
    office.notebook(*USUAL_CELLS, *more)
    office.edit(PARAMS, "        - 今後も", "        - 初めに述べる。\n        - 今後も")
    office.write("data/2024/training.xlsx", "")
    checked = office.check()
    assert checked.code == 1
    assert (
        "読む表「count」が、data/2024/datapackage.json にありません。「counts」ではありませんか。"
        in checked.out
    )
    assert "dates に「as_off」がありません" in checked.out
    assert "quantities に「goal」がありません" in checked.out
    assert "prose に「review」がありません" not in checked.out  # optional text
    assert "【記録】params/2024.yaml" in checked.out
    assert "文章「review」は書かれていないので、載りません。" in checked.out
    assert "「😊」（U+1F60A）" in checked.out
    assert "【要確認】data/2024/training.xlsx: 表の説明にないファイルです" in checked.out
    assert "「plan」" not in checked.out


@pytest.mark.parametrize("name", ["counts (1).xlsx", "counts（最終版）.csv", "counts.csv.txt", "counts.ods"])
@pytest.mark.long
def test_a_missing_file_is_sought_under_similar_names(office: Office, name: str) -> None:
    (office.root / "data/2024/counts.csv").rename(office.root / "data/2024" / name)
    assert f"ファイルがありません。「{name}」があります。" in office.check().out


def test_links_in_the_place_of_inputs_are_errors(office: Office) -> None:
    for name in ("data/2024/counts.csv", NOTEBOOK):
        path = office.root / name
        path.rename(office.root / path.name)
        path.symlink_to(office.root / path.name)
    checked = office.check()
    assert checked.code == 1
    assert checked.out.count("ほかの場所のファイルへのリンクです") == 2


def test_years_that_no_table_has_are_errors(ward: Office) -> None:
    ward.edit(PARAMS, "comparison: 令和4年度", "comparison: 令和6年度")
    assert "（令和5年度）より前ではありません" in ward.check().out


def test_only_a_run_says_that_the_report_can_be_made(office: Office) -> None:
    assert office.check().out.endswith("データと文章に誤りはありません。\n")
    made = office.run("check", "2024", "--run", "--format", "json")
    assert (made.code, json.loads(made.out)["executed"]) == (0, True)
    assert not (office.root / "build").exists()
    office.notebook(*USUAL_CELLS, 'raise SystemExit("x")')
    failed = office.run("check", "2024", "--run")
    assert failed.code == 3
    assert NOTEBOOK in failed.out
    assert not (office.root / "build").exists()


def test_items_are_counted_from_one_everywhere(office: Office) -> None:
    office.edit(PARAMS, "見本の報告", "見本の😊報告")
    office.edit(
        PARAMS, "  - notebook: t\n", "  - notebook: t\n    quantities: {goal: {value: x, unit: 件}}\n"
    )
    assert "『sections.1.quantities.goal.value』" in office.check().out
    office.edit(PARAMS, "value: x", "value: 90")
    office.edit(PARAMS, "今後も取組", "今後も\u200b取組")
    office.edit_json("data/2024/datapackage.json", lambda one: one["resources"][0].update(title="件数🎉"))
    said = office.check().out
    assert "『introduction.1』: 報告書のフォントにない文字があります: 「😊」" in said
    assert "『sections.1.prose.outlook.1』: 見えない文字があります（U+200B）。" in said
    assert "『resources.1.title』" in said
    office.edit(PARAMS, "見本の😊報告", "見本は2件の報告")
    office.edit(PARAMS, "今後も\u200b取組", "今後も取組")
    office.edit_json("data/2024/datapackage.json", lambda one: one["resources"][0].update(title="件数"))
    assert office.build().code == 0
    assert "introduction.1" in office.read("build/2024/ledger.csv")
    assert "introduction.0" not in office.read("build/2024/document.json")
    verified = office.run("verify", office.root / "build/2024")
    assert verified.code == 0, verified.said


def test_remedies_that_lead_out(office: Office) -> None:
    office.write("data/2024/counts.csv", "場所,件数\n")
    office.workbook("counts", sheet_of()).rename(office.root / "data/2024/counts (1).xlsx")
    office.write("data/2024/counts.csv", "場所,件数\n")
    office.edit(PARAMS, '"992011"', "“992011”")
    said = office.check().out
    assert "データの行がありません。「counts (1).xlsx」があります。" in said
    assert '半角の引用符（"）で囲み、半角の数字6桁で' in said
    office.edit(PARAMS, "“992011”", '"992011" ＃番号')
    assert "値の後に全角の「＃」が使われていて、注釈になりません。半角の「 #」に" in office.check().out
    office.edit(PARAMS, "＃番号", "# 番号")
    office.workbook("counts", sheet_of([]))
    assert "値のあるシートがありません。シートに表を入力して保存し直してください。" in office.check().out
