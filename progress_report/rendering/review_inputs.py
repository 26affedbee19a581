"""The inputs on the review page: tables as received, texts line by line."""

from collections.abc import Collection, Iterable

from progress_report.inputs.params.report_params import Params
from progress_report.inputs.parsing.strict_yaml import read_strict_yaml
from progress_report.inputs.parsing.text_files import read_text
from progress_report.inputs.project import LOGO_SUFFIXES, Project
from progress_report.inputs.readers.sheet import Line, is_blank
from progress_report.inputs.readers.sources import read_sheet, resources_by_file
from progress_report.inputs.schema.descriptors import read_data_package
from progress_report.inputs.schema.schema_tree import SCHEMA, named_entries, tree_of_year, years_described
from progress_report.inputs.tables.free_blocks import free_files
from progress_report.inputs.tables.free_tables import sheet_of
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear


def schema_lines(project: Project, years: Iterable[FiscalYear]) -> list[Line]:
    """Return each entry of the schema for these years, by name.

    The surrounding text of the file is omitted, because it changes with other years.
    """
    tree, _ = read_strict_yaml(project.schema_file, SCHEMA)
    named = (one for year in years for one in named_entries(tree_of_year(tree, year)))
    values = {name: entry for _, name, entry in named if isinstance(entry, str)}
    return [(row, [name, value]) for row, (name, value) in enumerate(values.items(), 1)]


def input_lines(params: Params, names: Collection[str]) -> dict[str, list[Line]]:
    """Return the lines of the data files and parameters among the inputs, by path.

    Files that are not text (a logo) or cannot be read (a survey that is 未収録, another kind of file in the
    folder) are listed without lines.
    """
    project, year = params.project, params.report.fiscal_year
    resources = resources_by_file(project, year, read_data_package(project, year))
    added = {project.relative(path): block.sheet for _, block, path in free_files(params) if block.table}
    shown: dict[str, list[Line]] = {}
    for name in names:
        if not name.startswith(("data/", "params/")):
            continue
        path = project.root / name
        try:
            if name == SCHEMA:
                lines = schema_lines(project, years_described(names))
            elif name in resources:
                lines = read_sheet(project, path, resources[name]).lines
            elif name in added:
                lines = sheet_of(project, path, added[name]).lines
            elif path.suffix in LOGO_SUFFIXES:
                lines = []
            else:
                lines = [(row, [line]) for row, line in enumerate(read_text(path, name).splitlines(), 1)]
        except ReportError:
            lines = []
        tables = resources.keys() | added.keys()
        shown[name] = [(row, cells) for row, cells in lines if name not in tables or not is_blank(cells)]
    return shown
