"""Files made to hang a reader, to exhaust the machine, or to read files outside the project."""

import io
import os
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from tests.inputs.ward_files import PACKAGE, PARAMS, WardFiles
from tests.inputs.workbooks import workbook, write_workbook

TABLE, BOOK = "data/2024/systems.csv", "data/2024/systems.xlsx"
GIGABYTE = 2**30
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LAUGHS = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise("abcdefghij"))
BILLION_LAUGHS = f'<!DOCTYPE x [<!ENTITY a "ha">{_LAUGHS}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@dataclass(frozen=True, slots=True)
class HostileFile:
    """A hostile file: how to put it in place, the file that the error names, and part of its message."""

    place: Callable[[WardFiles], object]
    file: str
    says: str


def _sparse(file: str) -> HostileFile:
    """Return a file of a gigabyte that takes no space on the disk."""
    says = "ファイルが大きすぎます（1,024 MB）"
    return HostileFile(lambda ward: os.truncate(ward.path(file), GIGABYTE), file, says)


def _pipe(file: str) -> HostileFile:
    def place(ward: WardFiles) -> None:
        ward.path(file).unlink()
        os.mkfifo(ward.path(file))

    return HostileFile(place, file, "ふつうのファイルではありません")


def _device(file: str) -> HostileFile:
    def place(ward: WardFiles) -> None:
        ward.path(file).unlink()
        ward.path(file).symlink_to("/dev/zero")

    return HostileFile(place, file, "リンクです")


def _written(file: str, content: Callable[[], bytes], says: str) -> HostileFile:
    return HostileFile(lambda ward: ward.path(file).write_bytes(content()), file, says)


def _pattern(pattern: str) -> HostileFile:
    """Return a pattern that Python's regex engine tries for hours on forty letters."""

    def place(ward: WardFiles) -> None:
        ward.describe(
            lambda package: package["resources"][4]["schema"]["fields"][0].update(
                constraints={"pattern": pattern}
            )
        )
        ward.change(TABLE, "小型電算", "a" * 40 + "!")

    return HostileFile(place, TABLE, "書き方が違います")


def _book(parts: Mapping[str, str], says: str) -> HostileFile:
    """Return a valid workbook with some parts replaced or added."""

    def place(ward: WardFiles) -> None:
        content = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(workbook([["a"]]))) as sound,
            zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as spoiled,
        ):
            for name in {*sound.namelist(), *parts}:
                spoiled.writestr(name, parts[name] if name in parts else sound.read(name))
        write_workbook(ward, "systems", content.getvalue())

    return HostileFile(place, BOOK, says)


def _sheet(rows: str, declared: str = "") -> dict[str, str]:
    body = f"<worksheet {_SPREADSHEET}><sheetData>{rows}</sheetData></worksheet>"
    return {SHEET: f'<?xml version="1.0"?>{declared}{body}'}


def _stretched(opening: str, closing: str) -> dict[str, str]:
    """Return an element that covers every cell a sheet can have."""
    sheet = _sheet(f'<row r="1">{_cell("A1", "x")}</row>')[SHEET]
    return {SHEET: sheet.replace("</worksheet>", f'<{opening} ref="A1:XFD1048576"{closing}></worksheet>')}


def _strings(text: str, declared: str = "") -> dict[str, str]:
    return {STRINGS: f'<?xml version="1.0"?>{declared}<sst {_SPREADSHEET}><si><t>{text}</t></si></sst>'}


def _cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


_WIDE = ",".join(f"c{i}" for i in range(100_000)) + "\n" + "," * 99_999 + "\n"
_ALIASES = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in pairwise("abcdefghi"))
_SHARING = '<c t="s"><v>0</v></c>' * 100
_SHARED = "".join(f'<row r="{row}">{_SHARING}</row>' for row in range(1, 301))
_LAUGHING = f'<row r="1">{_cell("A1", "&j;")}</row>'
_STYLES = f"<styleSheet {_SPREADSHEET}><cellXfs>{'<xf/>' * 9_000_000}</cellXfs></styleSheet>"
_FAR = f'<row r="1">{_cell("A1", "x")}</row><row r="100000">{_cell("SF100000", "x")}</row>'
_LONG, _UNUSABLE = "長すぎる値があります", "使えない文字"
_DTD = "使えない宣言（DTD）"
_MANY = "ワークブックの中身が多すぎます"

