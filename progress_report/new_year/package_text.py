"""``datapackage.json`` of the new year: the previous file's text, moved, with marks to be confirmed."""

import json
from pathlib import PurePosixPath
from typing import Any, get_args

from progress_report.inputs.parsing.source_tree import Location
from progress_report.inputs.reviews.unconfirmed import MARK
from progress_report.inputs.schema.descriptors import Package
from progress_report.inputs.schema.schemas import ResourceDescriptor, Unconfirmed
from progress_report.model.fiscal_year import FISCAL_YEAR, FiscalYear
from progress_report.model.moment import parse_moment
from progress_report.new_year.moving import moment_moved, recurs, written_like, years_moved
from progress_report.new_year.source_text import SourceText

_MOMENTS = ("asOf", "publicationDate")
_PERIOD = (("survey", "periodStart"), ("survey", "periodEnd"))


def next_package(text: str, former: Package, year: FiscalYear) -> str:
    """Return the new file. ``text`` and ``former`` are the text and content of the former ``year``'s file."""
    source = SourceText(text, MARK)
    name = source.value(("name",))
    source.change(("name",), name.replace(str(year.start), str(year.next.start)))
    _change_text(source, ("title",), year)
    for i, resource in enumerate(former.descriptor.resources):
        _move_resource(source, i, resource, year)
    for member, entries in (("indicators", former.descriptor.indicators), ("plans", former.descriptor.plans)):
        for i in range(len(entries)):
            _change_text(source, (member, i, "title"), year)
    for location, value in list(source.scalars()):
        if location[-2:] == ("where", FISCAL_YEAR) and value.isdecimal():
            source.change(location, str(int(value) + 1))
    return source.edited()


def data_file(resource: ResourceDescriptor) -> str:
    """Return the file name of the new year's table: a CSV, whatever the previous format was."""
    return PurePosixPath(resource.path).with_suffix(".csv").name


def _move_resource(source: SourceText, index: int, resource: ResourceDescriptor, year: FiscalYear) -> None:
    at: Location = ("resources", index)
    unconfirmed = {"sources", *_MOMENTS}
    source.change((*at, "path"), data_file(resource))
    unconfirmed |= {name for name in ("title", "description") if _change_text(source, (*at, name), year)}
    for i in range(len(resource.sources)):
        _change_text(source, (*at, "sources", i, "title"), year)
    for member in [(name,) for name in _MOMENTS] + list(_PERIOD):
        _change_moment(source, (*at, *member), year)
    if resource.survey:
        unconfirmed.add("survey")
        _change_text(source, (*at, "survey", "title"), year)
    if resource.illustrative:
        unconfirmed.add("status")
    names = [name for name in get_args(Unconfirmed) if name in unconfirmed]
    if (*at, "unconfirmed") in source:
        source.rewrite((*at, "unconfirmed"), _json(names))
    else:
        source.insert_after((*at, "status"), f'"unconfirmed": {_json(names)}')


def _change_text(source: SourceText, location: Location, year: FiscalYear) -> bool:
    """Move the years in an optional text; return whether any was moved."""
    if location not in source:
        return False
    text = source.value(location)
    later = years_moved(text, year)
    if later == text:
        return False
    source.rewrite(location, _json(later))
    return True


def _change_moment(source: SourceText, location: Location, year: FiscalYear) -> None:
    if location not in source:
        return
    written = source.value(location)
    moment = parse_moment(written)
    if recurs(moment, year):
        source.rewrite(location, _json(written_like(written, moment_moved(moment))))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
