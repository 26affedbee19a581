"""``params/<year>.yaml`` of the new year: the previous file's text, moved and marked."""

from collections.abc import Iterator, Sequence

from progress_report.inputs.params.report_params import Params, ReportParams
from progress_report.inputs.parsing.source_tree import Location
from progress_report.inputs.project import section_identity
from progress_report.inputs.reviews.unconfirmed import MARK
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.moment import Moment
from progress_report.new_year.moving import moment_moved, recurs, written_like
from progress_report.new_year.source_text import SourceText

# Lists on a single year's data or revision; the new year starts with empty ones.
OF_ONE_YEAR = ("not_available", "not_held", "renamed", "restatements", "confirmed", "errata")
_CARRIED_TEXTS = ("document_number", "committee", "department", "contact")


def next_params(text: str, former: Params, comparing: Sequence[str] = ()) -> str:
    """Return the new file. ``text`` and ``former`` are the previous file's text and content.

    ``comparing``: notebooks that compare with the previous year, to be added as sections.
    """
    year = former.report.fiscal_year
    source = SourceText(text, MARK)
    source.change_head(year.label, year.next.label)
    source.change(("fiscal_year",), written_like(source.value(("fiscal_year",)), year.next))
    for name in OF_ONE_YEAR:
        if (name,) in source:
            source.empty((name,))
    for location, moment in _moments(former.report):
        _move(source, location, moment, year)
    for location, what in _carried(former.report):
        source.comment(location, f"{year.label}{what}のまま")
    _next_report(source, former.report)
    for name in _CARRIED_TEXTS:
        if (name,) in source:
            source.comment((name,), f"{year.label}のまま")
    listed = {section_identity(section.notebook) for section in former.report.sections}
    for name in comparing:
        if section_identity(name) not in listed:
            listed.add(section_identity(name))
            source.append(("sections",), f"notebook: {name}  # {MARK}: {year.label}の報告との比較を加えた")
    return source.edited()


def _next_report(source: SourceText, former: ReportParams) -> None:
    """Move the date of the next report, which is none of the former year's, or mark the words for it."""
    location, following = ("next_report",), former.next_report
    if following is None:
        return
    if isinstance(following, str):
        source.comment(location, f"{former.fiscal_year.label}のまま")
        return
    _advance(source, location, following)


def _move(source: SourceText, location: Location, moment: Moment, former: FiscalYear) -> None:
    if recurs(moment, former):
        _advance(source, location, moment)
    else:
        source.comment(location, "先の予定のためそのまま")


def _advance(source: SourceText, location: Location, moment: Moment) -> None:
    written = source.value(location).strip()
    source.change(location, written_like(written, moment_moved(moment)))
    source.comment(location, f"{written} を一年進めた")


def _moments(report: ReportParams) -> Iterator[tuple[Location, Moment]]:
    if report.report_date is not None:
        yield ("report_date",), report.report_date
    for i, section in enumerate(report.sections):
        for name, moment in section.dates.items():
            yield ("sections", i, "dates", name), moment


def _carried(report: ReportParams) -> Iterator[tuple[Location, str]]:
    """Yield the location of each value, paragraph and addition that remains, with a word for what it is."""
    for i, section in enumerate(report.sections):
        for name in section.quantities:
            yield ("sections", i, "quantities", name, "value"), "の値"
    for i in range(len(report.introduction)):
        yield ("introduction", i), "の文章"
    for i, section in enumerate(report.sections):
        for name, paragraphs in section.prose.items():
            for k in range(len(paragraphs)):
                yield ("sections", i, "prose", name, k), "の文章"
    for i, section in enumerate(report.sections):
        for k in range(len(section.blocks)):
            yield ("sections", i, "blocks", k, "after"), "に足したもの"
        for member, texts in section.overrides:
            for name in texts:
                yield ("sections", i, "overrides", member, name), "に足したもの"
