"""Links to all files of a built report, grouped as on the page of all years."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from progress_report.document.blocks import Figure
from progress_report.document.document import Document
from progress_report.document.runs import runs_text
from progress_report.open_data.published_tables import FOLDER, PACKAGE, figure_file, long_file
from progress_report.provenance.made_formats import formats_of
from progress_report.provenance.record import MANIFEST
from progress_report.rendering.companions import LABELS

_SPECIFICATION = "表と図のデータの説明（Data Package）"


@dataclass(frozen=True, slots=True)
class Link:
    """A link and the size of its file."""

    address: str
    label: str
    bytes: int

    @property
    def size(self) -> str:
        return kilobytes(self.bytes)


@dataclass(frozen=True, slots=True)
class Group:
    """Links that are unfolded together."""

    title: str
    links: tuple[Link, ...]

    @property
    def size(self) -> str:
        return f"{len(self.links)}ファイル、{kilobytes(sum(link.bytes for link in self.links))}"


@dataclass(frozen=True, slots=True)
class ReportLinks:
    """Every file of a report once: the formats for readers, then the data, then the sources."""

    shown: tuple[Link, ...]
    groups: tuple[Group, ...]


def report_links(
    folder: str, manifest: Mapping[str, Any], manifest_bytes: int, document: Document
) -> ReportLinks:
    """Return the links to a report's files. KeyError, TypeError and ValueError for a malformed manifest.

    ``folder``: the name of the report's folder; ``manifest_bytes``: the size of its manifest in bytes.
    """
    sizes = {name: int(output["bytes"]) for name, output in manifest["outputs"].items()} | {
        MANIFEST: manifest_bytes
    }
    labels = {one.file: one.label for one in formats_of(manifest).values()} | dict(LABELS)
    titles = dict(_titles(document, figure_file)) | {PACKAGE: _SPECIFICATION}
    long_titles = dict(_titles(document, long_file))

    def links(names: Mapping[str, str]) -> tuple[Link, ...]:
        return tuple(
            Link(f"{folder}/{name}", label, sizes.pop(name)) for name, label in names.items() if name in sizes
        )

    shown = links(labels)
    long = links(long_titles)
    untitled = [name for name in sorted(sizes) if name.startswith(f"{FOLDER}/") and name not in titles]
    data = links(titles | {name: name for name in untitled})
    others = links({name: name for name in sorted(sizes)})
    groups = (
        Group("表と図のデータ（CSV）", data),
        Group("表と図のデータ（一行に一つの値の CSV）", long),
        Group("作成の記録", others),
    )
    return ReportLinks(shown, tuple(group for group in groups if group.links))


def kilobytes(count: int) -> str:
    return f"{-(-count // 1024):,} KB"


def _titles(document: Document, file: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Yield the path and the title of each table's and figure's data; ``file``: the path by its name."""
    for block in document.blocks:
        if isinstance(block, Figure):
            yield file(block.name), f"{block.number} {runs_text(block.title)}"
