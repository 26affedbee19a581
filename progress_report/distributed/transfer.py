"""Transfer of a report's inputs to a worker, and validation and publishing of the result."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePath

from progress_report.build_options import BuildOptions
from progress_report.distributed.outcomes import Outcome
from progress_report.distributed.program import FILES, PACKAGES, Identity, program_differences
from progress_report.distributed.worker import Job, Made
from progress_report.document.document import Document
from progress_report.document.files import DOCUMENT
from progress_report.inputs.notebooks.notebook_files import file_digest
from progress_report.inputs.params.report_params import read_params
from progress_report.inputs.parsing.file_names import is_aside
from progress_report.inputs.project import FOLDERS
from progress_report.inputs.schema.schema_digest import schema_digest
from progress_report.inputs.schema.schema_tree import SCHEMA, years_described
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fonts import noto_sans_cjk_jp
from progress_report.provenance.checksum import verified_content
from progress_report.provenance.record import (
    MANIFEST,
    PDF_VALIDATION,
    digests,
    entry_of,
    input_files,
    of_each,
    require_unchanged,
)
from progress_report.publishing import exchange, final_comparison, publication

_MATERIALS = ("入力とプログラム", PACKAGES)


class InvalidTransferError(Exception):
    """A worker's files differ from their manifest, or were not made from the inputs sent."""


def job_of(options: BuildOptions) -> Job:
    """Read the inputs of a build, each once. ReportError if one cannot be read."""
    project = options.project
    paths = set(_municipal_files(options))
    try:
        fonts = set(read_params(project, options.year).fonts.files) - set(noto_sans_cjk_jp().files)
    except ReportError:
        fonts = set()  # the worker reports this with all other errors
    outside = {path for path in fonts if path.is_file() and not path.is_relative_to(project.root)}
    paths |= {path for path in fonts - outside if path.is_file()}
    inputs = {project.relative(path): path for path in sorted(paths)}
    return Job(
        options,
        of_each(inputs, Path.read_bytes),
        digests({str(path): path for path in outside}),
    )


def publish_transferred(options: BuildOptions, job: Job, made: Made, ours: Identity) -> Outcome:
    """Write the report, or the notebooks of a failed build, and return the outcome as of a local build.

    InvalidTransferError for an error of the worker. ReportError and OSError as in a local build.
    """
    for name in [*made.files, *made.failed]:
        if PurePath(name).is_absolute() or ".." in PurePath(name).parts:
            raise InvalidTransferError(f"ファイルの名前が使えません（{name}）")
    if isinstance(made.outcome, ReportError):
        if made.failed:
            exchange.publish(options.failed, made.failed)
        return type(made.outcome)([_localized(finding, options, made) for finding in made.outcome.findings])
    _require_valid(options, job, made, ours)
    document = Document.of_json(json.loads(made.files[DOCUMENT]))
    params = read_params(options.project, options.year)
    kept = final_comparison.kept_final(options, params, document.record["inputs"], document)
    if kept is not None:
        return kept
    publication.publish_report(options, made.files)
    return _local(made.outcome, options, made)


def _municipal_files(options: BuildOptions) -> Iterator[Path]:
    """Yield all parameters, the tables of the year and the previous one, and the files of the notebooks."""
    project = options.project
    yield from project.root.glob("params/*.yaml")
    yield from (path for path in project.theme_files() if path.is_file())
    years = (project.data_folder(year) for year in (options.year.previous, options.year))
    if project.schema_file.is_file():
        yield project.schema_file
    for folder in (*years, project.root / "notebooks"):
        for path in folder.rglob("*"):
            if path.is_file() and not any(map(is_aside, path.relative_to(folder).parts)):
                yield path


def _localized(finding: Finding, options: BuildOptions, made: Made) -> Finding:
    message, remedy, file = (
        _local(text, options, made) for text in (finding.message, finding.remedy, finding.file)
    )
    return replace(finding, message=message, remedy=remedy, file=file)


def _local(text: str, options: BuildOptions, made: Made) -> str:
    """Replace the paths of the worker's folders by ours."""
    text = text.replace(f"{made.folder}/out", options.out.as_posix())
    return text.replace(f"{made.folder}/root", options.project.root.as_posix())


def _require_valid(options: BuildOptions, job: Job, made: Made, ours: Identity) -> None:
    """Raise InvalidTransferError if it is not the requested report; ReportError if its inputs changed."""
    try:
        manifest = verified_content(made.files[MANIFEST], MANIFEST)
        record, packages, outputs = manifest["record"], manifest["packages"], manifest["outputs"]
        used, sections = record["inputs"], list(record["parameters"])
        year, final = record["fiscal_year"], record["edition"] == "final"
    except (ReportError, LookupError, TypeError) as error:
        raise InvalidTransferError(f"{MANIFEST} が読めません") from error
    if outputs != {name: entry_of(content) for name, content in made.files.items() if name != MANIFEST}:
        raise InvalidTransferError(f"ファイルが {MANIFEST} のとおりではありません")
    if (year, final) != (options.year.start, options.final):
        raise InvalidTransferError("ほかの報告書です")
    if options.validate_pdf and PDF_VALIDATION not in manifest:
        raise InvalidTransferError("PDFが検査されていません")
    fonts = read_params(options.project, options.year).fonts
    files = input_files(options.project, options.year, sections, fonts)
    program = {name: digest for name, digest in ours[FILES].items() if name in files}
    now = digests({name: path for name, path in files.items() if name not in program}) | program
    sent = {name: file_digest(PurePath(name), content) for name, content in job.inputs.items()}
    if SCHEMA in sent:
        sent[SCHEMA] = schema_digest(job.inputs[SCHEMA], years_described(now))
    municipal = {name for name in now.keys() | used.keys() if name.partition("/")[0] in FOLDERS}
    require_unchanged(
        {name: sent[name] for name in municipal & sent.keys()},
        {name: now[name] for name in municipal & now.keys()},
    )
    asked, got = (now, ours[PACKAGES]), (used, packages)
    if found := program_differences(
        dict(zip(_MATERIALS, asked, strict=True)), dict(zip(_MATERIALS, got, strict=True))
    ):
        raise InvalidTransferError(f"渡した入力とプログラムから作ったものではありません: {found}")
