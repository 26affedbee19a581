"""Hostile text in a cell, a parameter or a survey answer appears as plain text in every output."""

import csv
import io
import json
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Browser

from progress_report.model.spreadsheet_text import is_formula_like
from tests.support.former_form import in_former_form
from tests.support.html_text import read_page
from tests.support.normal_text import normal
from tests.support.project_copy import Built, Project, build

pytestmark = pytest.mark.long  # a full build
CANARY = "canary-of-hostile-content"
ATTACKS = (
    f"<script>document.title='{CANARY}'</script>",
    f"<img src=x onerror=\"document.title='{CANARY}'\">",
    f"</style></title><script>document.title='{CANARY}'</script>",
    "\"'><iframe src=http://example.invalid/></iframe><base href=http://example.invalid/>",
    "{{ cycler.__init__.__globals__ }}{% include 'x' %}{# x #}",
    "#import \"x.typ\": * #eval(\"x\") #panic() $ x $ \\u{x} @label <label> // x /* x */",
    f"$(touch {CANARY}) `touch {CANARY}` ; touch {CANARY} | touch {CANARY}",
    "[押す](javascript:alert) ![絵](http://example.invalid/x.png) <javascript:alert>",
    "=HYPERLINK(\"http://example.invalid\",\"押す\")",
    "＝cmd|' /C calc'!A",
    "@SUM(A)*cmd|' /C calc'!A",
    "-cmd|' /C calc'!A",
    "/* font faces */ 'sha256-' /* 'font faces' */",
    "&lt;b&gt; &amp; ]]> <!-- --> --> %PDF \\",
)  # fmt: skip
PAGES = ("report.html", "review.html", "../index.html")
# Elements that the pages never contain; if one is found, text has become markup.
FORBIDDEN = ("script", "img", "iframe", "base", "object", "embed", "form", "link", "b", "javascript:alert")
# Prose may contain no picture and a table no formula: these are refused before a report exists.
PROSE = [attack for attack in ATTACKS if "{" not in attack and "<img" not in attack and "![" not in attack]
CELLS = [attack for attack in ATTACKS if not attack.startswith(("=", "＝"))]
TITLE = f"表題{ATTACKS[0]}{ATTACKS[2]}{ATTACKS[12]}"


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text, old
    path.write_bytes(text.replace(old, new).encode())


def _words(value: str) -> str:
    """Return a scalar that YAML and JSON read alike."""
    return json.dumps(value, ensure_ascii=False)


def _make_hostile(root: Path) -> None:
    params, data = root / "params/2024.yaml", root / "data/2024"
    every = "".join(f"\n  - {_words(attack)}" for attack in PROSE)
    _change(params, "title: 区のデジタル化に関する取組進捗について", f"title: {_words(TITLE)}")
    _change(params, "introduction:", f"introduction:{every}")
    cover = "".join(f"{name}: {_words(ATTACKS[i])}\n" for i, name in enumerate(("contact", "department"), 2))
    _change(params, "not_available: []", f"not_available: []\n{cover}")
    line = next(one for one in params.read_text(encoding="utf-8").splitlines() if "- また、現在の" in one)
    _change(params, line, f"        - {_words(''.join(PROSE))}")
    with (data / "remaining_issues.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(("中央電算", attack) for attack in CELLS)
    _change(data / "systems.csv", "住民記録、住民税等", '"' + ATTACKS[1].replace('"', '""') + '"')
    for usual, answer in (("知らない", ATTACKS[8]), ("聞いたことはある", ATTACKS[9])):
        _change(data / "resident_survey.csv", f",{usual},", ',"' + answer.replace('"', '""') + '",')
        _change(data / "datapackage.json", f'"{usual}"', _words(answer))
    package: Any = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        resource["sources"][0]["title"] += ATTACKS[0]
        for i, question in enumerate(resource.get("survey", {}).get("questions", [])):
            question["wording"] += ATTACKS[i]
    (data / "datapackage.json").write_text(
        json.dumps(package, ensure_ascii=False, indent=2), encoding="utf-8"
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("hostile")
    project = Project.copied(folder / "project")
    in_former_form(project.root)
    _make_hostile(project.root)
    return build(project, folder / "out")


def test_nothing_was_executed(hostile: Built) -> None:
    assert [str(path) for path in hostile.folder.parents[1].rglob(f"*{CANARY}*")] == []


@pytest.mark.parametrize("name", PAGES)
def test_on_the_pages_it_is_text(hostile: Built, name: str) -> None:
    root = read_page((hostile.folder / name).read_text(encoding="utf-8"))
    assert root.all(*FORBIDDEN) == []
    assert not [key for node in root.walk() for key in node.attributes if key.startswith("on")]
    targets = [
        node.attributes[key] for node in root.walk() for key in ("href", "src") if key in node.attributes
    ]
    leading_out = [one for one in targets if ":" in one and not one.startswith("data:text/csv;base64,")]
    assert leading_out == []
    shown = normal(root.text())
    expected = [TITLE] if "index" in name else [TITLE, *ATTACKS]
    assert [attack for attack in expected if normal(attack) not in shown] == []


@pytest.fixture
def visited(hostile: Built, browser: Browser) -> Iterator[Any]:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    yield page, asked
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_in_a_browser_nothing_runs_and_the_fonts_are_whole(hostile: Built, visited: Any, name: str) -> None:
    page, asked = visited
    page.goto((hostile.folder / name).as_uri())
    faces = page.evaluate("document.fonts.ready.then(() => [...document.fonts].map(face => face.status))")
    assert faces == ["loaded", "loaded"]
    assert CANARY not in page.title() or "<script>" in page.title()
    assert [url for url in asked[1:] if not url.startswith("data:")] == []


@pytest.mark.system
def test_in_the_pdf_it_is_text(hostile: Built) -> None:
    shown = _pdf_words(hostile.pdf)
    assert [attack for attack in (TITLE, *ATTACKS) if _bare(attack) not in shown] == []
    with pikepdf.open(hostile.pdf) as pdf:
        kinds = {
            str(one.get("/S")) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one
        }
    assert kinds.isdisjoint({"/JavaScript", "/URI", "/Launch", "/SubmitForm", "/ImportData"})


def _bare(text: str) -> str:
    return "".join(normal(text).split())


def _pdf_words(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True)
    return _bare(done.stdout.decode())


def test_no_cell_of_a_csv_file_or_workbook_is_a_formula(hostile: Built) -> None:
    files = [hostile.folder / "ledger.csv", *(hostile.folder / "tables").rglob("*.csv")]
    cells = {
        cell
        for path in files
        for row in csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
        for cell in row
    }
    assert [cell for cell in cells if is_formula_like(cell) and not cell.startswith("'")] == []
    formulas = [attack for attack in CELLS if is_formula_like(attack)]
    assert formulas
    assert {"'" + attack for attack in formulas} <= cells
    with zipfile.ZipFile(hostile.folder / "tables/tables.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert [name for name, part in parts.items() if b"<f>" in part or b"<f " in part] == []
    assert [name for name, part in parts.items() if b'Target="http' in part.replace(b"schemas.", b"")] == []
