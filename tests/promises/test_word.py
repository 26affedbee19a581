"""``--formats docx``: a Word file with free blocks, long tables and 正誤表, verified like other formats."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from tests.promises.office import Office
from tests.promises.test_free_blocks import PARAMS, with_blocks
from tests.support.published import digest
from tests.word_import.desk import Desk

FORMATS = "html,pdf,text,docx"
ROWS = [("場所", "件数"), *((f"窓口{chr(0x4E00 + number)}", 1000 + number) for number in range(300))]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = with_blocks(tmp_path_factory.mktemp("word"))
    office.table("counts", ROWS)
    ran = office.build("2024", "--formats", FORMATS)
    assert ran.code == 0, ran.said
    assert "HTML・PDF・テキスト・Wordの作成" in ran.err
    return office


def _words(path: Path) -> list[str]:
    body = docx.Document(str(path)).element.body
    return ["".join(one.text or "" for one in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def test_it_has_what_the_parameters_add_where_they_put_it(made: Office) -> None:
    path = made.root / "build/2024/report.docx"
    text = "\n".join(_words(path))
    order = [
        "令和5年度の窓口について、表2と図1に示す。", "表1　窓口の件数", "表2　令和5年度の研修", "応用",
        "1,200", "参加率は、対象者100人に対する割合", "出典：見本市の研修記録", "○記録を続ける",
        "○目標は90%である。", "図1　窓口の写真", "図2　略図",
    ]  # fmt: skip
    places = [text.rindex(words) for words in order]
    assert places == sorted(places)
    shapes = docx.Document(str(path)).inline_shapes
    assert [one._inline.docPr.get("descr") for one in shapes] == [
        "窓口に職員が立っている。目標は90%。",
        "四角い建物の略図",
    ]


def test_a_long_table_is_whole_and_repeats_its_header(made: Office) -> None:
    table = docx.Document(str(made.root / "build/2024/report.docx")).tables[0]
    rows = table._tbl.findall(qn("w:tr"))
    assert len(rows) == 302, "header, 300 rows, 合計"
    assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * 301
    assert not any(row.findall(f".//{qn('w:keepNext')}") for row in rows), "it breaks over pages"
    assert table._tbl.find(f".//{qn('w:sdt')}") is None, "no thousands of controls"


def test_it_is_verified_listed_and_left_alone(made: Office, tmp_path: Path) -> None:
    folder = made.root / "build/2024"
    path = folder / "report.docx"
    assert 'href="2024/report.docx"' in (made.root / "build/index.html").read_text(encoding="utf-8")
    again = made.build("2024", "--formats", FORMATS)
    assert "作り直すものはありません" in again.said
    verified = made.run("verify", folder, "--rebuild")
    assert verified.code == 0, verified.said
    assert "作り直し（HTML・PDF・テキスト・Word）" in verified.out
    received = tmp_path / "回覧.docx"
    received.write_bytes(path.read_bytes())
    alone = made.run("verify", received, "--rebuild")
    assert alone.code == 0, alone.said
    assert "作り直し（Word）" in alone.out
    content = path.read_bytes()
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"1,203", b"1,204"))
    path.write_bytes(changed.getvalue())
    received.write_bytes(b"PK\x03\x04")
    try:
        said = made.run("verify", folder).err
        assert "report.docx: 書き換えられています" in said
        assert "作成記録がないか、読めません" in made.run("verify", received).err
    finally:
        path.write_bytes(content)


def test_word_alone_is_a_partial_report(made: Office) -> None:
    whole = digest(made.root / "build/2024/report.docx")
    ran = made.build("2024", "--formats", "docx")
    assert ran.code == 0, ran.said
    assert digest(made.root / "build/2024.partial/report.docx") == whole


def test_a_corrected_edition_begins_with_its_errata(tmp_path: Path) -> None:
    office = Office.small(tmp_path)
    assert office.build("2024", "--final", "--formats", FORMATS).code == 0
    office.edit("data/2024/counts.csv", "302", "312")
    revised = office.run("revise", "2024", "--reason", "入力の誤り")
    assert revised.code == 0, revised.said
    words = _words(tmp_path / "build/2024/report.docx")
    assert "正誤表" in words
    text = "\n".join(words)
    assert "入力の誤り" in text
    assert text.rindex("正誤表") < text.index("312") < text.rindex("表1　窓口の件数")
    assert office.run("verify", tmp_path / "build/2024").code == 0


def test_params_are_named(made: Office) -> None:
    """The base for importing edits contains the file and line of the office's texts."""
    with zipfile.ZipFile(made.root / "build/2024/report.docx") as parts:
        base = parts.read("customXml/progress-report.xml").decode()
    assert f'file="{PARAMS}"' in base
    assert "今後も取組を進める。" in base


def test_paragraphs_added_in_word_follow_free_blocks(made: Office, tmp_path: Path) -> None:
    desk = Desk.of((made.root / "build/2024/report.docx").read_bytes())
    desk.add_after("出典：見本市の研修記録", "研修の表の後の段落。")
    desk.add_after("目標は90%である", "箇条の後の段落。")
    desk.add_after("目標は90%である", "足した項目", style="Item")
    desk.add_after("見本の報告である", "前置きの続き。")
    desk.replace("に示す。", "に掲げる。")
    copy = desk.save(tmp_path / "回覧.docx")
    former = made.read(PARAMS)
    try:
        ran = made.run("import-word", "2024", copy, "--apply")
        assert ran.code == 0, ran.said
        text = made.read(PARAMS)
        again = made.run("import-word", "2024", copy)
    finally:
        made.write(PARAMS, former)
    assert "  - 見本の報告である。\n  - 前置きの続き。\n" in text
    assert '"{as_of}の窓口について、{表:extra}と{図:photo}に掲げる。"' in text
    assert "見本市の研修記録}\n      - after: counts\n        paragraph: 研修の表の後の段落。\n" in text
    added = '"足した項目"]}\n      - after: counts\n        paragraph: 箇条の後の段落。\n'
    assert f'"目標は{{goal}}である。", {added}' in text
    assert again.code == 0 and "すでに params にある直し　5件" in again.out, again.said
