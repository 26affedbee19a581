"""The open data of a report: ``ledger.csv`` and ``tables/``.

Each table and chart has two CSV files: as printed (``tables/<name>.csv``) and one value per row
(``tables/long/<name>.csv``). ``series/indicators.csv`` has all indicators and years, ``tables.xlsx`` all
tables and charts, and ``datapackage.json`` describes the CSV files (Frictionless).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from progress_report.document.document import Document
from progress_report.inputs.params.theme import Theme
from progress_report.inputs.years.indicator_history import IndicatorPoint
from progress_report.model.blocks import SAMPLE_STAMP
from progress_report.open_data.data_table import MISSING
from progress_report.open_data.figure_values import figure_values
from progress_report.open_data.indicator_series import series_table, source_files
from progress_report.open_data.long_tables import long_table
from progress_report.open_data.package import (
    Codebooks,
    Licenses,
    Resource,
    package_bytes,
)
from progress_report.open_data.wide_tables import WideTable, wide_table
from progress_report.open_data.workbook import workbook_bytes
from progress_report.provenance.ledger import ledger_csv

FOLDER, LEDGER = "tables", "ledger.csv"
WORKBOOK, PACKAGE = f"{FOLDER}/tables.xlsx", f"{FOLDER}/datapackage.json"
# In a folder of its own, since a figure may be called indicators.
_SERIES = "series/indicators.csv"
SERIES = f"{FOLDER}/{_SERIES}"
_WIDE_WORDS = (
    "印刷したとおりの行と列で、見出しは一行、数は単位のない数。空欄は該当なし（0ではない）、"
    "－は値を定められないこと（0件中0件など）。四捨五入した値で、丸める前の値は一つの値を一行とする形にある。"
)
_LONG_WORDS = "一つの値を一行とする縦長の表。正確な値、計算式、数量の識別子がある。"
_SERIES_WORDS = (
    "この報告と前年度の報告のデータにある、すべての指標の、すべての年度の値。"
    "同じ時の値が両方にあるときは、この報告の値（架空の値が、公表された値に代わることはない）。"
)


@dataclass(frozen=True, slots=True)
class DataSources:
    """What the report's inputs declare about its data, beyond the document.

    ``licenses`` gives the licences of each input file by its path, as declared in its data package, and
    ``codebooks`` its coded columns; ``theme`` the workbook's colours and paper. ``code`` is that of the
    municipality; ``indicators`` are all values that the inputs have of them.
    """

    licenses: Licenses = field(default_factory=dict)
    codebooks: Codebooks = field(default_factory=dict)
    theme: Theme = field(default_factory=Theme)
    code: str = ""
    indicators: Sequence[IndicatorPoint] = ()


def document_data(document: Document, sources: DataSources | None = None) -> dict[str, bytes]:
    """Return the ledger and the published tables by their path in the output folder."""
    return {LEDGER: ledger_csv(document), **published_tables(document, sources)}


def published_tables(document: Document, sources: DataSources | None = None) -> dict[str, bytes]:
    """Return the files by their path in the output folder; none for a document without tables and charts.

    PublishingError if a table's name is not a valid file name.
    """
    sources = sources or DataSources()
    tables = [wide_table(figure) for figure in figure_values(document)]
    if not tables:
        return {}
    resources = [resource for table in tables for resource in _resources(table)]
    if sources.indicators:
        resources.append(_series_resource(document.municipality, sources))
    files = {f"{FOLDER}/{one.path}": one.table.to_csv() for one in resources}
    files[WORKBOOK] = workbook_bytes(document, tables, sources.theme, sources.code)
    files[PACKAGE] = package_bytes(document, resources, sources.licenses, sources.codebooks)
    return files


def figure_file(name: str) -> str:
    """Return the path of a table's or figure's CSV file as printed, in the output folder."""
    return f"{FOLDER}/{_wide(name)}"


def long_file(name: str) -> str:
    """Return the path of its CSV file with one value per row."""
    return f"{FOLDER}/{_long(name)}"


def _wide(name: str) -> str:
    return f"{name}.csv"


def _long(name: str) -> str:
    return f"long/{name}.csv"


def _resources(wide: WideTable) -> list[Resource]:
    """Return a table or chart in both of its forms."""
    figure = wide.figure
    as_printed = Resource(
        figure.name.lower(),
        _wide(figure.name),
        f"{figure.number} {figure.title}",
        _WIDE_WORDS,
        wide.data(),
        MISSING,
        {file: figure.columns_counted(file) for file in figure.files()},
        figure.stamp,
        figure.facts,
        figure.notes,
    )
    one_value_a_row = replace(
        as_printed,
        name=f"{as_printed.name}.long",
        path=_long(figure.name),
        description=_LONG_WORDS,
        table=long_table(figure),
        missing=[""],
    )
    return [as_printed, one_value_a_row]


def _series_resource(municipality: str, sources: DataSources) -> Resource:
    points = sources.indicators
    return Resource(
        "indicators.series",
        _SERIES,
        "年度ごとの指標",
        _SERIES_WORDS,
        series_table(points, municipality, sources.code),
        MISSING,
        {file: set() for file in source_files(points)},
        SAMPLE_STAMP if any(point.value.illustrative for point in points) else "",
    )
