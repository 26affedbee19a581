"""Page, fonts and styles of the Word file, as is usual in Japanese offices.

Styles are Word's built-in ones by their English names, which Word shows in its own language (見出し 1, 本文,
図表番号), and a few of the report's own. Sizes are relative to body text of 10.5 points.
"""

from dataclasses import dataclass

from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from progress_report.inputs.params.theme import Colours, Paper, Theme
from progress_report.model.fonts import FontFamily, noto_sans_cjk_jp
from progress_report.rendering.word.elements import Element, element, hex_digits, twips, value

MINCHO, GOTHIC = "游明朝", "游ゴシック"  # on every Japanese Windows and Mac with Office
# Latin letters and digits as Word itself sets them: if their language is Japanese, LibreOffice breaks
# numerals.
_LANGUAGES = {"w:val": "en-US", "w:eastAsia": "ja-JP"}
_FONTS = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
_LINE = 18.0  # points from line to line of body text
_SMALL_LINE = 1.4  # minimum for small print, relative to its size
_BEHIND_GRID = ("w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:jc", "w:textAlignment",
                "w:outlineLvl")  # fmt: skip
# Built-in styles in use; all others of python-docx's template are removed.
_KEPT = {
    "Normal", "Header", "Footer", "Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4",
    "Body Text", "Caption", "Default Paragraph Font", "Normal Table", "Table Grid", "No List",
}  # fmt: skip

NOTE, FACTS, CELL, PICTURE, ITEM, COVER, TEXT, STAMP = (
    "Note", "Facts", "CellText", "Picture", "Item", "Cover", "BodyText", "Stamp",
)  # fmt: skip
HEADINGS = ("Heading1", "Heading2", "Heading3", "Heading4")
CONTENTS = ("TOC1", "TOC2", "TOC3")


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page: its size and margins in millimetres, and its body text in points.

    The width between the margins is a whole number of characters.
    """

    width: float
    height: float
    top: float
    bottom: float
    size: float
    characters: int

    @property
    def scale(self) -> float:
        return self.size / 10.5

    @property
    def room(self) -> float:
        """The width between the margins in points."""
        return self.size * self.characters


SHEETS: dict[Paper, PageSize] = {
    "A4": PageSize(210, 297, 25, 22, 10.5, 42),
    "B5": PageSize(182, 257, 22, 18, 9.5, 42),
}


def set_styles(word: WordFile, theme: Theme, fonts: FontFamily) -> None:
    """Set page, settings and styles of python-docx's template."""
    sheet = SHEETS[theme.paper]
    own = fonts.name != noto_sans_cjk_jp().name  # a municipality's own fonts replace both
    _Styles(word, sheet, theme.colours, fonts.name if own else MINCHO, fonts.name if own else GOTHIC).set()
    _set_page(word, sheet)
    _set_settings(word.settings.element)


def _set_page(word: WordFile, sheet: PageSize) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.left_margin = section.right_margin = Length((Mm(sheet.width) - Pt(sheet.room)) // 2)
    section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
    section.header_distance = section.footer_distance = Mm(11)
    section.different_first_page_header_footer = True
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    # A grid of characters would stretch headings and add gaps around every control.
    pitch = twips(_LINE * sheet.scale)
    section._sectPr.append(element("w:docGrid", {"w:type": "lines", "w:linePitch": pitch}))


def _set_settings(settings: Element) -> None:
    for name in ("w:savePreviewPicture", "w:proofState", "w:rsids", "w:doNotAutoCompressPictures"):
        for found in settings.findall(qn(name)):
            settings.remove(found)
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    settings.find(qn("w:characterSpacingControl")).set(qn("w:val"), "compressPunctuation")
    _set_languages(settings.find(qn("w:themeFontLang")))
    # Otherwise a justified line that ends with a forced break is stretched.
    settings.find(qn("w:compat")).insert(0, element("w:doNotExpandShiftReturn"))
    for one in settings.iter(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), "15")  # otherwise Word opens the file in 互換モード


