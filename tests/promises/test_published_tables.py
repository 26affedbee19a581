"""Tables as wards publish them: repeated and grouped headings, many columns, metadata and units around."""

from typing import Any

import pytest
from openpyxl import Workbook

from tests.promises.office import Office, Rows, assert_said, check_table, print_with_total, sheet_of

TOWN = {"name": "town", "title": "町丁目", "required": True}
YEAR = """defaults:
  status: published
  asOf: 2024-03-31
  publicationDate: 令和6年度
  sources: [{title: 見本市の統計}]
tables:
  counts: {}
"""
AGES = [*(f"{age}歳" for age in range(123)), "123歳以上"]
TOWNS = ("阿佐谷北一丁目", "阿佐谷北二丁目", "天沼一丁目")


def people(name: str, title: str, **more: Any) -> dict[str, Any]:
    """Return a column of people, found by ``group`` or ``position``."""
    return {"name": name, "title": title, "unit": "人", **more}


def describe_in_schema(office: Office, *fields: dict[str, Any], **members: Any) -> None:
    """Give the office's table these columns, and a notebook that prints all of them with a total."""
    (office.root / "data/2024/datapackage.json").unlink(missing_ok=True)
    described = {"title": "人口", "fields": [TOWN, *fields], "primaryKey": ["town"], **members}
    office.write_json("data/schema.yaml", {"tables": {"counts": described}})
    office.write("data/2024/tables.yaml", YEAR)
    print_with_total(office, "人口", [field["name"] for field in fields])


def assert_read(office: Office, rows: Rows | Workbook, *noted: str) -> None:
    """Write the table; assert that check reads it without warnings and notes each of these."""
    ran = check_table(office, rows)
    assert ran.code == 0, ran.said
    assert "【要確認】" not in ran.said, ran.said
    for words in noted:
        assert words in ran.said, (words, ran.said)


def count(town: int, column: int) -> int:
    """Return the invented number of people in the column, counted from 1 after the town's."""
    return (town + 3) * 1000 + column


def population(groups: str) -> list[list[Any]]:
    """Return a table of 249 columns: 男, 女 for each age; age headings ``merged``, ``repeated`` or absent."""
    rows: list[list[Any]] = [["町丁別年齢別人口", *[""] * 247, "（単位：人）"]]
    if groups:
        rows.append(["", *(text for age in AGES for text in (age, age if groups == "repeated" else ""))])
    rows.append(["町丁目", *["男", "女"] * len(AGES)])
    rows += [[town, *(count(t, column) for column in range(1, 249))] for t, town in enumerate(TOWNS)]
    rows.append(["合計", *(sum(count(t, column) for t in range(len(TOWNS))) for column in range(1, 249))])
    assert {len(row) for row in rows} == {249}
    return rows


