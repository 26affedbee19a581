"""``params/theme.yaml``: one place for the colours, logo, fonts and paper of a municipality's reports."""

import io
import json
import re
import struct
import zlib
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser

from progress_report.document.files import read_document
from progress_report.inputs.params.theme import Theme
from progress_report.model.fonts import noto_sans_cjk_jp
from progress_report.rendering.pdf_file import report_pdf
from tests.output.test_accessibility import violations
from tests.promises.office import Office
from tests.support import typesetting
from tests.support.pdf_structure import TaggedPdf
from tests.support.project_copy import ROOT, Built
from tests.support.published import digest
from tests.support.verapdf import validate
from tests.support.visits import Visit

THEME, ALTERNATIVE = "params/theme.yaml", "見本市の市章"
GREEN = "#00552f"
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60">'
    '<circle cx="30" cy="30" r="26" fill="#00552F"/><path d="M70 14h120v10H70z"/>{}</svg>'
)
WHOLE = f'colours: {{main: "#00552F"}}\nlogo: {{file: logo.svg, alt: {ALTERNATIVE}}}\npaper: B5\n'
B5 = (182, 257)  # millimetres, JIS
MOST_RAGGED = 0.1


def _themed(office: Office, theme: str = WHOLE, logo: str | bytes = LOGO.format("")) -> Office:
    office.write(THEME, theme)
    office.write("params/logo.svg", logo)
    return office


def _style(office: Office) -> str:
    page = (office.root / "build/2024/report.html").read_text(encoding="utf-8")
    return page.partition("<style>")[2].partition("</style>")[0]


@pytest.fixture(scope="module", params=[Office.small, pytest.param(Office.shipped, marks=pytest.mark.long)])
def themed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a report folder with another theme; beside its ``build`` is ``usual``, made without it."""
    office: Office = request.param(tmp_path_factory.mktemp("themed") / "office")
    usual = office.build("2024", "--out", str(office.root / "usual"))
    assert usual.code == 0, usual.said
    ran = _themed(office).build("2024", "--large-print")
    assert ran.code == 0, ran.said
    return office.root / "build" / "2024"


@pytest.mark.long
def test_the_page_has_the_colours_the_logo_and_the_paper(themed: Path) -> None:
    page = (themed / "report.html").read_text(encoding="utf-8")
    assert f"--key: {GREEN};" in page
    assert "#0017c1" not in page  # nor in a chart
    assert "@page { size: JIS-B5;" in page
    assert re.findall('<img class="logo" src="data:image/svg\\+xml;base64,[^"]+" alt="([^"]+)">', page) == [
        ALTERNATIVE
    ]
    assert len(re.findall("<img", page)) == 1
    for other in ("review.html", "../index.html"):
        assert f"--key: {GREEN};" in (themed / other).read_text(encoding="utf-8")
        assert "<img" not in (themed / other).read_text(encoding="utf-8")


def test_the_logo_is_drawn_and_axe_finds_nothing(themed: Path, browser: Browser) -> None:
    with browser.new_context() as context:
        page = Visit(context.new_page(), themed / "report.html").page
        size = page.evaluate(
            "(({naturalWidth, width, height}) => [naturalWidth, width, height])(document.images[0])"
        )
        assert min(size) > 0
        assert size[1] / size[2] == pytest.approx(200 / 60, abs=0.05)
        assert violations(page) == {}


@pytest.mark.parametrize(("file", "paper"), [("report.pdf", B5), ("report-large-print.pdf", (210, 297))])
def test_the_pdf_has_them_too(themed: Path, file: str, paper: tuple[int, int]) -> None:
    """Large print stays on A4, which it needs."""
    path = themed / file
    with pypdfium2.PdfDocument(path) as pdf:
        assert [round(side / 72 * 25.4) for side in pdf[0].get_size()] == list(paper)
        cover = pdf[0].render().to_pil().convert("RGB")
    assert tuple(bytes.fromhex(GREEN[1:])) in {colour for _, colour in cover.getcolors(1 << 24) or []}


def test_the_pdf_is_set_by_all_rules(built: Built, tmp_path: Path) -> None:
    """The report of the repository's own municipality, on the smaller paper."""
    path = tmp_path / "report.pdf"
    document = read_document(built.folder)
    path.write_bytes(report_pdf(document, noto_sans_cjk_jp(), theme=Theme(paper="B5")))
    tagged = TaggedPdf.read(path)
    assert typesetting.broken_lines(typesetting.lines_of(tagged)) == []
    assert typesetting.overlapping(tagged) == []
    assert typesetting.stranded(tagged) == []
    assert _digits_on_others(tagged) == []
    ragged, total = typesetting.unflushed(tagged)
    assert ragged / total <= MOST_RAGGED


