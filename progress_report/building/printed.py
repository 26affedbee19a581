"""Every run that the report prints, in reading order, with its place: what the ledger accounts for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from progress_report.model.numerals import numerals

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Printed:
    """An inline run (or a number given while stitching), where it stands, and in which block."""

    section: str
    place: str
    run: Json
    block: Json


def printed_runs(document: Json) -> Iterator[Printed]:
    """All runs of the document in reading order; structural numbers as runs of type ``structural``."""
    front: Json = {"quantities": {}}
    yield from _of("表紙", "表題", document["title"], front)
    yield from _of("表紙", "版", document.get("edition", []), front)
    yield from _of("表紙", "概要（PDFの属性）", document["subtitle"], front)
    for fact in document["cover"]:
        yield from _of("表紙", fact["label"], fact["content"], front)
    for reason in (document["draft"] or {"reasons": []})["reasons"]:
        yield from _of("表紙", "版の状態", reason, front)
    for block in document.get("errata", []):
        yield from _block("正誤表", block)
    for block in document["introduction"]:
        yield from _block("前文", block)
    for section in document["sections"]:
        for block in section["blocks"]:
            yield from _block(section["name"], block)


def _of(section: str, place: str, fragment: list[Json], block: Json) -> Iterator[Printed]:
    for run in fragment:
        if run["type"] == "reference":
            yield from _structural(section, place, run["text"], block)
        elif run.get("text"):
            yield Printed(section, place, run, block)


def _structural(section: str, place: str, text: str, block: Json) -> Iterator[Printed]:
    if text:
        yield Printed(section, place, {"type": "structural", "text": text}, block)


def _block(section: str, block: Json) -> Iterator[Printed]:
    kind = block["type"]
    if kind == "heading":
        yield from _structural(section, "見出し番号", block["number"], block)
        yield from _of(section, "見出し", block["content"], block)
    elif kind == "paragraph":
        yield from _of(section, "本文", block["content"], block)
    elif kind == "list":
        for item in block["items"]:
            yield from _of(section, "箇条書き", item, block)
    elif kind == "omission":
        yield from _of(section, "図の省略", [*block["title"], *block["reason"]], block)
    else:
        yield from _figure(section, block)


def _figure(section: str, block: Json) -> Iterator[Printed]:
    number = block["number"]
    yield from _structural(section, "表・図番号", number, block)
    yield from _of(section, f"{number} 題", block["title"], block)
    if block["type"] != "chart":
        yield from _grid(section, number, block["grid"], block)
    for picture in [block] if block["type"] == "chart" else filter(None, block.get("pictures", [])):
        for label in picture["labels"]:
            yield from _of(section, f"{number} 図中の文字", label, block)
        yield from _of(section, f"{number} 代替文", picture["alternative"], block)
    if block["type"] == "chart":
        yield from _grid(section, f"{number} 値の表", block["values"], block)
    for note in block["notes"]:
        yield from _structural(section, f"{number} 注の印", note["mark"], block)
        yield from _of(section, f"{number} 注{note['mark']}", note["content"], block)
    for fact in block["facts"]:
        yield from _of(section, f"{number} {fact['label']}", fact["content"], block)


def _grid(section: str, name: str, grid: Json, block: Json) -> Iterator[Printed]:
    for part, rows in (("見出し", grid["head"]), ("", grid["body"])):
        for number, row in enumerate(rows, 1):
            for cell in row:
                place = f"{name} {part}{number}行"
                for fragment in (cell["content"], *cell["items"]):
                    yield from _of(section, place, fragment, block)


def run_numerals(run: Json) -> list[str]:
    """The numerals that a run prints; one stated in kanji needs no counter behind it to be one."""
    found = numerals(run["text"])
    return found or ([run["text"]] if run["type"] == "stated" else [])
