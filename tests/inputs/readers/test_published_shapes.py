"""Properties of published tables: in any layout, values belong to their columns, or the file is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from progress_report.inputs.readers.records import records_of
from progress_report.inputs.readers.sheet import MergedCells, Sheet
from progress_report.inputs.schema.schemas import ResourceDescriptor, Schema
from progress_report.model.findings import ReportError

FILE = "data/2024/counts.csv"
HEADINGS = ("計", "男", "女")
GROUPS = ("転入", "転出", "出生", "死亡", "その他")
MERGED, REPEATED, SPANS, JOINED = "merged", "repeated", "spans", "joined"


@dataclass(frozen=True)
class Published:
    """A table of column groups with the numbers of each row, and the layout of its groups."""

    groups: tuple[tuple[str, tuple[str, ...]], ...]
    totals: tuple[str, ...]
    rows: int
    layout: str
    unit_row: bool
    title: bool
    total_row: bool
    note: bool

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Return the group and heading of each column after the town's; totals have no group."""
        return [("", one) for one in self.totals] + [
            (group, heading) for group, headings in self.groups for heading in headings
        ]

    def value(self, row: int, column: int) -> int:
        return 1000 * (row + 1) + 7 * column * column + column

    def sheet(self) -> Sheet:
        count = len(self.columns)
        above, spans = ["", *([""] * len(self.totals))], []
        below = ["町丁目", *(heading for _, heading in self.columns)]
        for group, headings in self.groups:
            if self.layout == SPANS and len(headings) > 1:
                spans.append((len(above), len(above) + len(headings) - 1))
            more = group if self.layout == REPEATED else ""
            above += [group, *([more] * (len(headings) - 1))]
        lines: list[list[str]] = []
        if self.title:
            lines.append(["異動の状況", *[""] * (count - 1), "（単位：人）"])
        top = len(lines) + 1
        if self.layout == JOINED:
            lines.append(
                [
                    "町丁目",
                    *(f"{group}（{heading}）" if group else heading for group, heading in self.columns),
                ]
            )
        else:
            lines += [above, below]
        if self.unit_row:
            lines.append(["", *["人"] * count])
        body = [[self.value(row, column) for column in range(count)] for row in range(self.rows)]
        lines += [[f"{row + 1}丁目", *map(str, values)] for row, values in enumerate(body)]
        if self.total_row:
            lines.append(["合計", *(str(sum(values)) for values in zip(*body, strict=True))])
        if self.note:
            lines += [[""] * (count + 1), ["※ 住民基本台帳による。", *[""] * count]]
        numbered = [(number, line) for number, line in enumerate(lines, 1)]
        return Sheet(FILE, numbered, spans=tuple(MergedCells(top, top, first, last) for first, last in spans))


@st.composite
def tables(draw: st.DrawFn) -> Published:
    names = draw(st.lists(st.sampled_from(GROUPS), min_size=1, max_size=4, unique=True))
    some = st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=3, unique=True).map(tuple)
    headings = st.just(draw(some)) if draw(st.booleans()) else some
    layout = draw(st.sampled_from((MERGED, REPEATED, SPANS, JOINED)))
    return Published(
        groups=tuple((name, draw(headings)) for name in names),
        totals=draw(st.sampled_from(((), ("人口",), ("人口", "世帯数")))),
        rows=draw(st.integers(2, 4)),
        layout=layout,
        unit_row=draw(st.booleans()),
        title=draw(st.booleans()),
        total_row=draw(st.booleans()),
        note=draw(st.booleans()),
    )


def resource_of(table: Published, wanted: Sequence[int], *, placed: bool) -> ResourceDescriptor:
    """Return a descriptor of some of the table's columns, by group and heading or by position."""
    fields: list[dict[str, Any]] = [{"name": "town", "title": "町丁目", "type": "string"}]
    for i in wanted:
        group, heading = table.columns[i]
        field = {"name": f"c{i}", "title": heading, "type": "integer", "unit": "人"}
        fields.append(
            field | ({"group": group} if group else {}) | ({"position": f"{i + 2}"} if placed else {})
        )
    schema: dict[str, Any] = {"fields": fields, "primaryKey": ["town"], "fieldsMatch": "subset"}
    if placed:
        schema["columnCount"] = f"{len(table.columns) + 1}"
    return ResourceDescriptor.model_construct(table_schema=Schema.model_validate(schema), survey=None)