def _digits_on_others(tagged: TaggedPdf) -> list[str]:
    """Return digits closer together than their size, as in cells too narrow for their numbers."""
    digits = [glyph for glyph in tagged.root.without("Figure").glyphs if glyph.character.isdecimal()]
    digits.sort(key=lambda glyph: (glyph.page, glyph.x))
    found = []
    for i, one in enumerate(digits):
        for other in digits[i + 1 :]:
            if other.page != one.page or other.x - one.x >= 0.45 * one.size:
                break
            if abs(one.baseline - other.baseline) < min(one.size, other.size):
                found.append(f"p. {one.page + 1}: {one.character}{other.character}")
    return found


@pytest.mark.long
@pytest.mark.parametrize("flavour", ["ua1", "3a"])
def test_the_pdf_conforms(themed: Path, flavour: str) -> None:
    assert validate(themed / "report.pdf", flavour) == []


def test_the_logo_is_read_aloud_in_the_pdf(themed: Path) -> None:
    with pikepdf.open(themed / "report.pdf") as pdf:
        spoken = [
            str(one["/Alt"]) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one
        ]
    assert ALTERNATIVE in spoken


def test_the_workbook_has_the_colours_and_the_paper(themed: Path) -> None:
    book = load_workbook(io.BytesIO((themed / "tables/tables.xlsx").read_bytes()))
    sheet = book.worksheets[1]
    assert sheet.page_setup.paperSize == 13  # B5 (JIS)
    fills = {cell.fill.fgColor.rgb for row in sheet.iter_rows() for cell in row if cell.fill.fill_type}
    assert fills
    assert not {"FFE8F1FE", "FFF5F7FA"} & fills  # the default ones


def test_what_is_said_is_that_of_the_usual_theme(themed: Path) -> None:
    for file in ("report.txt", "ledger.csv"):
        assert digest(themed / file) == digest(themed.parents[1] / "usual/2024" / file)


def test_theme_and_logo_are_inputs(office: Office) -> None:
    """They are recorded, and changes are found by the next build and by ``verify``."""
    _themed(office)
    office.build()
    assert {THEME, "params/logo.svg"} <= _inputs(office)
    assert "作り直すものはありません" in office.build().said
    office.write("params/logo.svg", LOGO.format("<path/>"))
    said = office.run("verify", office.root / "build" / "2024").said
    assert "params/logo.svg: 作成のときから変わっています" in said
    assert "作り直すものはありません" not in office.build().said


def test_a_final_report_keeps_its_look_and_is_whole(office: Office) -> None:
    """Without a theme, pictures are not inputs; a theme added later does not prevent the next year."""
    office.write("params/logo.svg", "")
    assert office.build("2024", "--final").code == 0
    assert "params/logo.svg" not in _inputs(office)
    page = office.root / "build/2024/report.html"
    before = digest(page)
    _themed(office)
    assert "の確定版は、そのままです。" in office.build().said
    verified = office.run("verify", office.root / "build" / "2024")
    assert (verified.code, "見た目　テーマ" in verified.said) == (0, True)
    assert digest(page) == before
    assert office.run("new-year", "2025").code == 0
    assert office.read(THEME) == WHOLE


def _inputs(office: Office) -> set[str]:
    manifest = json.loads((office.root / "build/2024/manifest.json").read_text(encoding="utf-8"))
    return set(manifest["record"]["inputs"])


def test_all_errors_are_named_together_with_their_rows(office: Office) -> None:
    theme = (
        'colors: {}\ncolours:\n  main: #0017C1\n  ink: "#999999"\n  rule: 青\n  heads: "#FFFFFF"\npaper: A0\n'
    )
    said = _themed(office, theme).check().said
    for place, message in (
        ("1行目『colors』", "知らない項目です。「colours」ではありませんか。"),
        ("3行目『colours.main』", '色がありません。"#0017C1" のように、# から二重引用符で囲んで'),
        ("4行目『colours.ink』", "白い紙の上では文字が読みにくい色です（「#999999」、明るさの比 2.84）"),
        ("5行目『colours.rule』", "色として読めません（「青」）"),
        ("6行目『colours.heads』", "知らない項目です。「head」ではありませんか。"),
        ("7行目『paper』", "「A0」は使えません。A4、B5 のどれかを書いてください。"),
    ):
        assert f"【誤り】{THEME} {place}: {message}" in said


