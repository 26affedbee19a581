"""Edits made at desks are imported into the parameters, and nothing else is."""

import shutil
from copy import deepcopy
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from progress_report.model.findings import ReportError
from progress_report.word_import.importing import Imported
from progress_report.word_import.summary import import_summary, is_open
from tests.promises.office import Office
from tests.promises.test_free_blocks import png
from tests.word_import.desk import AUTHOR, PARAMS, Desk, imported, report_of, text_of, with_part

BASE = "customXml/progress-report.xml"
COUNTS = "data/2024/counts.csv"


def codes(found: Imported) -> list[str]:
    return sorted(one.code for one in found.findings)


def shown(found: Imported) -> str:
    """Return the summary without the lines on how paragraphs were recognized."""
    return "\n".join(import_summary(found).splitlines()[len(found.copies) :])


def _with_all_kinds(desk: Desk) -> Desk:
    desk.replace("今後も区民の声を聞きながら取組を進める。", "今後は区民の声を聞きながら取組を強める。")
    desk.replace("を目標に、", "を目指し、", tracked=True)
    desk.add_after("職員の研修", "なお、研修は毎月行う: # 第1回から。")
    desk.add_after("件数は302件", "窓口ごとの件数は、別に示す。")
    desk.add_after("窓口の数え方は", "数え方は次の年度も変えない。")
    desk.delete("第2回の検証")
    desk.replace("記録を続ける", "記録を残す")
    return desk


def _with_figures(desk: Desk) -> Desk:
    desk.add_table_after("件数は302件", [("研修", "回数（回）"), ("入門", "1,200")], "表　研修の記録")
    desk.add_picture_after("窓口の数え方は", png(30, 20), "会議室に職員がいる。", "図　研修の会場")
    return desk


@pytest.mark.parametrize("stripped", [False, True], ids=["controls", "text"])
def test_edits_of_every_kind_are_written_and_then_there_is_nothing_to_do(
    office: Office, tmp_path: Path, stripped: bool
) -> None:
    desk = _with_all_kinds(Desk.of(report_of(office)))
    if stripped:
        desk.strip()
    copy = desk.save(tmp_path / "回覧.docx")
    former = office.read(PARAMS)
    assert imported(office, copy).findings == ()
    assert office.read(PARAMS) == former, "nothing is written unless asked"
    found = imported(office, copy, apply=True)
    assert not is_open(found), import_summary(found)
    assert (f"変更履歴（承諾前）: {AUTHOR}" in import_summary(found)) is True
    text = office.read(PARAMS)
    assert "# 企画課の分\n        - 今後は区民の声を聞きながら取組を強める。\n" in text
    assert (
        '- "{as_of}の結果を踏まえ、{goal}を目指し、{表:counts}の窓口を広げる。"\n        # 情報課の分\n'
        in text
    )
    assert '- "なお、研修は毎月行う: # 第1回から。"\n' in text
    assert "第2回の検証" not in text
    assert "来年度は、{as_of}までの課題を\n" in text, "what nobody edited keeps its form"
    assert "list: [記録を残す, " in text
    places = [text.index(words) for words in ("窓口の数え方", "数え方は次の年度", "list:", "別に示す")]
    assert places == sorted(places)
    assert "after: c3" in text
    again = imported(office, copy)
    assert (again.merged.decisions, again.merged.conflicts, codes(again)) == ([], [], [])


def test_numbers_and_computed_sentences_are_reported_and_not_taken(office: Office, tmp_path: Path) -> None:
    desk = Desk.of(report_of(office))
    desk.replace("90%", "95%")
    desk.replace("件数は", "総数は")
    cell = desk.paragraph("302")
    next(cell.iter(qn("w:t"))).text = "303"
    desk.replace("窓口の件数", "窓口別の件数")
    desk.delete("時点")
    run = Run(next(desk.paragraph("職員").iter(qn("w:r"))), Paragraph(desk.paragraph("職員"), desk.word))
    desk.word.add_comment([run], text="時期も書いては。", author="広報課", initials="広")
    former = office.read(PARAMS)
    found = imported(office, desk.save(tmp_path / "a.docx"), apply=True)
    assert codes(found) == ["W203", "W203", "W204", "W205", "W206", "W208"]
    assert is_open(found)
    said = import_summary(found)
    assert "「302」から「303」に直されています" in said
    assert "data/2024/counts.csv 2行目 n（件数）" in said
    assert "quantities.goal" in said
    assert 'overrides: {sentences: {"c3": "総数は{n}である。"}}' in said
    assert "コメントがあります（広報課）。「時期も書いては。」" in said
    assert office.read(PARAMS) == former
    office.edit(PARAMS, "sentences: {", 'sentences: {"c3": "総数は{n}である。", ')
    assert "W204" not in codes(imported(office, tmp_path / "a.docx"))


