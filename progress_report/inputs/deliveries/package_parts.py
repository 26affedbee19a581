"""A workbook's parts, looked through before anything is made of them: how much they hold, and no DTD.

A few kilobytes can unfold to more than a machine has: by compression, by entities, by cells and styles that
say nothing. Openpyxl would make objects of all of them first.
"""

import io
import re
import zipfile

from progress_report.inputs.deliveries.sheet import MOST_CELLS, MOST_ROWS
from progress_report.model.findings import ReportError, fault

_MEGABYTE = 1024 * 1024
_MOST_BYTES = 50 * _MEGABYTE
_MOST_PARTS = 2_000
# Formats, drawings, comments: of these a table needs a few thousand.
_MOST_OTHERS = 300_000
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CELL = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
_ROW = re.compile(rb"<(?:[\w.-]+:)?row[\s/>]")
# Of a cell's words and numbers, parts of words and readings (ふりがな) among them.
_WORDS = re.compile(rb"<(?:[\w.-]+:)?(?:v|t|f|is|si|r|rPr|rPh|phoneticPr)[\s/>]")
_ELEMENT = re.compile(rb"<[A-Za-z_]")


def damaged(file: str) -> ReportError:
    """That what is there cannot be read as a workbook."""
    remedy = "Excelで開けることを確かめ、「Excelブック（.xlsx）」で保存し直してください。"
    return fault("ワークブックとして読めません（壊れています）。", remedy, file=file)


def require_sound_parts(content: bytes, file: str) -> None:
    """ReportError where the workbook is damaged, too large unfolded, or declares entities.

    No office program writes a document type: the format forbids it (ECMA-376, part 2: Open Packaging
    Conventions). No part is unfolded beyond the size that it claims.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            size = sum(entry.file_size for entry in entries)
            if size > _MOST_BYTES or len(entries) > _MOST_PARTS:
                message = f"ワークブックが大きすぎます（展開すると{size // _MEGABYTE:,} MB）。"
                remedy = f"{_MOST_BYTES // _MEGABYTE} MB までです。表だけにしてください。"
                raise fault(message, remedy, file=file)
            counts = [_counted(archive.read(entry), file) for entry in entries]
    except ReportError:
        raise
    except Exception:  # zipfile lets through whatever a damaged archive makes it and its decompressors raise
        raise damaged(file) from None
    cells, rows, others = (sum(kind) for kind in zip(*counts, strict=True)) if counts else (0, 0, 0)
    if cells > MOST_CELLS or rows > MOST_ROWS or others > _MOST_OTHERS:
        message = f"ワークブックの中身が多すぎます（{rows:,}行、{cells:,}個のセル、そのほか{others:,}個）。"
        remedy = (
            f"{MOST_ROWS:,}行、{MOST_CELLS:,}個のセル、そのほか（書式や図形など）{_MOST_OTHERS:,}個までです。"
            "表の値だけを新しいブックに貼り付けてください。"
        )
        raise fault(message, remedy, file=file)


def _counted(part: bytes, file: str) -> tuple[int, int, int]:
    """How many cells, rows and other elements, cells' words aside, a part holds. ReportError for a DTD."""
    text = part.replace(b"\0", b"")  # as UTF-16 has them between the letters
    if _DTD.search(text):
        remedy = "Excelで開き、値を確かめて、「Excelブック（.xlsx）」で保存し直してください。"
        raise fault("ワークブックに、使えない宣言（DTD）があります。", remedy, file=file)
    cells, rows, words, elements = (
        sum(1 for _ in pattern.finditer(text)) for pattern in (_CELL, _ROW, _WORDS, _ELEMENT)
    )
    return cells, rows, elements - cells - rows - words
