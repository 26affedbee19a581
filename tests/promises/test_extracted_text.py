"""Text copied, searched or indexed from the PDF has 令和6年度 and 61手続 exactly as written."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.promises.office import Office
from tests.support.extracted_text import EXTRACTORS, parted
from tests.support.project_copy import Built

pytestmark = pytest.mark.system
FEWEST = 150  # text fragments of a shipped report that an extractor must return whole


@pytest.fixture(params=["2024", "2025", "2025 large"])
def edition(request: pytest.FixtureRequest, built: Built, built_2025: Built) -> Iterator[tuple[Path, Built]]:
    report = built if request.param == "2024" else built_2025
    yield report.large_print if "large" in request.param else report.pdf, report


@pytest.mark.parametrize("extractor", EXTRACTORS)
def test_no_blank_is_added_to_the_words(edition: tuple[Path, Built], extractor: str) -> None:
    path, report = edition
    found, present = parted(EXTRACTORS[extractor](path), report.document)
    assert found == []
    assert present > FEWEST


def test_words_are_found_as_they_are_written(built: Built) -> None:
    for name, extract in EXTRACTORS.items():
        text = extract(built.pdf)
        assert "61手続増" in text, name
        assert "3.1ポイント増" in text, name
        assert text.count("令和6年度") >= 15, name
        assert "令和 6" not in text and "6 年度" not in text, name


def test_latin_letters_and_dates_are_found_in_a_report_of_ones_own(office: Office) -> None:
    words = "窓口ではQRコードやRPAを用い、令和6年7月31日に5G回線、R7年度に3割増の100%をめざすDX計画を見直す。"
    office.edit("params/2024.yaml", "今後も取組を進める。", words)
    office.edit("params/2024.yaml", "見本市の取組状況について", "令和6年度DXの取組状況について")
    assert office.build().code == 0
    for name, extract in EXTRACTORS.items():
        text = "".join(extract(office.root / "build/2024/report.pdf").splitlines())
        assert words in text, name
        assert "令和6年度DXの取組状況について" in text, name
