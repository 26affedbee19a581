"""``index.html`` beside the years' folders: every report that was built, newest first, in both formats.

Made from the manifests alone, so that the same folders give the same page; what holds no report that
can be read is passed over.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import ValidationError

from progress_report.assembly.front_matter import REPORT_DATE
from progress_report.build_options import INDEX
from progress_report.document.document import Document
from progress_report.document.files import read_document
from progress_report.document.runs import plain
from progress_report.files.replacing import exclusive, write_file
from progress_report.inputs.project import Project
from progress_report.inputs.theme import Colours
from progress_report.model.findings import Finding, PublishingError, ReportError, refused
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.fonts import noto_sans_cjk_jp
from progress_report.provenance.embedded import EDITIONS, checked_record, revised_label, revision_of
from progress_report.provenance.made_formats import MadeFormat, formats_of
from progress_report.provenance.record import MANIFEST
from progress_report.provenance.sealing import unseal
from progress_report.rendering.compiled_templates import CompiledTemplates
from progress_report.rendering.html_page import CSS_PAPER
from progress_report.rendering.self_contained import FONT_FACES, self_contained

_FOLDER = re.compile(r"([0-9]{4})(?:\.edition([0-9]+))?")
_COMPILED = CompiledTemplates()
_BUSY = "報告書は書き出しましたが、入口のページを、ほかのコマンドがいつまでも書いています。"
_LONGEST_WAIT_SECONDS = 60.0  # many builds may end together, and each has its turn
# What a reader opens after the report itself; a folder is described by the files in it.
_FURTHER = (("tables/", "表のデータ"), ("review.html", "点検用のページ"))
_SHOWN = ("html", "pdf")  # a report without these is none to be listed


@dataclass(frozen=True, slots=True)
class Link:
    """Something to open, and how large it is."""

    address: str
    label: str
    size: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One built report: ``stamp`` where all its data are invented, ``date`` where its cover bears one.

    ``municipality``: its name; empty where the report tells none. ``colours``: those of its theme.
    """

    municipality: str
    year: int
    revision: int
    current: bool
    title: str
    edition: str
    stamp: str
    date: str
    links: tuple[Link, ...]
    colours: Colours

    @property
    def label(self) -> str:
        return FiscalYear(self.year).label


def refresh(out: Path) -> None:
    """Write the page of all reports in ``out``, whole or not at all; none where there is no report.

    PublishingError for a title with a character that the font lacks, or where it cannot be written.
    """

    def page() -> bytes | None:
        entries = entries_of(out)
        return (
            page_of("index.html.j2", entries[0].colours, reports=list(_grouped(entries))) if entries else None
        )

    write_page(out / INDEX, page)


def write_page(path: Path, page: Callable[[], bytes | None]) -> bool:
    """Write a page that leads to reports, whole or not at all; return whether there is one. PublishingError.

    The reports are read inside the page's lock: of several builds, the last to write it knows them all.
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


def entries_of(out: Path) -> list[Entry]:
    """The reports in the folder: years newest first, and in a year the present edition first."""
    found = (entry_of(folder) for folder in sorted(out.iterdir()) if folder.is_dir())
    entries = [entry for entry in found if entry is not None]
    return sorted(entries, key=lambda entry: (-entry.year, not entry.current, -entry.revision))


def page_of(template: str, colours: Colours, **values: Any) -> bytes:
    """A page: self-contained, without a script, with the characters of the fonts that it needs."""
    templates = Project.here().templates
    environment = Environment(
        loader=FileSystemLoader([templates / "index", templates / "html"]),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=_COMPILED,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    fonts = noto_sans_cjk_jp()
    resources = {"colours": colours, "paper": CSS_PAPER["A4"], "logo": None, "images": False}
    page = environment.get_template(template).render(
        values, font_faces=FONT_FACES, font_family=fonts.name, resources=resources
    )
    return self_contained(page, fonts).encode()


def _grouped(entries: list[Entry]) -> Iterator[tuple[Entry, list[Entry]]]:
    """Each year's present report with the editions before it."""
    for entry in entries:
        if entry.current:
            yield entry, [one for one in entries if one.year == entry.year and not one.current]


def entry_of(folder: Path) -> Entry | None:
    """The report that lies in a year's folder; None where there is none that can be read."""
    named = _FOLDER.fullmatch(folder.name)
    if named is None:
        return None
    try:
        where = (folder / MANIFEST).as_posix()
        manifest = unseal((folder / MANIFEST).read_bytes(), where)
        record, sizes = checked_record(manifest.get("record"), where), _sizes(manifest)
        document = read_document(folder)
        if record["fiscal_year"] != int(named[1]) or not formats_of(manifest).keys() >= {*_SHOWN}:
            return None
        return Entry(
            municipality=document.municipality,
            year=record["fiscal_year"],
            revision=revision_of(record),
            current=named[2] is None,
            title=plain(document.title, " "),
            edition="　".join(filter(None, (EDITIONS[record["edition"]], revised_label(record)))),
            stamp=document.stamp or "",
            date=_cover_date(document),
            links=tuple(_links(folder.name, sizes, formats_of(manifest).values())),
            colours=_colours(manifest),
        )
    except (OSError, ReportError, ValueError, TypeError, KeyError, AttributeError):
        return None  # no report, a damaged one, or something else's folder


def _colours(manifest: Mapping[str, Any]) -> Colours:
    """Return the colours that the manifest records; the usual ones where it records none that can be used."""
    try:
        return Colours.model_validate(manifest.get("colours", {}))
    except ValidationError:
        return Colours()


def _cover_date(document: Document) -> str:
    """Return the day of the report, where its cover bears one."""
    dates = [plain(fact.content, " ") for fact in document.cover if fact.label == REPORT_DATE]
    return dates[0] if dates else ""


def _sizes(manifest: Mapping[str, Any]) -> dict[str, int]:
    return {name: int(output["bytes"]) for name, output in manifest["outputs"].items()}


def _links(folder: str, sizes: dict[str, int], formats: Iterable[MadeFormat]) -> Iterator[Link]:
    for name, label in (*((one.file, one.label) for one in formats), *_FURTHER):
        bytes_within = [
            size
            for path, size in sizes.items()
            if path == name or (name[-1] == "/" and path.startswith(name))
        ]
        if bytes_within:
            count = f"{len(bytes_within)}個、" if name.endswith("/") else ""
            size = f"{count}{-(-sum(bytes_within) // 1024):,} KB"
            yield Link(f"{folder}/{name}", label, size)