def truth(table: Published, wanted: Sequence[int]) -> list[dict[str, str]]:
    return [
        {"town": f"{row + 1}丁目"} | {f"c{i}": str(table.value(row, i)) for i in wanted}
        for row in range(table.rows)
    ]


@given(tables(), st.data(), st.booleans())
@settings(max_examples=120, deadline=None)
def test_every_layout_is_read_as_it_is_meant(table: Published, data: st.DataObject, placed: bool) -> None:
    assume(not (placed and table.layout == JOINED))
    every = range(len(table.columns))
    wanted = data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=4, unique=True))
    records = records_of(table.sheet(), resource_of(table, wanted, placed=placed))
    assert not records.findings, records.findings
    assert records.cells == truth(table, wanted)


REMOVED, ADDED, SWAPPED, CENTERED = "removed", "added", "swapped", "centered"


def changed(table: Published, change: str, here: int, there: int) -> Sheet:
    """Return the sheet with a column removed, added or swapped, or with groups over the wrong columns."""
    sheet = table.sheet()
    for index, (number, line) in enumerate(sheet.lines):
        is_groups = index == (1 if table.title else 0)
        moved = list(line)
        if change == REMOVED:
            del moved[here + 1]
        elif change == ADDED:
            added = "" if number == 1 and table.title else "増" if is_groups else str(number)
            moved.insert(there + 1, added if any(line) else "")
        elif change == SWAPPED:
            moved[here + 1], moved[there + 1] = moved[there + 1], moved[here + 1]
        elif is_groups:
            moved = ["", *([""] * len(table.totals))]
            for group, headings in table.groups:
                cells = [""] * len(headings)
                cells[len(headings) // 2] = group
                moved += cells
        sheet.lines[index] = (number, moved)
    return sheet


@pytest.mark.long
@given(tables(), st.sampled_from((REMOVED, ADDED, SWAPPED, CENTERED)), st.data(), st.booleans())
@settings(max_examples=600, deadline=None)
def test_a_table_that_changed_is_refused_or_read_as_it_is_meant(
    table: Published, change: str, data: st.DataObject, placed: bool
) -> None:
    every = range(len(table.columns))
    assume(table.layout == {SWAPPED: REPEATED, CENTERED: MERGED}.get(change, table.layout))
    assume(table.layout != SPANS and not (placed and table.layout == JOINED))
    wanted = data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=4, unique=True))
    here, there = data.draw(st.tuples(st.sampled_from(every), st.sampled_from(every)))
    meant = truth(table, wanted)
    try:
        records = records_of(changed(table, change, here, there), resource_of(table, wanted, placed=placed))
    except ReportError:
        return
    if not records.findings:
        assert records.cells == meant


def test_a_group_ends_where_a_wider_one_begins() -> None:
    lines = (
        ["町丁目", "日本人", "", "総数", ""],
        ["", "0歳", "", "", ""],
        ["", "男", "女", "計", "世帯数"],
        ["一丁目", "1", "2", "3", "4"],
    )
    sheet = Sheet(FILE, list(enumerate(map(list, lines), 1)))
    fields = [
        {"name": "town", "title": "町丁目", "type": "string"},
        {"name": "n", "title": "計", "type": "integer", "unit": "人", "group": "0歳"},
    ]
    schema = {"fields": fields, "primaryKey": ["town"], "fieldsMatch": "subset"}
    resource = ResourceDescriptor.model_construct(table_schema=Schema.model_validate(schema), survey=None)
    with pytest.raises(ReportError, match="上の段と合わせて探す列がありません（「0歳 計」）"):
        records_of(sheet, resource)
    fields[1] |= {"title": "女"}
    resource = ResourceDescriptor.model_construct(table_schema=Schema.model_validate(schema), survey=None)
    assert records_of(sheet, resource).cells == [{"town": "一丁目", "n": "2"}]
