"""Tables: shape, merged cells, notes, totals and blanks; each step of a table, and the errors it raises."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from progress_report.authoring.tables import Table
from progress_report.authoring.wording import ranges, row_labels
from progress_report.inputs.notebooks.section import OPENED, Section
from progress_report.inputs.project import Project
from progress_report.inputs.years.restatements import Restatement
from progress_report.model.absent import Absent
from progress_report.model.blocks import Remark
from progress_report.model.blocks import Table as TableBlock
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.grid import Rows, TableCell
from progress_report.model.inline import Date, NoteReference, Number, plain_text, text
from progress_report.model.quantity import Cell, total
from tests.authoring.frames import FILE, SECTION, column, count, sourced

STANDARDS = Section(Project.here(), FiscalYear(2024), "4_standardization")


@pytest.fixture
def frame() -> pd.DataFrame:
    made = sourced(
        {
            "year": ["前年度", "今年度"],
            "done": [count(241), count(302, row=3)],
            "rest": [count(377), count(415, row=3)],
        }
    )
    made["all"] = made["done"] + made["rest"]
    return made


def _block(table: Table) -> TableBlock:
    block = table.block
    assert isinstance(block, TableBlock)
    return block


def _texts(rows: Rows) -> list[list[str]]:
    return [[plain_text(cell.content) for cell in row] for row in rows]


def _spans(rows: Rows) -> list[list[tuple[int, int]]]:
    return [[(cell.columns, cell.rows) for cell in row] for row in rows]


def _notes(table: Table) -> list[str]:
    return [plain_text(note.content) for note in _block(table).notes]


def _shown(frame: pd.DataFrame, *columns: str, **labels: str) -> Table:
    titles = {"year": "年度", "done": "済", "rest": "未", "all": "計"} | labels
    known = {name: title for name, title in titles.items() if name in frame.columns}
    return Table(frame, "題", stub="year").columns(*columns).label(**known)


def test_spanners_make_two_header_rows(frame: pd.DataFrame) -> None:
    table = _shown(frame, "done", "rest", "all").share("done", "rest", of="all")
    grid = _block(table.spanner("可能", "done", "rest")).grid
    assert _texts(grid.head) == [["年度", "可能", "計"], ["済", "未"]]
    assert _spans(grid.head) == [[(1, 2), (2, 1), (1, 2)], [(1, 1), (1, 1)]]
    assert _texts(grid.body) == [
        ["前年度", "241 (39.0%)", "377 (61.0%)", "618"],
        ["今年度", "302 (42.1%)", "415 (57.9%)", "717"],
    ]
    assert [cell.header for cell in grid.body[0]] == ["row", "", "", ""]


def test_a_table_without_spanners_has_one_header_row(frame: pd.DataFrame) -> None:
    assert _spans(_block(_shown(frame, "done")).grid.head) == [[(1, 1), (1, 1)]]


def test_a_title_of_the_schema_mentions_the_shares_below_it_and_a_label_is_printed_as_given() -> None:
    status = SECTION.table("online_procedures")
    status["all"] = status["online"] + status["not_online"]
    table = Table(status, "題").columns("online", "not_online").share("online", "not_online", of="all")
    head = _texts(_block(table.label(not_online="未対応")).grid.head)
    assert head == [["年度", "オンライン対応済手続数(割合)", "未対応"]]


def test_without_columns_all_of_the_table_are_shown_with_its_facts() -> None:
    block = _block(Table(SECTION.table("priorities", as_of="{as_of}末"), "題"))
    assert _texts(block.grid.head)[0][0] == "優先度"
    assert len(block.grid.head[0]) == 6
    facts = {fact.label: plain_text(fact.content) for fact in block.facts}
    assert facts["時点"] == "令和5年度末"
    assert facts["単位"] == "件、手続"


def test_equal_labels_merge_and_values_are_printed_once_per_group(frame: pd.DataFrame) -> None:
    table = _shown(frame, "rest").breakdown("区分別", {"合計": "all", "内訳": ["done", "rest"]})
    grid = _block(table.share("done", "rest", of="all")).grid
    assert _texts(grid.head) == [["年度", "区分別", "未"], ["区分", "合計"]]
    assert _texts(grid.body)[:3] == [
        ["前年度", "合計", "618", "377 (61.0%)"], ["内訳", "済", "241 (39.0%)"], ["未", "377 (61.0%)"],
    ]  # fmt: skip
    assert _spans(grid.body)[:3] == [
        [(1, 3), (2, 1), (1, 1), (1, 3)],
        [(1, 2), (1, 1), (1, 1)],
        [(1, 1), (1, 1)],
    ]
    assert grid.stub_columns == 3


def test_a_total_leaves_blanks_and_shares_out_and_never_takes_them_for_zero() -> None:
    frame = sourced({"year": ["甲", "乙"], "n": [count(2), None], "blank": [None, None]})
    frame["share"] = column([count(1) / count(3), count(2) / count(3)])
    grid = _block(_shown(frame, "n", "blank", "share", n="数", blank="空", share="率").total()).grid
    assert _texts(grid.body) == [["甲", "2", "", "33.3%"], ["乙", "", "", "66.7%"], ["合計", "2", "", ""]]
    assert [cell.emphasis for cell in grid.body[2]] == [True] * 4
    assert not grid.body[1][1].emphasis
    named = _block(_shown(frame, "n", "share", n="数", share="率").total("n")).grid
    assert _texts(named.body)[2] == ["合計", "2", ""]


def test_the_share_of_a_total_is_of_the_same_rows(frame: pd.DataFrame) -> None:
    shown = _shown(frame, "done").share("done", of="all").total()
    assert _texts(_block(shown).grid.body)[-1] == ["合計", "543 (40.7%)"]
    frame.loc[0, "done"] = None
    shown = _shown(frame, "done").share("done", of="all").total()
    assert _texts(_block(shown).grid.body) == [["前年度", ""], ["今年度", "302 (42.1%)"], ["合計", "302"]]
    frame.loc[0, "all"] = None
    shown = _shown(frame, "done").share("done", of="all").total()
    assert _texts(_block(shown).grid.body)[-1] == ["合計", "302 (42.1%)"]


def test_a_total_is_below_the_lines_of_a_breakdown(frame: pd.DataFrame) -> None:
    shown = _shown(frame).columns().breakdown("区分別", {"計": "all", "内訳": ["done", "rest"]})
    grid = _block(shown.share("done", "rest", of="all").total()).grid
    assert _texts(grid.body)[-3:] == [
        ["合計", "計", "1,335"], ["内訳", "済", "543 (40.7%)"], ["未", "792 (59.3%)"],
    ]  # fmt: skip
    assert [cell.rows for cell in grid.body[6][:2]] == [3, 1]


def test_the_steps_may_be_taken_in_any_order_and_all_together(monkeypatch: pytest.MonkeyPatch) -> None:
    status = SECTION.table("online_procedures", as_of="{as_of}末")
    status["whole"] = status["online"] + status["not_online"] + status["impossible"]
    steps: list[Callable[[Table], Table]] = [
        lambda table: table.columns("whole", "online", "not_online", "impossible"),
        lambda table: table.label(whole="{as_of}までの計", online="済"),
        lambda table: table.share("online", "not_online", of="whole"),
        lambda table: table.spanner("可能", "online", "not_online"),
        lambda table: table.total("online", "whole"),
        lambda table: table.footnote("note_impossible", "impossible"),
    ]
    made = []
    monkeypatch.setattr(OPENED, "section", SECTION)
    for ordered in (steps, steps[::-1]):
        table = Table(status, "題")
        for step in ordered:
            assert step(table) is table, "each step returns the table"
        made.append(_block(table))
    assert made[0] == made[1]
    head, lower = _texts(made[0].grid.head)
    assert head[:3] == ["年度", "令和5年度までの計", "可能"]
    assert lower == ["済", "オンライン未対応手続数(割合)"]
    assert _texts(made[0].grid.body)[-1][3:] == ["", ""], "what is not summed is blank"
    assert [note.name for note in made[0].notes][:1] == ["impossible"]


def test_a_footnote_names_the_totals_of_the_columns_that_it_explains() -> None:
    priorities = SECTION.table("priorities")
    shown = Table(priorities, "題").columns("excluded").footnote("note_excluded", "excluded")
    (note,) = _notes(shown)
    assert f"の{total(priorities['excluded'].dropna()).text}。" in note
    again = Table(priorities, "題").columns("excluded").footnote("note_excluded", "excluded")
    assert _notes(again.total()) == [note], "whether a row of totals is shown or not"


def test_a_table_without_rows_is_refused(frame: pd.DataFrame) -> None:
    for shown in (_shown(frame.iloc[:0], "done"), _shown(frame.iloc[:0], "done").total()):
        with pytest.raises(ReportError, match="表「題」に、載せる行がありません。"):
            shown.block  # noqa: B018


def test_a_footnote_marks_the_values_that_it_explains_and_goes_where_there_are_none() -> None:
    priorities = SECTION.table("priorities")
    table = (
        Table(priorities, "題").columns("planned", "excluded").total().footnote("note_excluded", "excluded")
    )
    block = _block(table)
    marked = [row[-1].content[-1] == NoteReference("excluded") for row in block.grid.body if row[-1].content]
    assert True in marked
    assert marked[-1] is False, "the total is no value that needs explaining"
    (note,) = block.notes
    assert note.name == "excluded"
    assert note.origin is not None
    assert (note.origin.section, note.origin.name, note.origin.index) == (SECTION.name, "note_excluded", 0)
    priorities["excluded"] = pd.Series([None] * len(priorities), index=priorities.index, dtype=object)
    assert _notes(Table(priorities, "題").columns("excluded").footnote("note_excluded", "excluded")) == []


def test_a_note_of_the_whole_table_and_of_a_spanner() -> None:
    (whole,) = _block(Table(STANDARDS.table("systems"), "題").footnote("note_scope")).notes
    assert whole.name == "scope"
    status = SECTION.table("online_procedures")
    table = Table(status, "題").columns("online", "impossible")
    table.spanner("不可", "impossible", note="note_impossible")
    assert _block(table).grid.head[0][-1].content[-1] == NoteReference("impossible")
    absent = [Absent("impossible", "この年度にはありません。", "")] * len(status)
    status["impossible"] = pd.Series(absent, index=status.index, dtype=object)
    shown = _block(table)
    assert [note.name for note in shown.notes] == ["impossible"], "a block is made once"
    again = (
        Table(status, "題")
        .columns("online", "impossible")
        .spanner("不可", "impossible", note="note_impossible")
    )
    assert _block(again).notes == ()
    assert "列を一部載せません" in _block(again).findings[0].message


def test_a_cell_may_hold_a_list_and_plain_words(frame: pd.DataFrame) -> None:
    frame["topics"] = pd.Series([[text("甲"), text("乙")], "丙"], dtype=object)
    grid = _block(_shown(frame, "topics", topics="内容")).grid
    assert grid.body[0][1] == TableCell(items=(text("甲"), text("乙")))
    assert plain_text(grid.body[1][1].content) == "丙"
    assert grid.alignments == ("left", "left")


def test_details_are_listed_by_what_pandas_knows() -> None:
    systems, remaining = STANDARDS.table("systems"), STANDARDS.table("remaining_issues")
    systems["topics"] = remaining["issue"].groupby(level="system").agg(list)
    rows = _block(Table(systems, "題").columns("topics").label(topics="内容")).grid.body
    assert [len(row[-1].items) for row in rows] == [
        sum(key[0] == system for key in remaining.index) for system in systems.index
    ]


def test_ranges_without_an_upper_bound() -> None:
    low = [count(1000, "件"), count(100, "件"), count(0, "件")]
    high = [None, count(999, "件"), count(0, "件")]
    names = [text("甲"), text("乙"), text("丙")]
    bounds = sourced({"name": names, "low": low, "high": high})
    bounds["range"] = ranges(bounds, "low", "high")
    labels = [plain_text(label) for label in row_labels(bounds, "{name} ({range})")]
    assert labels == ["甲 (1,000件以上)", "乙 (100～999件)", "丙 (0件)"]


@pytest.mark.parametrize(("done", "rest", "noted"), [(241, 377, False), (383, 1617, True), (0, 0, False)])
def test_the_rounding_note_is_printed_only_if_needed(done: int, rest: int, noted: bool) -> None:
    frame = sourced({"year": ["今年度"], "done": [count(done)], "rest": [count(rest)]})
    frame["all"] = frame["done"] + frame["rest"]
    assert _notes(_shown(frame, "done", "rest").share("done", "rest", of="all")) == (
        ["小数点以下第2位を四捨五入しているため、合計が100%にならない場合がある。"] if noted else []
    )


def _restated() -> tuple[Any, Restatement]:
    year = Date(FiscalYear(2023), Cell(FILE, 2, "year", "年度"))
    former, revised = (Number(count(300)),), (Number(count(302)),)
    return 1, Restatement("r", FILE, 3, "n", 1, year, text("数"), former, revised, text("見直し"))


@pytest.mark.parametrize(
    "changed",
    [
        lambda frame: frame,
        lambda frame: frame.rename(columns={"done": "finished"}).rename(columns={"finished": "done"}),
        lambda frame: frame.iloc[::-1],
        lambda frame: frame.reset_index(drop=True),
        lambda frame: frame.set_index("year", drop=False),
        lambda frame: frame.assign(done=frame["done"].map(lambda one: one.with_decimals(0))),
    ],
)
def test_a_restated_value_keeps_its_mark_after_any_step_of_pandas(changed: Any) -> None:
    frame = sourced(
        {"year": ["前年度", "今年度"], "done": [count(300), count(302, row=3)], "rest": [count(1), count(2)]},
        [_restated()],
    )
    frame["all"] = frame["done"] + frame["rest"]
    frame = changed(frame)
    note = "前年度報告の数値を修正。令和5年度の数は、前年度報告では300手続、修正後は302手続。理由：見直し。"
    plain = _shown(frame, "done").share("done", of="all")
    broken = _shown(frame).columns().breakdown("区分別", {"計": "all", "済": "done"}).columns("all")
    for table in (plain, broken):
        assert _notes(table) == [note]
        marked = [
            plain_text(cell.content)
            for row in _block(table).grid.body
            for cell in row
            if NoteReference("r") in cell.content
        ]
        assert marked == [marked[0]]
        assert marked[0].startswith("302")
    assert _notes(_shown(frame, "rest")) == [], "a note stands only where its value is shown"


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (lambda table: table.columns("dune"), "「dune」.*「done」ではありませんか"),
        (lambda table: table.label(dune="済"), "「dune」.*「done」ではありませんか"),
        (lambda table: table.share("done", of="whole"), "「whole」"),
        (lambda table: table.spanner("上", "dune"), "「dune」"),
        (lambda table: table.total("dune"), "「dune」"),
        (lambda table: table.footnote("note_excluded", "dune"), "「dune」"),
        (lambda table: table.breakdown("上", {"計": "all", "内訳": ["dune"]}), "「dune」"),
    ],
)
def test_a_step_refuses_an_unknown_column_at_once(frame: pd.DataFrame, step: Any, message: str) -> None:
    with pytest.raises(ReportError, match=message):
        step(_shown(frame, "done"))


def test_what_a_table_needs_to_know_is_asked_for(frame: pd.DataFrame) -> None:
    with pytest.raises(ReportError, match=r'列「done」の見出しが分かりません。\.label\(done="見出し"\)'):
        _ = Table(frame, "題", stub="year").label(year="年度").columns("done").block
    bare = pd.DataFrame({"year": ["甲"], "done": [count(1)]})
    with pytest.raises(ReportError, match=r"どのデータの表によるものか分かりません.*source="):
        Table(bare, "題", stub="year")
    assert isinstance(_shown(frame, "done").block, TableBlock)
    given = Table(bare, "題", stub="year", source=frame).columns("done").label(year="年度", done="済")
    assert _texts(_block(given).grid.body) == [["甲", "1"]]
    bare["done"] = [1.5]
    with pytest.raises(TypeError, match=r"列「done」に出どころのない数（1\.5）"):
        _ = Table(bare, "題", stub="year", source=frame).columns("done").label(year="年度", done="済").block


def test_a_table_of_what_the_year_does_not_have_says_so() -> None:
    absent: Any = Absent("panel", "「調査」は、令和6年度には実施していません。", "")
    table = Table(absent, "題").columns("a").label(a="甲").share("a", of="b").total().footnote("note", "a")
    assert isinstance(table.block, Remark)
    assert "実施していません" in table.block.text
