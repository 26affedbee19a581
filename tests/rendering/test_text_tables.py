"""Tables as sentences: headers before values, merged cells once, pauses within a cell kept distinct."""

from typing import Literal

import pytest

from progress_report.document.grids import Grid, GridCell
from progress_report.document.origins import ParameterOrigin
from progress_report.document.runs import LineBreak, LiteralText, NoteMark, Run, Text
from progress_report.rendering.text_tables import grid_sentences, spoken

BREAK = LineBreak()
MARK = NoteMark(note="n", mark="※", anchor="a")
SOURCE = ParameterOrigin(file="params/2024.yaml", line=7, name="prose")


def cell(
    *runs: Run | str,
    header: Literal["", "column", "row"] = "",
    columns: int = 1,
    rows: int = 1,
    items: tuple[str, ...] = (),
) -> GridCell:
    return GridCell(
        content=[Text(text=run) if isinstance(run, str) else run for run in runs],
        items=[[Text(text=item)] for item in items],
        header=header,
        alignment="left",
        columns=columns,
        rows=rows,
        emphasis=False,
    )


def head(*runs: Run | str, columns: int = 1, rows: int = 1) -> GridCell:
    return cell(*runs, header="column", columns=columns, rows=rows)


def stub(*runs: Run | str, columns: int = 1, rows: int = 1) -> GridCell:
    return cell(*runs, header="row", columns=columns, rows=rows)


def sentences(head_rows: list[list[GridCell]], body: list[list[GridCell]]) -> list[str]:
    grid = Grid(head=head_rows, body=body, stub_columns=1, weights=[0])
    return list(grid_sentences(grid))


def test_a_row_is_a_sentence() -> None:
    assert sentences([[head("区分"), head("件数")]], [[stub("甲"), cell("三件")]]) == [
        "区分は甲、件数は三件。"
    ]


def test_a_wide_header_precedes_those_below_it() -> None:
    rows = [[head("区分", rows=2), head("対応", columns=2)], [head("済"), head("未")]]
    assert sentences(rows, [[stub("甲"), cell("三"), cell("二")]]) == [
        "区分は甲、対応の済は三、対応の未は二。"
    ]


def test_a_value_for_several_rows_is_written_once_with_their_common_header() -> None:
    body = [[stub("年", rows=2), stub("甲"), cell("三"), cell("五", rows=2)], [stub("乙"), cell("二")]]
    heads = [[head("年度"), head("区分"), head("件数"), head("総数")]]
    assert sentences(heads, body) == [
        "年度は年、区分は甲、件数は三。",
        "年度は年、総数は五。",
        "年度は年、区分は乙、件数は二。",
    ]


def test_row_headers_under_one_header_belong_together() -> None:
    body = [[stub("内訳", rows=1), stub("紙"), cell("三")]]
    assert sentences([[head("区分", columns=2), head("件数")]], body) == ["区分は内訳の紙、件数は三。"]


def test_a_headers_note_mark_is_written_the_first_time_only() -> None:
    body = [[stub("甲"), cell("三", MARK)], [stub("乙"), cell("二")]]
    assert sentences([[head("区分"), head("件数 ", MARK)]], body) == [
        "区分は甲、件数 [※]は三[※]。",
        "区分は乙、件数は二。",
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (cell(), "空欄"),
        (cell("終わった。まだ、ある"), "「終わった。まだ、ある」"),
        (cell("「甲」、「乙」"), "『「甲」、「乙」』"),
        (cell(items=("一つ、", "二つ")), "「一つ、」と「二つ」"),
        (cell("三件", BREAK, "（半分）"), "三件（半分）"),
    ],
)
def test_what_a_cell_says(value: GridCell, expected: str) -> None:
    assert sentences([[head("区分"), head("件数")]], [[stub("甲"), value]]) == [
        f"区分は甲、件数は{expected}。"
    ]


def test_a_column_without_a_header_has_its_value_alone() -> None:
    body = [[stub("甲"), cell("三")], [stub("乙"), cell("二")]]
    assert sentences([[head("区分"), head()]], body) == ["区分は甲、三。", "区分は乙、二。"]


def test_two_numbers_in_two_lines_stay_two() -> None:
    first, second = (LiteralText(text=text, source=SOURCE) for text in ("12", "34"))
    assert spoken([first, BREAK, second]) == "12 34"
