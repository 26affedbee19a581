"""A file that LibreOffice Writer really edits comes back, saved as .docx and by way of .doc."""

from pathlib import Path

import pytest

from progress_report.model.findings import ReportError
from progress_report.word_import.summary import import_summary, is_open
from tests.promises.office import Office
from tests.promises.test_free_blocks import png
from tests.support.writer import as_pdf, run_macro
from tests.word_import.desk import PARAMS, imported, report_of

ALT = "会議室で、職員が操作を確かめている。"
_MACRO = """
Dim Word As Object

Sub Main
  On Error GoTo Failed
  Word = Opened("{source}")
  Retype("取組を進める", "取組を強める")
  AddBehind("庁内の体制を整える", "なお、研修は毎月行う。")
  Clear("第2回の検証")
  Retype("302", "303")
  Annotate("庁内の体制", "広報課　佐藤", "時期も書いては。")
  Word.RecordChanges = True
  Retype("を目標に、", "を目指し、")
  AddBehind("窓口の数え方は", "数え方は次の年度も変えない。")
  Word.RecordChanges = False
  Shift("記録を続ける", "目標は")
  AddTable("件数は")
  AddPicture("窓口の件数", "{picture}")
  Saved("{docx}", "MS Word 2007 XML")
  Saved("{doc}", "MS Word 97")
  Word.close(True)
  Word = Opened("{doc}")
  Saved("{again}", "MS Word 2007 XML")
  Word.close(True)
  StarDesktop.terminate()
  Exit Sub
Failed:
  Open "{error}" For Output As #1
  Print #1, Err & " " & Error$ & " " & Erl
  Close #1
  StarDesktop.terminate()
End Sub

Function Opened(path As String) As Object
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  Opened = StarDesktop.loadComponentFromURL(ConvertToUrl(path), "_blank", 0, hidden())
End Function

Sub Saved(path As String, filter As String)
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "FilterName"
  how(0).Value = filter
  Word.storeToURL(ConvertToUrl(path), how())
End Sub

Function Found(words As String) As Object
  Dim search As Object
  search = Word.createSearchDescriptor()
  search.SearchString = words
  Found = Word.findFirst(search)
End Function

Sub Retype(words As String, other As String)
  Found(words).setString(other)
End Sub

Function EndOf(words As String) As Object
  Dim place As Object, cursor As Object
  place = Found(words)
  cursor = place.Text.createTextCursorByRange(place)
  cursor.gotoEndOfParagraph(False)
  EndOf = cursor
End Function

Sub AddBehind(words As String, text As String)
  Dim place As Object
  place = EndOf(words)
  place.Text.insertControlCharacter(place, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
  place.Text.insertString(place, text, False)
End Sub

Sub Clear(words As String)
  Dim place As Object
  place = EndOf(words)
  place.gotoStartOfParagraph(True)
  place.setString("")
End Sub

Sub Shift(words As String, behind As String)
  Clear(words)
  AddBehind(behind, words)
End Sub

Sub Annotate(words As String, author As String, text As String)
  Dim note As Object
  note = Word.createInstance("com.sun.star.text.textfield.Annotation")
  note.Author = author
  note.Content = text
  Found(words).Text.insertTextContent(Found(words).End, note, False)
End Sub

Sub AddTable(words As String)
  Dim place As Object, table As Object
  AddBehind(words, "表 職員に向けた研修")
  place = EndOf("表 職員に向けた研修")
  table = Word.createInstance("com.sun.star.text.TextTable")
  table.initialize(2, 2)
  place.Text.insertTextContent(place, table, False)
  table.getCellByName("A1").setString("研修")
  table.getCellByName("B1").setString("回数（回）")
  table.getCellByName("A2").setString("入門")
  table.getCellByName("B2").setString("1,200")
End Sub

Sub AddPicture(words As String, path As String)
  Dim place As Object, shown As Object, provider As Object
  Dim address(0) As New com.sun.star.beans.PropertyValue
  AddBehind(words, "図 研修の会場")
  place = EndOf("図 研修の会場")
  place.Text.insertControlCharacter(place, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
  provider = createUnoService("com.sun.star.graphic.GraphicProvider")
  address(0).Name = "URL"
  address(0).Value = ConvertToUrl(path)
  shown = Word.createInstance("com.sun.star.text.TextGraphicObject")
  shown.Graphic = provider.queryGraphic(address())
  shown.AnchorType = com.sun.star.text.TextContentAnchorType.AS_CHARACTER
  shown.Width = 3000
  shown.Height = 2000
  shown.Description = "{alt}"
  place.Text.insertTextContent(place, shown, False)
End Sub
"""


@pytest.mark.system
def test_edits_of_every_kind_travel_back(office: Office, tmp_path: Path) -> None:
    source, picture = tmp_path / "report.docx", tmp_path / "p.png"
    source.write_bytes(report_of(office))
    picture.write_bytes(png(30, 20))
    copy, again, doc = tmp_path / "回覧.docx", tmp_path / "古い形式から.docx", tmp_path / "古い形式.doc"
    error = tmp_path / "error.txt"
    as_pdf(source, tmp_path)
    paths = {"source": source, "picture": picture, "docx": copy, "again": again, "doc": doc, "error": error}
    macro = _MACRO
    for name, value in {**paths, "alt": ALT}.items():
        macro = macro.replace("{" + name + "}", str(value))
    run_macro(macro, tmp_path)
    assert not error.exists(), error.read_text()
    printed = office.read(PARAMS)
    found = imported(office, copy, apply=True)
    said, text = import_summary(found), office.read(PARAMS)
    assert "- 今後も区民の声を聞きながら取組を強める。\n" in text, said
    assert '- "{as_of}の結果を踏まえ、{goal}を目指し、{表:counts}の窓口を広げる。"\n' in text, said
    assert "- なお、研修は毎月行う。\n" in text and "第2回の検証" not in text
    assert 'list: ["目標は{goal}である", 記録を続ける]' in text
    assert "paragraph: 数え方は次の年度も変えない。\n" in text
    assert "title: 職員に向けた研修\n" in text and "title: 研修の会場\n" in text and f"alt: {ALT}\n" in text
    assert "「302」から「303」" in said and "コメントがあります（広報課　佐藤）" in said
    assert "変更履歴（承諾前）" in said and is_open(found)
    assert [one.code for one in found.findings] == ["W203", "W208"]
    rest = imported(office, copy)
    assert not rest.merged.decisions and not rest.merged.conflicts, import_summary(rest)
    office.write(PARAMS, printed)
    imported(office, again, apply=True, base=source)
    assert [line for line in text.splitlines() if "alt:" not in line] == [
        line for line in office.read(PARAMS).splitlines() if "alt:" not in line
    ], "a .doc keeps all but alternative texts"
    with pytest.raises(ReportError, match="古いWordの文書"):
        imported(office, doc)
