"""With Debian's BIZ UDGothic in the parameters, the printed editions fulfil all the same rules."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.support import typesetting
from tests.support.extracted_text import EXTRACTORS, parted
from tests.support.pdf_structure import TaggedPdf
from tests.support.project_copy import Built, Project, build
from tests.support.structure import change_params
from tests.support.verapdf import validate

pytestmark = [pytest.mark.long, pytest.mark.system]  # two builds, with other words than the shared ones

FOLDER = Path("/usr/share/fonts/truetype/bizud-gothic")  # Debian: fonts-morisawa-bizud-gothic
FONT = {
    "family": "BIZ UDGothic",
    "regular": str(FOLDER / "BIZUDGothic-Regular.ttf"),
    "bold": str(FOLDER / "BIZUDGothic-Bold.ttf"),
}
EDITIONS = ("2024", "2024 large", "2025", "2025 large")
LARGEST = 500 * 1024  # bytes
MOST_RAGGED = 0.1
FEWEST_FRAGMENTS = 150


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    project = Project.copied(tmp_path_factory.mktemp("fonts") / "project")
    assert Path(FONT["bold"]).is_file(), "apt-get install fonts-morisawa-bizud-gothic"

    def choose(params: dict[str, Any]) -> None:
        params["font"] = FONT

    made = {}
    for year in ("2024", "2025"):
        change_params(project.root, choose, int(year))
        made[year] = build(project, project.root / "build", "--large-print", year=year)
    return made


@pytest.fixture(scope="module")
def paths(reports: dict[str, Built]) -> dict[str, Path]:
    found = [path for built in reports.values() for path in (built.pdf, built.large_print)]
    return dict(zip(EDITIONS, found, strict=True))


@pytest.mark.parametrize("edition", EDITIONS)
def test_all_rules_hold(paths: dict[str, Path], edition: str) -> None:
    path = paths[edition]
    tagged = TaggedPdf.read(path)
    assert typesetting.violations(path, tagged) == {}
    assert typesetting.font_names(path) == {"BIZUDGothic-Regular", "BIZUDGothic-Bold"}
    assert re.findall("[\u2e80-\u2fdf\ufffd\ue000-\uf8ff]", tagged.root.text) == []
    ragged, total = typesetting.unflushed(tagged)
    assert ragged / total <= MOST_RAGGED
    assert path.stat().st_size < LARGEST


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_blank_is_added_to_the_words(
    paths: dict[str, Path], reports: dict[str, Built], edition: str
) -> None:
    document = reports[edition.split()[0]].document
    for name, extract in EXTRACTORS.items():
        found, present = parted(extract(paths[edition]), document)
        assert (name, found) == (name, [])
        assert present > FEWEST_FRAGMENTS


@pytest.mark.parametrize("flavour", ["ua1", "3a"])
@pytest.mark.parametrize("edition", ["2024", "2025 large"])
def test_it_conforms(paths: dict[str, Path], edition: str, flavour: str) -> None:
    assert validate(paths[edition], flavour) == []


def test_the_words_are_those_of_the_usual_font(
    reports: dict[str, Built], built: Built, built_2025: Built
) -> None:
    for other, usual in zip(reports.values(), (built, built_2025), strict=True):
        assert other.text == usual.text
