"""report.txt: the report in words alone, made to be listened to or read in large letters.

A line is a paragraph, a table's row or a chart's alternative text, however long; a blank line parts one
block from the next. Words are those of the page; what stands between them holds no numeral.
"""

from collections.abc import Iterator
from itertools import chain

from progress_report.building.printed import Json
from progress_report.building.text_tables import Line, grid_sentences, plain_line, sentence_end, spoken, words
from progress_report.model.blocks import SAMPLE_STAMP


def report_text(document: Json) -> str:
    """The whole report as text that ends with a line feed."""
    return "".join(f"{plain_line(line)}\n" for line in text_lines(document))


def text_lines(document: Json) -> Iterator[Line]:
    """The runs of each line; those between blocks are empty."""
    for lines in filter(None, (list(front) for front in (_front(document), _errata_heading(document)))):
        yield from (*lines, [])
    sections = (section["blocks"] for section in document["sections"])
    blocks = [*document.get("errata", []), *document["introduction"], *chain.from_iterable(sections)]
    for number, block in enumerate(blocks):
        yield from (*([[]] if number else []), *_block(block))


def _front(document: Json) -> Iterator[Line]:
    if document["title"]:
        yield spoken(document["title"])
        yield words(document["municipality"])
    if "edition" in document:
        yield spoken(document["edition"])
    yield from ([*words(f"{fact['label']}："), *spoken(fact["content"])] for fact in document["cover"])
    if "stamp" in document:
        yield words(f"{document['stamp']}：データはすべて、この仕組みを試すために作ったものです。")
    if document["draft"] is not None:
        yield words(document["draft"]["stamp"])
        yield from (spoken(reason) for reason in document["draft"]["reasons"])


def _errata_heading(document: Json) -> Iterator[Line]:
    if "errata" in document:
        yield words("正誤表")


def _block(block: Json) -> Iterator[Line]:
    kind = block["type"]
    if kind == "heading":
        number = [_structural(block["number"]), *words(" ")] if block["number"] else []
        yield [*number, *spoken(block["content"])]
    elif kind == "paragraph":
        *others, last = _broken(block["content"])
        yield from (*others, [*last, *_stamp(block)])
    elif kind == "list":
        yield from ([*words(block["marker"]), *spoken(item)] for item in block["items"])
    elif kind == "highlights":
        yield from _highlights(block)
    elif kind == "omission":
        yield [*spoken(block["title"]), *words("："), *spoken(block["reason"])]
    else:
        yield from _figure(block)


def _figure(block: Json) -> Iterator[Line]:
    """Title, the facts (what the unit is), then what it shows, then its notes: as one has to know them."""
    yield [_structural(block["number"]), *words(" "), *spoken(block["title"]), *_stamp(block)]
    if told := _facts(block):
        yield told
    if block["type"] == "table":
        yield from grid_sentences(block["grid"])
    else:
        yield spoken(block["alternative"])
    for note in block["notes"]:
        yield [_structural(note["mark"]), *words(" "), *spoken(note["content"])]


def _highlights(block: Json) -> Iterator[Line]:
    """Each figure's sentence, with what it is compared with, and then what its small chart shows."""
    if told := [*_facts(block), *_stamp(block)]:
        yield told
    for sentence, picture in zip(grid_sentences(block["grid"], blanks=False), block["pictures"], strict=True):
        yield [*sentence, *(spoken(picture["alternative"]) if picture else [])]


def _broken(fragment: Line) -> list[Line]:
    """The fragment's lines, where a new line is part of what is said."""
    lines: list[Line] = [[]]
    for run in fragment:
        if run["type"] == "line_break":
            lines.append([])
        else:
            lines[-1] += spoken([run])
    return lines


def _facts(block: Json) -> Line:
    facts = ([*words(f"{fact['label']}："), *spoken(fact["content"])] for fact in block["facts"])
    return list(chain.from_iterable([*fact, *sentence_end(fact)] for fact in facts))


def _stamp(block: Json) -> Line:
    return words(f"【{SAMPLE_STAMP}】") if block["illustrative"] else []


def _structural(text: str) -> Json:
    return {"type": "structural", "text": text}