def test_a_sentence_that_is_overridden_already_is_edited_there(office: Office, tmp_path: Path) -> None:
    desk = Desk.of(report_of(office))
    desk.add_after("ほかの窓口は", "その後の段落。")
    desk.replace("ほかの窓口は", "支所は")
    copy = desk.save(tmp_path / "a.docx")
    found = imported(office, copy, apply=True)
    assert not is_open(found), import_summary(found)
    text = office.read(PARAMS)
    assert 'overrides: {sentences: {c5: "支所は{n}である。"}}\n' in text, text
    assert "after: c5\n        paragraph: その後の段落。\n" in text, text
    assert imported(office, copy).merged.decisions == []
    desk = Desk.of(report_of(office))
    desk.delete("ほかの窓口は")
    found = imported(office, desk.save(tmp_path / "b.docx"), apply=True)
    assert (codes(found), found.applied) == (["W206"], False), "else the computed sentence would come back"


def test_a_number_changed_in_a_paragraph_that_was_moved_is_reported(office: Office, tmp_path: Path) -> None:
    desk = Desk.of(report_of(office))
    moved = desk.paragraph("の結果を踏まえ")
    next(one for one in moved.iter(qn("w:t")) if one.text == "90%").text = "95%"
    desk.move("の結果を踏まえ", "件数は302件")
    found = imported(office, desk.save(tmp_path / "a.docx"), apply=True)
    assert codes(found) == ["W203"], import_summary(found)
    assert "「90%」から「95%」" in import_summary(found)
    assert 'after: c3\n        paragraph: "{as_of}の結果を踏まえ、{goal}を目標に、' in office.read(PARAMS)


def test_a_paragraph_without_its_marks_that_was_rewritten_is_one_edit(office: Office, tmp_path: Path) -> None:
    desk = Desk.of(report_of(office))
    desk.replace("職員の研修を行い、庁内の体制を整える。", "まったく違うことを、新しく書いた。")
    desk.strip()
    copy = desk.save(tmp_path / "a.docx")
    (decision,) = imported(office, copy, apply=True).merged.decisions
    assert (decision.subject.kind, decision.new) == ("text", "まったく違うことを、新しく書いた。")
    again = imported(office, copy)
    assert (again.merged.decisions, again.merged.conflicts, again.findings) == ([], [], ())


def test_merged_and_copied_paragraphs_keep_their_placeholders(office: Office, tmp_path: Path) -> None:
    desk = Desk.of(report_of(office))
    first, second = desk.paragraph("今後も区民の声"), desk.paragraph("の結果を踏まえ")
    copied = deepcopy(second)
    for one in list(second):
        if one.tag != qn("w:pPr"):
            first.append(one)
    desk.delete("来年度は")
    desk.paragraph("の検証に応募した").addnext(copied)
    second.getparent().remove(second)
    found = imported(office, desk.save(tmp_path / "a.docx"), apply=True)
    text = office.read(PARAMS)
    assert not is_open(found), import_summary(found)
    assert "進める。{as_of}の結果を踏まえ、{goal}を目標に、{表:counts}の窓口を広げる。" in text, text
    assert text.count("{as_of}の結果を踏まえ、{goal}を目標に") == 2, text


def test_cells_that_changed_places_are_reported(office: Office, tmp_path: Path) -> None:
    desk = Desk.of(report_of(office))
    one, two = (next(desk.paragraph(words).iter(qn("w:t"))) for words in ("本庁", "支所"))
    one.text, two.text = two.text, one.text
    assert codes(imported(office, desk.save(tmp_path / "a.docx"))) == ["W205", "W205"]


