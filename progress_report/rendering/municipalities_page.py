"""``municipalities.html`` beside the folders of several municipalities: each one's newest report.

A municipality's own page (``index.html`` in its folder) has all of its years.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from progress_report.build_options import INDEX
from progress_report.inputs.theme import Colours
from progress_report.rendering.index_page import Entry, entry_of, page_of, write_page

MUNICIPALITIES = "municipalities.html"


class Municipality(NamedTuple):
    """A municipality by its name and the name of its folder, with its newest report."""

    name: str
    folder: str
    newest: Entry


def refresh(out: Path) -> Path | None:
    """Write the page of all municipalities whose folders lie in ``out``; where it is. None without a report.

    PublishingError for a name with a character that the font lacks, or where it cannot be written.
    """

    def page() -> bytes | None:
        found = municipalities_of(out)
        return page_of("municipalities.html.j2", Colours(), municipalities=found) if found else None

    return out / MUNICIPALITIES if write_page(out / MUNICIPALITIES, page) else None


def municipalities_of(out: Path) -> list[Municipality]:
    """Those that have a report, by the names of their folders, which tell apart any of the same name."""
    found = [Municipality(one.municipality or folder, folder, one) for folder, one in _newest(out)]
    times = Counter(one.name for one in found)
    return [one._replace(name=f"{one.name}（{one.folder}）") if times[one.name] > 1 else one for one in found]


def _newest(out: Path) -> Iterator[tuple[str, Entry]]:
    """Each folder's newest report that can be read. Its page must be there, too: the name leads to it."""
    for folder in sorted(out.iterdir()) if out.is_dir() else ():
        if not (folder / INDEX).is_file():
            continue
        years = (year for year in sorted(folder.iterdir(), reverse=True) if year.name.isdecimal())
        if newest := next(filter(None, map(entry_of, years)), None):
            yield folder.name, newest
