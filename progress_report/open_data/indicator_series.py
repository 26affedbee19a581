"""``tables/series/indicators.csv``: one row per indicator and time, for all times in a report's inputs.

``joined_series`` makes the file of all reports in a folder.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from progress_report.document.origins import QuantityRecord
from progress_report.document.written import quantity_record
from progress_report.inputs.years.indicator_history import IndicatorPoint
from progress_report.model.blocks import SAMPLE_STAMP
from progress_report.model.quantity import NOT_DEFINED, Aggregate, Cell, Quantity
from progress_report.model.spreadsheet_text import without_apostrophe
from progress_report.open_data.data_table import DECIMALS_WORDS, CsvColumn, DataTable, Item, fixed_decimal
from progress_report.open_data.figure_values import displayed_unit, printable
from progress_report.provenance.ledger import formula

_FIELDS = (
    CsvColumn("団体コード", "string", "全国地方公共団体コード", "検査数字を含む6桁", required=True),
    CsvColumn("団体名", "string", "団体名", "報告する自治体の名前", required=True),
    CsvColumn("指標コード", "string", "指標コード", "どの年度でも同じ名前", required=True),
    CsvColumn("指標", "string", "指標", "指標の名前", required=True),
    CsvColumn("年度（西暦）", "year", "年度（西暦）", "値の年度。4月に始まる年", required=True),
    CsvColumn("年度", "string", "年度", "値の年度", required=True),
    CsvColumn("時点", "string", "時点（ISO 8601）", "値の日、月、または期間"),
    CsvColumn("値", "number", "値", "印刷する桁に四捨五入した値。－は値を定められないこと（0件中0件など）"),
    CsvColumn("丸める前の値", "number", "丸める前の値", f"単位は値と同じ。{DECIMALS_WORDS}"),
    CsvColumn("単位", "string", "単位", "値と目標の単位"),
    CsvColumn("目標", "number", "目標", "その年度の報告の目標"),
    CsvColumn("期限", "string", "期限（ISO 8601）", "目標の期限の日、月、または期間"),
    CsvColumn("算出", "string", "算出", "計算した値の式。読み取った値は空欄"),
    CsvColumn("出典", "string", "出典", "もとの表の出典"),
    CsvColumn("報告年度（西暦）", "year", "報告年度（西暦）", "値を載せた報告の年度", required=True),
    CsvColumn("数量の識別子", "string", "数量の識別子", "ledger.csv の identifier に対応する"),
    CsvColumn("サンプル", "string", "サンプル", f"架空のデータによる値に「{SAMPLE_STAMP}」"),
)
_NAMES = [field.name for field in _FIELDS]
_KEY = ("団体コード", "指標コード", "年度（西暦）", "時点")


def series_table(points: Sequence[IndicatorPoint], municipality: str, code: str) -> DataTable:
    """Return one row per indicator and time; ``code``: the municipality's."""
    place: dict[str, Item] = {"団体コード": code, "団体名": municipality}
    rows = [[(place | _record(point))[name] for name in _NAMES] for point in points]
    return DataTable(list(_FIELDS), rows, _KEY)


def source_files(points: Sequence[IndicatorPoint]) -> list[str]:
    """Return the source files of the values, in alphabetical order."""
    origins = (one.origin for point in points for one in point.value.with_operands())
    return sorted({origin.file for origin in origins if isinstance(origin, Cell | Aggregate)})


def joined_series(files: Iterable[bytes]) -> bytes | None:
    """Return one file made of several; None without any rows.

    If two files have a value for the same time, the first one counts, unless only that one is invented. Files
    with other columns, of another version, are skipped.
    """
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    names: dict[tuple[str, str], int] = {}
    for row in (row for content in files for row in _read(content)):
        names.setdefault((row["団体コード"], row["指標コード"]), len(names))
        key = tuple(row[name] for name in _KEY)
        if key not in rows or (rows[key]["サンプル"] and not row["サンプル"]):
            rows[key] = row
    if not rows:
        return None
    ordered = sorted(
        rows.values(),
        key=lambda row: (names[row["団体コード"], row["指標コード"]], row["年度（西暦）"], row["時点"]),
    )
    return DataTable(list(_FIELDS), [[row[name] for name in _NAMES] for row in ordered], _KEY).to_csv()


def _read(content: bytes) -> Iterator[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig", "replace"), newline=""))
    if reader.fieldnames == _NAMES:
        yield from ({name: without_apostrophe(row[name] or "") for name in _NAMES} for row in reader)


def _record(point: IndicatorPoint) -> dict[str, Item]:
    value, target = point.value, point.target
    exact = None if value.value is None else displayed_unit(value.value, value.unit)
    return {
        "指標コード": point.name,
        "指標": printable(point.title),
        "年度（西暦）": point.fiscal_year.start,
        "年度": point.fiscal_year.label,
        "時点": "" if point.as_of is None else point.as_of.iso,
        "値": _displayed(value),
        "丸める前の値": NOT_DEFINED if exact is None else exact,
        "単位": value.unit,
        "目標": "" if target is None else _displayed(target),
        "期限": "" if point.due is None else point.due.iso,
        "算出": printable(formula(value.identifier, _quantities(value))),
        "出典": printable("、".join(point.sources)),
        "報告年度（西暦）": point.reported.start,
        "数量の識別子": value.identifier,
        "サンプル": SAMPLE_STAMP if value.illustrative else "",
    }


def _displayed(value: Quantity) -> str:
    shown: Fraction | None = value.displayed
    return NOT_DEFINED if shown is None else fixed_decimal(shown, value.decimals)


def _quantities(value: Quantity) -> dict[str, QuantityRecord]:
    return {one.identifier: quantity_record(one) for one in value.with_operands()}
