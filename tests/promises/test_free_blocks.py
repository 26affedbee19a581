"""Blocks that the parameters add to a section: paragraphs, lists, tables and pictures, in every format."""

import base64
import csv
import io
import json
import re
import struct
import zlib
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.promises.finals import record_current_files
from tests.promises.office import Office
from tests.support.pdf_structure import TaggedPdf
from tests.support.verapdf import validate

PARAMS, DATA = "params/2024.yaml", "data/2024"
TABLE, PHOTO, DRAWING = f"{DATA}/extra.csv", f"{DATA}/photo.png", f"{DATA}/絵.svg"
ROWS = (
    "研修の記録\n年度,研修,回数（回）,参加率（％）,備考\n令和5年度,入門,3,42.1,\n"
    '令和5年度,応用,"1,200",－,3回に分けた\n合計,,"1,203",40.0,\n※ 参加率は、対象者100人に対する割合\n'
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60"><path d="M0 0h190v50H0z"/>{}</svg>'
BLOCKS = """    blocks:
      - {after: start, paragraph: "{as_of}の窓口について、{表:extra}と{図:photo}に示す。"}
      - {after: counts, table: extra.csv, title: "{as_of}の研修", source: 見本市の研修記録}
      - {after: counts, list: [記録を続ける, "目標は{goal}である。"]}
      - after: c2
        picture: photo.png
        title: 窓口の写真
        alt: 窓口に職員が立っている。目標は{goal}。
        source: 見本市
      - {after: end, picture: 絵.svg, title: 略図, alt: 四角い建物の略図}
"""


def png(width: int, height: int, *, rows: int | None = None) -> bytes:
    """Return an 8-bit RGB picture with a text chunk; ``rows``: of its data, if other than its height."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    data = zlib.compress((b"\0" + bytes(3 * width)) * (height if rows is None else rows))
    head = chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"tEXt", b"GPS\0somewhere")
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


def with_blocks(root: Path, blocks: str = BLOCKS) -> Office:
    """Return a small office whose section has blocks, and a quantity that they refer to."""
    office = Office.small(root)
    quantity = '    quantities:\n      goal: {value: 90, unit: "%"}\n    prose:'
    office.edit(PARAMS, "    prose:", quantity)
    office.write(PARAMS, office.read(PARAMS) + blocks)
    office.write(TABLE, ROWS)
    office.write(PHOTO, png(400, 300))
    office.write(DRAWING, SVG.format(""))
    return office


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = with_blocks(tmp_path_factory.mktemp("blocks"))
    assert "誤り 0件、要確認 0件" in office.check().out
    ran = office.build("2024", "--final", "--large-print")
    assert ran.code == 0, ran.said
    return office


def _built(office: Office, name: str) -> bytes:
    return (office.root / "build/2024" / name).read_bytes()


def test_the_text_has_them_where_they_were_put(built: Office) -> None:
    text = built.report()
    order = [
        "1 見本の節", "令和5年度の窓口について、表2と図1に示す。", "表1 窓口の件数", "表2 令和5年度の研修",
        "出典：見本市の研修記録。", "年度は令和5年度、研修は応用、回数（回）は1,200、参加率（％）は空欄",
        "※ 参加率は、対象者100人に対する割合", "○記録を続ける", "○目標は90%である。", "今後も取組を進める。",
        "図1 窓口の写真", "窓口に職員が立っている。目標は90%。", "図2 略図", "四角い建物の略図",
    ]  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_the_page_holds_the_pictures_and_asks_for_nothing(built: Office) -> None:
    page = _built(built, "report.html").decode()
    images = re.findall(r'<img src="data:([a-z/+]+);base64,([^"]+)" alt="([^"]*)">', page)
    assert [(kind, alt) for kind, _, alt in images] == [
        ("image/png", "窓口に職員が立っている。目標は90%。"),
        ("image/svg+xml", "四角い建物の略図"),
    ]
    published = base64.b64decode(images[0][1])
    assert b"somewhere" not in published  # the place where a photograph was taken
    assert "img-src data:" in page


@pytest.mark.long
def test_the_pdf_is_tagged_with_the_alternative_texts(built: Office, tmp_path: Path) -> None:
    for name in ("report.pdf", "report-large-print.pdf"):
        path = built.root / "build/2024" / name
        assert [validate(path, flavour) for flavour in ("ua1", "3a")] == [[], []]
        alternatives = [one.alternative for one in TaggedPdf.read(path).root.walk()]
        assert [one for one in alternatives if "窓口に職員" in one or "略図" in one] == [
            "窓口に職員が立っている。目標は90%。",
            "四角い建物の略図",
        ]


def test_every_numeral_has_its_cell_or_line(built: Office) -> None:
    rows = list(csv.DictReader(io.StringIO(_built(built, "ledger.csv").decode("utf-8-sig"))))
    chains = {row["printed"]: row["chain"] for row in rows if row["kind"] not in ("structural",)}
    assert chains["1,200"] == f"{TABLE} 4行目 3列目（回数（回））"
    assert chains["42.1%"] == f"{TABLE} 3行目 4列目（参加率（％））"
    assert chains["100"] == f"{TABLE} 6行目 1列目（年度）"
    assert chains["90%"] == f"{PARAMS} 13行目 sections.1.quantities.goal"
    traced = built.run("trace", "2024", "1,203")
    assert f"1,203回  ←  {TABLE} 5行目 3列目（回数（回））" in traced.out


def test_open_data_has_the_table(built: Office) -> None:
    rows = list(csv.DictReader(io.StringIO(_built(built, "tables/long/extra.csv").decode("utf-8-sig"))))
    (count,) = [row for row in rows if row["displayed"] == "1,200"]
    assert (count["value"], count["unit"], count["row_header_1"]) == ("1200", "回", "令和5年度")
    (share,) = [row for row in rows if row["displayed"] == "42.1%"]
    assert (share["value"], share["numerator"], share["denominator"]) == ("42.1", "421", "1000")
    (sheet,) = (
        one
        for one in load_workbook(io.BytesIO(_built(built, "tables/tables.xlsx"))).worksheets
        if one.title.startswith("表2 ")
    )
    assert ("令和5年度", "応用", 1200, None, "3回に分けた") in sheet.iter_rows(values_only=True)
    (resource,) = [
        one
        for one in json.loads(_built(built, "tables/datapackage.json"))["resources"]
        if one["name"] == "extra"
    ]
    assert [one["path"] for one in resource["derivedFrom"]] == [TABLE]


def test_the_document_knows_where_each_was_written(built: Office) -> None:
    document = json.loads(_built(built, "document.json"))
    added = [block for block in document["sections"][0]["blocks"] if "written" in block]
    assert [(block["type"], block["written"]["name"]) for block in added] == [
        ("paragraph", "sections.1.blocks.1"),
        ("table", "sections.1.blocks.2"),
        ("list", "sections.1.blocks.3"),
        ("image", "sections.1.blocks.4"),
        ("image", "sections.1.blocks.5"),
    ]
    assert added[0]["origin"]["template"] == "{as_of}の窓口について、{表:extra}と{図:photo}に示す。"
    assert [origin["index"] for origin in added[2]["origins"]] == [0, 1]


def test_the_files_are_inputs(built: Office) -> None:
    inputs = json.loads(_built(built, "manifest.json"))["record"]["inputs"]
    assert {TABLE, PHOTO, DRAWING} <= inputs.keys()
    folder = built.root / "build/2024"
    assert built.run("verify", folder, "--rebuild").code == 0
    content = (built.root / PHOTO).read_bytes()
    built.write(PHOTO, png(400, 301))
    changed = built.run("verify", folder)
    built.write(PHOTO, content)
    assert changed.code == 1
    assert f"{PHOTO}: 作成のときから変わっています" in changed.said


def _reported(office: Office, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        office.edit(PARAMS, old, new)
    checked = office.check()
    assert checked.code == 1
    return checked.out


def test_invalid_entries_are_reported_with_their_lines(tmp_path: Path) -> None:
    reported = _reported(
        with_blocks(tmp_path),
        ("        alt: 窓口に職員が立っている。目標は{goal}。\n", ""),
        ("title: 略図, ", ""),
        ("photo.png", "photo.jpg"),
        ("list: [記録", "paragraph: 文である, list: [記録"),
        ("source: 見本市の研修記録", "soruce: 見本市の研修記録"),
        ("table: extra.csv", "table: ../2024/extra.csv"),
    )
    where = "【誤り】params/2024.yaml {}行目『sections.1.blocks.{}』: {}"
    for line, entry, message in (
        (19, "2.soruce", "知らない項目です。「source」ではありませんか。"),
        (19, "2.table", "ファイルの名前ではありません（「../2024/extra.csv」）。"),
        (20, "3", "paragraph、list、table、picture のうち、どれか一つを書いてください"),
        (22, "4.picture", "写真や絵として使えないファイルの名前です（「photo.jpg」）。"),
        (25, "5", "picture の title がありません。この項目を書いてください。"),
    ):
        assert where.format(line, entry, message) in reported, reported
    office = with_blocks(tmp_path / "other")
    reported = _reported(office, ("        alt: 窓口に職員が立っている。目標は{goal}。\n", ""))
    assert where.format(21, 4, "picture の alt がありません。") in reported, reported


def test_unknown_places_names_and_figures_are_reported_with_their_lines(tmp_path: Path) -> None:
    reported = _reported(
        with_blocks(tmp_path),
        ("after: start", "after: 見本の説"),
        ("after: counts, table: extra.csv", "after: count, table: extr.csv"),
        ("{as_of}の窓口", "{as_off}の窓口"),
        ("{図:photo}", "{図:phot}"),
        ('"{as_of}の研修"', '"{period}の研修"'),
        ("窓口に職員が立っている", "窓口に職員が12人立っている"),
        ("四角い建物の略図}", "四角い建物😊の略図}"),
    )
    for place, message in (
        (
            "18行目『sections.1.blocks.1.after』",
            "after の「見本の説」が、この節にありません。「見本の節」ではありませんか。",
        ),
        (
            "19行目『sections.1.blocks.2.after』",
            "after の「count」が、この節にありません。「counts」ではありませんか。",
        ),
        (
            "19行目『sections.1.blocks.2』",
            f"{DATA}/extr.csv: ファイルがありません。「extra.csv」ではありませんか。",
        ),
        ("18行目『t.blocks.1』", "差し込む値「as_off」がありません。「as_of」ではありませんか。"),
        ("18行目『t.blocks.1』", "図「phot」がありません。"),
        ("19行目『t.blocks.2.title』", "差し込む値「period」がありません。"),
        ("26行目『sections.1.blocks.5.alt』", "報告書のフォントにない文字があります"),
    ):
        assert f"【誤り】params/2024.yaml {place}: {message}" in reported, reported
    assert "【要確認】params/2024.yaml 24行目『t.blocks.4.alt』: 文章に「12人」と、数値が直接" in reported
    assert "この節の見出し、表、図は「見本の節」、「counts」です。" in reported


PHOTOS = {
    "too many pixels": (png(4001, 2), "写真や絵の縦横が大きすぎます（photo.png、4,001×2画素）。"),
    "too many bytes": (bytes(5 * 1024 * 1024), "ファイルが大きすぎます（5 MB）。"),
    "another kind": (b"\xff\xd8\xff\xe0JFIF", "写真や絵のファイルがこわれているか、PNGではありません"),
}


@pytest.mark.parametrize("damage", PHOTOS)
def test_a_damaged_file_is_reported_with_the_line_that_names_it(damage: str, tmp_path: Path) -> None:
    content, message = PHOTOS[damage]
    office = with_blocks(tmp_path)
    office.write(PHOTO, content)
    office.write(TABLE, "")
    elsewhere = '<path style="fill:url(http://a.example)" d="M0 0"/>'
    office.write(DRAWING, SVG.format(f"<script>alert(1)</script><text>3</text>{elsewhere}"))
    reported = _reported(office)
    entry = "【誤り】params/2024.yaml {}行目『sections.1.blocks.{}』: {}: {}"
    assert entry.format(21, 4, PHOTO, message) in reported, reported
    assert entry.format(19, 2, TABLE, "ファイルが空です。") in reported
    for what in ("script", "text", "ほかのファイルやアドレスへの参照"):
        unusable = f"写真や絵に、使えないもの（{what}）があります（絵.svg）。"
        assert entry.format(26, 5, DRAWING, unusable) in reported


def test_a_damaged_table_is_reported_by_cell(tmp_path: Path) -> None:
    office = with_blocks(tmp_path)
    office.write(TABLE, "年度,研修,,回数\n令和5年度,入門,3,42.1,9\n\n令和5年度,応用,1,2\n")
    reported = office.check().out
    assert f"【誤り】{TABLE} 1行目『3列目』: 列に見出しがありません。" in reported
    assert f"【誤り】{TABLE} 2行目『5列目』: 見出しのない列に値があります（「9」）。" in reported
    assert f"【誤り】{TABLE} 3行目: 表の途中に空の行があります。" in reported
    office.write(TABLE, "年度,研修,回数\n令和5年度,入門,#REF!\n令和5年度,😊,=SUM(A1)\n")
    reported = office.check().out
    assert f"【誤り】{TABLE} 2行目『回数』: Excelの誤りの値です（「#REF!」）。" in reported
    assert f"【誤り】{TABLE} 3行目『回数』: 数式が文字のまま入っています" in reported


def test_two_sheets_of_a_workbook_are_two_tables(tmp_path: Path) -> None:
    blocks = (
        "    blocks:\n"
        "      - {after: start, table: 研修.xlsx, sheet: 春, title: 春の研修}\n"
        "      - {after: end, table: 研修.xlsx, sheet: 秋, title: 秋の研修, name: autumn}\n"
    )
    office = with_blocks(tmp_path, blocks)
    for file in (TABLE, PHOTO, DRAWING):
        (office.root / file).unlink()
    book = Workbook()
    assert book.active is not None
    for title, number in (("春", 3), ("秋", 4.5)):
        sheet = book.create_sheet(title)
        sheet.append(["研修", "時間"])
        sheet.append(["入門", number])
    del book["Sheet"]
    office.workbook("研修", book)
    ran = office.build("2024", "--final")
    assert ran.code == 0, ran.said
    assert "研修は入門、時間は3。" in office.report()
    assert "研修は入門、時間は4.5。" in office.report()
    office.edit(PARAMS, "sheet: 秋", "sheet: 冬")
    assert "シート「冬」がありません。" in office.check().out


def test_a_name_computed_by_a_cell_is_reported_during_the_build(tmp_path: Path) -> None:
    office = with_blocks(tmp_path, "    blocks:\n      - {after: drawn, paragraph: 文。}\n")
    loop = 'for name in ["other"]:\n    display(Table(section.table("counts"), "題", name=name))'
    office.notebook(
        'from progress_report.authoring import *\nsection = open_section(fiscal_year, "t")',
        loop,
        'prose(section, "outlook")',
    )
    for file in (TABLE, PHOTO, DRAWING):
        (office.root / file).unlink()
    assert office.check().code == 0
    built = office.build()
    assert built.code == 1
    assert (
        "【誤り】params/2024.yaml 18行目『sections.1.blocks.1.after』: after の「drawn」が、この節に"
        in built.said
    )
    office.edit(PARAMS, "drawn", "other")
    assert office.build().code == 0


def test_the_same_name_twice_is_reported_with_its_line(tmp_path: Path) -> None:
    office = with_blocks(tmp_path)
    office.edit(PARAMS, "table: extra.csv,", "table: extra.csv, name: counts,")
    office.edit(PARAMS, "{表:extra}と", "")
    built = office.build()
    assert built.code == 3
    assert "params/2024.yaml 19行目: 表・図の名前「counts」が二度使われています。blocks の" in built.said


@pytest.mark.long
def test_a_correction_and_a_comparison_name_a_replaced_picture(built: Office, tmp_path: Path) -> None:
    office = Office.shipped(tmp_path / "office", built.root)
    assert office.build("2024", "--final").code == 0
    office.write(PHOTO, png(400, 301))
    page = office.root / "build/2024/report.html"
    content, manifest = page.read_bytes(), page.with_name("manifest.json").read_bytes()
    own = base64.b64encode(png(400, 300)).decode()[:40]  # before the first chunk that is removed
    assert own.encode() in content
    page.write_bytes(content.replace(own.encode(), own.replace("A", "B").encode(), 1))
    record_current_files(page.parent)
    refused = office.run("revise", "2024", "--reason", "写真の取り違え")
    assert refused.code == 1
    assert "図1 絵「data/2024/photo.png」" in refused.err, refused.said
    page.write_bytes(content)
    page.with_name("manifest.json").write_bytes(manifest)
    revised = office.run("revise", "2024", "--reason", "写真の取り違え")
    assert revised.code == 0, revised.said
    assert "図1 絵　誤 data/2024/photo.png（SHA-256 " in revised.out
    office.edit(PARAMS, "title: 略図", "title: 見取図")
    assert office.build("2024", "--out", str(tmp_path / "other")).code == 0
    compared = office.run("compare", office.root / "build/2024", tmp_path / "other/2024")
    assert "図2 題　略図 → 見取図" in compared.out


def test_a_new_year_marks_what_was_added(built: Office, tmp_path: Path) -> None:
    office = Office.shipped(tmp_path, built.root)
    assert office.build("2024", "--final").code == 0
    made = office.run("new-year", "2025")
    assert made.code == 0, made.said
    assert "data/2025/photo.png  窓口の写真" in made.out
    assert office.read("params/2025.yaml").count("要確認: 令和6年度に足したもののまま") == 5
    assert "data/2025/photo.png: ファイルがありません。" in office.check("2025").out