def test_what_cannot_be_placed_is_listed_with_its_text(office: Office, tmp_path: Path) -> None:
    desk = Desk.of(report_of(office))
    desk.add_after("見本市の取組状況", "前書きを足す。")
    desk.add_after("職員の研修", "足した見出し", style="Heading2")
    row = desk.paragraph("302").getparent().getparent()
    row.addnext(Desk.of(report_of(office)).paragraph("支所").getparent().getparent())
    desk.add_picture_after("今後も区民の声", png(20, 20))
    desk.move("件数は302件", "見本の報告である")
    desk.add_after("第2回の検証", "{名前}は書けない。")
    found = imported(office, desk.save(tmp_path / "a.docx"))
    said = import_summary(found)
    for words in (
        "「前書きを足す。」",
        "足された見出し",
        "「支所 20」",
        "足された図を取り込めません",
        "「{名前}は書けない。」",
        "件数は302件である。」が、",
    ):
        assert words in said, (words, said)
    assert is_open(found)


def test_two_copies_and_changed_parameters_merge_in_any_order(office: Office, tmp_path: Path) -> None:
    one, two = Desk.of(report_of(office)), Desk.of(report_of(office))
    one.replace("今後も区民の声を聞きながら取組を進める。", "今後は区民の声を聞きながら取組を強める。")
    two.replace("今後も区民の声を聞きながら取組を進める。", "取組は終える。")
    one.replace("職員の研修を行い", "職員の研修を重ね")
    two.replace("職員の研修を行い", "職員の研修を重ね")
    two.replace("の検証に応募した", "の検証に採択された")
    one.replace("を目標に", "を目指し")
    files = [one.save(tmp_path / "一.docx"), two.save(tmp_path / "二.docx")]
    office.edit(PARAMS, "の窓口を広げる", "の窓口を大きく広げる")
    office.edit(COUNTS, "302", "312")
    former = office.read(PARAMS)
    try:
        found = imported(office, *files)
        assert import_summary(found) == import_summary(imported(office, *reversed(files)))
    finally:
        office.edit(COUNTS, "312", "302")
    assert codes(found) == ["W201", "W201"]
    said = import_summary(found)
    assert "一.docx「今後は区民の声を聞きながら取組を強める。」、二.docx「取組は終える。」" in said
    assert "の窓口を大きく広げる" in said
    assert "［一.docx、二.docx］" in said
    texts = []
    for order in (files, [*reversed(files)]):
        office.write(PARAMS, former)
        imported(office, *order, apply=True)
        texts.append(office.read(PARAMS))
    assert texts[0] == texts[1]
    assert (
        "研修を重ね" in texts[0]
        and "検証に採択された" in texts[0]
        and "今後も区民の声を聞きながら取組を進める。" in texts[0]
    )


def test_a_paragraph_split_by_enter_keeps_its_placeholders(office: Office, tmp_path: Path) -> None:
    desk = Desk.of(report_of(office))
    first = desk.paragraph("の結果を踏まえ")
    desk.add_after("の結果を踏まえ", "90%を目標に、窓口を広げ、区民の声を聞く。")
    for text in list(first.iter(qn("w:t"))):
        if text.text in ("90%", "を目標に、", "表", "1", "表1") or "の窓口を広げる" in (text.text or ""):
            text.text = ""
    imported(office, desk.save(tmp_path / "a.docx"), apply=True)
    text = office.read(PARAMS)
    assert '- "{as_of}の結果を踏まえ、"\n' in text
    assert '- "{goal}を目標に、窓口を広げ、区民の声を聞く。"\n' in text