class TestPopulationOf249Columns:
    """The ward's population by age: 町丁目, then 男 and 女 for each of 124 ages."""

    WANTED = (
        ("m0", "男", "0歳", 2),
        ("f0", "女", "0歳", 3),
        ("f65", "女", "65歳", 133),
        ("m99", "男", "99歳", 200),
    )
    GROUPED = tuple(people(name, title, group=group) for name, title, group, _ in WANTED)
    PLACED = tuple(people(name, title, group=group, position=i) for name, title, group, i in WANTED)

    def assert_traced(self, office: Office, first: int) -> None:
        """Assert that each printed value is its column's; ``first``: the first town's row in the file."""
        ran = office.build("2024", "--formats", "txt")
        assert ran.code == 0, ran.said
        folder = office.root / "build/2024.partial"
        report = (folder / "report.txt").read_text(encoding="utf-8-sig")
        ledger = (folder / "ledger.csv").read_text(encoding="utf-8-sig")
        for t, town in enumerate(TOWNS):
            values = [
                f"{group}の{title}は{count(t, position - 1):,}" for _, title, group, position in self.WANTED
            ]
            assert f"町丁目は{town}、{'、'.join(values)}。" in report, report
            for name, title, group, position in self.WANTED:
                value = count(t, position - 1)
                origin = f"data/2024/counts.csv {first + t}行目 {name}（{group} {title}）"
                assert f"{value},人,data,,{origin}" in ledger, (origin, ledger)
        total = sum(count(t, 1) for t in range(len(TOWNS)))
        assert f"町丁目は合計、0歳の男は{total:,}、" in report

    @pytest.mark.parametrize("groups", ["merged", pytest.param("repeated", marks=pytest.mark.long)])
    def test_are_found_by_group_and_heading(self, office: Office, groups: str) -> None:
        describe_in_schema(office, *self.GROUPED, fieldsMatch="subset")
        assert_read(
            office,
            population(groups),
            "使わない列を除外（3行目「男、女、男、女、男、ほか239個」→ 除外）",
            "合計の行を検算して除外（7行目「合計」）",
        )
        self.assert_traced(office, first=4)

    def test_are_found_by_position(self, office: Office) -> None:
        describe_in_schema(office, *self.PLACED, fieldsMatch="subset", columnCount=249)
        assert_read(office, population("merged"))
        assert_read(
            office, population(""), "使わない列を除外（2行目「男、女、男、女、男、ほか239個」→ 除外）"
        )
        self.assert_traced(office, first=3)

    def test_are_refused_where_a_column_has_moved(self, office: Office) -> None:
        describe_in_schema(office, *self.PLACED, fieldsMatch="subset", columnCount=249)
        wider = [[*row[:1], "世帯数" if row[0] == "町丁目" else 1, *row[1:]] for row in population("")[1:]]
        assert_said(
            office,
            wider,
            "1行目: 表の列の数（250列）が、表の説明（249列）と違います。",
            "1行目『0歳 男』: 列の並びが、表の説明と違います（2列目は「0歳 男」のはずが「世帯数」、",
        )
        moved = [[row[0], *row[3:], *row[1:3]] for row in population("merged")[1:]]
        assert_said(
            office, moved, "（2列目は「0歳 男」のはずが「1歳 男」、3列目は「0歳 女」のはずが「1歳 女」、"
        )
        narrower = [row[:-2] for row in population("")[1:]]
        assert_said(office, narrower, "1行目: 表の列の数（247列）が、表の説明（249列）と違います。")

    def test_are_refused_if_the_heading_alone_is_ambiguous(self, office: Office) -> None:
        describe_in_schema(office, people("m0", "男"), fieldsMatch="subset")
        assert_said(
            office,
            population("merged"),
            "3行目『m0』: 同じ列が二度あります（2列目「男」、4列目「男」、6列目「男」、8列目「男」、"
            "10列目「男」、ほか119個）。どちらかを消すか、見出しを直してください。"
            "届くままに読むには、表の説明のこの列に、上の段の見出し（group）か、",
        )
        describe_in_schema(office, people("m0", "男", group="０才"), fieldsMatch="subset")
        missing = "『m0』: 上の段と合わせて探す列がありません（「０才 男」）。届いた表の見出し（上の段: "
        assert_said(office, population("merged"), f"3行目{missing}「0歳」、「1歳」、")
        assert_said(office, population(""), f"2行目{missing}なし）")

    def test_must_be_described_unambiguously(self, office: Office) -> None:
        describe_in_schema(office, people("x", "計", position=501), fieldsMatch="subset")
        said = office.check().said
        assert "列の数え方が違います。1から500までの整数を書いてください（左端の列が1）。" in said
        describe_in_schema(
            office,
            people("m0", "男", position=2),
            people("m1", "男", position=2),
            people("f0", "女", group="0歳"),
            people("f1", "女", group="0歳"),
            fieldsMatch="subset",
        )
        assert_said(
            office,
            population("merged"),
            "2列目が二度あります。",
            "同じ見出しの列が二度あり、印刷すると区別できません（「男」）。",
            "同じ見出しの列が二度あり、印刷すると区別できません（「0歳 女」）。",
            "fields と並べて columnCount（届く表の列の数）を書いてください。",
        )


MOVES = (
    people("in_m", "男", group="転入"),
    people("in_f", "女", group="転入"),
    people("out_m", "男", group="転出"),
    people("out_f", "女", group="転出"),
)
GROUPS = ("町丁目", "転入", "", "転出", "")
SEXES = ("", "男", "女", "男", "女")
BODY = (("一丁目", 11, 12, 13, 14), ("二丁目", 21, 22, 23, 24))


def values_of(office: Office) -> str:
    """Return the printed report; the table must be read and audited."""
    ran = office.build("2024", "--formats", "txt")
    assert ran.code == 0, ran.said
    return (office.root / "build/2024.partial/report.txt").read_text(encoding="utf-8-sig")


