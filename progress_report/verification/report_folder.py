"""Check of a report's folder against its manifest: all files, embedded records, and formats."""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from progress_report.model.findings import Finding, ReportError, report_error
from progress_report.pdf_validation.pdf_checks import PdfValidation
from progress_report.provenance.checksum import Json, verified_content
from progress_report.provenance.embedded import (
    STATUSES,
    checked_record,
    embedded_record,
    revised_label,
    year_of,
)
from progress_report.provenance.made_formats import ALWAYS, FORMER, formats_of
from progress_report.provenance.record import MANIFEST, PDF_VALIDATION, changed_names, entry_of

_REPAIR = "報告書を作り直すか、元のファイルに戻してください。"
SHOWN = 12  # digits of a digest, enough to distinguish files
PARTIAL = ".partial"
_JUNCTION = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT


@dataclass(slots=True)
class Verified:
    """The checks performed, printed in any case, and all mismatches."""

    lines: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(self, what: str, count: int, findings: Sequence[Finding], count_of: str = "個") -> None:
        reported = "すべて一致" if not findings else f"食い違い {len(findings)}件"
        self.lines.append(f"  {what}（{count}{count_of}）　{reported}")
        self.findings += findings


@dataclass(frozen=True, slots=True)
class OpenedReport:
    """A checked report folder: its manifest, every file's bytes, and the result.

    ``partial``: whether it was built for a quick look, with only some of the formats or sections.
    """

    manifest: Json
    contents: Mapping[str, bytes]
    result: Verified
    partial: bool

    @property
    def record(self) -> Json:
        return self.manifest["record"]  # type: ignore[no-any-return]

    @property
    def pdf_validation(self) -> PdfValidation | None:
        """The recorded result of veraPDF; None if the PDFs were not validated."""
        recorded = self.manifest.get(PDF_VALIDATION)
        return None if recorded is None else PdfValidation.of_json(recorded)

    def pdf_lines(self) -> Iterator[str]:
        """Yield a line for each validated PDF."""
        if (found := self.pdf_validation) is not None:
            yield from (f"  {found.heading}　{line}" for line in found.lines())


def open_report_folder(folder: Path) -> OpenedReport:
    """Check the folder's outputs and their embedded records, but not the inputs.

    ReportError if there is nothing to verify.
    """
    found = _walk(folder)
    contents = {name: path.read_bytes() if path.is_file() else b"" for name, path in found.files.items()}
    where = (folder / MANIFEST).as_posix()
    if MANIFEST not in contents:
        raise report_error("ありません。", "報告書のフォルダを指定するか、作り直してください。", file=where)
    manifest = _checked_manifest(verified_content(contents[MANIFEST], where), where)
    record = manifest["record"]
    result = Verified([headline(folder, record)])
    others = {name: content for name, content in contents.items() if name != MANIFEST}
    expected = {name: entry for name, entry in manifest["outputs"].items() if name not in found.links}
    findings = [*output_findings(expected, others, folder), *_stray_findings(folder, found, expected)]
    partial = folder.resolve().name.endswith(PARTIAL)
    if partial:
        made = "、".join(one.title for one in formats_of(manifest).values()) or "なし"
        result.lines.append(f"  一部だけを作った報告書です（形式: {made}）")
    else:
        findings += _format_findings(folder, manifest)
    result.add("成果物", len(manifest["outputs"]), findings)
    reports = {one.file for one in formats_of(manifest).values() if one.carries_record} & others.keys()
    records = {name: others[name] for name in sorted(reports)}
    result.add("埋め込まれた作成記録", len(records), list(_record_findings(record, records, folder)))
    return OpenedReport(manifest, contents, result, partial)


@dataclass(slots=True)
class _Found:
    """The content of a folder: files by relative name, links, empty folders."""

    files: dict[str, Path] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)


def _walk(folder: Path) -> _Found:
    """List a folder without following links; only a linked manifest is still read."""
    found = _Found()
    for parent, folders, files in os.walk(folder):
        names = sorted([*folders, *files])
        for path in (Path(parent) / name for name in names):
            relative = path.relative_to(folder).as_posix()
            if _is_link(path):
                found.links.append(relative)
            elif path.name in files:
                found.files[relative] = path
        if not names and Path(parent) != folder:
            found.empty.append(Path(parent).relative_to(folder).as_posix())
        folders[:] = [name for name in folders if not _is_link(Path(parent) / name)]
    if MANIFEST in found.links:
        found.files[MANIFEST] = folder / MANIFEST
    return found


