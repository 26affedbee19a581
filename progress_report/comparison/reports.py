"""Comparison of two built reports, such as two drafts: every change that a reader would notice."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from progress_report.comparison.causes import Cause, causes_of
from progress_report.comparison.differences import Difference, differences
from progress_report.comparison.items import FIGURES, AnyFigure, Key, figures_of
from progress_report.comparison.pages import PageComparison, compare_pages
from progress_report.comparison.structure import ReportChange, structure_changes
from progress_report.document.blocks import Figure, Heading, Numbered, Table
from progress_report.document.document import Document, walk
from progress_report.document.files import DOCUMENT
from progress_report.document.runs import runs_text
from progress_report.inputs.params.errata import ABSENT
from progress_report.model.findings import ReportError, report_error
from progress_report.provenance.checksum import Json
from progress_report.provenance.embedded import STATUSES, revised_label
from progress_report.provenance.record import changed_names

# The kinds of changed words, in the order of a comparison.
WORDS = ("headings", "sentences", "tables", "figures", "notes")
# All other inputs are files of the program.
_MUNICIPALITY = ("data/", "params/", "notebooks/")
_PDFS = ("report.pdf", "report-large-print.pdf")
# Members on the origin of values or words, which are not printed.
_SOURCES = ("source", "origin", "origins", "placeholder")
_PICTURE = ("file", "media_type", "content", "sha256", "width", "height")  # of an image: a separate item
_UNPRINTED = frozenset(
    (*_SOURCES, "quantities", "findings", "id", "iso", "illustrative", "svg", "narrow", *_PICTURE)
)
# Members of the document that are compared separately from its body.
_NOT_BODY = _UNPRINTED | {"record", "draft", "edition", "errata", "stamp"}


@dataclass(frozen=True, slots=True)
class Numbers:
    """Places whose words depend on the same changed inputs."""

    causes: tuple[Cause, ...]
    places: tuple[ReportChange, ...]


@dataclass(frozen=True, slots=True)
class BuiltReport:
    """A built report's folder and its document."""

    folder: Path
    document: Document

    @property
    def record(self) -> Json:
        return self.document.record

    @property
    def status(self) -> str:
        """The status, e.g. 「案（未確定）」 or 「確定版 第2版（訂正版）」."""
        status = self.record.get("edition", "draft" if self.document.draft else "final")
        return " ".join(filter(None, (STATUSES.get(status, status), revised_label(self.record))))

    def files(self) -> list[str]:
        """Return the published files, without the notebooks."""
        found = (
            path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()
        )
        return sorted(name for name in found if not name.startswith("notebooks/"))


