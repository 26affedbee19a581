"""The formats are those installed; an outdated installation of the program is reported."""

import pytest

from progress_report import registry
from progress_report.cli.main import main
from progress_report.model.findings import ExitCode


def test_formats_are_listed_in_a_fixed_order() -> None:
    assert list(registry.installed_formats())[:6] == ["html", "pdf", "points", "large_print", "text", "docx"]
    assert registry.in_listing_order({"text", "html"}) == ("html", "text")
    assert not {"points", "large_print", "docx"} & set(registry.format_names())


def test_a_program_newer_than_its_installation_is_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(registry, "entry_points", lambda group: ())
    registry.installed_formats.cache_clear()
    try:
        assert main(["check", "2024"]) == ExitCode.DATA_ERROR
    finally:
        registry.installed_formats.cache_clear()
    said = capsys.readouterr().err
    assert "報告書の形式（html、pdf、points、large_print、text、docx、figures）が見つかりません。" in said
    assert "もう一度実行してください。" in said
