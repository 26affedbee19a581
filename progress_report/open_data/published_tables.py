"""The published tables: each table's and chart's values for Excel and for programs, with a description.

``tables/<name>.csv`` has one row per value, with its exact value, ``tables/tables.xlsx`` looks like the
report, ``tables/datapackage.json`` describes the CSV files (Frictionless).
"""

from progress_report.document.document import Document
from progress_report.inputs.params.theme import Theme
from progress_report.open_data.csv_files import csv_bytes
from progress_report.open_data.figure_values import figure_values
from progress_report.open_data.long_tables import long_table
from progress_report.open_data.package import Codebooks, Licenses, package_bytes
from progress_report.open_data.workbook import workbook_bytes
from progress_report.provenance.ledger import ledger_csv

FOLDER, LEDGER = "tables", "ledger.csv"
WORKBOOK, PACKAGE = f"{FOLDER}/tables.xlsx", f"{FOLDER}/datapackage.json"


def document_data(
    document: Document,
    licenses: Licenses | None = None,
    theme: Theme | None = None,
    codebooks: Codebooks | None = None,
) -> dict[str, bytes]:
    """Return the ledger and the published tables by their path in the output folder."""
    return {LEDGER: ledger_csv(document), **published_tables(document, licenses, theme, codebooks)}


def published_tables(
    document: Document,
    licenses: Licenses | None = None,
    theme: Theme | None = None,
    codebooks: Codebooks | None = None,
) -> dict[str, bytes]:
    """Return the files by their path in the output folder; none for a document without tables and charts.

    ``licenses`` gives the licences of each input file by its path, as declared in its data package, and
    ``codebooks`` its coded columns; ``theme`` the workbook's colours and paper, if they differ from the
    default. PublishingError if a table's name is not a valid file name.
    """
    figures = figure_values(document)
    if not figures:
        return {}
    tables = [long_table(figure) for figure in figures]
    files = {figure_file(table.figure.name): csv_bytes(table) for table in tables}
    files[WORKBOOK] = workbook_bytes(document, figures, theme or Theme())
    files[PACKAGE] = package_bytes(document, tables, licenses or {}, codebooks or {})
    return files


def figure_file(name: str) -> str:
    """Return the path of a table's or figure's CSV file in the output folder."""
    return f"{FOLDER}/{name}.csv"
