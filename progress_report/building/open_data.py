"""The published tables: each table's and chart's values for Excel, for programs, and described.

``tables/<name>.csv`` holds one value a row with its exact value, ``tables/tables.xlsx`` looks like the
report, ``tables/datapackage.json`` describes the CSV files (Frictionless).
"""

import json
from functools import lru_cache

from progress_report.building.open_data_csv import csv_bytes
from progress_report.building.open_data_figures import Figure, Json, figures_of
from progress_report.building.open_data_package import Licenses, package_bytes
from progress_report.building.open_data_rows import long_table
from progress_report.building.open_data_workbook import workbook_bytes

FOLDER = "tables"


def published_tables(document: Json, licenses: Licenses | None = None) -> dict[str, bytes]:
    """The files by their path in the output folder; none for a document without tables and charts.

    ``licenses`` gives the licences of each input file by its path, as its data package states them.
    PublishingError where a table's name cannot name a file.
    """
    figures, values = _values(json.dumps(document))
    if not figures:
        return {}
    package = package_bytes(document, figures, licenses or {})
    return {**values, f"{FOLDER}/datapackage.json": package}


@lru_cache(maxsize=1)
def _values(document: str) -> tuple[list[Figure], dict[str, bytes]]:
    """The CSV files and the workbook of a document (as JSON): the PDF attaches what the folder holds."""
    content = json.loads(document)
    figures = figures_of(content)
    if not figures:
        return figures, {}
    files = {f"{figure.name}.csv": csv_bytes(long_table(figure)) for figure in figures}
    files["tables.xlsx"] = workbook_bytes(content, figures)
    return figures, {f"{FOLDER}/{name}": file for name, file in files.items()}
