"""``report.docx``: the document written reproducibly with python-docx."""

import io
import zipfile
from datetime import UTC, datetime
from hashlib import sha256

import docx
from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.parts.image import ImagePart

from progress_report.document.document import Document
from progress_report.document.runs import runs_text
from progress_report.inputs.params.theme import Theme
from progress_report.model.fonts import FontFamily
from progress_report.provenance.embedded import WORD_NAMESPACE, WORD_PART
from progress_report.rendering.word.body import BodySetter
from progress_report.rendering.word.elements import Element
from progress_report.rendering.word.figures import FigureSetter
from progress_report.rendering.word.front import front, set_running_title, title_of
from progress_report.rendering.word.pictures import drawings
from progress_report.rendering.word.slots import SlotRecorder
from progress_report.rendering.word.styles import SHEETS, set_styles
from progress_report.rendering.word.tables import TableSetter

_NO_DATE = "2000-01-01"  # of a single section
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest date in a zip file
_FIRST_PARTS = ("[Content_Types].xml", "_rels/.rels")  # where readers detect the type of a file
# Unwanted parts of python-docx's template: a picture, styles for Word 2007, an empty bibliography.
_NOT_OURS = (
    RELATIONSHIP_TYPE.THUMBNAIL,
    RELATIONSHIP_TYPE.CUSTOM_XML,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)
_APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Progress Report</Application></Properties>"
)
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="progress-report-base">'
    "<vt:lpwstr>{}</vt:lpwstr></property></Properties>"
)
# LibreOffice drops a part of custom XML without properties.
_DESCRIBED = "/customXml/itemProps1.xml"
_DESCRIBED_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_DESCRIPTION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
    '<ds:datastoreItem ds:itemID="{7B1D3C52-6E0A-4E57-9C1B-2F8A4D906E13}" '
    'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{WORD_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"


def report_docx(document: Document, fonts: FontFamily, theme: Theme) -> bytes:
    """Return the Word file. PublishingError if a picture cannot be drawn."""
    word = docx.Document()
    sheet = SHEETS[theme.paper]
    base = SlotRecorder()
    drawn = drawings(document, theme, fonts, sheet.scale)
    figures = FigureSetter(word, base, sheet, theme.colours, drawn, theme.logo.alt if theme.logo else "")
    body = BodySetter(base, TableSetter(base, sheet, theme.colours), figures)
    set_styles(word, theme, fonts)
    set_running_title(word, document)
    place = word.element.body
    end = place[-1]  # the section's properties
    elements = [*front(document, body)]
    started = len(elements)
    elements += body.blocks(document.introduction, "introduction")
    for section in document.body if document.title else document.parts:
        elements += body.blocks(section.blocks, section.name)
    if document.title and len(elements) > started:
        _begin_page(elements[started])
    for element in elements:
        end.addprevious(element)
    _set_properties(word, document)
    _set_parts(word, base.to_xml(document, elements, _pictures(word), _margins(word)))
    written = io.BytesIO()
    word.save(written)
    return _fixed(written.getvalue())


def _begin_page(element: Element) -> None:
    """Begin a page with a paragraph; a table begins its page itself."""
    properties = element.find(qn("w:pPr"))
    if properties is not None:
        properties.insert_element_before(OxmlElement("w:pageBreakBefore"), "w:snapToGrid", "w:ind", "w:jc")


def _set_properties(word: WordFile, document: Document) -> None:
    core = word.core_properties
    core.title, core.subject = title_of(document), runs_text(document.subtitle)
    core.author = core.last_modified_by = document.municipality
    core.language, core.comments, core.keywords, core.revision = "ja-JP", "", "", 1
    core.content_status = document.draft.stamp if document.draft else ""
    date = datetime.fromisoformat(document.record.get("date", _NO_DATE)).replace(tzinfo=UTC)
    core.created = core.modified = date


def _pictures(word: WordFile) -> dict[str, bytes]:
    """Return the pictures of the body by relationship identifier."""
    return {name: part.blob for name, part in word.part.related_parts.items() if isinstance(part, ImagePart)}


def _margins(word: WordFile) -> list[Element]:
    section = word.sections[0]
    parts = (section.header, section.first_page_header, section.footer, section.first_page_footer)
    return [part._element for part in parts]


def _set_parts(word: WordFile, base: bytes) -> None:
    """Remove unwanted parts of the template; add the base and its digest, which other formats keep."""
    part, package = word.part, word.part.package
    for relations in (part.rels, package.rels):
        for name in [name for name, one in relations.items() if one.reltype in _NOT_OURS]:
            del relations[name]
    for one in package.iter_parts():
        if one.partname == "/docProps/app.xml":
            one._blob = _APPLICATION.encode()
    carried = Part(PackURI(f"/{WORD_PART}"), "application/xml", base, package)
    described = Part(PackURI(_DESCRIBED), _DESCRIBED_TYPE, _DESCRIPTION.encode(), package)
    carried.relate_to(described, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    part.relate_to(carried, RELATIONSHIP_TYPE.CUSTOM_XML)
    properties = _PROPERTIES.format(sha256(base).hexdigest()).encode()
    custom = Part(PackURI("/docProps/custom.xml"), _PROPERTIES_TYPE, properties, package)
    package.relate_to(custom, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def _fixed(content: bytes) -> bytes:
    """Return the same parts in a fixed order, without timestamps."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(fixed, "w") as new:
        names = sorted(old.namelist(), key=lambda name: (name not in _FIRST_PARTS, name))
        for name in names:
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            entry.external_attr, entry.create_system = 0o600 << 16, 0
            new.writestr(entry, old.read(name))
    return fixed.getvalue()