def test_files_that_are_no_safe_word_files_are_refused_together(office: Office, tmp_path: Path) -> None:
    content = report_of(office)
    link = (
        b'<Relationship Id="x" TargetMode="External" Target="file:///x.png" Type='
        b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>'
    )
    bad = {
        "W101": b"\xd0\xcf\x11\xe0" + bytes(100),
        "W102": content[:3000],
        "W103": with_part(content, "word/comments.xml", lambda _: b"<a>" + b" " * (51 << 20) + b"</a>", True),
        "W104": with_part(content, "word/document.xml", lambda part: b"<!DOCTYPE a>" + part),
        "W105": with_part(content, "word/vbaProject.bin", lambda _: b"x", True),
        "W106": with_part(
            content, "word/_rels/document.xml.rels", lambda part: part.replace(b"</Relationships>", link)
        ),
        "W107": _without_base(with_part(content, "docProps/custom.xml", lambda _: None)),
    }  # fmt: skip
    bad["W109"] = with_part(content, BASE, lambda part: part.replace(b'year": 2024', b'year": 2023'))
    deep = b"<a>" * 200 + b"</a>" * 200
    files = []
    for code, one in [
        *bad.items(),
        ("W103-deep", with_part(content, "word/comments.xml", lambda _: deep, True)),
    ]:
        files.append(tmp_path / f"{code}.docx")
        files[-1].write_bytes(one)
    (office.root / "build/2024.partial/report.docx").rename(tmp_path / "sent.docx")
    try:
        with pytest.raises(ReportError) as raised:
            imported(office, *files)
    finally:
        (tmp_path / "sent.docx").rename(office.root / "build/2024.partial/report.docx")
    found = {(one.file, one.code) for one in raised.value.findings}
    assert found == {(path.name, path.stem.partition("-")[0]) for path in files}


def test_a_file_that_lost_its_record_is_compared_with_the_one_that_was_sent(
    office: Office, tmp_path: Path
) -> None:
    desk = Desk.of(report_of(office))
    desk.replace("職員の研修を行い", "職員の研修を重ね")
    copy = desk.save(tmp_path / "a.docx")
    whole = shown(imported(office, copy))
    assert "研修を重ね" in whole
    copy.write_bytes(_without_base(copy.read_bytes()))
    assert shown(imported(office, copy)) == whole, "found in the folder of reports by its digest"
    sent = tmp_path / "sent.docx"
    sent.write_bytes(report_of(office))
    assert shown(imported(office, copy, base=sent)) == whole
    other = with_part(
        report_of(office), "docProps/custom.xml", lambda part: part.replace(b"lpwstr>", b"lpwstr>0", 1)
    )
    sent.write_bytes(other)
    with pytest.raises(ReportError, match=r"別の版の report.docx"):
        imported(office, copy, base=sent)


def test_the_command_says_so_with_its_exit_code_and_a_build_has_the_edits(
    circulating: Office, tmp_path: Path
) -> None:
    office = Office(tmp_path / "office")
    office.root.mkdir()
    for name in ("params", "data", "notebooks", "build"):
        shutil.copytree(circulating.root / name, office.root / name)
    printed = office.root / "params/2024.printed"
    if printed.exists():
        (office.root / PARAMS).write_bytes(printed.read_bytes())
    copy = _with_figures(_with_all_kinds(Desk.of(report_of(office)))).save(tmp_path / "a.docx")
    ran = office.run("import-word", "2024", copy)
    assert ran.code == 0, ran.said
    assert "--apply を付けて実行すると、params/2024.yaml に書き込みます。" in ran.out
    ran = office.run("import-word", "2024", copy, "--apply")
    assert ran.code == 0, ran.said
    built = office.build("2024", "--formats", "docx")
    assert built.code == 0, built.said
    new = office.root / "build/2024.partial/report.docx"
    words = [text_of(one) for one in docx.Document(str(new)).element.body.iter(qn("w:p"))]
    start = words.index("件数は302件である。") + 1
    assert words[start : start + 5] == ["表2　研修の記録", "研修", "回数（回）", "入門", "1,200"]
    assert words.index("窓口ごとの件数は、別に示す。") > start + 4
    assert words[words.index("図1　研修の会場") - 1].startswith("窓口の数え方は")
    assert "今後は区民の声を聞きながら取組を強める。" in words
    ran = office.run("import-word", "2024", copy, new)
    assert ran.code == 1 and "別の版" in ran.err, ran.said
    for one in (copy, new):
        ran = office.run("import-word", "2024", one)
        assert ran.code == 0 and "取り込む直しはありません。" in ran.out, ran.said
    ran = office.run("import-word", "2024", tmp_path / "ない.docx")
    assert ran.code == 1 and "ファイルがありません" in ran.err


def _without_base(content: bytes) -> bytes:
    """Return the file as other programs save it: without parts they do not know."""
    return with_part(content, BASE, lambda _: b'<other xmlns="urn:x"/>')
