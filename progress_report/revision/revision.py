"""A numbered revision of a published report: the 正誤表 compares both builds, the former one is kept."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from progress_report.build_options import BuildOptions
from progress_report.comparison.differences import Difference, differences
from progress_report.document.document import Document
from progress_report.document.files import read_document
from progress_report.files.replacing import write_file
from progress_report.inputs.params.report_params import Params, read_params
from progress_report.inputs.project import Project
from progress_report.inputs.years.publication import publication_file, read_publication
from progress_report.model.findings import Finding, ReportError, report_error
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.program import COMMAND
from progress_report.provenance.embedded import revision_of, year_of
from progress_report.provenance.made_formats import formats_of
from progress_report.provenance.record import MANIFEST
from progress_report.publishing.build_lock import build_lock
from progress_report.publishing.exchange import discard, publish
from progress_report.publishing.final_comparison import changed_inputs
from progress_report.publishing.published_numbers import grouped_differences, publication_findings
from progress_report.registry import format_names, in_listing_order
from progress_report.revision.errata_entries import with_errata
from progress_report.verification.published_parts import contradictions
from progress_report.verification.report_folder import OpenedReport, open_report_folder
from progress_report.verification.verification import checkout_hashes

Build = Callable[[BuildOptions], str]


@dataclass(frozen=True, slots=True)
class Revision:
    """The request: the year whose report in ``out`` is corrected, and the reason."""

    project: Project
    year: FiscalYear
    out: Path
    reason: str

    @property
    def target(self) -> Path:
        return self.out / str(self.year.start)


def revise(revision: Revision, build: Build) -> str:
    """Publish the corrected report as the next revision; return a message about the steps done.

    ReportError if parts of the former report contradict each other or the published values, if nothing
    differs, or if the corrected one cannot be built. Neither parameters nor reports have then changed.
    """
    with build_lock(revision.target):
        return _revise(revision, build)


def _revise(revision: Revision, build: Build) -> str:
    project = revision.project
    former = _intact(revision.target)
    params = read_params(project, revision.year)
    _require_same_revision(params, former, revision)
    protection = _require_as_published(revision, former)
    number = params.revision + 1
    present = _built_aside(revision, former, build)
    found = differences(read_document(revision.target), present)
    inputs = changed_inputs(former.record["inputs"], checkout_hashes(project, former.record))
    if found and not inputs:
        raise _not_as_built(revision, found)
    if not found:
        changed = f"（変わった入力: {'、'.join(inputs) or 'なし'}）"
        remedy = f"データかパラメータを直してから、もう一度実行してください{changed}。"
        raise report_error("前の版と違う所がありません。", remedy, file=revision.target.as_posix())
    kept = revision.out / f"{revision.year.start}.edition{number - 1}"
    path = project.root / params.file
    corrected = with_errata(params, path.read_bytes(), number, found, revision.reason)
    published = publication_file(project, revision.year)
    with _kept_aside(kept, revision.target, former.contents), _restored(published, path):
        write_file(path, corrected)
        formats = in_listing_order({*format_names(), *formats_of(former.manifest)})
        reported = build(_options(revision, former, revision.out, formats))
    return "\n".join([*_reported(number, found, inputs, params.file, kept), protection, reported])


def _intact(folder: Path) -> OpenedReport:
    """Return the published report, if complete and unmodified since its build."""
    opened = open_report_folder(folder)
    if opened.result.findings:
        raise ReportError(opened.result.findings)
    if str(year_of(opened.record).start) != folder.name:
        raise report_error("別の年度の報告書です。", "報告書を作り直してください。", file=folder.as_posix())
    return opened


def _require_as_published(revision: Revision, former: OpenedReport) -> str:
    """Check the parts of the former report for mutual consistency and against ``published.csv``.

    Return a description of the proof. ReportError lists all contradictions.
    """
    findings = contradictions(revision.target, former)
    publication = read_publication(revision.project, revision.year)
    if publication is not None and former.record["edition"] == "final":
        if publication.revision != revision_of(former.record):
            message = f"公表した値の記録は第{publication.revision}版のものです。"
            remedy = "報告書と記録の、どちらが公表したものかを確かめてください。"
            findings.append(Finding(message, remedy, publication.file))
        else:
            document = read_document(revision.target)
            findings += publication_findings(publication, document, former.contents[MANIFEST])
    if findings:
        raise ReportError(findings)
    others = f"、{publication.file}" if publication is not None else ""
    return (
        f"  前の版が公表したものであること　文書、ページ、PDF、テキスト、元帳{others} が互いに一致します。\n"
        "    （入力はその後に変わったので、作り直して比べてはいません。"
        "すべてが同じように書き換えられていれば、分かりません）"
    )


def _not_as_built(revision: Revision, found: Sequence[Difference]) -> ReportError:
    """Return the error for a report that differs from a rebuild of its unchanged inputs."""
    message = (
        "作成のときと同じ入力から作り直したものと、内容が違います。報告書が書き換えられたと考えられます"
        f"（{len(found)}か所）。"
    )
    remedy = "公表したときのフォルダに戻してください。"
    return ReportError([Finding(message, remedy, revision.target.as_posix()), *grouped_differences(found)])


def _require_same_revision(params: Params, former: OpenedReport, revision: Revision) -> None:
    """Raise unless parameters and report have the same revision.

    A build of the same status completes a revision that stopped after writing the parameters.
    """
    published = revision_of(former.record)
    if published != params.revision:
        message = (
            f"報告書は第{published}版ですが、{params.file} には第{params.revision}版までの正誤表があります。"
        )
        kind = " --final" if former.record["edition"] == "final" else ""
        where = params.project.options(revision.out)
        remedy = f"先に {COMMAND} build {revision.year.start}{kind}{where} で、その版を作ってください。"
        raise report_error(message, remedy, file=revision.target.as_posix())


def _built_aside(revision: Revision, former: OpenedReport, build: Build) -> Document:
    """Return the document built from the current inputs; the comparison needs no output format."""
    with tempfile.TemporaryDirectory(prefix="progress-report-") as folder:
        options = _options(revision, former, Path(folder), ())
        build(options)
        return read_document(options.target)


def _options(revision: Revision, former: OpenedReport, out: Path, formats: tuple[str, ...]) -> BuildOptions:
    """Return build options with the former report's status (draft or final)."""
    final = former.record["edition"] == "final"
    return BuildOptions(revision.year, out, final=final, only=None, formats=formats, project=revision.project)


