"""Tables and pictures that a desk adds become blocks at their place, with their files, or are listed."""

import csv
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from progress_report.inputs.reviews.unconfirmed import MARK
from progress_report.word_import import block_files
from progress_report.word_import.summary import import_summary, is_open
from tests.promises.office import Office
from tests.promises.test_free_blocks import png
from tests.word_import.desk import AUTHOR, PARAMS, Desk, imported, report_of

ROWS = (("研修", "回数（回）", "備考"), ("入門", "1,200", ""), ("操作", "3", "三つの会場で行った"))
ALT = "会議室で、職員が画面を見ながら操作を確かめている。"
DATA = "data/2024"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path d="M0 0h20v10z"/></svg>'


def added_files(office: Office) -> list[Path]:
    return sorted((office.root / DATA).glob("word-*"), key=lambda path: (path.suffix, path.stem))


def whole_table(desk: Desk) -> None:
    """Add a table with its title and its source."""
    desk.add_after("件数は302件", "（出典：見本の研修記録）")
    desk.add_table_after("件数は302件", ROWS, "表 2　職員に向けた研修")


def test_a_table_and_a_picture_are_written_with_their_files_and_built(office: Office, tmp_path: Path) -> None:
    desk = Desk.of(report_of(office))
    desk.add_after("件数は302件", "表の後の段落。")
    whole_table(desk)
    desk.add_after("件数は302件", "表の前の段落。")
    desk.add_picture_after("窓口の件数", png(30, 20), ALT, "図1：研修の会場")
    copy = desk.save(tmp_path / "回覧.docx")
    former = office.read(PARAMS)
    found = imported(office, copy)
    said = import_summary(found)
    assert not is_open(found), said
    assert (office.read(PARAMS), added_files(office)) == (former, []), "nothing is written unless asked"
    assert "足された段落・表" in said and "表『職員に向けた研修』研修　回数（回）" in said
    assert "図『研修の会場』" + ALT in said
    imported(office, copy, apply=True)
    table, picture = added_files(office)
    with table.open(encoding="utf-8-sig", newline="") as file:
        assert tuple(map(tuple, csv.reader(file))) == ROWS
    assert table.read_bytes().startswith(b"\xef\xbb\xbf"), "so that Excel opens it"
    assert picture.read_bytes() == png(30, 20)
    text = office.read(PARAMS)
    blocks = (
        "      - after: c3\n        paragraph: 表の前の段落。\n"
        f"      - after: c3\n        table: {table.name}\n        title: 職員に向けた研修\n"
        "        source: 見本の研修記録\n"
        "      - after: c3\n        paragraph: 表の後の段落。\n"
    )
    assert blocks in text, text
    assert f"picture: {picture.name}\n        title: 研修の会場\n        alt: {ALT}\n" in text, text
    again = imported(office, copy, apply=True)
    assert (again.merged.decisions, again.merged.conflicts, again.findings) == ([], [], ()), import_summary(
        again
    )
    assert office.read(PARAMS) == text
    office.edit(PARAMS, "title: 職員に向けた研修", "title: 職員への研修")
    again = imported(office, copy)
    assert (again.merged.decisions, again.merged.conflicts) == ([], []), "the same table under a better title"
    office.write(f"{DATA}/{table.name}", table.read_text(encoding="utf-8-sig").replace("1,200", "1,300"))
    assert [one.code for one in imported(office, copy).findings] == ["W201"], "another table by now"


def test_what_lacks_a_title_or_an_alternative_text_is_written_with_a_mark(
    office: Office, tmp_path: Path
) -> None:
    desk = Desk.of(report_of(office))
    desk.add_table_after("件数は302件", ROWS)
    desk.add_picture_after("窓口の件数", png(30, 20), "屋内, 人\n\n自動的に生成された説明")
    desk.add_picture_after("第2回の検証", png(40, 20), r"C:\写真\hall.png", "図1 会場")
    copy = desk.save(tmp_path / "a.docx")
    found = imported(office, copy, apply=True)
    assert [one.code for one in found.findings] == ["W212"] * 3
    assert is_open(found), "a person must act"
    text = office.read(PARAMS)
    assert f"title: 足した表（題がまだない）  # {MARK}: 題を書く\n" in text
    assert f"alt: 屋内, 人  # {MARK}: 説明（代替テキスト）を確かめる\n" in text
    assert f"title: 会場\n        alt: 説明がまだない。  # {MARK}: 説明（代替テキスト）を書く\n" in text
    said = office.check().out
    assert "誤り 0件" in said and all(left in said for left in ("題を書く", "を確かめる", "を書く")), said
    again = imported(office, copy)
    assert not again.merged.decisions and not is_open(again), import_summary(again)


