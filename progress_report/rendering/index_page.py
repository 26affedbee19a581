"""``index.html`` beside the years' folders: every built report, newest first, with all its files.

``indicators.csv`` beside it has the indicators of all years. Both are made only from the reports, so that the
same folders give the same files; folders without a readable report are skipped.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import ValidationError

from progress_report.assembly.front_matter import REPORT_DATE
from progress_report.build_options import INDEX
from progress_report.document.blocks import Figure
from progress_report.document.document import Document
from progress_report.document.files import read_document
from progress_report.document.runs import Date, runs_text
from progress_report.files.replacing import exclusive, write_file
from progress_report.inputs.params.theme import Colours
from progress_report.inputs.project import Project
from progress_report.model.blocks import SAMPLE_STAMP
from progress_report.model.findings import Finding, PublishingError, ReportError, refused
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.fonts import noto_sans_cjk_jp
from progress_report.open_data.indicator_series import joined_series
from progress_report.open_data.package import AS_OF
from progress_report.open_data.published_tables import SERIES
from progress_report.provenance.checksum import verified_content
from progress_report.provenance.embedded import STATUSES, checked_record, revised_label, revision_of
from progress_report.provenance.made_formats import formats_of
from progress_report.provenance.record import MANIFEST
from progress_report.rendering.html_page import CSS_PAPER
from progress_report.rendering.index_links import Link, ReportLinks, report_links
from progress_report.rendering.self_contained import FONT_FACES, self_contained

_FOLDER = re.compile(r"([0-9]{4})(?:\.edition([0-9]+))?")
INDICATORS = "indicators.csv"
_BUSY = "報告書は書き出しましたが、入口のページを、ほかのコマンドがいつまでも書いています。"
_LONGEST_WAIT_SECONDS = 60.0  # many builds may end together, and each waits its turn
_END = "末"
_SHOWN = ("html", "pdf")  # a report without these is not listed


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """One built report.

    ``municipality``: its name; empty if the report has none. ``subject``: its title without the year.
    ``stamp``: if any of its data are invented. ``date``: if its cover has one. ``as_of``: the dates declared
    by its tables and figures, each once. ``colours``: those of its theme.
    """

    municipality: str
    year: int
    revision: int
    current: bool
    title: str
    subject: str
    status: str
    stamp: str
    date: str
    as_of: tuple[str, ...]
    links: ReportLinks
    colours: Colours

    @property
    def label(self) -> str:
        return FiscalYear(self.year).label


def refresh_index(out: Path) -> None:
    """Write the page of all reports in ``out``, and their indicators, atomically; nothing without a report.

    PublishingError for a title with a character that the font lacks, or if the page cannot be written.
    """

    def page() -> bytes | None:
        entries = reports_in(out)
        if not entries:
            return None
        newest = entries[0]
        indicators = indicators_of(out, entries)
        if indicators is not None:
            write_file(out / INDICATORS, indicators)
        return page_of(
            "index.html.j2",
            newest.colours,
            newest=newest,
            reports=list(_grouped(entries)),
            indicators=indicators and Link(INDICATORS, "すべての年度の指標（CSV）", len(indicators)),
        )

    write_page(out / INDEX, page)


def indicators_of(out: Path, entries: Sequence[ReportEntry]) -> bytes | None:
    """Return the indicators of all years, of the current reports; None where no report has any."""
    found = []
    for entry in entries:
        path = out / str(entry.year) / SERIES
        if entry.current and not path.is_symlink():
            with suppress(OSError):
                found.append(path.read_bytes())
    return joined_series(found)


def write_page(path: Path, page: Callable[[], bytes | None]) -> bool:
    """Write a page with links to reports atomically; return whether there is one. PublishingError.

    The reports are read under the page's lock: of several builds, the last one to write it lists them all.
    """
    try:
        with exclusive(path, _BUSY, _LONGEST_WAIT_SECONDS):
            content = page()
            if content is not None:
                write_file(path, content)
    except OSError as error:
        message = f"報告書は書き出しましたが、入口のページを書けませんでした（{refused(error)}）。"
        remedy = "空き容量や書込み権限を確かめて、もう一度実行してください。"
        raise PublishingError([Finding(message, remedy, path.as_posix())]) from None
    return content is not None


def reports_in(out: Path) -> list[ReportEntry]:
    """Return the reports in the folder, newest year first, and in each year the current revision first."""
    found = (report_in(folder) for folder in sorted(out.iterdir()) if folder.is_dir())
    entries = [entry for entry in found if entry is not None]
    return sorted(entries, key=lambda entry: (-entry.year, not entry.current, -entry.revision))


@cache
def _environment() -> Environment:
    """Return the environment of all pages of links, which keeps their compiled templates."""
    templates = Project.here().templates
    return Environment(
        loader=FileSystemLoader([templates / "index", templates / "html"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def page_of(template: str, colours: Colours, **values: Any) -> bytes:
    """Return a self-contained page without scripts, with the fonts' characters that it needs."""
    fonts = noto_sans_cjk_jp()
    resources = {"colours": colours, "paper": CSS_PAPER["A4"], "logo": None, "images": False}
    page = (
        _environment()
        .get_template(template)
        .render(values, font_faces=FONT_FACES, font_family=fonts.name, resources=resources)
    )
    return self_contained(page, fonts).encode()


