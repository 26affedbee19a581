"""``build --validate-pdf``: what veraPDF finds nothing against is published, and that is recorded."""

import json
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from progress_report.build import build
from progress_report.build_options import BuildOptions
from progress_report.inputs.project import Project
from progress_report.model.findings import ExitCode, PublishingError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.pdf_validation.pdf_checks import PdfValidation, require_valid
from tests.promises.office import Office
from tests.support.project_copy import ROOT
from tests.support.project_copy import Project as Copy


@pytest.fixture(scope="module")
def validated(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A small municipality whose report was built with its PDF validated."""
    office = Office.small(tmp_path_factory.mktemp("validated") / "office")
    done = office.build("2024", "--validate-pdf")
    assert done.code == 0, done.said
    assert "report.pdf　PDF/UA-1（" in done.out and "に反する所なし" in done.out
    return office


@pytest.fixture(scope="module")
def pdf(validated: Office) -> bytes:
    return (validated.root / "build/2024/report.pdf").read_bytes()


def _recorded(office: Office) -> PdfValidation:
    manifest = json.loads((office.root / "build/2024/manifest.json").read_bytes())
    return PdfValidation.of_json(manifest["pdf_validation"])


@pytest.mark.long
def test_the_manifest_records_what_was_found_and_verify_says_it(validated: Office) -> None:
    recorded = _recorded(validated)
    assert [(one.file, one.standard) for one in recorded.results] == [
        ("report.pdf", "PDF/UA-1"),
        ("report.pdf", "PDF/A-3a"),
    ]
    assert all(one.checks > 1000 for one in recorded.results)
    assert recorded.version.count(".") == 2
    verified = validated.run("verify", validated.root / "build/2024")
    assert verified.code == 0, verified.said
    (line,) = recorded.lines()
    assert f"  PDFの検査（veraPDF {recorded.version}）　{line}\n" in verified.out
    rebuilt = validated.run("verify", validated.root / "build/2024", "--rebuild")
    assert rebuilt.code == 0, rebuilt.said


@pytest.mark.long
def test_the_same_pdf_gives_the_same_record(validated: Office, pdf: bytes) -> None:
    assert require_valid({"report.pdf": pdf}) == _recorded(validated)


def test_a_validated_report_is_unchanged_and_one_that_was_not_is_not(validated: Office) -> None:
    for more in (("--validate-pdf",), ()):
        assert "作り直すものはありません" in validated.build("2024", *more).out


@pytest.mark.long
def test_every_violated_rule_of_both_standards_is_named(pdf: bytes, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.pdf"
    with pikepdf.open(BytesIO(pdf)) as document:
        del document.Root.Lang
        document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="1")
        document.save(damaged)
    with pytest.raises(PublishingError) as error:
        require_valid({"report.pdf": damaged.read_bytes()})
    findings = error.value.findings
    assert len(findings) > 3 and {(one.file, one.code) for one in findings} == {("report.pdf", "B104")}
    reported = "\n".join(map(str, findings))
    assert "PDF/UA-1 の規則 7.2-" in reported and "PDF/A-3a の規則 6.5.1-1 に合わない所が1か所" in reported
    assert error.value.exit_code is ExitCode.PUBLISHING_FAILED


def test_a_validator_that_fails_is_no_result(pdf: bytes) -> None:
    with pytest.raises(PublishingError, match=r"report\.pdf: .*PDFは検査されていません") as error:
        require_valid({"report.pdf": pdf[:2000]})
    assert [one.code for one in error.value.findings] == ["B102"]


def test_without_verapdf_nothing_is_begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "jpype", None)
    options = BuildOptions(
        FiscalYear(2024), tmp_path, False, None, ("html", "pdf", "text"),
        project=Project(ROOT), validate_pdf=True,
    )  # fmt: skip
    with pytest.raises(PublishingError, match=r"JPype1.*何も作っていません.*make verapdf"):
        build(options)
    assert [path for path in tmp_path.rglob("*") if not path.name.startswith(".")] == []


@pytest.mark.long
def test_a_report_whose_pdf_breaks_a_rule_is_not_published(tmp_path: Path) -> None:
    """A program that no longer asks Typst for PDF/UA."""
    copy = Copy.copied(tmp_path / "project")
    module = copy.root / "progress_report/rendering/pdf_file.py"
    text = module.read_text(encoding="utf-8")
    assert ' = ["ua-1", "a-3a"]' in text
    module.write_text(text.replace(' = ["ua-1", "a-3a"]', ' = ["a-3a"]'), encoding="utf-8")
    quick = ("build", "2024", "--only", "3_cashless", "--formats", "pdf", "--validate-pdf")
    done = copy.run(*quick)
    assert done.returncode == ExitCode.PUBLISHING_FAILED, done.stdout + done.stderr
    assert "report.pdf: PDF/UA-1 の規則 5-1 に合わない所が1か所あります" in done.stderr
    assert "PDF/A-3a" not in done.stderr
    assert not (copy.root / "build/2024.partial").exists()


@pytest.mark.long
def test_a_final_report_gets_its_record_without_being_another(tmp_path: Path) -> None:
    office = Office.small(tmp_path / "office")
    assert office.build("2024", "--final").code == 0
    before = {path.name: path.read_bytes() for path in (office.root / "build/2024").glob("report.*")}
    kept = office.build("2024", "--validate-pdf")
    assert kept.code == 0 and "PDFの検査の記録を加えるには、--final も付けてください。" in kept.out
    recorded = office.build("2024", "--final", "--validate-pdf")
    assert recorded.code == 0, recorded.said
    assert {path.name: path.read_bytes() for path in (office.root / "build/2024").glob("report.*")} == before
    assert [one.standard for one in _recorded(office).results] == ["PDF/UA-1", "PDF/A-3a"]
    assert office.run("verify", office.root / "build/2024").code == 0
