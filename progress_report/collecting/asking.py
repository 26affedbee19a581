"""The content of a year's forms: tables, with rows and values of the previous report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from progress_report.inputs.params.report_params import read_params
from progress_report.inputs.parsing.near_names import near_remedy
from progress_report.inputs.project import Project
from progress_report.inputs.readers.sources import workbooks_at
from progress_report.inputs.schema.descriptors import Package, read_data_package
from progress_report.inputs.schema.schema_tree import TABLES
from progress_report.inputs.schema.schemas import DESCRIPTOR, ResourceDescriptor, Schema
from progress_report.inputs.tables.datasets import read_rows
from progress_report.model.comparable import comparable
from progress_report.model.findings import report_error
from progress_report.model.fiscal_year import FISCAL_YEAR, FiscalYear
from progress_report.model.moment import Moment
from progress_report.new_year.moving import moment_moved, recurs, years_moved
from progress_report.new_year.package_text import data_file
from progress_report.new_year.tables import accumulates


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A row of a form: its prefilled ``cells``, and last year's values beside them.

    ``known``: a row of an earlier fiscal year, which is data of the new table, too.
    """

    cells: Mapping[str, str]
    former: Mapping[str, str] = field(default_factory=dict)
    known: bool = False


@dataclass(frozen=True, slots=True)
class AskedTable:
    """A table requested from a division.

    ``choices``: by column, the names from another table that it refers to, as in the previous report.
    """

    resource: ResourceDescriptor
    rows: Sequence[AskedRow]
    choices: Mapping[str, Sequence[str]]

    @property
    def file(self) -> str:
        """The file name of the form, under which the completed form is read."""
        return workbooks_at(Path(data_file(self.resource)))[0].name

    @property
    def division(self) -> str:
        """The division that is asked; empty if none is declared."""
        return " ".join((self.resource.division or "").split())

    @property
    def as_of_label(self) -> str:
        """The reference date of the values, without the weekday."""
        return self.resource.asOf.label.partition("（")[0]

    @property
    def has_former_values(self) -> bool:
        return any(row.former for row in self.rows)

    @property
    def asked_years(self) -> list[FiscalYear]:
        """The years whose rows must be filled in, for a table of years."""
        written = (row.cells.get(FISCAL_YEAR) for row in self.rows if not row.known)
        return [FiscalYear(int(year)) for year in dict.fromkeys(written) if year]


@dataclass(frozen=True, slots=True)
class Sender:
    """The sender, as far as given in the parameters."""

    municipality: str
    report: str
    department: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """All tables requested for a year's report.

    ``file`` describes the tables, ``source`` is the year of that file, ``former`` the previous report, if
    there is one.
    """

    year: FiscalYear
    file: str
    source: FiscalYear
    former: FiscalYear | None
    sender: Sender
    tables: Sequence[AskedTable]
    surveys: Sequence[ResourceDescriptor]

    @property
    def divisions(self) -> dict[str, list[AskedTable]]:
        """The tables by division; division names that give the same folder are merged."""
        spelled: dict[str, str] = {}
        found: dict[str, list[AskedTable]] = {}
        for table in self.tables:
            name = spelled.setdefault(_division_key(table.division), table.division)
            found.setdefault(name, []).append(table)
        return found


def request_of(project: Project, year: FiscalYear) -> Request:
    """Return the content of the year's forms. ReportError without any year, or with an unreadable report.

    Before the year's files exist, those of the latest earlier year are used, with dates moved. The values are
    those of the previous report, which must be readable.
    """
    own = any((project.data_folder(year) / name).is_file() for name in (TABLES, DESCRIPTOR))
    former = max((one for one in project.years() if one < year), default=None)
    source = year if own else former
    if source is None:
        known = "、".join(str(one.start) for one in project.years()) or "なし"
        raise report_error(
            f"{year.label}の照会票のもとになる年度がありません。何も書いていません。",
            f"表の説明は、その年度か、それより前の年度のものを使います（いまある年度: {known}）。",
        )
    package = read_data_package(project, source, described=year)
    former_rows = _former_rows(project, former) if former else {}
    resources = [_moved(one, source, year) for one in package.descriptor.resources]
    return Request(
        year,
        package.file,
        source,
        former,
        _sender(project, source, year),
        [_table(one, former_rows, year, former) for one in resources if one.survey is None],
        [one for one in resources if one.survey is not None],
    )


