"""A format is one module, one template and one entry point; everything else uses the entry point."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.promises.office import Office, Ran
from tests.support.project_copy import ROOT

TOY = Path(__file__).with_name("toy_format")


def _with_it(office: Office, *arguments: str, installed: Path = TOY) -> Ran:
    return office.run(*arguments, env={**os.environ, "PYTHONPATH": str(installed)})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, Ran]:
    office = Office.small(tmp_path_factory.mktemp("office"))
    return office, _with_it(office, "build", "2024")


def test_a_whole_report_has_it(made: tuple[Office, Ran]) -> None:
    office, built = made
    assert built.code == 0, built.said
    assert "HTML・PDF・テキスト・Markdownの作成" in built.err
    text = (office.root / "build/2024/report.md").read_text(encoding="utf-8")
    assert text.startswith("# 令和6年度")
    assert "302" in text


def test_the_index_page_leads_to_it(made: tuple[Office, Ran]) -> None:
    page = (made[0].root / "build/index.html").read_text(encoding="utf-8")
    assert 'href="2024/report.md"' in page
    assert "Markdown（試作）" in page


def test_verify_holds_it_to_the_manifest_and_builds_it_again(made: tuple[Office, Ran]) -> None:
    office, _ = made
    folder = str(office.root / "build/2024")
    verified = _with_it(office, "verify", folder, "--rebuild")
    assert verified.code == 0, verified.said
    assert "作り直し（HTML・PDF・テキスト・Markdown）" in verified.out
    path = office.root / "build/2024/report.md"
    content = path.read_bytes()
    path.write_bytes(content.replace(b"302", b"303"))
    assert "report.md: 書き換えられています" in _with_it(office, "verify", folder).err
    path.write_bytes(content)
    assert office.run("verify", folder).code == 0, "also where it is not installed"


def test_where_it_is_not_installed_it_is_unknown(made: tuple[Office, Ran]) -> None:
    refused = made[0].run("build", "2024", "--formats", "markdown")
    assert refused.code == 2
    assert "知らない形式です（markdown）" in refused.err


def test_it_can_be_asked_for_and_a_numeral_of_its_own_stops_the_build(
    made: tuple[Office, Ran], tmp_path: Path
) -> None:
    office, _ = made
    altered = shutil.copytree(TOY, tmp_path / "altered")
    template = altered / "report.md.j2"
    template.write_text(template.read_text(encoding="utf-8") + "\n98765件\n", encoding="utf-8")
    refused = _with_it(office, "build", "2024", "--formats", "markdown", installed=altered)
    assert refused.code == 3
    assert "report.md: 出どころの分からない数字「98765」があります" in refused.err


def test_nbconvert_knows_it(tmp_path: Path) -> None:
    code = "from nbconvert.exporters import get_exporter; print(get_exporter('progress_markdown').__name__)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": f"{TOY}{os.pathsep}{ROOT}"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "MarkdownExporter", done.stderr
