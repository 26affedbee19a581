"""Creation of ``params/<year>.yaml`` and ``data/<year>/``: both as valid files, or neither."""

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from progress_report.files.replacing import exclusive, staging_folder
from progress_report.inputs.params.report_params import Params, read_params
from progress_report.inputs.parsing.strict_yaml import read_strict_yaml
from progress_report.inputs.parsing.text_files import read_text
from progress_report.inputs.project import NEW_YEAR, Project
from progress_report.inputs.reviews.unconfirmed import unconfirmed_findings
from progress_report.inputs.schema.descriptors import Package, read_data_package
from progress_report.inputs.schema.schema_tree import SCHEMA, tree_of_year
from progress_report.model.findings import Finding, ReportError, report_error
from progress_report.model.fiscal_year import FIRST_YEAR, LAST_YEAR, FiscalYear
from progress_report.new_year.package_text import data_file, next_package
from progress_report.new_year.params_text import next_params
from progress_report.new_year.tables import CarriedTable, carried_rows
from progress_report.new_year.tables_text import next_tables

_BUSY = "新しい年度のファイルは、いま別のコマンドが作っています。何も書いていません。"


@dataclass(frozen=True, slots=True)
class NewYear:
    """The created parameters, descriptor and tables, and all marks in them."""

    params: Params
    package: Package
    tables: list[CarriedTable]
    marks: list[Finding]


def require_room(project: Project, year: FiscalYear) -> FiscalYear:
    """Return the previous year, from which ``year`` can be created. ReportError if it cannot."""
    if not year.has_neighbours:
        remedy = f"{FIRST_YEAR + 1}から{LAST_YEAR - 1}までの年度を指定してください。"
        raise report_error(f"{year.label}のファイルは作れません。", remedy)
    remedy = "作り直すときは、別の場所に移してからもう一度実行してください。"
    if findings := [
        Finding("すでにあります。何も書いていません。", remedy, project.relative(path))
        for path in (project.params_file(year), project.data_folder(year))
        if os.path.lexists(path)
    ]:
        raise ReportError(findings)
    former = project.params_file(year.previous)
    if not former.is_file():
        known = "、".join(str(one.start) for one in project.years()) or "なし"
        raise report_error(
            f"前年度（{year.previous.label}）のファイルがありません。何も書いていません。",
            f"新しい年度は前の年度から作ります（いまある年度: {known}）。",
            file=project.relative(former),
        )
    return year.previous


def make_new_year(project: Project, year: FiscalYear) -> NewYear:
    """Write the year's files. ReportError or OSError leaves everything unchanged.

    They are written to a staging folder, read there like in a build, and then renamed.
    """
    former = require_room(project, year)
    package = read_data_package(project, former)
    rows = carried_rows(project, former, package)
    place = project.root / NEW_YEAR
    with exclusive(place, _BUSY), staging_folder(place) as staging:
        staged = Project(staging)
        for path, content in _contents(project, staged, former, package).items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        params, package = read_params(staged, year), read_data_package(staged, year)
        tables = [CarriedTable(one, rows.get(one.name, [])) for one in package.descriptor.resources]
        for table in tables:
            (staged.data_folder(year) / data_file(table.resource)).write_bytes(table.content)
        marks = list(unconfirmed_findings(params, package))
        made = NewYear(replace(params, project=project), package, tables, marks)
        require_room(project, year)
        staged.data_folder(year).rename(project.data_folder(year))
        try:
            staged.params_file(year).rename(project.params_file(year))
        except BaseException:
            shutil.rmtree(project.data_folder(year))
            raise
    return made


def _contents(project: Project, staged: Project, former: FiscalYear, package: Package) -> dict[Path, bytes]:
    """Return the staged parameters and descriptor by path, and the schema that they use."""
    year = former.next
    params = read_params(project, former)
    params_text = read_text(project.params_file(former), params.file)
    described = staged.data_folder(year) / Path(package.own_file).name
    contents = {
        staged.params_file(year): next_params(params_text, params, project.comparing_notebooks()).encode(),
        described: _described(project, former, package).encode(),
    }
    if package.is_shared:
        contents[staged.schema_file] = project.schema_file.read_bytes()
    return contents


def _described(project: Project, former: FiscalYear, package: Package) -> str:
    """Return the new year's description of its tables: the previous year's file, moved by a year."""
    text = read_text(project.root / package.own_file, package.own_file)
    if not package.is_shared:
        return next_package(text, package, former)
    tree, _ = read_strict_yaml(project.schema_file, SCHEMA)
    return next_tables(text, former, tree_of_year(tree, former.next).get("tables", {}))
