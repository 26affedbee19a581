"""Checks of a year's input files: links, files of blocks, and files that no descriptor names."""

import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from progress_report.inputs.params.report_params import Params
from progress_report.inputs.parsing.file_names import is_aside
from progress_report.inputs.printable import free_cell_findings
from progress_report.inputs.project import FOLDERS, PUBLISHED_FILE, Project
from progress_report.inputs.readers.forms import form_in
from progress_report.inputs.readers.normalizations import Normalization
from progress_report.inputs.readers.sources import workbooks_at
from progress_report.inputs.reviews.review_warnings import ReviewWarning, review
from progress_report.inputs.tables.free_blocks import free_files, read_picture
from progress_report.inputs.tables.free_tables import read_free_table
from progress_report.inputs.years.report_year import ReportYear
from progress_report.messages import files, reviews
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.fonts import FontFamily

_OF_THE_SYSTEM = {"thumbs.db", "desktop.ini"}  # created by Windows Explorer
_JUNCTION = 0xA0000003  # Windows' IO_REPARSE_TAG_MOUNT_POINT


def link_findings(project: Project, year: FiscalYear) -> Iterator[Finding]:
    """Yield errors for symbolic links and Windows junctions among the inputs of a report of the year.

    The folder of notebooks may be a link, because municipalities may share one.
    """
    years = [one for one in (year, year.previous) if one == year or one in project.years()]
    folders = [project.root / name for name in FOLDERS]
    data, notebooks = [project.data_folder(one) for one in years], sorted(folders[-1].glob("*"))
    within = [path for folder in data for path in sorted(folder.rglob("*")) if not _is_link(folder)]
    params = [*map(project.params_file, years), *project.theme_files()]
    for path in [*folders[:-1], *params, project.schema_file, *data, *within, *notebooks]:
        if _is_link(path) and not any(map(is_aside, path.relative_to(project.root).parts)):
            message = files.LINKED_FOLDER if path.is_dir() else files.LINKED_FILE
            yield message.finding(project.relative(path))


def undeclared_files(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for files in the year's data that no table of the descriptor and no block uses."""
    folder = year.project.data_folder(year.year)
    declared = {year.project.root / year.package.own_file, folder / PUBLISHED_FILE}
    declared |= {path for _, _, path in free_files(year.params)}
    for resource in year.package.descriptor.resources:
        path = folder / resource.path
        declared |= {path, *workbooks_at(path)}
    for path in sorted(folder.rglob("*")):
        names = path.relative_to(folder).parts
        if path in declared or not path.is_file() or any(map(is_aside, names)):
            continue
        if path.name.lower() in _OF_THE_SYSTEM:
            continue
        if any(one.exists() and one.samefile(path) for one in declared):
            continue  # systems.CSV is systems.csv if the file system ignores case
        remedy = ""
        form = form_in(path)
        if form and form.year == year.year and form.table in year.package:
            table = year.package.resource(form.table)
            workbook = workbooks_at(Path(table.path))[0]
            remedy = (
                f"「{table.title}」の照会票です。"
                f"使うなら、名前を {workbook} に直し、{table.path} があれば消してください。"
            )
        yield review(
            reviews.UNDECLARED_FILE,
            "/".join(names),
            year.project.relative(path),
            remedy=remedy,
            file_name=year.package.file,
            member=year.package.tables_member,
        )


def free_file_findings(
    params: Params, fonts: FontFamily | None, normalizations: list[Normalization]
) -> Iterator[Finding]:
    """Yield errors in the files of tables and pictures, each with the line that names the file.

    ``fonts``: those of the report; None if they are unknown. The tables' normalizations are appended to
    ``normalizations``.
    """
    for location, block, path in free_files(params):
        try:
            if block.picture:
                read_picture(params.project, path)
            else:
                table = read_free_table(params.project, path, block.sheet)
                normalizations += table.normalizations
                yield from free_cell_findings(table, fonts) if fonts else ()
        except ReportError as error:
            yield from (_at_entry(finding, params, location) for finding in error.findings)


def _at_entry(finding: Finding, params: Params, location: tuple[str | int, ...]) -> Finding:
    """Locate a finding about a whole file at the parameters' entry that names the file."""
    if finding.row is not None:
        return finding
    named = replace(finding, message=f"{finding.file}: {finding.message}")
    return named.at(*params.place(*location))


def _is_link(path: Path) -> bool:
    try:
        status = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION
