"""The stitched report, draft or final, from which all formats are rendered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from progress_report.assembly.additions import Additions
from progress_report.assembly.closing_sections import add_closing_sections
from progress_report.assembly.common_source import state_source_once
from progress_report.assembly.front_matter import draft_of, front_matter, illustrative_reasons
from progress_report.assembly.stitching import Stitched, stitch
from progress_report.build_options import ShowPage
from progress_report.comparison.differences import is_printed
from progress_report.document.consistency import require_consistency
from progress_report.document.document import Document
from progress_report.document.files import DOCUMENT
from progress_report.document.runs import runs_text
from progress_report.executed import executed_notebooks
from progress_report.execution.section_run import SectionRun
from progress_report.inputs.params.report_params import Params
from progress_report.inputs.params.theme import Colours
from progress_report.inputs.readers.sources import ingested_resources
from progress_report.inputs.reviews.review_warnings import is_confirmed
from progress_report.inputs.schema.choices import codebook
from progress_report.inputs.validation import NO_FINAL, YearValidation
from progress_report.model.findings import Finding, ReportError, Severity
from progress_report.model.inline import Inline, literal, plain_text, text
from progress_report.model.program import COMMAND
from progress_report.model.quantity import Parameter
from progress_report.open_data.published_tables import LEDGER, DataSources, document_data
from progress_report.pdf_validation.pdf_checks import PdfValidation
from progress_report.provenance.audit import Audited, audit
from progress_report.provenance.audit_sources import AuditSources
from progress_report.provenance.checksum import with_checksum
from progress_report.provenance.ledger import ledger_csv
from progress_report.provenance.made_formats import MadeFormat
from progress_report.provenance.record import PDF_VALIDATION, build_record, entry_of, installed_packages
from progress_report.rendering.companions import REVIEW, Companion
from progress_report.rendering.formats import rendered_file
from progress_report.rendering.html_exporter import HtmlExporter
from progress_report.rendering.numeral_check import require_as_often, require_no_orphans, require_of_ledger
from progress_report.rendering.report_exporter import ReportExporter
from progress_report.rendering.review import review_page
from progress_report.rendering.review_inputs import input_lines

_MOST_ON_THE_COVER = 5


def stitch_report(
    validation: YearValidation, runs: Sequence[SectionRun], inputs: Mapping[str, str], *, final: bool
) -> Stitched:
    """Stitch the sections under the title block, as a draft with its reasons or as a final report.

    ReportError if a final report is requested and sample data or unconfirmed 要確認 remain.
    """
    params = validation.params
    notebooks = [(run.name, run.notebook) for run in runs]
    parameters = {run.name: dict(run.notebook.metadata["progress_report"]["parameters"]) for run in runs}
    record = build_record(params, inputs, parameters, final)
    whole = len(runs) == len(params.report.sections)
    added = {run.name: Additions.of(params, run.name) for run in runs}
    stitched = stitch(front_matter(params, record), notebooks, whole=whole, added=added)
    if whole:
        state_source_once(stitched.document)
        add_closing_sections(stitched.document, params)
    require_consistency(stitched.document)
    invented = illustrative_reasons(params, stitched.document.blocks)
    reviews = reviews_of_report(validation, stitched)
    if final and (invented or reviews):
        remedy = "実データに替えるか、params の not_available に挙げて未収録にしてください。"
        findings = [Finding(f"{NO_FINAL}: {plain_text(reason)}", remedy) for reason in invented]
        raise ReportError([*findings, *(Finding(f"{NO_FINAL}: {review}") for review in reviews)])
    reasons = None if final else [*invented, *_on_the_cover(reviews)]
    stitched.document.draft = draft_of(reasons)
    return stitched


def require_errata_printed(params: Params, stitched: Stitched) -> None:
    """Raise ReportError if the report does not print the corrections of the newest 正誤表."""
    document, errata = stitched.document, params.report.errata
    findings = [
        Finding(
            f"正誤表の「正」が、報告書のどこにも印刷されていません（「{erratum.right}」）。",
            f"{COMMAND} revise で次の版を作るか、正誤表かデータを直してください。",
            params.file,
            params.source("errata", i, "right").line,
            "errata",
        )
        for i, erratum in enumerate(errata)
        if erratum.edition == params.revision and not is_printed(document, erratum.right)
    ]
    if findings:
        raise ReportError(findings)


def audit_of(params: Params, stitched: Stitched) -> Audited:
    """Recompute every printed number from the inputs. NotebookError lists each mismatch with its source."""
    return audit(stitched.document, AuditSources(params.project, params.report.fiscal_year))


def manifest_of(
    validation: YearValidation,
    stitched: Stitched,
    outputs: Mapping[str, bytes],
    audited: Audited,
    unrecorded: Sequence[str],
    formats: Mapping[str, ReportExporter],
    validated: PdfValidation | None,
) -> bytes:
    """Return ``manifest.json``: record, findings, normalizations, audit, formats, packages and outputs.

    ``unrecorded``: the sections that used unrecorded inputs; ``validated``: veraPDF's result. They are
    included only if there are any, the colours only if they differ from the default.
    """
    colours = validation.params.theme.colours
    content: dict[str, object] = {
        "schema": "progress-report/manifest/1",
        "record": stitched.document.record,
        "review": [finding.to_json() for finding in reviews_of_report(validation, stitched)],
        "normalised": [one.to_json() for one in validation.normalizations],
        "audit": asdict(audited),
        "formats": [
            MadeFormat(one.file, one.title, one.label, one.carries_record).to_json(name)
            for name, one in formats.items()
        ],
        "packages": installed_packages(validation.params.project),
        "outputs": {name: entry_of(outputs[name]) for name in sorted(outputs)},
    }
    if unrecorded:
        content["unrecorded"] = list(unrecorded)
    if colours != Colours():
        content["colours"] = colours.model_dump()
    if validated is not None:
        content[PDF_VALIDATION] = validated.to_json()
    return with_checksum(content)


def review_of(params: Params, stitched: Stitched) -> dict[str, bytes]:
    """Return ``review.html`` of the report, with the rows of its tables and the lines of its parameters."""
    names = stitched.document.record["inputs"]
    page = review_page(stitched, params.fonts, params.theme, input_lines(params, names))
    return {REVIEW: page.encode()}


def shown_page(
    formats: Sequence[ReportExporter],
    stitched: Stitched,
    open_data: Mapping[str, bytes],
    companions: Sequence[Companion],
    show: ShowPage,
) -> tuple[dict[str, bytes], Counter[str] | None]:
    """Return the HTML page, after showing it, and its numerals; neither without that format.

    NotebookError with untraced numerals, before anything is shown.
    """
    exporter = _page_exporter(formats)
    if exporter is None:
        return {}, None
    made = rendered_file(exporter, stitched, open_data, companions)
    numerals = require_no_orphans(made[exporter.file].decode())
    show(made[exporter.file])
    return made, numerals


def _page_exporter(formats: Sequence[ReportExporter]) -> HtmlExporter | None:
    return next((one for one in formats if isinstance(one, HtmlExporter)), None)


def open_data_of(validation: YearValidation, stitched: Stitched) -> dict[str, bytes]:
    """Return the ledger and ``tables/``, with what the years' data packages declare, and all indicators."""
    params = validation.params
    ingested = list(ingested_resources(params.project, params.report.fiscal_year))
    licenses = {
        one.file: [entry.model_dump(exclude_defaults=True) for entry in one.resource.licenses]
        for one in ingested
    }
    codebooks = {one.file: codebook(one.resource.table_schema.fields) for one in ingested}
    code = params.report.municipality.code
    sources = DataSources(licenses, codebooks, params.theme, code, validation.indicators)
    return document_data(stitched.document, sources)


