"""The parts before the sections: title block, contents, 正誤表; and headers and footers."""

from collections.abc import Iterator
from copy import deepcopy
from itertools import chain

from docx.document import Document as WordFile

from progress_report.document.blocks import Heading
from progress_report.document.document import Document
from progress_report.document.runs import runs_text
from progress_report.model.blocks import ALL_INVENTED
from progress_report.rendering.word.body import BodySetter
from progress_report.rendering.word.elements import (
    Element,
    RunLook,
    field,
    field_begin,
    field_end,
    link,
    paragraph,
    text_run,
)
from progress_report.rendering.word.inline import inline
from progress_report.rendering.word.pictures import LOGO
from progress_report.rendering.word.styles import CONTENTS, COVER, HEADINGS, NOTE, PICTURE, STAMP

_ERRATA, _ERRATA_ANCHOR = "正誤表", "errata"
_CONTENTS = "目次"
_DEEPEST_LISTED = 3  # level of heading in the table of contents


def title_of(document: Document) -> str:
    """Return the file's title, with the stamp of the whole; for a single section, its first heading."""
    headings = (block for block in document.blocks if isinstance(block, Heading))
    first = next(headings, None)
    title = runs_text(document.title) or (runs_text(first.content) if first else "")
    return title + (f"【{document.stamp}】" if document.stamp else "")


def set_running_title(word: WordFile, document: Document) -> None:
    """Set page numbers, and a running title (with 案 for a draft) on every page except the first."""
    section = word.sections[0]
    whole = [text_run(f"【{document.stamp}】", RunLook(style=STAMP))] if document.stamp else []
    draft = f"【{document.draft.stamp}】" if document.draft else ""
    running = [*whole, text_run(f"{'　' if whole else ''}{draft}{runs_text(document.title)}")]
    number = field("PAGE", "1")
    for part, style, content, align in (
        (section.header, "Header", running, "right"),
        (section.first_page_header, "Header", whole, "right"),
        (section.footer, "Footer", number, "center"),
        (section.first_page_footer, "Footer", number, "center"),
    ):
        part.is_linked_to_previous = False
        _replace(part._element, paragraph(style, [deepcopy(one) for one in content], align=align))


def _replace(part: Element, content: Element) -> None:
    for old in list(part):
        part.remove(old)
    part.append(content)


def front(document: Document, body: BodySetter) -> Iterator[Element]:
    """Yield the title block, the opening, the contents and the 正誤表; nothing for a single section."""
    if document.title:
        yield from _cover(document, body)
        for section in document.opening:
            yield from body.blocks(section.blocks, section.name)
        yield from contents(document)
    if document.errata:
        words = body.base.anchored(_ERRATA_ANCHOR, [text_run(_ERRATA)])
        yield paragraph(HEADINGS[0], words, page_before=bool(document.title))
        yield from body.blocks(document.errata, _ERRATA_ANCHOR)


def _cover(document: Document, body: BodySetter) -> Iterator[Element]:
    if logo := body.figures.logo:
        yield paragraph(PICTURE, [body.figures.picture(LOGO, logo, logo)])
    for fact in document.cover:
        content = [text_run(f"{fact.label}　"), *inline(body.base, fact.content, None)]
        yield paragraph(COVER, content, align="right")
    yield paragraph("Title", body.sentence(document.title, "title"))
    yield paragraph(COVER, [text_run(document.municipality)], align="center")
    if document.edition:
        yield paragraph(COVER, inline(body.base, document.edition, None, RunLook(bold=True)), align="center")
    if document.stamp:
        yield paragraph(COVER, [text_run(ALL_INVENTED)], align="center")
    if document.draft:
        yield paragraph(COVER, [])
        yield paragraph(COVER, [text_run(document.draft.stamp, RunLook(bold=True))], align="center")
        for reason in document.draft.reasons:
            yield paragraph(NOTE, [text_run("・"), *inline(body.base, reason, None)], align="center")
    yield paragraph(COVER, [])


def contents(document: Document) -> Iterator[Element]:
    """Yield the table of contents, filled in without page numbers: Word does not ask on opening.

    Updating it in Word (F9) adds the page numbers.
    """
    blocks = chain.from_iterable(section.blocks for section in document.parts)
    found = (block for block in blocks if isinstance(block, Heading) and block.level <= _DEEPEST_LISTED)
    listed = [(1, _ERRATA, _ERRATA_ANCHOR)] if document.errata else []
    for one in found:
        number = f"{one.number}　" if one.number else ""
        listed.append((one.level, number + runs_text(one.content), one.anchor or ""))
    if not listed:
        return
    yield paragraph(COVER, [text_run(_CONTENTS, RunLook(bold=True))], keep_next=True)
    for i, (level, words, anchor) in enumerate(listed):
        begin = field_begin(f'TOC \\o "1-{_DEEPEST_LISTED}" \\h \\z') if i == 0 else []
        end = [field_end()] if i + 1 == len(listed) else []
        yield paragraph(CONTENTS[level - 1], [*begin, link(anchor, text_run(words)), *end])
