"""The steps of a build: validate, execute, stitch, render, audit, publish."""

from functools import partial

from progress_report import executed
from progress_report.build_options import BuildOptions, ShowPage
from progress_report.execution.progress import Progress
from progress_report.execution.workers import Workers
from progress_report.inputs.validation import require_no_warnings, validate_year
from progress_report.pdf_validation import pdf_checks
from progress_report.provenance import record
from progress_report.publishing import overwrite_protection
from progress_report.publishing.build_lock import build_lock, recover
from progress_report.sections import Sections, chosen_sections


def build(
    options: BuildOptions,
    progress: Progress | None = None,
    workers: Workers | None = None,
    show_page: ShowPage | None = None,
) -> str:
    """Build one year's report; return a message on the result.

    ``progress`` reports the steps, by default on stderr; ``workers`` are running workers to be used, if any;
    ``show_page`` gets the HTML page as soon as its numerals are traced, before anything else is made.
    ReportError and OSError leave the existing report unchanged.
    """
    recover(*options.written)
    with progress or Progress() as reporting, build_lock(options.target):
        return _build(options, reporting, workers, show_page)


def _build(
    options: BuildOptions, progress: Progress, workers: Workers | None, show_page: ShowPage | None
) -> str:
    if options.validate_pdf:
        pdf_checks.require_installed()
    with Sections(options, workers) as sections:
        progress.step("データとパラメータの確認")
        validation = validate_year(options.project, options.year)
        params = validation.params
        if options.final:
            require_no_warnings(validation)
        names = chosen_sections(params, options.only)
        files = record.files_of(params, names)
        states, inputs = record.stat_signatures(files), record.digests(files)
        overwrite_protection.require_draft_allowed(options)
        progress.step("節の実行")
        with sections.running(params, names, progress) as runs:
            # Importing the exporters takes as long as a section, and here happens while sections run.
            from progress_report import stitched_report
            from progress_report.publishing import final_comparison, publication
            from progress_report.rendering import formats, in_threads
            from progress_report.rendering.companions import companions

            exporters = formats.exporters(options.formats, params.fonts, params.theme)

    executed.require_success(runs, None if options.rehearsal else options.failed)
    notes = [*validation.notes, *executed.notebook_notes(runs)]
    if options.final:
        sections.require_recorded(inputs)

    progress.step("文書の組立て")
    stitched = stitched_report.stitch_report(validation, runs, inputs, final=options.final)
    if not options.partial:
        stitched_report.require_errata_printed(params, stitched)
        kept = final_comparison.kept_final(options, params, inputs, stitched.document)
        if kept is not None:
            progress.finish()
            progress.log(map(str, notes))
            return kept
    audited = stitched_report.audit_of(params, stitched)
    progress.step(f"{'・'.join(one.title for one in exporters.values()) or 'データ'}の作成")
    open_data = stitched_report.open_data_of(validation, stitched)
    beside = companions(exporters, open_data, whole=not options.partial)
    page: dict[str, bytes] = {}
    shown = None
    if show_page is not None:
        page, shown = stitched_report.shown_page(
            list(exporters.values()), stitched, open_data, beside, show_page
        )
    others = {name: one for name, one in exporters.items() if one.file not in page}
    typeset, rendered = formats.renderings(others, stitched, open_data, beside)
    outputs = page | in_threads.render(
        typeset,
        [
            *rendered,
            partial(stitched_report.review_of, params, stitched),
            lambda: open_data,
            partial(stitched_report.report_record, stitched, runs),
        ],
    )

    progress.step("数値の出どころの確認")
    numerals = stitched_report.require_traced(stitched.document, outputs, list(exporters.values()), shown)

    validated = None
    if options.validate_pdf:
        progress.step("PDFの検査（veraPDF）")
        pdfs = {name: content for name, content in outputs.items() if name.endswith(".pdf")}
        validated = pdf_checks.require_valid(pdfs)

    progress.step("書き出し")
    files = record.files_of(params, names)
    record.require_unchanged(inputs, record.digests(files))
    record.require_unchanged(states, record.stat_signatures(files))
    outputs[record.MANIFEST] = stitched_report.manifest_of(
        validation, stitched, outputs, audited, sections.unrecorded(inputs), exporters, validated
    )
    publication.publish_report(options, outputs)
    progress.finish()
    progress.log(map(str, notes))
    reported = publication.published_message(
        options.target, outputs, stitched_report.reasons_of(stitched), numerals, audited, progress.elapsed
    )
    if validated is not None:
        reported += "".join(f"\n{validated.heading}　{line}" for line in validated.lines())
    return reported + publication.notice(options)