def test_series_that_look_alike_in_black_and_white_are_named(office: Office) -> None:
    theme = 'colours:\n  dark: "#3c64fb"\n  middle: "#3460fb"\n  head: "#0017c1"\n'
    said = _themed(office, theme).check().said
    for place, message in (
        ("3行目『colours.middle』", "白黒で印刷すると、dark（#3c64fb）とmiddle（#3460fb）の区別がつきません"),
        ("3行目『colours.middle』", "middle（#3460fb）に重なるinkの文字（#1a1a1a）が読めません"),
        ("4行目『colours.head』", "head（#0017c1）に重なるinkの文字（#1a1a1a）が読めません"),
    ):
        assert f"【誤り】{THEME} {place}: {message}" in said


def test_a_main_colour_too_light_for_its_tints_is_named(office: Office) -> None:
    said = _themed(office, 'colours:\n  main: "#007A6B"\n').check().said
    assert f"【誤り】{THEME} 2行目『colours.main』: 白黒で印刷すると、main（#007a6b）とdark" in said


def test_the_other_files_are_validated_beside_an_invalid_theme(office: Office) -> None:
    _themed(office, "paper: A0\n")
    office.edit("data/2024/counts.csv", "302", "三百")
    said = office.check().said
    assert THEME in said
    assert "data/2024/counts.csv" in said


@pytest.mark.parametrize(
    ("theme", "message"),
    [
        ("logo: {file: lgo.svg, alt: 市章}", "ロゴのファイルがありません（lgo.svg）"),
        ("logo: {file: ../logo.svg, alt: 市章}", "ロゴのファイルの名前として使えません（「../logo.svg」）"),
        ("logo: {file: logo.svg}", "必要な項目がありません"),
        ("logo: {file: logo.svg, alt: 令和6年度}", "ロゴの説明に数字は書けません（「令和6年度」）"),
    ],
)
def test_a_logo_that_cannot_be_named_so_is_refused(office: Office, theme: str, message: str) -> None:
    said = _themed(office, f"{theme}\n").check().said
    assert f"【誤り】{THEME} 1行目" in said
    assert message in said


def test_a_png_is_a_logo_too_where_it_is_whole(office: Office) -> None:
    png = _png()
    office.write(THEME, "logo: {file: logo.png, alt: 市章}\n")
    for damaged in (png[:-20], png[:-20] + bytes([png[-20] ^ 1]) + png[-19:]):
        office.write("params/logo.png", damaged)
        assert "こわれているか、PNGではありません（logo.png）" in office.check().said
    office.write("params/logo.png", png)
    assert office.check().code == 0


def _png() -> bytes:
    """Return a grey square."""
    chunks = (
        (b"IHDR", struct.pack(">LLBBBBB", 8, 8, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress((b"\0" + b"\x80" * 8) * 8)),
        (b"IEND", b""),
    )
    packed = (
        struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def test_fonts_of_the_theme_are_those_of_every_year_but_one_with_its_own(office: Office) -> None:
    fonts = "{family: 見本, regular: fonts/a.otf, bold: fonts/b.otf}"
    office.write(THEME, f"fonts: {fonts}\n")
    said = office.check().said
    assert f"【誤り】{THEME} 1行目『fonts.regular』: フォントのファイルがありません（fonts/a.otf）" in said
    office.write("params/2024.yaml", office.read("params/2024.yaml") + f"font: {fonts}\n")
    said = office.check().said
    assert "『font.regular』: フォントのファイルがありません（fonts/a.otf）" in said
    assert THEME not in said


def test_a_theme_of_nearly_the_name_is_named(office: Office) -> None:
    office.write("params/theme.yml", "paper: B5\n")
    assert "「theme.yml」があります。名前を theme.yaml に直してください" in office.check().said


def test_colours_are_said_in_no_style_sheet_or_template() -> None:
    """The theme's default colours; greys and the marks of places are the style sheets' own."""
    from progress_report.inputs.params.theme import Colours

    said = set(Colours().model_dump().values())
    folders = [
        ROOT / "templates",
        *(ROOT / "progress_report" / room for room in ("rendering", "open_data", "watching", "authoring")),
    ]
    for path in (
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in {".css", ".j2", ".typ", ".py", ".mplstyle"}
    ):
        found = set(map(str.lower, re.findall("#[0-9A-Fa-f]{6}", path.read_text(encoding="utf-8"))))
        assert not found & said, path