def _is_link(path: Path) -> bool:
    """Return whether the path is a symbolic link or, on Windows, a junction."""
    status = path.lstat()
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION


def _stray_findings(folder: Path, found: _Found, expected: Iterable[str]) -> Iterator[Finding]:
    """Yield findings on links and empty folders; a folder whose files are missing is reported by these."""
    parents = {parent.as_posix() for name in expected for parent in PurePosixPath(name).parents}
    for name in sorted(found.links):
        message = "リンクになっています。ビルドが書いたものではありません。"
        yield Finding(message, _REPAIR, (folder / name).as_posix())
    for name in sorted(set(found.empty) - parents):
        message = "空のフォルダです。ビルドが作ったものではありません。"
        yield Finding(message, "消してください。", (folder / name).as_posix())


def _format_findings(folder: Path, manifest: Json) -> Iterator[Finding]:
    """Yield findings on missing formats that every complete report has."""
    for name in ALWAYS:
        output = FORMER[name]
        if output.file not in manifest["outputs"]:
            message = f"{output.title}の報告書が、{MANIFEST} にありません（どの報告書にもある形式です）。"
            yield Finding(message, _REPAIR, (folder / output.file).as_posix())


def output_findings(
    expected: Mapping[str, Json], contents: Mapping[str, bytes], folder: Path
) -> list[Finding]:
    """Return findings on changed and missing outputs and unknown files, each with the expected state."""
    findings = []
    for name in sorted(expected.keys() | contents.keys()):
        place = (folder / name).as_posix()
        wanted = described(expected[name]) if name in expected else ""
        if name not in contents:
            findings.append(Finding(f"ファイルがありません（{MANIFEST} では {wanted}）。", _REPAIR, place))
        elif name not in expected:
            message = f"{MANIFEST} にないファイルです（あとから加えられました）。"
            findings.append(Finding(message, "別の場所に移してください。", place))
        elif (found := entry_of(contents[name])) != expected[name]:
            message = f"書き換えられています（{MANIFEST} では {wanted}、実際は {described(found)}）。"
            findings.append(Finding(message, _REPAIR, place))
    return findings


def _record_findings(record: Json, files: Mapping[str, bytes], folder: Path) -> Iterator[Finding]:
    for name, content in files.items():
        place = (folder / name).as_posix()
        try:
            found = embedded_record(content, place)
        except ReportError as error:
            yield from error.findings
            continue
        if differing := changed_names(record, found):
            message = f"埋め込まれた作成記録が {MANIFEST} と違います（{'、'.join(differing)}）。"
            yield Finding(message, _REPAIR, place)


def _checked_manifest(manifest: Json, file: str) -> Json:
    """Return the manifest if its structure is valid; a checksum can be added to anything."""
    checked_record(manifest.get("record"), file)
    outputs, packages = manifest.get("outputs"), manifest.get("packages")
    entries = list(outputs.values()) if isinstance(outputs, dict) else [None]
    if not isinstance(packages, dict) or not all(
        isinstance(entry, dict)
        and isinstance(entry.get("bytes"), int)
        and isinstance(entry.get("sha256"), str)
        for entry in entries
    ):
        raise report_error("成果物の一覧が読めません。", "報告書を作り直してください。", file=file)
    try:
        formats_of(manifest)
    except (KeyError, TypeError):
        raise report_error("形式の一覧が読めません。", "報告書を作り直してください。", file=file) from None
    try:
        if PDF_VALIDATION in manifest:
            PdfValidation.of_json(manifest[PDF_VALIDATION])
    except (KeyError, TypeError):
        raise report_error(
            "PDFの検査の記録が読めません。", "報告書を作り直してください。", file=file
        ) from None
    return manifest


def headline(path: Path, record: Json) -> str:
    return f"{path}: {year_of(record).label}の報告書　{status_of(record)}"


def status_of(record: Json) -> str:
    """Return the status, the revision if there is one, and the date if there is one."""
    dated = f"日付 {record['date']}" if "date" in record else ""
    return "　".join(filter(None, (STATUSES[record["edition"]], revised_label(record), dated)))


def described(entry: Json) -> str:
    return f"{entry['bytes']:,}バイト・SHA-256 {entry['sha256'][:SHOWN]}…"
