"""Markdown cells as blocks: headings, paragraphs and lists of plain words, nothing else."""

from collections.abc import Iterator
from typing import Any

import mistune

from progress_report.document.blocks import AnyBlock
from progress_report.document.written import document_block
from progress_report.model.blocks import DEEPEST_HEADING, Block, Heading, ItemList, Paragraph
from progress_report.model.cell_tags import NOTEBOOK_ONLY
from progress_report.model.findings import Finding, NotebookError
from progress_report.model.inline import Inline, text
from progress_report.model.markup import markup_in

_SILENT = {"blank_line"}
_TRANSPARENT = {"strong", "emphasis", "paragraph", "block_text", "list_item"}


def markdown_blocks(source: str, file: str, cell: str) -> Iterator[AnyBlock]:
    """Yield the cell's blocks; ``cell`` names it in messages.

    NotebookError for numerals (their origin would be unknown) or markup that a report does not have (links,
    images, HTML, code, tables, formulas).
    """
    if markup := markup_in(source):
        message = f"{cell}のマークダウンに{markup}がありますが、報告書には載せられません。"
        remedy = f"言葉だけで書くか、セルにタグ {NOTEBOOK_ONLY} を付けてください。"
        raise NotebookError([Finding(message, remedy, file)])
    tokens = mistune.create_markdown(renderer="ast")(source)
    try:
        for token in tokens:
            if isinstance(token, dict) and token["type"] not in _SILENT:
                yield document_block(_block(token))
    except ValueError as error:
        raise NotebookError([Finding(f"{cell}で: {error}", file=file)]) from None


def _block(token: dict[str, Any]) -> Block:
    if token["type"] == "heading":
        if token["attrs"]["level"] > DEEPEST_HEADING:
            raise ValueError("見出しは # から #### までです。")
        return Heading(token["attrs"]["level"], _words(token["children"]))
    if token["type"] == "paragraph":
        return Paragraph(_words(token["children"]))
    if token["type"] == "list":
        return ItemList(tuple(_words(item["children"]) for item in token["children"]))
    raise ValueError(f"マークダウンのこの書き方（{token['type']}）は報告書に使えません。")


def _words(tokens: list[dict[str, Any]]) -> Inline:
    """Join the words before validating them: emphasis or a new line may split a numeral."""
    return text("".join(_texts(tokens)))


def _texts(tokens: list[dict[str, Any]]) -> Iterator[str]:
    for token in tokens:
        if token["type"] == "text":
            yield token["raw"]
        elif token["type"] in _TRANSPARENT:
            yield from _texts(token["children"])
        elif token["type"] != "softbreak":  # Japanese has no space between words to represent it
            raise ValueError(f"マークダウンのこの書き方（{token['type']}）は報告書に使えません。")
