"""Workbooks with macros are read like others, under the same limits; the macros are not read."""

import io
import zipfile
from pathlib import Path

from tests.promises.office import USUAL_ROWS, Office, bytes_of, sheet_of, with_part

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Text not allowed in an XML part, as in a macro that writes web pages.
MACROS = OLE + b"Sub Auto_Open()\r\n<!DOCTYPE html>" + bytes(600)
TYPES = "[Content_Types].xml"
BINARY = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'


def macro_workbook(book: bytes) -> bytes:
    """Return a workbook with macros, as Excel saves it."""
    enabled = with_part(
        book,
        TYPES,
        lambda text: text.replace(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        ).replace("</Types>", BINARY),
    )
    content = io.BytesIO(enabled)
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", MACROS)
    return content.getvalue()


def place(office: Office, content: bytes, name: str = "counts") -> Path:
    """Put a workbook with macros in place of the CSV file."""
    (office.root / "data/2024/counts.csv").unlink(missing_ok=True)
    path = office.root / f"data/2024/{name}.xlsm"
    path.write_bytes(content)
    return path


def test_are_read_as_others_and_their_macros_are_not(office: Office) -> None:
    place(office, macro_workbook(bytes_of(sheet_of())))
    checked = office.check()
    assert checked.code == 0, checked.said
    assert "【記録】data/2024/counts.xlsm: 表記を整えて読みました: マクロを読まずに除外。" in checked.said
    ran = office.build()
    assert ran.code == 0, ran.said
    assert "場所は本庁、件数は302。" in office.report()
    assert "data/2024/counts.xlsm 2行目 n（件数）" in office.read("build/2024/ledger.csv")
    assert "表1 1行　302" in office.run("impact", "2024", "counts.xlsm:2").said
    assert office.run("verify", office.root / "build/2024").code == 0


def test_have_the_limits_of_other_workbooks(office: Office) -> None:
    entity = with_part(
        macro_workbook(bytes_of(sheet_of())),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace("<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1),
    )
    place(office, entity)
    assert "counts.xlsm: ワークブックに、使えない宣言（DTD）があります。" in office.check().said
    bomb = io.BytesIO(macro_workbook(bytes_of(sheet_of())))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.bin", bytes(60 * 1024 * 1024))
    place(office, bomb.getvalue())
    assert "counts.xlsm: ワークブックが大きすぎます（展開すると60 MB）。" in office.check().said
    place(office, OLE + bytes(600))
    assert "counts.xlsm: 古い形式（.xls）か、パスワードの付いたワークブックです。" in office.check().said
    renamed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(entity)) as old, zipfile.ZipFile(renamed, "w") as new:
        for part in old.namelist():
            text = old.read(part).replace(b"worksheets/sheet1.xml", b"worksheets/vbaProject.bin")
            new.writestr(part.replace("sheet1.xml", "vbaProject.bin"), text)
    place(office, renamed.getvalue())
    assert "counts.xlsm: ワークブックに、使えない宣言（DTD）があります。" in office.check().said


def test_are_said_where_they_lie_beside_the_tables(office: Office) -> None:
    content = macro_workbook(bytes_of(sheet_of()))
    place(office, content)
    place(office, content, "counts（最終版）")
    place(office, content, "training")
    said = office.check().said
    for name in ("counts（最終版）.xlsm", "training.xlsm"):
        assert f"【要確認】data/2024/{name}: 表の説明にないファイルです。" in said, said
    office.workbook("counts", content)
    office.table("counts", USUAL_ROWS)
    said = office.check().said
    assert "counts.csv: counts.xlsx、counts.xlsm もあり、どちらの表を使うのか決まりません。" in said, said
    for name in ("counts.csv", "counts.xlsx", "counts.xlsm", "training.xlsm"):
        (office.root / "data/2024" / name).unlink()
    said = office.check().said
    assert "「counts（最終版）.xlsm」があります。名前を counts.xlsm に直してください" in said, said
