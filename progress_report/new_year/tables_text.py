"""``data/<year>/tables.yaml`` of the new year: the previous file's text, moved and marked."""

from collections.abc import Container

from progress_report.inputs.parsing.source_tree import Location
from progress_report.inputs.reviews.unconfirmed import MARK
from progress_report.inputs.schema.schemas import SIZES
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.moment import parse_moment
from progress_report.new_year.moving import moment_moved, recurs, written_like, years_moved
from progress_report.new_year.source_text import SourceText

_MOMENTS = ("asOf", "publicationDate", "periodStart", "periodEnd")
_TEXTS = ("title", "description")
_INVENTED = "illustrative"


def next_tables(text: str, year: FiscalYear, kept: Container[str]) -> str:
    """Return the new file. ``text`` is that of the previous ``year``; tables not in ``kept`` are omitted."""
    source = SourceText(text, MARK)
    source.change_head(year.label, year.next.label)
    gone = [where for where in source.locations() if len(where) == 2 and where[0] == "tables"]
    gone = [where for where in gone if where[1] not in kept]
    for location, value in list(source.scalars()):
        if location[:2] not in gone:
            _move(source, location, value, year)
    for location in gone:
        source.drop(location)
    return source.edited()


def _move(source: SourceText, location: Location, value: str, year: FiscalYear) -> None:
    """Move a value by a year, and mark it if it needs confirmation."""
    member = location[-1]
    if member in _MOMENTS:
        if recurs(moment := parse_moment(value), year):
            source.change(location, written_like(value, moment_moved(moment)))
            source.comment(location, f"{value} を一年進めた")
        else:
            source.comment(location, "先の日付のためそのまま")
        return
    in_source = "sources" in location and member == "title"
    if member in _TEXTS or in_source:
        later = years_moved(value, year)
        if later != value:
            source.change(location, later)
            source.comment(location, "年度を一年進めた")
        elif in_source:
            source.comment(location, f"{year.label}の出典のまま")
    elif member == "status" and value == _INVENTED:
        source.comment(location, "架空の値のまま")
    elif member in SIZES and value.isdecimal():
        source.comment(location, f"{year.label}の人数のまま")
