"""``municipalities.html`` beside several municipalities' folders: each one's newest report.

A municipality's own page (``index.html`` in its folder) lists all of its years.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from progress_report.build_options import INDEX
from progress_report.inputs.params.theme import Colours
from progress_report.rendering.index_page import Entry, entry_of, page_of, write_page

MUNICIPALITIES = "municipalities.html"


class Municipality(NamedTuple):
    """A municipality by its name and the name of its folder, with its newest report."""

    name: str
    folder: str
    newest: Entry


def refresh(out: Path) -> Path | None:
    """Write the page of all municipalities with folders in ``out``; return its path. None without a report.

    PublishingError for a name with a character that the font lacks, or if the page cannot be written.
    """

    def page() -> bytes | None:
        found = municipalities_of(out)
        return page_of("municipalities.html.j2", Colours(), municipalities=found) if found else None

    return out / MUNICIPALITIES if write_page(out / MUNICIPALITIES, page) else None


def municipalities_of(out: Path) -> list[Municipality]:
    """Return the municipalities with a report, sorted by folder, whose name distinguishes equal names."""
    found = [Municipality(one.municipality or folder, folder, one) for folder, one in _newest(out)]
    times = Counter(one.name for one in found)
    return [one._replace(name=f"{one.name}（{one.folder}）") if times[one.name] > 1 else one for one in found]


def _newest(out: Path) -> Iterator[tuple[str, Entry]]:
    """Yield each folder's newest readable report. Its page must exist, too, because the name links to it."""
    for folder in sorted(out.iterdir()) if out.is_dir() else ():
        if not (folder / INDEX).is_file():
            continue
        years = (year for year in sorted(folder.iterdir(), reverse=True) if year.name.isdecimal())
        if newest := next(filter(None, map(entry_of, years)), None):
            yield folder.name, newest