@contextmanager
def _kept_aside(kept: Path, published: Path, contents: Mapping[str, bytes]) -> Iterator[None]:
    """Keep the former revision in its own folder; restore everything if the new one fails."""
    existed = kept.exists()
    if existed and not _is(kept, contents):
        raise report_error(
            "前の版を置く所に、別のものがあります。", "別の場所に移してください。", file=kept.as_posix()
        )
    if not existed:
        publish(kept, contents)
    try:
        yield
    except BaseException:
        if not _is(published, contents):
            publish(published, contents)
        if not existed:
            discard(kept)
        raise


@contextmanager
def _restored(*paths: Path) -> Iterator[None]:
    """Restore the changed ones of the files (or their absence) if an exception is raised."""
    former = {path: path.read_bytes() if path.exists() else None for path in paths}
    try:
        yield
    except BaseException:
        for path, content in former.items():
            if content is None:
                path.unlink(missing_ok=True)
            elif not path.exists() or path.read_bytes() != content:
                write_file(path, content)
        raise


def _is(folder: Path, contents: Mapping[str, bytes]) -> bool:
    try:
        return dict(open_report_folder(folder).contents) == dict(contents)
    except ReportError:
        return False


def _reported(
    number: int, found: Sequence[Difference], inputs: Sequence[str], file: str, kept: Path
) -> Iterator[str]:
    yield f"第{number}版（訂正版）を作りました。"
    yield f"  前の版のあとに変わった入力（{len(inputs)}個）　{'、'.join(inputs)}"
    yield f"  正誤表（{len(found)}件。{file} の errata に書き加えました）"
    yield from (f"    {one.where}　誤 {one.wrong}　正 {one.right}" for one in found)
    yield f"  前の版　{kept} に残しました（{MANIFEST} も元のままです）"