QUICK: dict[str, HostileFile] = {
    "a CSV of 1 GB": _sparse(TABLE),
    "parameters of 1 GB": _sparse(PARAMS),
    "a description of 1 GB": _sparse(PACKAGE),
    "a pipe for a table": _pipe(TABLE),
    "a pipe for the parameters": _pipe(PARAMS),
    "a device without end": _device(TABLE),
    "100,000 columns": _written(TABLE, _WIDE.encode, "表が大きすぎます（1行 100,000列）"),
    "one value of 20 MB": _written(TABLE, lambda: b"a" * 20_000_000, _LONG),
    "a quotation mark that never closes": _written(TABLE, lambda: b'"' + b"a\n" * 500_000, _LONG),
    "values below many blank lines": _written(TABLE, lambda: b"\n" * 40 + b"a,b\n", "見出しの行が"),
    "a NUL in a cell": _written(TABLE, lambda: b"a,b\n\0x,1\n", _UNUSABLE),
    "a direction override in a cell": _written(TABLE, "a,b\n\u202e203,1\n".encode, _UNUSABLE),
    "a direction override in a text": _written(PARAMS, "title: 区\u2066民\n".encode, _UNUSABLE),
    "an escaped one": _written(PARAMS, lambda: b'title: "\\u202E"\n', _UNUSABLE),
    "aliases of aliases": _written(PARAMS, _ALIASES.encode, "エイリアス（*）は使えません"),
    "a name twice": _written(PARAMS, lambda: b"title: a\ntitle: b\n", "二重に書かれています"),
    "brackets without end in YAML": _written(PARAMS, lambda: b"[" * 500_000, "入れ子が深すぎます"),
    "brackets without end in JSON": _written(PACKAGE, lambda: b'{"a":' * 100_000, "入れ子が深すぎます"),
    "a pattern tried for ever": _pattern("(a+)+"),
    "choices tried for ever": _pattern("(a|a)*b"),
    "merged cells without end": _book(_stretched("mergeCells><mergeCell", "/></mergeCells"), _MANY),
    "a link over all cells": _book(_stretched("hyperlinks><hyperlink", "/></hyperlinks"), _MANY),
    "two cells far apart": _book(_sheet(_FAR), "表が大きすぎます（100,000行 500列）"),
    "a billion laughs in a sheet": _book(_sheet(_LAUGHING, BILLION_LAUGHS), _DTD),
    "a billion laughs in the strings": _book(_strings("&j;", BILLION_LAUGHS), _DTD),
    "another file as an entity": _book(_strings("&e;", OUTSIDE), _DTD),
    "a DTD in UTF-16": _book({"xl/theme/other.xml": "\0".join(OUTSIDE)}, _DTD),
    "a zip bomb": _book({"xl/media/a.bin": "\0" * 60_000_000}, "大きすぎます（展開すると57 MB）"),
}  # fmt: skip
SLOW: dict[str, HostileFile] = {
    "10,000,000 lines": _written(TABLE, lambda: b",\n" * 10_000_000, "表が大きすぎます（100,001行 2列）"),
    "19,000,000 empty values": _written(TABLE, lambda: (b"," * 499 + b"\n") * 38_000, "表が大きすぎます"),
    "400,000 entries in YAML": _written(PARAMS, lambda: b"- a\n" * 250_000, "項目が多すぎます"),
    "500,000 entries in JSON": _written(PACKAGE, lambda: b"[" + b"1," * 500_000 + b"1]", "書き方が違います"),
    "10,000,000 empty cells": _book(_sheet(f"<row>{'<c/>' * 500}</row>" * 20_000), _MANY),
    "9,000,000 empty styles": _book({"xl/styles.xml": _STYLES}, _MANY),
    "10,000,000 parts of a word": _book(_strings("</t>" + "<r/>" * 10_000_000 + "<t>"), _MANY),
    "cells that share 1 MB": _book({**_sheet(_SHARED), **_strings("x" * 1_000_000)}, _LONG),
    "cells that share a long text": _book({**_sheet(_SHARED), **_strings("x" * 32_000)}, "文字が多すぎます"),
}  # fmt: skip
