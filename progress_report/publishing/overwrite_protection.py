"""Overwrite protection: detects an existing final report and limits what a build may replace.

``final_comparison`` decides whether the new report prints the published content.
"""

import time
from dataclasses import dataclass
from pathlib import Path

from progress_report.build_options import BuildOptions
from progress_report.inputs.years.publication import publication_file
from progress_report.model.findings import Finding, PublishingError, ReportError
from progress_report.model.program import COMMAND
from progress_report.provenance.checksum import Json, verified_content
from progress_report.provenance.embedded import checked_record, revision_of
from progress_report.provenance.made_formats import formats_of
from progress_report.provenance.record import MANIFEST, PDF_VALIDATION
from progress_report.publishing import unchanged


@dataclass(frozen=True, slots=True)
class StandingFinal:
    """The final report in a folder.

    ``whole``: whether its files match its manifest; ``validated``: whether its PDFs were, by veraPDF.
    """

    folder: Path
    manifest: bytes
    record: Json
    outputs: Json
    formats: frozenset[str]
    whole: bool
    validated: bool

    @property
    def revision(self) -> int:
        return revision_of(self.record)


def standing_final(folder: Path) -> StandingFinal | None:
    """Return the final report in a folder; None for a draft, or without a valid manifest."""
    try:
        manifest = (folder / MANIFEST).read_bytes()
        content = verified_content(manifest, MANIFEST)
        record, outputs = checked_record(content["record"], MANIFEST), content["outputs"]
        formats = frozenset(formats_of(content))
    except (OSError, ReportError, LookupError, TypeError, AttributeError):
        return None
    if record["edition"] != "final":
        return None
    try:
        whole = unchanged.outputs_of(folder) == outputs
    except OSError:
        whole = False
    return StandingFinal(folder, manifest, record, outputs, formats, whole, PDF_VALIDATION in content)


def skipped(options: BuildOptions) -> str | None:
    """Return the message about a final report that ``build --all`` skips; None if there is none."""
    began = time.monotonic()
    if options.partial or not options.skip_final:
        return None
    if standing_final(options.target) is None:
        if not options.final and _is_published_elsewhere(options):
            return f"{options.target} は作りません。{_restoring(options)}"
        return None
    command = f"build {options.year.start}{options.project.options(options.out)}"
    changed = "" if unchanged.is_unchanged(options) else (
        f"作成のあとに、入力か成果物が変わっています（違いは {command} で確かめられます）。"
    )  # fmt: skip
    seconds = time.monotonic() - began
    return f"{options.target} は確定版なので、そのままにしました（{seconds:.1f}秒）。{changed}"


def require_draft_allowed(options: BuildOptions) -> None:
    """Raise PublishingError if a draft would take the default place of a missing final report."""
    if options.final or options.partial or options.rehearsal:
        return
    if standing_final(options.target) is None and _is_published_elsewhere(options):
        raise PublishingError([Finding("ここには案を作りません。", _restoring(options), str(options.target))])


def _is_published_elsewhere(options: BuildOptions) -> bool:
    """Return whether the year was published, and the output folder is the default one."""
    usual = options.out.resolve() == options.project.usual_out.resolve()
    return usual and publication_file(options.project, options.year).is_file()


def with_final(options: BuildOptions) -> str:
    where = options.project.options(options.out)
    command = f"{COMMAND} build {options.year.start} --final{where}"
    return f"確定版は {command} で作り直せます。{unchanged.DRAFT_ELSEWHERE}"


def _restoring(options: BuildOptions) -> str:
    file = options.project.relative(publication_file(options.project, options.year))
    return f"{options.year.label}の報告書は、確定版を公表しています（{file}）。{with_final(options)}"
