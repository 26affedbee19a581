"""``data/<year>/`` of a first report: the reference dates of its tables, all marked, and invented rows."""

from collections.abc import Iterator

from progress_report.beginning.answers import Beginning
from progress_report.beginning.first_schema import INVENTED, lasting_title
from progress_report.beginning.marked_yaml import mark, moment_text, yaml_scalar
from progress_report.beginning.needs import Needs
from progress_report.beginning.wording import Wording
from progress_report.inputs.project import Project
from progress_report.inputs.schema.descriptors import Package
from progress_report.inputs.schema.schemas import FieldDescriptor, ResourceDescriptor
from progress_report.inputs.tables.datasets import read_rows
from progress_report.model.fiscal_year import FISCAL_YEAR, FiscalYear
from progress_report.model.moment import parse_moment
from progress_report.new_year.moving import moment_moved, written_like

_HEAD = """\
# {year}の表について、年度ごとに変わること。列や検算は data/schema.yaml に書く。
# 値はすべて、init が入れた架空の見本。行末に印のある所を、実際のものに直し、直した行の印を消す。
# status: published（公表された値）か illustrative（架空の値）
# asOf: いつの値か（2024-03-31、2024-07、令和6年度）

defaults:  # tables に書かない限り、どの表にも当てはまる
  publicationDate: {year}{date_mark}
  sources: [{{title: {source}}}]{source_mark}

tables:
"""
_SOURCE = f"報告書の作り方を示すために入れた{INVENTED}の値（実在の実績ではない）"


def first_tables(needs: Needs, former: FiscalYear, begun: Beginning) -> str:
    """Return ``tables.yaml``; ``former`` is the year of the package of ``needs``."""
    by = begun.year.start - former.start
    head = _HEAD.format(
        year=begun.year.label,
        date_mark=mark("見本の公表日"),
        source=_SOURCE,
        source_mark=mark("見本の出典"),
    )
    resources = filter(needs.has, needs.package.descriptor.resources)
    return head + "".join(f"{line}\n" for one in resources for line in _table(one, former, begun.year, by))


def sample_rows(
    sample: Project, package: Package, name: str, begun: Beginning, wording: Wording
) -> list[dict[str, str]]:
    """Return the invented rows of a table, in the municipality's words and years.

    ``sample`` contains them for one fiscal year, in files described by ``package``.

    Raises:
        ReportError: if there are none, or they do not match the description.
    """
    (year,) = (FiscalYear(int(folder.name)) for folder in (sample.root / "data").iterdir())
    fields = {field.name: field for field in package.resource(name).table_schema.fields}
    by = begun.year.start - year.start
    return [
        {column: _cell(value, fields[column], by, wording) for column, value in cells.items()}
        for cells in read_rows(sample, year, package, name).cells
    ]


def _table(resource: ResourceDescriptor, former: FiscalYear, year: FiscalYear, by: int) -> Iterator[str]:
    """Yield the lines of a table."""
    yield f"  {resource.name}:"
    if (title := lasting_title(resource, former)) != resource.title:
        yield f"    title: {yaml_scalar(f'{year.label}の{title}')}{mark('見本の年度')}"
    yield f"    status: illustrative{mark(f'{INVENTED}の値')}"
    yield f"    asOf: {moment_text(moment_moved(resource.asOf, by))}{mark('見本の時点')}"
    if resource.survey is not None:
        dates = {name: getattr(resource.survey, name) for name in ("periodStart", "periodEnd")}
        if any(dates.values()):
            yield "    survey:"
        for name, date in dates.items():
            if date is not None:
                yield f"      {name}: {moment_text(moment_moved(date, by))}{mark('見本の日付')}"


def _cell(value: str, field: FieldDescriptor, by: int, wording: Wording) -> str:
    if field.name == FISCAL_YEAR:
        return str(int(value) + by)
    if field.is_date and value:
        return written_like(value, moment_moved(parse_moment(value), by))
    return wording(value) if field.type == "string" else value
