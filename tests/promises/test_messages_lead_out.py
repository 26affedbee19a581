"""Following a message fixes the input: each test damages a table, reads the message and obeys it."""

import csv
import io
import itertools
import json
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from progress_report.model.findings import Finding, group_findings
from tests.promises.office import USUAL_ROWS, Office, bytes_of, sheet_of, with_part

Grid = list[list[str]]
TABLE = "data/2024/counts.csv"
SURVEY = "data/2024/answers.csv"
CHOICES = ("早い", "安い", "その他")
WORDS = ("部署", "件数①", "件数※1", "対応済件数", "手続の件数", "kensu")


def text_of(grid: Sequence[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(grid)
    return text.getvalue()


def usual() -> Grid:
    return [list(map(str, row)) for row in USUAL_ROWS]


def errors(office: Office) -> list[str]:
    """Return the 誤り of check."""
    return [line for line in office.check().out.splitlines() if line.startswith("【誤り】")]


def only_error(office: Office) -> str:
    (line,) = errors(office)
    return line


def transposed(grid: Sequence[Sequence[str]]) -> Grid:
    return [list(row) for row in zip(*grid, strict=True)]


@dataclass(frozen=True)
class Damaged:
    """A damaged file, its single message, and a function that returns the file with the remedy applied."""

    content: str | bytes
    says: str
    mended: Callable[[str, str | bytes], str | bytes]
    suffix: str = ".csv"
    fields: tuple[dict[str, Any], ...] = ()


def place(office: Office, damages: Sequence[Damaged]) -> list[str]:
    """Add a table for each damage; return the names of their files."""
    files = [f"data/2024/t{i}{one.suffix}" for i, one in enumerate(damages)]

    def add(package: Any) -> None:
        first = package["resources"][0]
        for i, one in enumerate(damages):
            schema = {**first["schema"], "fields": [*first["schema"]["fields"], *one.fields]}
            package["resources"].append({**first, "name": f"t{i}", "path": f"t{i}.csv", "schema": schema})

    office.edit_json("data/2024/datapackage.json", add)
    for file, one in zip(files, damages, strict=True):
        office.write(file, one.content)
    return files


def require_way_out(office: Office, damages: Sequence[Damaged]) -> None:
    """Assert that each damage has one message, and that following it fixes the table."""
    files = place(office, damages)
    reported = errors(office)
    for file, one in zip(files, damages, strict=True):
        message, *others = [line for line in reported if f"{file}: " in line or f"{file} " in line]
        assert one.says in message and not others, (one, message, others)
        office.write(file, one.mended(message, one.content))
    assert len(reported) == len(files)
    assert errors(office) == []


def headed(word: str) -> str:
    return text_of([["場所", word], *USUAL_ROWS[1:]])


def named(message: str, content: str | bytes) -> str:
    """Return the table with the heading that the message names."""
    return headed(re.findall(r"見出しを「(.+?)」に直すか", message)[0])


def resaved(message: str, content: str | bytes) -> str | bytes:
    """Read the file with the separator that the message names, and write it with commas."""
    names = {
        "タブ": "\t",
        "セミコロン（;）": ";",
        "縦棒（|）": "|",
        "全角カンマ（，）": "，",
        "読点（、）": "、",
    }
    name = re.findall(r"区切り記号に(.+?)を選んで読み込み、「CSV UTF-8（コンマ区切り）」", message)[0]
    return text_of(list(csv.reader(io.StringIO(str(content)), delimiter=names[name])))


def usual_workbook(message: str, content: str | bytes) -> bytes:
    assert re.search("「Excelブック（\\*.xlsx）」|「区切り位置」|「再表示」", message), message
    return bytes_of(sheet_of(USUAL_ROWS))


def without_unit(message: str, content: str | bytes) -> str:
    assert "値を「件」の数に直し、見出しを「件数」に" in message and "title" not in message
    return headed("件数")


def exchanged(message: str, content: str | bytes) -> str:
    assert "「行/列の入れ替え」" in message
    return text_of(transposed(list(csv.reader(io.StringIO(str(content))))))


def hidden() -> bytes:
    book = sheet_of(USUAL_ROWS)
    book.create_sheet("表紙")
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1
    return bytes_of(book)


def open_document() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content/>")
    return content.getvalue()


SEPARATORS = ("\t", ";", "|", "，", "、")
UNITS = {"件数（千件）": "千件", "件数[%]": "%", "受付（万件）": "万件", "件数(単位：人)": "人"}
OTHER_FILES: dict[str, str | bytes] = {
    "Webページ（HTML）": "\ufeff<html><table><tr><td>場所</td></tr></table></html>",
    "Webページ（MHTML）": "MIME-Version: 1.0\r\n\r\n",
    "XMLスプレッドシート2003": '<a xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    "OpenDocument（.fods）": '<?xml version="1.0"?>\n<office:document xmlns:office="urn:oasis"/>',
    "OpenDocument（.ods など）": open_document(),
}  # fmt: skip
LAYOUTS = [
    Damaged(
        headed("件数").replace("302", "3\x0702"),
        "2行目『件数』: 使えない文字（制御文字）があります。その文字を消して",
        lambda *_: headed("件数"),
    ),
    *(Damaged(headed(word), "どの列の見出しか決まりません", named) for word in WORDS),
    *(
        Damaged(headed(word), f"見出しの単位（{unit}）が、列の単位（件）と違い", without_unit)
        for word, unit in UNITS.items()
    ),
    *(
        Damaged("\n".join(one.join(row) for row in usual()), "値の区切りが、カンマではなく", resaved)
        for one in SEPARATORS
    ),
    Damaged(
        text_of([("窓口", 12), *USUAL_ROWS]),
        "1行目: 見出しより上に値が並んでいます。この行を消してください",
        lambda *_: headed("件数"),
    ),
    Damaged(
        text_of([("場所", "件数", "件数"), ("本庁", 302, 20)]),
        "『件数』: 「件数」という列は表の説明に2つあり、見出しからは決まりません。見出しを、左から順に、",
        lambda *_: text_of([("場所", "n", "m"), ("本庁", 302, 20)]),
        fields=({"name": "m", "title": "件数", "type": "integer", "unit": "件"},),
    ),
    Damaged(text_of(transposed(usual())), "行と列が入れ替わっています（見出しが1列目", exchanged),
    Damaged(headed(""), "見出しのない列があります（2列目）。「件数」の列なら", lambda *_: headed("件数")),
    Damaged(
        text_of(USUAL_ROWS[1:]),
        "見出しの行が見つかりません（この行は「本庁、302」）。列の名前（場所、件数）を",
        lambda *_: headed("件数"),
    ),
    *(
        Damaged(content, f"ワークブックではありません（中身は{kind}です）", usual_workbook, ".xlsx")
        for kind, content in OTHER_FILES.items()
    ),
    Damaged(hidden(), "表のシートが隠れています（「Sheet」）", usual_workbook, ".xlsx"),
    Damaged(
        bytes_of(sheet_of([[",".join(row)] for row in usual()])),
        "一つの欄に、カンマ（,）で区切った値が並んでいます",
        usual_workbook,
        ".xlsx",
    ),
]  # fmt: skip


def test_another_layout_or_file_has_one_message_that_leads_out(office: Office) -> None:
    require_way_out(office, LAYOUTS)


@pytest.mark.long
def test_the_second_way_out_is_the_title(office: Office) -> None:
    files = place(office, [Damaged(headed(word), "", named) for word in WORDS])
    reported = errors(office)
    ways = r"この表の列 (\w+) の title を「(.+?)」に変えて"
    found = [re.findall(ways, line)[0] for file in files for line in reported if f"{file} " in line]

    def rename(package: Any) -> None:
        for resource, (name, title) in zip(package["resources"][1:], found, strict=True):
            (one,) = (one for one in resource["schema"]["fields"] if one["name"] == name)
            one["title"] = title

    office.edit_json("data/2024/datapackage.json", rename)
    assert errors(office) == []


def two_level(words: Sequence[str]) -> bytes:
    """Return 場所 beside a group merged over the words, with counts below."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["場所", "令和5年度", *[""] * (len(words) - 1)])
    sheet.append(["", *words])
    for place, count in USUAL_ROWS[1:]:
        sheet.append([place, count, *["x"] * (len(words) - 1)])
    sheet.merge_cells("A1:A2")
    if len(words) > 1:
        sheet.merge_cells(start_row=1, end_row=1, start_column=2, end_column=1 + len(words))
    return bytes_of(book)


@pytest.mark.long
def test_two_level_headers_have_one_message_for_a_word(office: Office) -> None:
    extra = "2行目『備考』: 知らない列です。要らなければ、列ごと消してください"
    wrong = (
        "2行目『対応件数』: どの列の見出しか決まりません（「対応件数」）。「件数」のことなら、見出しを「件"
    )
    require_way_out(
        office,
        [
            Damaged(two_level(["対応件数"]), wrong, lambda *_: two_level(["件数"]), ".xlsx"),
            Damaged(two_level(["件数", "備考"]), extra, lambda *_: two_level(["件数"]), ".xlsx"),
        ],
    )


def strict(book: bytes) -> bytes:
    """Return the workbook in the namespaces of Strict Open XML."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        names = archive.namelist()
    for name in names:

        def change(text: str) -> str:
            return re.sub(
                r"http://schemas\.openxmlformats\.org/(\w+)/2006/(main|relationships)",
                r"http://purl.oclc.org/ooxml/\1/\2",
                text,
            )

        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            text = archive.read(name).decode()
        if name != "_rels/.rels" and change(text) != text:
            book = with_part(book, name, change)
    return book


def test_a_strict_workbook_is_read(office: Office) -> None:
    book = strict(bytes_of(sheet_of(USUAL_ROWS)))
    assert b"purl.oclc.org" in zipfile.ZipFile(io.BytesIO(book)).read("xl/workbook.xml")
    office.workbook("counts", book)
    assert office.check().code == 0, office.check().said


MONTH = {"name": "since", "title": "導入年月", "type": "yearmonth"}
YEAR = {
    "name": "fiscal_year", "title": "年度", "type": "integer", "unit": "年度",
    "constraints": {"minimum": 1989, "maximum": 2100},
}  # fmt: skip
YEARS = [
    ("5", "令和5年度"), ("5", "2023"), ("23", "2023"), ("23", "2011"), ("98", "1998"), ("45017", "令和6年度"),
]  # fmt: skip


def with_column(field: dict[str, Any], values: Sequence[str]) -> str:
    """Return the usual table with one more column."""
    return text_of([[*row, one] for row, one in zip(usual(), [field["title"], *values], strict=True)])


def test_months_and_years_that_are_none_lead_to_what_is_read(office: Office) -> None:
    def month(message: str, content: str | bytes) -> str:
        advice = re.findall(r"([0-9]{4}年[0-9]{1,2}月) の形で", message)[0]
        return with_column(MONTH, [advice, "2024年10月"])

    def year(advice: str) -> Callable[[str, str | bytes], str]:
        def mended(message: str, content: str | bytes) -> str:
            assert advice in message and "以上" not in message
            return with_column(YEAR, [advice, "2020"])

        return mended

    damages = [
        *(
            Damaged(with_column(MONTH, [text, "2024年10月"]), says, month, fields=(MONTH,))
            for text, says in (
                ("Dec-23", "Excelが書き替えたものです"),
                ("dec-23", "Excelが書き替えたものです"),
                ("23-Dec", "Excelが書き替えたものです"),
                ("45261", "Excelの日付の番号のようです"),
            )
        ),
        *(
            Damaged(
                with_column(YEAR, [text, "2020"]),
                f"年度として読めません（「{text}」）",
                year(advice),
                fields=(YEAR,),
            )
            for text, advice in YEARS
        ),
    ]
    require_way_out(office, damages)


def survey_of(office: Office, grid: Sequence[Sequence[str]]) -> None:
    """Add a survey beside the table: one multiple-choice and one single-choice question."""
    boxes = [
        {"name": f"c{i}", "title": title, "type": "string", "constraints": {"enum": ["0", "1"]}}
        for i, title in enumerate(CHOICES)
    ]
    key = {"name": "id", "title": "番号", "type": "string", "constraints": {"required": True, "unique": True}}
    use = {"name": "use", "title": "利用", "type": "string", "constraints": {"enum": ["ある", "ない"]}}

    def add(package: Any) -> None:
        first = package["resources"][0]
        schema = {"fields": [key, *boxes, use], "primaryKey": ["id"], "missingValues": [""]}
        questions = [
            {
                "name": "wish", "title": "望むこと", "wording": "何を望みますか。", "form": "multiple",
                "fields": [box["name"] for box in boxes],
            },
            {
                "name": "use", "title": "利用", "wording": "使いましたか。", "form": "single",
                "fields": ["use"],
            },
        ]  # fmt: skip
        survey = {"title": "調査", "questions": questions}
        other = {
            "name": "answers",
            "title": "調査",
            "path": "answers.csv",
            "schema": schema,
            "survey": survey,
        }
        package["resources"] = [first, {**first, **other}]

    office.edit_json("data/2024/datapackage.json", add)
    office.write(SURVEY, text_of(grid))


HEAD = ["番号", *CHOICES, "利用"]


@pytest.mark.long
def test_check_boxes_are_read(office: Office) -> None:
    survey_of(office, [HEAD, *([str(i), "TRUE", "FALSE", "true", "ある"] for i in range(40))])
    done = office.check()
    assert done.code == 0 and "チェックボックスの TRUE／FALSE を 1／0 に" in done.out, done.said
    book = sheet_of([HEAD, *([str(i), True, False, True, "ある"] for i in range(40))])
    office.workbook("answers", book)
    assert office.check().code == 0


def test_marks_are_one_line_a_column_and_can_be_replaced_at_once(office: Office) -> None:
    rows = [[str(i), "○", "" if i % 2 else "○", "", "ある"] for i in range(60)]
    survey_of(office, [HEAD, *rows])
    cheap, early = errors(office)
    assert "2、3、4行目ほか57行『早い』: 選択肢にない値です（「○」）。" in early
    assert "2、4、6行目ほか27行『安い』" in cheap and "印を 1 に、空欄を 0 に" in cheap
    office.write(
        SURVEY, text_of([HEAD, *([{"○": "1", "": "0"}.get(cell, cell) for cell in row] for row in rows)])
    )
    assert office.check().code == 0


def test_json_keeps_every_row(office: Office) -> None:
    survey_of(office, [HEAD, *([str(i), "1", "0", "0", f"{i % 9}回"] for i in range(50))])
    message = only_error(office)
    assert "2、3、4行目ほか47行『利用』: 選択肢にない値です（2行目「0回」、3行目「1回」" in message
    assert "など9種類）。ある、ない のどれかにしてください。" in message
    found = json.loads(office.run("check", "2024", "--format", "json").out)["findings"]
    (one,) = (one for one in found if one["grade"] == "誤り")
    assert one["rows"] == list(range(2, 52)) and one["row"] == 2


@pytest.mark.parametrize(
    "separator",
    [", ", pytest.param(";", marks=pytest.mark.long), pytest.param("、", marks=pytest.mark.long)],
)
def test_a_form_services_export_leads_to_columns(office: Office, separator: str) -> None:
    chosen = [choices for n in (1, 2, 3) for choices in itertools.combinations(CHOICES, n)] * 4
    rows = [["2024/07/02 10:00:00", separator.join(some), "ある"] for some in chosen]
    survey_of(office, [["タイムスタンプ", "何を望みますか。", "使いましたか。"], *rows])
    joined, missing, stamp = errors(office)
    assert "『何を望みますか。』: 一つの設問の答えが、一つの列に" in joined
    assert "『id』: 列がありません。「タイムスタンプ」が言葉の違う見出しなら、" in missing
    assert "列がないなら、見出し行に「番号」（id）を加え" in missing
    assert "『タイムスタンプ』: 知らない列です。要らなければ、列ごと消して" in stamp
    between, choice, cell = re.findall(r'FIND\("(.+?)"&"(.+?)"&".+?",".+?"&(\w+)&"', joined)[0]
    assert (choice, cell) == (CHOICES[0], "B2")
    heading = re.findall(r"列（(.+?)）に分け", joined)[0].split("、")
    split = [
        [
            str(i),
            *("1" if between + title + between in between + text + between else "0" for title in heading),
            use,
        ]
        for i, (_, text, use) in enumerate(rows)
    ]
    office.write(SURVEY, text_of([["番号", *heading, "使いましたか。"], *split]))
    assert office.check().code == 0, office.check().said


@pytest.mark.long
def test_several_choices_in_a_cell_for_one(office: Office) -> None:
    rows = [[str(i), "1", "0", "0", "ある, ない" if i % 2 else "ある"] for i in range(40)]
    survey_of(office, [HEAD, *rows])
    assert (
        "3、5、7行目ほか17行『利用』: 一つの欄に、選択肢がいくつもあります（「ある, ない」）。"
        in only_error(office)
    )
    office.edit(SURVEY, '"ある, ない"', "ある")
    assert office.check().code == 0


@pytest.mark.long
def test_a_broken_relation_is_said_in_words(office: Office) -> None:
    limit = {"name": "most", "title": "上限", "type": "integer", "unit": "件"}
    office.write(TABLE, with_column(limit, ["300", "20"]))
    office.edit_json(
        "data/2024/datapackage.json", lambda one: one["resources"][0]["schema"]["fields"].append(limit)
    )

    def relation(sign: str) -> Callable[[Any], None]:
        left, right = {"each": "counts", "column": "n"}, {"column": "most"}
        check = {
            "name": "内数",
            "explanation": "件数は上限までである。",
            "left": left,
            "relation": sign,
            "right": right,
        }
        return lambda package: package.update(crossChecks=[check])

    office.edit_json("data/2024/datapackage.json", relation("<="))
    assert "検算「内数」が成り立ちません（302件が300件を超えています）。" in only_error(office)
    office.edit_json("data/2024/datapackage.json", relation("="))
    assert "検算「内数」が成り立ちません（302件と300件が一致しません）。" in only_error(office)


findings = st.builds(
    Finding,
    message=st.one_of(st.text(min_size=1), st.sampled_from(["値がありません", "302", "違います（「a」）。"])),
    remedy=st.text(),
    file=st.sampled_from(["a.csv", "b.csv"]),
    row=st.one_of(st.none(), st.integers(1, 40)),
    column=st.sampled_from(["", "件数"]),
)


@given(findings)
def test_message_and_remedy_are_two_sentences(one: Finding) -> None:
    said = str(one)
    assert said.endswith(one.remedy)
    before = said[: len(said) - len(one.remedy)]
    assert not one.remedy or not one.message.strip() or before[-1] in "。！？!?"


@given(st.lists(findings, max_size=30))
def test_grouping_loses_no_row_and_is_stable(some: list[Finding]) -> None:
    joined = group_findings(some)
    assert group_findings(joined) == joined

    def places(of: list[Finding]) -> set[tuple[Any, ...]]:
        return {(one.file, one.column, one.remedy, row) for one in of for row in (one.all_rows or (None,))}

    assert places(joined) == places(some)
    assert len(joined) <= len(some)
    assert [Finding.from_json(one.to_json()) for one in joined] == joined