def chosen_tables(request: Request, divisions: Sequence[str], tables: Sequence[str]) -> list[AskedTable]:
    """Return the tables of these divisions and names; all by default.

    ReportError for an unknown division or table, and for a survey.
    """
    surveys = [one.name for one in request.surveys]
    names = [one.resource.name for one in request.tables]
    for name in tables:
        if name in surveys:
            remedy = "照会票にできるのは表です。個票は、調査を実施した課から受け取ってください。"
            raise report_error(f"「{name}」は調査の個票なので、照会票では尋ねません。", remedy)
        if name not in names:
            remedy = near_remedy(name, names) or f"ある表: {'、'.join(names)}。"
            raise report_error(f"表「{name}」はありません。", remedy)
    known = [division for division in request.divisions if division]
    for division in divisions:
        if _division_key(division) not in map(_division_key, known):
            remedy = (
                f"ある課: {'、'.join(known)}。"
                if known
                else f"{request.file} の表に、division で、情報管理課 のように書いてください。"
            )
            raise report_error(f"表の説明に、課「{division}」はありません。", remedy)
    asked = [*map(_division_key, divisions)]
    return [
        one
        for one in request.tables
        if (not tables or one.resource.name in tables) and (not asked or _division_key(one.division) in asked)
    ]


def _division_key(name: str) -> str:
    return comparable(name).casefold().rstrip(". ")


def _former_rows(project: Project, former: FiscalYear) -> dict[str, list[dict[str, str]]]:
    """Return the rows of each table with data in the previous report."""
    package: Package = read_data_package(project, former)
    absent = read_params(project, former).absent
    return {
        one.name: read_rows(project, former, package, one.name).cells
        for one in package.descriptor.resources
        if one.survey is None and one.name not in absent
    }


def _moved(resource: ResourceDescriptor, source: FiscalYear, year: FiscalYear) -> ResourceDescriptor:
    """Return the resource with its reference date, and the years in its title and description, moved."""
    texts = {"title": resource.title, "description": resource.description}
    moved_on = {name: _moved_on(text, source, year) for name, text in texts.items()}
    return resource.model_copy(update=moved_on | {"asOf": _as_of(resource, source, year)})


def _moved_on(text: str, source: FiscalYear, year: FiscalYear) -> str:
    """Return the text with its years moved one year at a time: plans of one report recur in later ones."""
    for start in range(source.start, year.start):
        text = years_moved(text, FiscalYear(start))
    return text


def _as_of(resource: ResourceDescriptor, source: FiscalYear, year: FiscalYear) -> Moment:
    moment = resource.asOf
    for start in range(source.start, year.start):
        if recurs(moment, FiscalYear(start)):
            moment = moment_moved(moment)
    return moment


def _sender(project: Project, source: FiscalYear, year: FiscalYear) -> Sender:
    """Return the sender from the year's parameters, or else from the previous year's."""
    report = read_params(project, year if year in project.years() else source).report
    title = _moved_on(str(report.title), report.fiscal_year, year)
    return Sender(report.municipality.name, title, str(report.department or ""), str(report.contact or ""))


def _table(
    resource: ResourceDescriptor,
    former_rows: Mapping[str, list[dict[str, str]]],
    year: FiscalYear,
    former: FiscalYear | None,
) -> AskedTable:
    schema, known = resource.table_schema, former_rows.get(resource.name, [])
    names = [one.name for one in schema.fields]
    rows = [{name: row.get(name, "") for name in names} for row in known]
    if accumulates(resource):
        asked = _further_years(schema, rows, year.start - former.start if former else 0)
    elif set(names) <= set(schema.primaryKey):  # prefilled names would be the entire answer
        asked = [AskedRow({}, row) for row in rows]
    else:
        asked = [AskedRow({name: row[name] for name in schema.primaryKey}, row) for row in rows]
    return AskedTable(resource, asked, _choices(schema, former_rows))


def _further_years(schema: Schema, rows: list[dict[str, str]], count: int) -> list[AskedRow]:
    """Return the existing rows, and one for each later year, or for each name of the newest year in it."""
    known = [AskedRow(row, known=True) for row in rows]
    if not rows:
        return known
    newest = max(int(row[FISCAL_YEAR]) for row in rows)
    latest = [row for row in rows if int(row[FISCAL_YEAR]) == newest]
    return known + [
        AskedRow({name: row[name] for name in schema.primaryKey} | {FISCAL_YEAR: str(newest + step)})
        for step in range(1, count + 1)
        for row in latest
    ]


def _choices(schema: Schema, former_rows: Mapping[str, list[dict[str, str]]]) -> dict[str, list[str]]:
    """Return the names to which columns refer, for keys of one column."""
    return {
        key.fields[0]: list(dict.fromkeys(row.get(key.reference.fields[0], "") for row in rows))
        for key in schema.foreignKeys
        if len(key.fields) == 1 and (rows := former_rows.get(key.reference.resource))
    }
