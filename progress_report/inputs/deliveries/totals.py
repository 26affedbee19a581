"""A total row is checked against the sums of the rows above it, then dropped."""

from collections.abc import Callable, Iterator, Sequence

from progress_report.inputs.deliveries.cells import DoubtfulError, read_cell
from progress_report.inputs.deliveries.header import plain
from progress_report.inputs.deliveries.sheet import Form
from progress_report.inputs.descriptor_rules import FISCAL_YEAR
from progress_report.inputs.schemas import FieldDescriptor, Schema
from progress_report.model.findings import Finding

_TOTALS = {"合計", "総計", "総合計", "計", "総数"}


def is_total(text: str, schema: Schema) -> bool:
    """Whether the text of a first key column names a total, and is no choice of that column."""
    field = key_field(schema)
    return plain(text) in _TOTALS and text not in (field.constraints.enum or ())


def key_field(schema: Schema) -> FieldDescriptor:
    field = schema.field(schema.primaryKey[0])
    assert field is not None, "the descriptor was judged before"
    return field


def total_findings(
    file: str,
    row: int,
    total: Callable[[FieldDescriptor], tuple[str, Form | None]],
    above: Sequence[dict[str, str]],
    unread: set[str],
    schema: Schema,
) -> Iterator[Finding]:
    """What is wrong with a total row: ``above`` are the rows as read, ``unread`` columns with faults.

    Blanks above are left out of the sum; a blank in the total row is a column that was not added up.
    """
    key = key_field(schema)
    if key.name == FISCAL_YEAR:
        remedy = "年度を足した合計に意味はありません。この行を消してください。"
        yield Finding("年度の表に合計の行があります。", remedy, file, row, key.title)
        return
    summed = False
    for field in schema.fields:
        text, form = total(field)
        if field.name == key.name or not text.strip():
            continue
        if field.type != "integer":
            if text.strip().translate(str.maketrans("－―", "--")) != "-":
                remedy = "合計の行では、数の列だけに値を入れてください。"
                yield Finding("合計の行に、足し合わせられない値があります。", remedy, file, row, field.title)
            continue
        summed = True
        try:
            found = read_cell(text, form, field).text
        except DoubtfulError as doubt:
            yield Finding(doubt.message, doubt.remedy, file, row, field.title)
            continue
        if found and field.name not in unread:
            value = sum(int(cells[field.name]) for cells in above if cells[field.name])
            if int(found) != value:
                message = f"合計が合いません（合計の行は {int(found):,}、上の行の和は {value:,}）。"
                remedy = "上の行と合計のどちらが正しいかを確認してください。"
                yield Finding(message, remedy, file, row, field.title)
    if not summed:
        remedy = "数の列に合計を入れるか、この行を消してください。"
        yield Finding("合計の行に値がありません。", remedy, file, row, key.title)