def _grouped(entries: list[ReportEntry]) -> Iterator[tuple[ReportEntry, list[ReportEntry]]]:
    """Yield each year's current report with its earlier revisions."""
    for entry in entries:
        if entry.current:
            yield entry, [one for one in entries if one.year == entry.year and not one.current]


def report_in(folder: Path) -> ReportEntry | None:
    """Return the report in a year's folder; None if there is no readable one."""
    named = _FOLDER.fullmatch(folder.name)
    if named is None:
        return None
    try:
        where, opened = (folder / MANIFEST).as_posix(), (folder / MANIFEST).read_bytes()
        manifest = verified_content(opened, where)
        record = checked_record(manifest.get("record"), where)
        document = read_document(folder)
        if record["fiscal_year"] != int(named[1]) or not formats_of(manifest).keys() >= {*_SHOWN}:
            return None
        return ReportEntry(
            municipality=document.municipality,
            year=record["fiscal_year"],
            revision=revision_of(record),
            current=named[2] is None,
            title=runs_text(document.title, " "),
            subject=runs_text([run for run in document.title if not isinstance(run, Date)], " ").strip(),
            status="　".join(filter(None, (STATUSES[record["edition"]], revised_label(record)))),
            stamp=document.stamp or _stamp_of_parts(document),
            date=_cover_date(document),
            as_of=tuple(dict.fromkeys(_as_of(document))),
            links=report_links(folder.name, manifest, len(opened), document),
            colours=_colours(manifest),
        )
    except (OSError, ReportError, ValueError, TypeError, KeyError, AttributeError):
        return None  # no report, a damaged one, or an unrelated folder


def _colours(manifest: Mapping[str, Any]) -> Colours:
    """Return the colours in the manifest; the default ones if they are missing or invalid."""
    try:
        return Colours.model_validate(manifest.get("colours", {}))
    except ValidationError:
        return Colours()


def _cover_date(document: Document) -> str:
    """Return the day of the report, if its cover has one."""
    dates = [runs_text(fact.content, " ") for fact in document.cover if fact.label == REPORT_DATE]
    return dates[0] if dates else ""


def _stamp_of_parts(document: Document) -> str:
    """Return the remark on a report with some invented data; nothing if none are."""
    invented = any(block.illustrative for block in document.blocks)
    return f"一部は{SAMPLE_STAMP}" if invented else ""


def _as_of(document: Document) -> Iterator[str]:
    """Yield each 時点 below a table or figure that is only a date, or its end (令和5年度末)."""
    for block in document.blocks:
        for fact in block.facts if isinstance(block, Figure) else ():
            words = runs_text([run for run in fact.content if not isinstance(run, Date)])
            if fact.label == AS_OF and words in ("", _END):
                yield runs_text(fact.content)
