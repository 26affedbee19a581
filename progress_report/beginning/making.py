"""Atomic creation of a municipality's folder: complete and valid, or not at all."""

import json
import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from progress_report.beginning.answers import Beginning, Offer, folder_problem
from progress_report.beginning.first_params import first_params
from progress_report.beginning.first_schema import first_schema
from progress_report.beginning.first_tables import first_tables, sample_rows
from progress_report.beginning.marked_yaml import schema_line
from progress_report.beginning.needs import needs_of
from progress_report.beginning.wording import Wording
from progress_report.files.replacing import exclusive, staging_folder
from progress_report.inputs.params.report_params import read_params
from progress_report.inputs.project import Project
from progress_report.inputs.reviews.unconfirmed import unconfirmed_findings
from progress_report.inputs.schema.descriptors import read_data_package
from progress_report.inputs.schema.schema_tree import TABLES
from progress_report.inputs.validation import validate_new
from progress_report.model.cell_tags import PARAMETERS
from progress_report.model.findings import ReportError, Severity, report_error
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.program import COMMAND
from progress_report.new_year.making import NewYear
from progress_report.new_year.package_text import data_file
from progress_report.new_year.tables import CarriedTable

_BUSY = "このフォルダは、いま別のコマンドが作っています。何も書いていません。"
READ_ME = "README.ja.md"
_SAMPLE = "municipality"  # in the templates: sample rows and the text of the README
_FILLED_IN = re.compile(r"\{(\w+)\}")
_YEAR_OF_A_CELL = re.compile(r"^(fiscal_year\b[^=\n]*=\s*)[0-9]{4}", re.MULTILINE)


def make_municipality(offer: Offer, begun: Beginning) -> NewYear:
    """Write the folder. ReportError or OSError leaves everything unchanged.

    It is staged under another name, validated there like ``check`` does, and then renamed.
    """
    _require_room(begun.folder)
    with exclusive(begun.folder, _BUSY), staging_folder(begun.folder) as staging:
        staged = Project(staging)
        tables = _write(staged, offer, begun)
        params, findings = validate_new(staged, begun.year)
        if errors := [one for one in findings if one.severity is Severity.ERROR]:
            raise ReportError(errors)
        assert params is not None, "it has no errors"
        package = read_data_package(staged, begun.year)
        marked = list(unconfirmed_findings(params, package))
        _require_room(begun.folder)
        if begun.folder.is_dir():
            begun.folder.rmdir()
        staging.rename(begun.folder)
    return NewYear(replace(params, project=Project(begun.folder)), package, tables, marked)


def _require_room(folder: Path) -> None:
    if problem := folder_problem(folder):
        raise report_error(f"{problem}何も書いていません。", file=str(folder))


def _write(staged: Project, offer: Offer, begun: Beginning) -> list[CarriedTable]:
    """Write all files; return the tables with their sample rows."""
    source, year = offer.source, begun.year
    params, package = read_params(source, offer.year), read_data_package(source, offer.year)
    wording = Wording(params.report.municipality.name, begun.name, year.start - offer.year.start)
    needs = needs_of(source, package, begun.notebooks)
    sample = Project(source.templates / _SAMPLE)
    line = partial(schema_line, source.program, begun.folder)
    texts = {
        staged.root / READ_ME: _read_me(sample, offer, begun),
        staged.params_file(year): line("params/schema.json") + first_params(params, needs, begun, wording),
        staged.schema_file: line("data/schema.schema.json")
        + first_schema(needs, offer.year, begun.name, wording),
        staged.data_folder(year) / TABLES: line("data/tables.schema.json", str(year.start))
        + first_tables(needs, offer.year, begun),
    }
    for name in begun.notebooks:
        texts[staged.notebook(name)] = _notebook(source.read_notebook(name), wording, year)
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    tables = [
        CarriedTable(one, sample_rows(sample, package, one.name, begun, wording))
        for one in read_data_package(staged, year).descriptor.resources
    ]
    for table in tables:
        (staged.data_folder(year) / data_file(table.resource)).write_bytes(table.content)
    return tables


def _notebook(notebook: dict[str, Any], wording: Wording, year: FiscalYear) -> str:
    """Return a shipped notebook in the municipality's words; run alone, it opens the first year."""
    cells = []
    for cell in notebook["cells"]:
        source = wording(cell["source"])
        if PARAMETERS in cell["metadata"].get("tags", []):
            source = _YEAR_OF_A_CELL.sub(rf"\g<1>{year.start}", source)
        cells.append({**cell, "source": source.splitlines(keepends=True)})
    return json.dumps({**notebook, "cells": cells}, ensure_ascii=False, indent=1) + "\n"


def _read_me(sample: Project, offer: Offer, begun: Beginning) -> str:
    text = (sample.root / READ_ME).read_text(encoding="utf-8")
    sections = "\n".join(f"- `{name}` {offer.titles[name]}" for name in begun.notebooks)
    values = {
        "command": COMMAND,
        "name": begun.name,
        "year": str(begun.year.start),
        "label": begun.year.label,
        "sections": sections,
    }
    return _FILLED_IN.sub(lambda found: values[found[1]], text)
