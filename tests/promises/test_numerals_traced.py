"""Numerals in every script that people use are in the ledger, with the file and line of their origin."""

import csv
from collections import Counter

import nbformat
import pytest

from tests.promises.office import USUAL_CELLS, Office

WRITTEN = ("三百万円、二億円、三分の二、百二十校、⑫件、½、Ⅳ期、①から④まで、十二団体、五千世帯、"
           "三か月、二週間、一万二千円、九九パーセント、五割、第三回、3万5千円、１２件")  # fmt: skip
NUMERALS = ["三百万", "二億", "三分の二", "百二十", "⑫", "½", "Ⅳ", "①", "④", "十二", "五千", "三", "二",
            "一万二千", "九九", "五", "三", "3万5千", "１２"]  # fmt: skip
WORDS = ("一部を一元化し、一体として統一を図る。第三者、三鷹市、四国、九州、千葉、十分、万一、一層、一方、"
         "四半期、千代田区、八王子市、五反田、二次元、単一、一人ひとり、四捨五入、"
         "六本木、八戸市。")  # fmt: skip
FOLDED = "        - 今後の取組について、\n          引き続き\n          進める。\n"


def ledger(office: Office) -> list[dict[str, str]]:
    text = (office.root / "build/2024/ledger.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def test_each_is_traced_to_its_line_and_words_are_not(office: Office) -> None:
    office.table("counts", (("場所", "件数"), ("十二番①", 302), ("三鷹・一部", 20), ("Ⅳ期½", 5)))
    office.notebook(*USUAL_CELLS, f'say("{WORDS}")', 'items(section, "more")')
    prose = f"      more:\n        - {WRITTEN}\n        - {WORDS}\n{FOLDED}      outlook:\n"
    office.edit("params/2024.yaml", "      outlook:\n", prose)
    path = office.root / "notebooks/t.ipynb"
    notebook = nbformat.read(path, 4)
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell("## 甲\n\n### 乙", id="deep"))
    nbformat.write(notebook, path)
    built = office.build()
    assert built.code == 0, built.said
    rows = ledger(office)
    line = 1 + office.read("params/2024.yaml").splitlines().index(f"        - {WRITTEN}")
    listed = [row for row in rows if row["place"] == "箇条書き"]
    assert [row["printed"] for row in listed] == NUMERALS
    assert {(row["kind"], row["chain"].split(" sections")[0]) for row in listed} == {
        ("stated", f"params/2024.yaml {line}行目")
    }
    cells = Counter(
        (row["printed"], row["chain"]) for row in rows if row["kind"] == "stated" and "表1" in row["place"]
    )
    assert set(cells) == {
        ("十二", "data/2024/counts.csv 2行目 place（場所）"),
        ("①", "data/2024/counts.csv 2行目 place（場所）"),
        ("Ⅳ", "data/2024/counts.csv 4行目 place（場所）"),
        ("½", "data/2024/counts.csv 4行目 place（場所）"),
    }
    assert ("①", "structural") in {
        (row["printed"], row["kind"]) for row in rows if row["place"] == "見出し番号"
    }
    # The cover lists typed figures: each number there has the sentence's own line as origin.
    cover = [row for row in rows if row["place"] == "版の状態"]
    assert "三百万" in {row["printed"] for row in cover}
    assert {row["chain"] for row in cover} == {f"params/2024.yaml {line}行目 t.more"}
    assert "今後の取組について、引き続き進める。" in office.report()


def test_a_notebook_types_no_kanji_numeral(office: Office) -> None:
    path = office.root / "notebooks/t.ipynb"
    notebook = nbformat.read(path, 4)
    notebook.cells.append(nbformat.v4.new_markdown_cell("費用は三**百**\n万円である。", id="words"))
    nbformat.write(notebook, path)
    built = office.build()
    assert built.code == 1
    assert "数字を直接書くことはできません（「費用は三百万円である。」）" in built.said


@pytest.mark.long
@pytest.mark.parametrize("words", ["三百万円", "⑫件", "½", "Ⅳ期", "十二団体", "三分の二", "二つの"])
def test_its_code_types_none_either(office: Office, words: str) -> None:
    office.notebook(*USUAL_CELLS, f'say("今後は{words}とする。")')
    built = office.build()
    assert built.code == 1
    assert "数字を直接書くことはできません" in built.said


@pytest.mark.long
def test_the_covers_numbers_come_from_the_table_that_is_questioned(ward: Office) -> None:
    ward.edit(
        "params/2025.yaml",
        "  - {subject: 変化 priorities.S.planned, reason: 残る優先度Sの手続が少なくなったため}",
        "",
    )
    assert ward.build("2025").code == 0
    text = (ward.root / "build/2025/ledger.csv").read_text(encoding="utf-8-sig")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["place"] == "版の状態"]
    assert {row["chain"].split(" ")[0] for row in rows} == {"data/2025/priorities.csv"}