@dataclass(frozen=True, slots=True)
class ReportComparison:
    """All differences between two built reports, each kind in reading order.

    ``words``: changes that no changed input explains, by the kind of their place, as in ``WORDS``.
    """

    former: BuiltReport
    present: BuiltReport
    status: tuple[ReportChange, ...]
    structure: tuple[ReportChange, ...]  # sections, tables, figures, rows and columns added, removed or moved
    numbers: tuple[Numbers, ...]
    words: Mapping[str, Sequence[ReportChange]]
    other: tuple[str, ...]
    files: tuple[ReportChange, ...]
    pages: Mapping[str, PageComparison]
    inputs: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether both have the same content and appearance. Their inputs may still differ."""
        listed = (self.status, self.structure, self.numbers, *self.words.values(), self.other, self.files)
        return not any(listed) and not any(pages.changed for pages in self.pages.values())


def read_report(folder: Path) -> BuiltReport:
    """Return a built report, possibly of an earlier program version. ReportError if there is none."""
    remedy = "build/2025 のように、作ってある報告書のフォルダを指定してください。"
    if not folder.is_dir():
        raise report_error("フォルダがありません。", remedy, file=folder.as_posix())
    path = folder / DOCUMENT
    if not path.is_file():
        raise report_error(
            f"報告書のフォルダではありません（{DOCUMENT} がありません）。", remedy, file=folder.as_posix()
        )
    try:
        report = BuiltReport(folder, Document.of_json(json.loads(path.read_bytes())))
        # The comparison below requires these.
        _require_stitched(report.document)
        _ = report.status, dict(report.record.get("inputs", {})), int(report.record["fiscal_year"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, ReportError):
        raise report_error(
            "報告書の文書として読めません。壊れているか、形の違う版で作られています。",
            "報告書を作り直してから比べてください。",
            file=path.as_posix(),
        ) from None
    return report


def _require_stitched(document: Document) -> None:
    """Raise ValueError if a section has no heading, a heading or figure no number, or a note no mark."""
    for section in document.sections:
        if not section.blocks or not isinstance(section.blocks[0], Heading):
            raise ValueError(section.name)
    for block in document.blocks:
        unnumbered = isinstance(block, Numbered) and block.number is None
        if unnumbered or (isinstance(block, Figure) and any(note.mark is None for note in block.notes)):
            raise ValueError(block.type)


def compare_reports(former: BuiltReport, present: BuiltReport) -> ReportComparison:
    """Compare the printed content, the sources of its numbers, and the pages. ReportError."""
    structure, covered = structure_changes(former.document, present.document)
    words: dict[str, list[ReportChange]] = {kind: [] for kind in WORDS}
    by_causes: dict[tuple[Cause, ...], dict[ReportChange, None]] = {}
    for difference in differences(former.document, present.document):
        if covered.has(_key_of(difference)):
            continue
        change = ReportChange(difference.where, difference.wrong, difference.right)
        if causes := causes_of(difference):
            by_causes.setdefault(causes, {})[change] = None
        else:
            words[_kind(difference)].append(change)
    numbers = tuple(
        Numbers(causes, tuple(by_causes[causes]))
        for causes in sorted(by_causes, key=len)  # stable sort
    )
    words["figures"] += _redrawn(former.document, present.document)
    found = bool(structure or numbers or any(words.values()))
    unlike = _printed(former.document) != _printed(present.document)
    status = tuple(_status(former, present))
    return ReportComparison(
        former,
        present,
        status,
        tuple(structure),
        numbers,
        words,
        ("文字と値は同じですが、並べ方か書式が違います。",) if unlike and not found and not status else (),
        tuple(_files(former, present)),
        {
            name: compare_pages(former.folder / name, present.folder / name)
            for name in _PDFS
            if (former.folder / name).is_file() and (present.folder / name).is_file()
        },
        tuple(_inputs(former.record, present.record)),
    )


def _key_of(difference: Difference) -> Key:
    item = difference.after or difference.before
    assert item is not None
    return item.key


def _kind(difference: Difference) -> str:
    """Return the kind of a change without a traced cause."""
    key = _key_of(difference)
    if key[0] in ("title", "municipality", "cover") or key[1:2] == ("heading",):
        return "headings"
    if key[0] == "introduction" or key[1] not in FIGURES:
        return "sentences"
    if key[3] in ("note", "fact"):
        return "notes"
    drawn = key[1] in ("chart", "image") or key[3] in ("labels", "alternative", "conclusion")
    return "figures" if drawn else "tables"


def _status(former: BuiltReport, present: BuiltReport) -> Iterator[ReportChange]:
    """Yield changes of year, status and revision, a draft's reasons, the stamp, and the 正誤表."""
    pairs = {
        "年度": [str(report.record["fiscal_year"]) for report in (former, present)],
        "状態": [former.status, present.status],
        "案の理由": [_reasons(former.document), _reasons(present.document)],
        "全体の表示": [report.document.stamp or "" for report in (former, present)],
        "正誤表": [_errata(former.document), _errata(present.document)],
    }
    for where, (old, new) in pairs.items():
        if old != new:
            yield ReportChange(where, old or ABSENT, new or ABSENT)


def _reasons(document: Document) -> str:
    return "".join(runs_text(reason, " ") for reason in document.draft.reasons) if document.draft else ""


def _errata(document: Document) -> str:
    """Return the corrections in the 正誤表, row by row."""
    tables = (block for block in document.errata or () if isinstance(block, Table))
    rows = (row for table in tables for row in table.grid.body)
    return "。".join("　".join(runs_text(cell.content, " ") for cell in row) for row in rows)


def _redrawn(former: Document, present: Document) -> Iterator[ReportChange]:
    """Yield the pictures that are drawn differently although their words and values are the same."""
    old = figures_of(former)
    for name, figure in figures_of(present).items():
        if name not in old or _printed(old[name]) != _printed(figure):
            continue
        if _drawings(old[name]) != _drawings(figure):
            yield ReportChange(f"{figure.number} 絵", "（文字と値は同じ）", "描き方が違う")


def _drawings(figure: AnyFigure) -> list[str]:
    return [picture.svg for picture in figure.drawings]


def _printed(part: BaseModel) -> list[tuple[object, ...]]:
    """Return the path and value of every member that affects the printed content."""
    return [
        (*path, name, _shallow(member))
        for path, model in walk(part)
        if _NOT_BODY.isdisjoint(path)
        for name, member in model
        if name not in _NOT_BODY
    ]


def _shallow(member: object) -> object:
    """Return a member without its nested models, which ``walk`` yields itself."""
    if isinstance(member, list):
        return [_shallow(one) for one in member]
    return None if isinstance(member, BaseModel) else member


def _files(former: BuiltReport, present: BuiltReport) -> Iterator[ReportChange]:
    """Yield the files that only one of the reports has."""
    old, new = former.files(), present.files()
    for name in sorted({*old} ^ {*new}):
        yield ReportChange(name, *(("あり", ABSENT) if name in old else (ABSENT, "あり")))


def _inputs(former: Json, present: Json) -> Iterator[str]:
    """Yield the inputs whose content differs, summarizing the program's own files."""
    changed = changed_names(former.get("inputs", {}), present.get("inputs", {}))
    own = [name for name in changed if not name.startswith(_MUNICIPALITY)]
    yield from (name for name in changed if name.startswith(_MUNICIPALITY))
    if own:
        yield f"プログラム（{len(own)}個のファイル）"
