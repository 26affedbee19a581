"""PDF and HTML contain the same words in the same order."""

from tests.support.html_text import read_page
from tests.support.normal_text import first_difference, normal
from tests.support.pdf_structure import TaggedPdf
from tests.support.project_copy import Built

# Page furniture, table of contents, charts, and the folded parts of the page: values and sources.
ONLY_HTML = (".skip", ".contents", ".canvas", ".page-only")
ONLY_PDF = ("TOC", "Figure")
CONTENTS_HEADING = "目次"


def test_pdf_in_structure_order_equals_html(built: Built) -> None:
    body = read_page(built.html.read_text(encoding="utf-8")).all("body")[0]
    page = normal(body.text(*ONLY_HTML))
    read_aloud = normal(TaggedPdf.read(built.pdf).root.without(*ONLY_PDF).text)
    assert read_aloud.count(CONTENTS_HEADING) == 1
    read_aloud = read_aloud.replace(CONTENTS_HEADING, "")
    assert read_aloud == page, first_difference(read_aloud, page)
    assert len(page) > 3500


def test_contents_are_the_same(built: Built) -> None:
    """Down to the second level, where the printed contents end."""
    page = read_page(built.html.read_text(encoding="utf-8"))
    items = page.all("nav")[0].all("li")
    entries = [normal(one.text()) for one in items if {"level-1", "level-2"} & set(one.classes)]
    assert 10 < len(entries) < len(items)
    printed = [normal(entry.text) for entry in TaggedPdf.read(built.pdf).root.all("TOCI")]
    without_page_numbers = [entry.rstrip("0123456789") for entry in printed]
    assert without_page_numbers == entries