class TestGroups:
    """Headings under groups: 転入〔男 女〕 転出〔男 女〕."""

    @pytest.fixture
    def moving(self, office: Office) -> Office:
        describe_in_schema(office, *MOVES)
        return office

    def test_are_read_merged_repeated_or_in_one_cell(self, moving: Office) -> None:
        merged = sheet_of((GROUPS, SEXES, *BODY))
        sheet = merged.active
        assert sheet is not None
        for cells in ("A1:A2", "B1:C1", "D1:E1"):
            sheet.merge_cells(cells)
        assert_read(moving, merged)
        moving.workbook("counts", merged)
        expected = "町丁目は二丁目、転入の男は21、転入の女は22、転出の男は23、転出の女は24。"
        assert expected in values_of(moving)
        (moving.root / "data/2024/counts.xlsx").unlink()
        shapes: tuple[Rows, ...] = (
            (GROUPS, SEXES, *BODY),
            (("", "転入", "転入", "転出", "転出"), ("町丁目", *SEXES[1:]), *BODY),
            (("町丁目", "転入_男", "転入（女）", "転出・男", "転出女"), *BODY),
            (
                ("町丁別の異動", "", "", "", "（単位：人）"),
                GROUPS,
                SEXES,
                ("単位", "人", "（人）", "人", "人"),
                *BODY,
                ("合計", 32, 34, 36, 38),
                ("", "", "", "", ""),
                ("※ 転居を除く。", "", "", "", ""),
                ("出典：住民基本台帳", "", "", "", ""),
            ),
        )
        for rows in shapes[:-1]:
            assert_read(moving, rows)
        assert_read(
            moving,
            shapes[-1],
            "単位の行を除外（4行目「単位、人、（人）、人、人」）",
            "注の行を除外（9行目「※ 転居を除く。」、10行目「出典：住民基本台帳」）",
            "まとまりの名前を右の空欄にも 2個（例: 2行目「転入」→ 右の空欄も「転入」）",
        )
        assert expected in values_of(moving)

    def test_that_are_not_plain_are_refused(self, moving: Office) -> None:
        assert_said(
            moving,
            (("", "", "転入", "", "転出"), ("町丁目", *SEXES[1:]), *BODY),
            "2行目: 上の段の見出し（「転入」など）が、どの列からのものか決まりません。",
            "2行目『out_m』: 上の段と合わせて探す列がありません（「転出 男」）。",
            "2行目『男』: 知らない列です。",
        )
        assert_said(
            moving,
            (GROUPS, SEXES, BODY[0], GROUPS, SEXES, BODY[1]),
            "4、5行目: 見出しの行が、表の途中にもう一度あります。",
        )
        assert_said(
            moving,
            (GROUPS, SEXES, ("", "千人", "人", "人", "件"), *BODY),
            "3行目『転入 男』: 表の列と違う単位が書かれています（「千人」）。列の単位は「人」です。",
            "3行目『転出 女』: 表の列と違う単位が書かれています（「件」）。列の単位は「人」です。",
        )
        assert_said(
            moving,
            (("一丁目", 11, 12, 13, 14), GROUPS, SEXES, *BODY),
            "1行目: 見出しより上に値が並んでいます。",
        )

    def test_undescribed_tables_are_left_out(self, office: Office) -> None:
        describe_in_schema(
            office, people("arrived", "転入者"), people("left", "転出者"), fieldsMatch="subset"
        )
        head = ("町丁目", "転入者", "転出者")
        moves = ("", "社会増減", "")
        rows = ((*moves, "その他", ""), (*head, "出生者", "死亡者"), *BODY)
        assert_read(office, rows, "見出しの上の段を除外（1行目「社会増減、その他」）")
        assert "町丁目は一丁目、転入者は11、転出者は12。" in values_of(office)
        grouped = sheet_of((("町丁目", "社会増減（千人）", ""), ("", *head[1:]), *(row[:3] for row in BODY)))
        assert grouped.active is not None
        for cells in ("A1:A2", "B1:C1"):
            grouped.active.merge_cells(cells)
        (office.root / "data/2024/counts.csv").unlink()
        assert_said(
            office,
            grouped,
            "2行目『社会増減（千人） 転入者』: 見出しの単位（千人）が、列の単位（人）と違います。",
            "2行目『社会増減（千人） 転出者』: 見出しの単位（千人）が、列の単位（人）と違います。",
        )


class TestAboveTheHeader:
    """Titles, units and metadata."""

    HEAD = ("町丁目", "人数")

    @pytest.fixture
    def counted(self, office: Office) -> Office:
        describe_in_schema(office, people("n", "人数"))
        return office

    def test_metadata_is_left_out_and_noted(self, counted: Office) -> None:
        assert_read(
            counted,
            (
                ("#lang", "ja"),
                ("#unit", "人"),
                ("統計名", "住民基本台帳"),
                ("時点：", "令和6年4月1日"),
                ("住民の数", "（単位：人）"),
                self.HEAD,
                ("一丁目", 1),
            ),
            "説明の行を除外（1行目「#lang：ja」、2行目「#単位：人」、3行目「統計名：住民基本台帳」、",
            "表題の行を除外（5行目「住民の数」、5行目「（単位：人）」）",
        )
        assert "町丁目は一丁目、人数は1。" in values_of(counted)

    def test_units_that_contradict_the_columns_are_refused(self, counted: Office) -> None:
        assert_said(
            counted,
            (("#unit", "千人"), ("単位", "世帯"), ("住民の数", "（単位：件）"), self.HEAD, ("一丁目", 1)),
            "1行目: 表の列と違う単位が書かれています（「#単位：千人」）。列の単位は「人」です。",
            "2行目: 表の列と違う単位が書かれています（「単位：世帯」）。列の単位は「人」です。",
            "3行目: 表の列と違う単位が書かれています（「（単位：件）」）。列の単位は「人」です。",
        )

    def test_the_offices_own_words_are_shown_the_way(self, counted: Office) -> None:
        assert_said(
            counted,
            (("町丁目", "住民数"), ("一丁目", 1)),
            "表の説明のこの表の列 n の title を「住民数」に変えてください。",
        )
        describe_in_schema(counted, people("n", "人数"), people("m", "世帯人員"))
        assert_said(
            counted,
            (("町丁目", "男女計", "一般"), ("一丁目", 1, 2)),
            "1行目『n、m』: 列がありません。「男女計」、「一般」が言葉の違う見出しなら、見出しを直すか、"
            "表の説明のこの表の列の title を届いた言葉に変えてください。",
            "1行目『男女計、一般』: 知らない列です。",
        )
