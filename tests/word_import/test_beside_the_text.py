"""What a desk writes beside the paragraphs (headers, boxes, notes, formulas) is listed with its text."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from progress_report.model.findings import ReportError
from progress_report.word_import.summary import import_summary, is_open
from tests.promises.office import Office
from tests.word_import.desk import Desk, imported, report_of, with_part

_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_VML = "urn:schemas-microsoft-com:vml"


def _header(desk: Desk) -> None:
    header = desk.word.sections[0].header
    next(header._element.iter(qn("w:t"))).text = "【確認中】見本市の取組状況"


def _added_header(desk: Desk) -> None:
    desk.word.sections[0].footer.add_paragraph("取扱注意")


def _no_header(desk: Desk) -> None:
    for one in list(desk.word.sections[0].header._element.iter(qn("w:r"))):
        one.getparent().remove(one)


def _watermark(desk: Desk) -> None:
    made = (
        f'<w:p {nsdecls("w")}><w:r><w:pict><v:shape xmlns:v="{_VML}"><v:textpath string="社外秘"/></v:shape>'
    )
    desk.word.sections[0].header._element.append(parse_xml(made + "</w:pict></w:r></w:p>"))


def _box(desk: Desk) -> None:
    box = (
        f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="{_VML}"><v:textbox><w:txbxContent><w:p><w:r>'
        "<w:t>箱の中の文。</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    desk.paragraph("職員の研修").append(parse_xml(box))


def _formula(desk: Desk) -> None:
    words = "対応率は、"
    desk.add_after("件数は302件", words)
    formula = f'<m:oMath xmlns:m="{_MATH}"><m:r><m:t>a/b</m:t></m:r></m:oMath>'
    desk.paragraph(words).append(parse_xml(formula))


def _sign(desk: Desk) -> None:
    run = next(desk.paragraph("職員の研修").iter(qn("w:r")))
    run.append(parse_xml(f'<w:sym {nsdecls("w")} w:font="Wingdings" w:char="F0FE"/>'))


LISTED: dict[Callable[[Desk], None], tuple[str, str]] = {
    _header: ("W205", "後「【確認中】見本市の取組状況」"),
    _added_header: ("W202", "「取扱注意」"),
    _no_header: ("W206", "見本市の取組状況について"),
    _watermark: ("W202", "「社外秘」"),
    _box: ("W202", "足されたテキストボックスを、置く所が決まらないため取り込めません。「箱の中の文。」"),
    _sign: ("W202", "Wordだけの記号があります"),
}


@pytest.mark.parametrize("edit", LISTED, ids=lambda one: one.__name__.strip("_"))
def test_it_is_listed(office: Office, tmp_path: Path, edit: Callable[[Desk], None]) -> None:
    desk = Desk.of(report_of(office))
    edit(desk)
    found = imported(office, desk.save(tmp_path / "a.docx"))
    code, words = LISTED[edit]
    assert [one.code for one in found.findings] == [code], import_summary(found)
    assert words in import_summary(found) and is_open(found)
    assert found.merged.decisions == []


def test_page_numbers_and_other_fields_are_none_of_its_words(office: Office, tmp_path: Path) -> None:
    desk = Desk.of(report_of(office))
    for one in desk.word.sections[0].footer._element.iter(qn("w:t")):
        one.text = "12"
    assert imported(office, desk.save(tmp_path / "a.docx")).findings == ()


def test_formulas_keep_their_letters(office: Office, tmp_path: Path) -> None:
    desk = Desk.of(report_of(office))
    _formula(desk)
    (decision,) = imported(office, desk.save(tmp_path / "a.docx")).merged.decisions
    assert decision.new == ("対応率は、a/b",)


def test_comments_that_stand_nowhere_are_listed_too(office: Office, tmp_path: Path) -> None:
    desk = Desk.of(report_of(office))
    runs = next(one for one in desk.word.paragraphs if one.runs).runs
    desk.word.add_comment(runs, text="どこにもない。", author="広報課", initials="広")
    for name in ("w:commentReference", "w:commentRangeStart", "w:commentRangeEnd"):
        for one in list(desk.word.element.body.iter(qn(name))):
            one.getparent().remove(one)
    assert "「どこにもない。」" in import_summary(imported(office, desk.save(tmp_path / "a.docx")))


def test_pictures_that_unfold_to_too_much_are_refused(office: Office, tmp_path: Path) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    one = f'<Relationship Id="x" Target="media/large.png" Type="{kind}"/></Relationships>'.encode()
    relations = "word/_rels/document.xml.rels"
    content = with_part(report_of(office), relations, lambda part: part.replace(b"</Relationships>", one))
    content = with_part(content, "word/media/large.png", lambda _: bytes(201 << 20), add=True)
    copy = tmp_path / "a.docx"
    copy.write_bytes(content)
    with pytest.raises(ReportError, match="図や写真が200 MBを超えています"):
        imported(office, copy)
