"""Write the form of a built report beside its folder, without overwriting one that was filled in."""

from pathlib import Path

from progress_report.accessibility.form import TestedReport, accessibility_form_bytes
from progress_report.accessibility.machine_test import ABSENT, UNTESTED, MachineTest, inspect_page
from progress_report.document.document import Document
from progress_report.document.files import read_document
from progress_report.document.runs import runs_text
from progress_report.files.replacing import staged_file
from progress_report.inputs.params.theme import read_theme
from progress_report.inputs.project import Project
from progress_report.messages import accessibility as messages
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.provenance.made_formats import FORMER
from progress_report.provenance.record import MANIFEST, sha256
from progress_report.verification.report_folder import OpenedReport, open_report_folder, status_of

PAGE = FORMER["html"].file


def form_file(out: Path, year: FiscalYear) -> Path:
    """Return the form's path: beside the report's folder, which holds only what its build wrote."""
    return out / f"{year.start}.accessibility.xlsx"


def make_form(project: Project, year: FiscalYear, out: Path, *, force: bool) -> MachineTest:
    """Test the report's page and write the form.

    ReportError if the report is not as its build wrote it or, unless ``force``, if another form exists.
    """
    folder = out / str(year.start)
    document = read_document(folder, project.options(out))
    opened = open_report_folder(folder)
    if opened.result.findings:
        raise ReportError(opened.result.findings)
    test = inspect_page(opened.contents[PAGE].decode())
    content = accessibility_form_bytes(_tested_report(document, opened), test, read_theme(project))
    path = form_file(out, year)
    with staged_file(path, content) as replace:
        if path.exists() and path.read_bytes() != content and not force:
            raise messages.FORM_EXISTS.error(path.as_posix())
        replace()
    return test


def form_message(year: FiscalYear, out: Path, test: MachineTest) -> str:
    """Return the message about the form, the results and what is left to people."""
    results = [row.result for row in test.rows]
    absent = results.count(ABSENT)
    untested = results.count(UNTESTED)
    failed = sum(any(row.criterion.number in one.criteria for one in test.failed) for row in test.rows)
    lines = [
        f"{year.label}の報告書（{PAGE}）を機械で検査し、試験結果の様式を作りました。",
        f"  {form_file(out, year).as_posix()}",
        f"達成基準 {len(results)}: 該当する内容なし {absent}、"
        f"一部を機械で確認 {len(results) - absent - untested - failed}、"
        f"機械の検査で問題あり {failed}、未確認 {untested}",
    ]
    for one in test.failed:
        lines.append(f"【問題】{'、'.join(one.criteria)}　{one.asks}　→　{one.finding}")
        lines += [f"  {place}" for place in one.places.splitlines()]
    lines.append(
        "適合や準拠は、この検査だけでは言えません。未確認の所を人が確かめ、様式に書き入れてください。"
    )
    return "\n".join(lines)


def _tested_report(document: Document, opened: OpenedReport) -> TestedReport:
    return TestedReport(
        runs_text(document.title),
        document.municipality,
        status_of(opened.record),
        opened.record.get("date", ""),
        sha256(opened.contents[MANIFEST]),
        [line.strip() for line in opened.pdf_lines()],
    )
