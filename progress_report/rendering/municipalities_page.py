"""``municipalities.html`` beside several municipalities' folders: each one's newest report.

A municipality's own page (``index.html`` in its folder) lists all of its years.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from progress_report.build_options import INDEX
from progress_report.inputs.params.theme import Colours
from progress_report.rendering.index_page import ReportEntry, page_of, report_in, write_page

MUNICIPALITIES = "municipalities.html"


class MunicipalityEntry(NamedTuple):
    """A municipality by its name and the name of its folder, with its newest report."""

    name: str
    folder: str
    newest: ReportEntry


def refresh_municipalities(out: Path) -> Path | None:
    """Write the page of all municipalities with folders in ``out``; return its path. None without a report.

    PublishingError for a name with a character that the font lacks, or if the page cannot be written.
    """

    def page() -> bytes | None:
        found = municipalities_of(out)
        return page_of("municipalities.html.j2", Colours(), municipalities=found) if found else None

    return out / MUNICIPALITIES if write_page(out / MUNICIPALITIES, page) else None


def municipalities_of(out: Path) -> list[MunicipalityEntry]:
    """Return the municipalities with a report, sorted by folder, whose name distinguishes equal names."""
    found = [MunicipalityEntry(one.municipality or folder, folder, one) for folder, one in _newest(out)]
    times = Counter(one.name for one in found)
    return [one._replace(name=f"{one.name}（{one.folder}）") if times[one.name] > 1 else one for one in found]


def _newest(out: Path) -> Iterator[tuple[str, ReportEntry]]:
    """Yield each folder's newest readable report. Its page must exist, too, because the name links to it."""
    for folder in sorted(out.iterdir()) if out.is_dir() else ():
        if not (folder / INDEX).is_file():
            continue
        years = (year for year in sorted(folder.iterdir(), reverse=True) if year.name.isdecimal())
        if newest := next(filter(None, map(report_in, years)), None):
            yield folder.name, newest