@dataclass(frozen=True, slots=True)
class _Styles:
    word: WordFile
    sheet: PageSize
    colours: Colours
    mincho: str
    gothic: str

    def set(self) -> None:
        for style in list(self.word.styles):
            if style.name not in _KEPT:
                style.element.getparent().remove(style.element)
        self._set_defaults()
        normal = self._style("Normal", 10.5)
        normal.paragraph_format.space_after = Pt(0)
        normal.paragraph_format.widow_control = True
        self._set_built_in()
        self._add_own()

    def _set_defaults(self) -> None:
        styles = self.word.styles.element
        for language in styles.iter(qn("w:lang")):
            _set_languages(language)
        defaults = styles.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
        _set_fonts(defaults.find(qn("w:rFonts")), self.mincho)

    def _set_built_in(self) -> None:
        ink = self.colours.ink
        title = self._style("Title", 16, bold=True, colour=ink, off_grid=True)
        for border in title.element.pPr.findall(qn("w:pBdr")):
            title.element.pPr.remove(border)
        title.element.pPr.append(value("w:jc", "center"))
        self._space(title, before=24, after=12)
        for level, (size, before) in enumerate(((14, 18), (12, 12), (11, 9), (10.5, 8)), 1):
            heading = self._style(f"Heading {level}", size, bold=True, colour=ink, off_grid=True)
            self._space(heading, before=before, after=4)
            heading.paragraph_format.keep_with_next = True
        rule = {"w:val": "single", "w:sz": "6", "w:space": "1", "w:color": hex_digits(self.colours.main)}
        border = element("w:pBdr", None, element("w:bottom", rule))
        self.word.styles["Heading 1"].element.pPr.insert_element_before(
            border, "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:outlineLvl"
        )
        body = self._style("Body Text", 10.5)
        body.paragraph_format.first_line_indent = Pt(self.sheet.size)
        self._space(body, after=3)
        body.element.pPr.append(value("w:jc", "both"))
        caption = self._style("Caption", 10, bold=True, colour=ink, off_grid=True)
        caption.paragraph_format.keep_with_next = True
        self._space(caption, before=10, after=3)
        for name in ("Header", "Footer"):
            self._style(name, 9)

    def _add_own(self) -> None:
        for level, name in enumerate(CONTENTS, 1):
            contents = self._add(f"toc {level}", name, 10.5)
            contents.paragraph_format.left_indent = Pt(2 * (level - 1) * self.sheet.size)
            stop = {"w:val": "right", "w:leader": "dot", "w:pos": twips(self.sheet.room)}
            contents.element.get_or_add_pPr().insert_element_before(
                element("w:tabs", None, element("w:tab", stop)), "w:spacing", "w:ind"
            )
        note = self._add("注", NOTE, 9, off_grid=True)
        self._hang(note, 1.5 * 9)
        self._space(note, before=2, after=2)
        self._space(self._add("図表の説明", FACTS, 8.5, off_grid=True), before=2, after=8)
        cell = self._add("表の文字", CELL, 9, off_grid=True)
        for name in ("w:autoSpaceDE", "w:autoSpaceDN"):  # gaps beside digits would widen columns
            cell.element.pPr.insert_element_before(value(name, "0"), "w:snapToGrid", *_BEHIND_GRID)
        self._space(self._add("図", PICTURE, 9, off_grid=True), before=2, after=2)
        items = self._add("箇条", ITEM, 10.5)
        self._hang(items, 10.5)
        self._space(items, after=3)
        items.element.pPr.append(value("w:jc", "both"))
        self._add("表紙", COVER, 10.5)
        stamp = self.word.styles.add_style("印", WD_STYLE_TYPE.CHARACTER)
        stamp.element.set(qn("w:styleId"), STAMP)
        stamp.font.size, stamp.font.bold = Pt(8 * self.sheet.scale), True
        stamp.font.color.rgb = RGBColor.from_string(hex_digits(self.colours.warning))
        _set_fonts(stamp.element.get_or_add_rPr().get_or_add_rFonts(), self.gothic)

    def _add(self, name: str, identifier: str, size: float, *, off_grid: bool = False) -> ParagraphStyle:
        style = self.word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.startswith("toc "))
        style.base_style = self.word.styles["Normal"]
        style.element.set(qn("w:styleId"), identifier)
        style.quick_style = True
        return self._style(name, size, off_grid=off_grid)

    def _style(
        self, name: str, size: float, *, bold: bool = False, colour: str = "", off_grid: bool = False
    ) -> ParagraphStyle:
        """Set a style's font. ``off_grid``: its lines do not use the line distance of body text."""
        style: ParagraphStyle = self.word.styles[name]
        properties = style.element.get_or_add_rPr()
        _set_fonts(properties.get_or_add_rFonts(), self.gothic if bold else self.mincho)
        for spacing in (*properties.findall(qn("w:spacing")), *properties.findall(qn("w:kern"))):
            properties.remove(spacing)
        style.font.size, style.font.bold, style.font.italic = Pt(size * self.sheet.scale), bold, False
        if colour:
            style.font.color.rgb = RGBColor.from_string(hex_digits(colour))
        if off_grid:
            style.element.get_or_add_pPr().insert_element_before(value("w:snapToGrid", "0"), *_BEHIND_GRID)
            style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
            style.paragraph_format.line_spacing = Pt(size * self.sheet.scale * _SMALL_LINE)
        return style

    def _space(self, style: ParagraphStyle, *, before: float = 0, after: float = 0) -> None:
        style.paragraph_format.space_before = Pt(before * self.sheet.scale)
        style.paragraph_format.space_after = Pt(after * self.sheet.scale)

    def _hang(self, style: ParagraphStyle, by: float) -> None:
        style.paragraph_format.left_indent = Pt(by * self.sheet.scale)
        style.paragraph_format.first_line_indent = Pt(-by * self.sheet.scale)


def _set_languages(languages: Element) -> None:
    for name, language in _LANGUAGES.items():
        languages.set(qn(name), language)


def _set_fonts(fonts: Element, name: str) -> None:
    fonts.attrib.clear()  # a theme's fonts would override names
    for kind in _FONTS:
        fonts.set(qn(kind), name)
