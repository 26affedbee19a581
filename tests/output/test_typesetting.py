"""The rules of Japanese typesetting hold in every printed edition, of both years and in large print."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import typst

from progress_report.document.blocks import Chart, Heading, Table
from progress_report.document.document import Document
from progress_report.document.files import read_document
from progress_report.document.runs import runs_text
from progress_report.inputs.params.theme import Theme
from progress_report.model.fonts import noto_sans_cjk_jp
from progress_report.rendering.pdf_file import STANDARDS, TEMPLATE, report_pdf, write_template_inputs
from tests.support import typesetting
from tests.support.normal_text import normal
from tests.support.page_emptiness import too_empty
from tests.support.pdf_structure import Element, Glyph, TaggedPdf
from tests.support.project_copy import ROOT, Built
from tests.support.verapdf import validate

LARGEST = 500 * 1024  # bytes
MOST_RAGGED = 0.1
EDITIONS = ("2024", "2024 large", "2025", "2025 large")
WIDTHS = range(96, 176, 8)  # millimetres
A4_WIDTH = 210  # millimetres
ROOM_FOR_TABLES = 152  # millimetres: for a table of seven columns with dates


@pytest.fixture(scope="module")
def paths(built: Built, built_2025: Built, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    large = tmp_path_factory.mktemp("large") / "report-large-print.pdf"
    large.write_bytes(report_pdf(read_document(built.folder), noto_sans_cjk_jp(), large_print=True))
    found = (built.pdf, large, built_2025.pdf, built_2025.large_print)
    return dict(zip(EDITIONS, found, strict=True))


@pytest.fixture(scope="module")
def editions(paths: dict[str, Path]) -> dict[str, TaggedPdf]:
    return {name: TaggedPdf.read(path) for name, path in paths.items()}


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_rules_are_kept_and_the_file_is_light(
    editions: dict[str, TaggedPdf], paths: dict[str, Path], edition: str
) -> None:
    assert typesetting.violations(paths[edition], editions[edition]) == {}
    assert sum(map(len, typesetting.lines_of(editions[edition]))) > 150
    assert paths[edition].stat().st_size < LARGEST


@pytest.mark.parametrize("edition", EDITIONS)
def test_full_lines_end_at_the_edge(editions: dict[str, TaggedPdf], edition: str) -> None:
    ragged, total = typesetting.unflushed(editions[edition])
    assert total > 15
    assert ragged / total <= MOST_RAGGED


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_figure_has_a_caption_on_its_page(
    editions: dict[str, TaggedPdf], built: Built, built_2025: Built, edition: str
) -> None:
    document = read_document((built if edition.startswith("2024") else built_2025).folder)
    figures = [block for block in document.blocks if isinstance(block, Table | Chart)]
    titles = [normal(f"{figure.number}{runs_text(figure.title)}") for figure in figures]
    captioned = [element for element in editions[edition].root.walk() if _captioned(element)]
    captions = [normal(caption.text) for element in captioned for caption in element.all("Caption")]
    assert [title for title in titles if not any(caption.startswith(title) for caption in captions)] == []
    assert len(titles) > 10


def _captioned(element: Element) -> bool:
    kinds = [child.tag for child in element.children]
    return "Caption" in kinds and bool({"Figure", "Table", "THead"} & {kid.tag for kid in element.walk()})


def test_large_print_is_large(editions: dict[str, TaggedPdf]) -> None:
    for name in ("2024 large", "2025 large"):
        sizes = [glyph.size for glyph in editions[name].root.glyphs if not glyph.character.isspace()]
        assert min(sizes) >= 11.99
        running = [
            g.size
            for block in editions[name].root.without("Table", "Figure", "TOC").blocks
            if block.tag == "P"
            for g in block.glyphs
        ]
        assert sum(size >= 14 for size in running) > len(running) / 3


def test_large_print_says_the_same(editions: dict[str, TaggedPdf]) -> None:
    for year in ("2024", "2025"):
        ordinary, large = (
            editions[name].root.without("TOC", "Figure").text for name in (year, f"{year} large")
        )
        assert normal(large) == normal(ordinary)


@pytest.mark.long
@pytest.mark.parametrize("flavour", ["ua1", "3a"])
def test_large_print_conforms(paths: dict[str, Path], flavour: str) -> None:
    assert validate(paths["2025 large"], flavour) == []


# ---- pages ----


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_page_is_nearly_empty(editions: dict[str, TaggedPdf], edition: str) -> None:
    assert too_empty(editions[edition], large_print="large" in edition) == []


def test_the_pages_after_the_errata_bear_the_title_of_their_own_section(built: Built, tmp_path: Path) -> None:
    document = read_document(built.folder)
    table = next(block for block in document.blocks if isinstance(block, Table))
    named = {"name": "errata_2", "number": "正誤表（第2版）", "anchor": "errata-2"}
    document.errata = [table.model_copy(update={**named, "notes": []})]
    path = tmp_path / "corrected.pdf"
    path.write_bytes(report_pdf(document, noto_sans_cjk_jp()))
    with pypdfium2.PdfDocument(path) as pdf:
        tops = [page.get_textpage().get_text_bounded(bottom=page.get_height() - 65) for page in pdf]
    first = document.sections[len(document.opening)].blocks[0]
    assert isinstance(first, Heading)
    assert "正誤表" in tops[2]  # after the contents
    assert runs_text(first.content) in tops[3] and "正誤表" not in "".join(tops[3:])


# ---- other column widths ----


@pytest.mark.long
@pytest.mark.parametrize("width", WIDTHS)
def test_lines_are_right_at_any_width(built: Built, built_2025: Built, tmp_path: Path, width: int) -> None:
    """In a narrow column, the cells of a wide table may be too narrow for a numeral with its unit."""
    for report in (built, built_2025):
        tagged = TaggedPdf.read(in_columns(read_document(report.folder), width, tmp_path / "report.pdf"))
        if width < ROOM_FOR_TABLES:
            tagged = replace(tagged, root=tagged.root.without("Table"))
        lines = list(typesetting.lines_of(tagged))
        assert typesetting.broken_lines(lines) == []
        assert sum(map(len, lines)) > 100


def in_columns(document: Document, width: int, path: Path) -> Path:
    """Set the document with a type area of this width in millimetres."""
    source = (ROOT / "templates" / "pdf" / TEMPLATE).read_text(encoding="utf-8")
    side = (A4_WIDTH - width) / 2
    template, changed = re.subn(r"(?m)^#let side-margin = .*$", f"#let side-margin = {side}mm", source)
    assert changed == 1
    folder = path.parent
    shutil.copy(ROOT / "templates" / "pdf" / "pages.typ", folder)
    (folder / TEMPLATE).write_text(template, encoding="utf-8")
    write_template_inputs(folder, document, Theme())
    fonts = noto_sans_cjk_jp()
    typst.compile(
        folder / TEMPLATE,
        output=path,
        root=folder,
        font_paths=sorted({file.parent for file in fonts.files}),
        ignore_system_fonts=True,
        pdf_standards=[*STANDARDS],
        sys_inputs={"document": "document.json", "font": fonts.name},
    )
    return path


# ---- the rules find violations ----


def written(tag: str, *lines: str, page: int = 0, font: str = "Bold", x: float = 0) -> Element:
    """Return an element of these lines, its characters ten points wide."""
    glyphs = tuple(
        Glyph(character, page, x + 10 * column, 800 - 20 * row, 10, font)
        for row, line in enumerate(lines)
        for column, character in enumerate(line)
    )
    return Element(tag, (glyphs,))


def tagged_pdf(*elements: Element) -> TaggedPdf:
    return TaggedPdf(Element("Root", elements), ())


@pytest.mark.parametrize(
    ("elements", "count"),
    [
        ((written("H1", "見出し"), written("P", "文", page=1)), 1),
        ((written("H1", "見出し"), written("P", "文"), written("Caption", "表", page=1)), 1),
        ((written("H1", "見出し"), written("P", "文", "文", "文"), written("Caption", "表", page=1)), 0),
        ((written("H1", "見出し", page=1), written("P", "文", page=1), written("Caption", "表", page=1)), 0),
        ((written("Caption", "表"), written("Table", "値", page=1)), 1),
    ],
)
def test_what_is_left_behind(elements: tuple[Element, ...], count: int) -> None:
    assert len(typesetting.stranded(tagged_pdf(*elements))) == count


def test_what_is_ragged_overlaps_or_is_not_bold() -> None:
    full, short = "あ" * 40, "あ" * 38
    assert typesetting.unflushed(tagged_pdf(written("P", full, full, short, full, "終"))) == (1, 4)
    assert typesetting.overlapping(tagged_pdf(written("P", "一"), written("P", "二", x=1))) != []
    assert typesetting.overlapping(tagged_pdf(written("P", "一"), written("P", "二", x=10))) == []
    assert typesetting.overlapping(tagged_pdf(written("P", "）"), written("P", "（", x=0))) == []
    assert typesetting.overlapping(tagged_pdf(written("P", "（"), written("P", "（", x=0))) != []
    assert typesetting.not_bold(tagged_pdf(written("H1", "節", font="Regular"))) == ["節"]