def _jpeg(desk: Desk) -> None:
    _embed(desk, b"\xff\xd8\xff\xe0" + bytes(40))


def _damaged(desk: Desk) -> None:
    _embed(desk, png(30, 20, rows=3))


def _embed(desk: Desk, content: bytes) -> None:
    """Put another file in the place of the picture's."""
    made = desk.add_picture_after("件数は302件", png(31, 20), ALT)
    name = next(made.iter(qn("a:blip"))).get(qn("r:embed"))
    desk.word.part.related_parts[name]._blob = content


def _cropped(desk: Desk) -> None:
    made = desk.add_picture_after("件数は302件", png(30, 20), ALT)
    next(made.iter(qn("a:blip"))).addnext(parse_xml(f'<a:srcRect {nsdecls("a")} l="2000"/>'))


def _turned(desk: Desk) -> None:
    made = desk.add_picture_after("件数は302件", png(30, 20), ALT)
    next(made.iter(qn("a:xfrm"))).set("rot", "5400000")


def _shape(desk: Desk) -> None:
    made = desk.add_picture_after("件数は302件", png(30, 20), ALT)
    next(made.iter(qn("a:graphicData"))).set("uri", "http://schemas.openxmlformats.org/drawingml/2006/chart")
    blip = next(made.iter(qn("a:blip")))
    blip.getparent().remove(blip)


def _in_a_cell(desk: Desk) -> None:
    made = desk.add_picture_after("件数は302件", png(30, 20), ALT)
    desk.paragraph("302").getparent().append(made)


def _between_prose(desk: Desk) -> None:
    desk.add_picture_after("今後も区民の声", png(30, 20), ALT)


def _braces(desk: Desk) -> None:
    desk.add_picture_after("件数は302件", png(30, 20), "{名前}の写真")


PICTURES = {
    _jpeg: "形式がJPEG", _damaged: "こわれて", _cropped: "トリミング", _turned: "回転",
    _shape: "写真や絵でない", _in_a_cell: "表の中", _between_prose: "ここには置けません", _braces: "波かっこ",
}  # fmt: skip


@pytest.mark.parametrize("add", PICTURES, ids=lambda one: one.__name__.strip("_"))
def test_a_picture_that_cannot_be_taken_is_listed_with_the_reason(
    office: Office, tmp_path: Path, add: Any
) -> None:
    desk = Desk.of(report_of(office))
    add(desk)
    found = imported(office, desk.save(tmp_path / "a.docx"), apply=True)
    assert [one.code for one in found.findings] == ["W211"], import_summary(found)
    assert PICTURES[add] in found.findings[0].message
    assert is_open(found) and not found.applied and added_files(office) == []


TABLES = {
    "結合": [("研修", "研修"), ("入門", "3")],
    "見出し": [("", "回数"), ("入門", "3")],
    "行": [("研修", "回数")],
}