def report_record(stitched: Stitched, runs: Sequence[SectionRun]) -> dict[str, bytes]:
    """Return the report's document and executed notebooks."""
    return {DOCUMENT: stitched.document.to_bytes(), **executed_notebooks(runs)}


def require_traced(
    document: Document,
    outputs: Mapping[str, bytes],
    formats: Sequence[ReportExporter],
    shown: Counter[str] | None = None,
) -> int | None:
    """Return the number of printed numerals, each traced to the ledger; None without an HTML page.

    ``shown``: the numerals of a page that was already shown. NotebookError or PublishingError list those that
    are not traced, or that differ between formats.
    """
    page = _page_exporter(formats)
    shared = shown
    if page is not None and shown is None:
        shared = require_no_orphans(outputs[page.file].decode())
    ledger = outputs[LEDGER].decode("utf-8-sig")
    for one in formats:
        if one is page or one.textless:
            continue
        if not one.as_often:
            part = one.printed(document)
            own = ledger if part is document else ledger_csv(part).decode("utf-8-sig")
            require_of_ledger(one.numerals(outputs[one.file]), own, one.file, one.title)
        elif shared is not None:
            require_as_often(shared, one.numerals(outputs[one.file]), one.file, one.title)
    return None if shared is None else shared.total()


def reasons_of(stitched: Stitched) -> list[str] | None:
    """Return why the report is a draft, as printed on its cover; None for a final report."""
    draft = stitched.document.draft
    return None if draft is None else [runs_text(reason) for reason in draft.reasons]


def reviews_of_report(validation: YearValidation, stitched: Stitched) -> list[Finding]:
    """Return the 要確認 of the inputs, then the unconfirmed ones of the notebooks, each once."""
    found = (
        _placed(warning.finding, section.name)
        for section in stitched.document.parts
        for block in section.blocks
        for warning in block.findings
    )
    review_warnings = (finding for finding in dict.fromkeys(found) if finding.severity is Severity.REVIEW)
    arose = (warning for warning in review_warnings if not is_confirmed(warning, validation.params))
    return list(dict.fromkeys((*validation.reviews, *arose)))


def _placed(finding: Finding, notebook: str) -> Finding:
    """Set the notebook as the file of a finding that has none."""
    return finding if finding.file else replace(finding, file=f"notebooks/{notebook}.ipynb")


def _on_the_cover(reviews: Sequence[Finding]) -> list[Inline]:
    """Return the places and messages of the first 要確認; ``check`` and the manifest list all, with remedies.

    The place of a finding is the origin of the numerals in it.
    """
    reported = [
        literal(
            f"【{review.severity}】{review.place}: {review.message}",
            Parameter(review.file, review.row or 0, review.column),
        )
        for review in reviews[:_MOST_ON_THE_COVER]
    ]
    more = [text("このほかの要確認は、check が示す。")] if len(reviews) > _MOST_ON_THE_COVER else []
    return [*reported, *more]