@pytest.mark.parametrize("reason", TABLES)
def test_a_table_that_cannot_be_taken_is_listed_with_its_words(
    office: Office, tmp_path: Path, reason: str
) -> None:
    desk = Desk.of(report_of(office))
    rows = TABLES[reason]
    table = desk.add_table_after("件数は302件", rows)
    if reason == "結合":
        cell = next(table.iter(qn("w:tc")))
        cell.get_or_add_tcPr().append(parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="2"/>'))
    found = imported(office, desk.save(tmp_path / "a.docx"), apply=True)
    assert [one.code for one in found.findings] == ["W210"], import_summary(found)
    assert reason in found.findings[0].message
    assert all(word in found.findings[0].message for row in rows for word in row)
    assert not found.applied and added_files(office) == []


def test_tracked_tables_are_taken_as_accepted_and_the_svg_before_its_png(
    office: Office, tmp_path: Path
) -> None:
    desk = Desk.of(report_of(office))
    table = desk.add_table_after("件数は302件", [*ROWS, ("消した行", "5", "")], "表 研修")
    for number, row in enumerate(table.iter(qn("w:tr"))):
        kind = "del" if number == 3 else "ins"
        mark = f'<w:{kind} {nsdecls("w")} w:id="{number}" w:author="{AUTHOR}"/>'
        row.get_or_add_trPr().append(parse_xml(mark))
        for run in list(row.iter(qn("w:r"))):
            around = parse_xml(mark)
            run.addprevious(around)
            around.append(run)
            for text in run.iter(qn("w:t")) if kind == "del" else ():
                text.tag = qn("w:delText")
    made = desk.add_picture_after("窓口の件数", png(30, 20), ALT, "図 略図")
    part = desk.word.part.related_parts[next(made.iter(qn("a:blip"))).get(qn("r:embed"))]
    drawn = type(part)(part.partname.__class__("/word/media/drawn.svg"), "image/svg+xml", SVG, None)
    name = desk.word.part.relate_to(
        drawn, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    )
    svg = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
    next(made.iter(qn("a:blip"))).append(
        parse_xml(
            f'<a:extLst {nsdecls("a", "r")}><a:ext uri="x"><s:svgBlip xmlns:s="{svg}" r:embed="{name}"/>'
            "</a:ext></a:extLst>"
        )
    )
    found = imported(office, desk.save(tmp_path / "a.docx"), apply=True)
    assert not is_open(found), import_summary(found)
    assert f"変更履歴（承諾前）: {AUTHOR}" in import_summary(found)
    table_file, picture = added_files(office)
    assert "消した行" not in table_file.read_text(encoding="utf-8") and "操作" in table_file.read_text()
    assert (picture.suffix, picture.read_bytes()) == (".svg", SVG)


def test_the_same_from_two_copies_is_one_and_another_title_a_conflict(office: Office, tmp_path: Path) -> None:
    one, two = Desk.of(report_of(office)), Desk.of(report_of(office))
    whole_table(one)
    whole_table(two)
    two.replace("今後も区民の声を聞きながら取組を進める。", "取組は終える。")
    files = [one.save(tmp_path / "一.docx"), two.save(tmp_path / "二.docx")]
    found = imported(office, *files)
    assert len(found.merged.decisions) == 2 and not is_open(found)
    two.replace("職員に向けた研修", "職員の研修の記録")
    files[1] = two.save(tmp_path / "二.docx")
    found = imported(office, *files)
    assert [one.code for one in found.findings] == ["W201"]
    assert import_summary(found) == import_summary(imported(office, *reversed(files)))


def test_one_picture_at_two_places_is_two_files(office: Office, tmp_path: Path) -> None:
    desk = Desk.of(report_of(office))
    for words in ("件数は302件", "第2回の検証"):
        desk.add_picture_after(words, png(30, 20), ALT, "図 会場")
    copy = desk.save(tmp_path / "a.docx")
    imported(office, copy, apply=True)
    one, two = added_files(office)
    assert one.stem + "-2" == two.stem and one.read_bytes() == two.read_bytes()
    assert office.check().out.count("誤り 0件") == 1
    assert imported(office, copy).merged.decisions == []


def test_a_name_that_is_taken_is_left_alone(office: Office, tmp_path: Path) -> None:
    desk = Desk.of(report_of(office))
    desk.add_picture_after("件数は302件", png(30, 20), ALT, "図 会場")
    copy = desk.save(tmp_path / "a.docx")
    imported(office, copy, apply=True)
    (path,) = added_files(office)
    former = office.root / f"{PARAMS}".replace(".yaml", ".printed")
    (office.root / PARAMS).write_bytes(former.read_bytes())
    path.write_bytes(b"another's")
    imported(office, copy, apply=True)
    assert path.read_bytes() == b"another's"
    assert [one.name for one in added_files(office)] == [path.name, path.name.replace(".png", "-2.png")]


def test_files_and_parameters_are_written_together_or_not_at_all(office: Office, tmp_path: Path) -> None:
    former = office.read(PARAMS)
    folder = office.root / DATA
    params = office.root / PARAMS
    params.rename(tmp_path / "kept.yaml")
    params.mkdir()  # what no file can replace
    try:
        with pytest.raises(OSError):
            block_files.write_together(folder, {"word-1.csv": b"a", "word-2.png": b"b"}, params, b"new")
    finally:
        params.rmdir()
        (tmp_path / "kept.yaml").rename(params)
    assert added_files(office) == [] and office.read(PARAMS) == former
    block_files.write_together(folder, {"word-1.csv": b"a", "word-2.png": b"b"}, params, former.encode())
    assert [one.read_bytes() for one in added_files(office)] == [b"a", b"b"]


def test_copies_of_what_the_report_computed_are_listed_and_not_taken(office: Office, tmp_path: Path) -> None:
    desk = Desk.of(report_of(office))
    desk.paragraph("件数は302件").addnext(deepcopy(desk.word.tables[0]._tbl))
    found = imported(office, desk.save(tmp_path / "a.docx"))
    assert [one.code for one in found.findings] == ["W210"], import_summary(found)
    assert "写し" in found.findings[0].message and not found.merged.decisions
    desk.replace("302", "999")
    found = imported(office, desk.save(tmp_path / "a.docx"))
    assert [one.code for one in found.findings] == ["W203", "W210"], "the printed one was changed"
