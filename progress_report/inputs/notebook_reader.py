"""Read a notebook file strictly: the one reader of ``notebooks/*.ipynb``."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from progress_report.inputs.text_files import MEGABYTE, line_of, read_bytes
from progress_report.inputs.yaml_mistakes import conflict_marks
from progress_report.model.cell_tags import cell_name
from progress_report.model.findings import Finding, ReportError, fault

Json = dict[str, Any]
_MOST_BYTES = 10 * MEGABYTE  # with outputs; a section's notebook without them takes 20 KB
_FORMAT = 4
_CELL_TYPES = ("code", "markdown", "raw")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_REMEDY = "JupyterLabで作り直すか、Gitやバックアップから、前のファイルに戻してください。"


def read_notebook(path: Path, name: str) -> Json:
    """Return a notebook in nbformat 4: each cell with ``cell_type``, ``metadata`` and ``source`` as one text.

    A byte order mark, a missing kernel specification, missing metadata and a missing minor version are
    harmless. The result is shared: do not change it.

    Raises:
        ReportError: naming the file, its line where known, and every fault: not a regular file, too large,
            not UTF-8, conflict marks, not JSON, not nbformat 4, or cells that are none.
    """
    return _parsed(read_bytes(path, name, _MOST_BYTES), name)


@lru_cache(maxsize=64)
def _parsed(content: bytes, name: str) -> Json:
    text = _decoded(content, name)
    if marks := conflict_marks(text, name):
        raise ReportError(marks)
    notebook = _format_4(_json_of(text, name), name)
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise fault("ノートブックに、セルの一覧（cells）がありません。", _REMEDY, file=name)
    findings: list[Finding] = []
    sound = [_cell(cell, position, name, findings) for position, cell in enumerate(cells, 1)]
    metadata = notebook.get("metadata", {})
    if not isinstance(metadata, dict):
        findings.append(Finding("ノートブックの metadata の書き方が違います。", _REMEDY, name))
    if findings:
        raise ReportError(findings)
    return {**notebook, "metadata": metadata, "cells": sound}


def _decoded(content: bytes, name: str) -> str:
    remedy = "JupyterLabで保存し直すか、UTF-8で保存し直してください。"
    if content.startswith(_UTF16_MARKS) or content[:4].count(0) > 1:
        raise fault("文字コードがUTF-16です。", remedy, file=name, row=1)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise fault("文字コードがUTF-8ではありません。", remedy, file=name, row=row) from None
    if not text.strip():
        raise fault("ノートブックのファイルが空です。", _REMEDY, file=name)
    return text


def _json_of(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        row = line_of(text, error.pos)
        raise fault("ノートブックがJSONとして壊れています。", _REMEDY, file=name, row=row) from None
    except (ValueError, RecursionError):  # numbers of thousands of digits, thousands of nested lists
        raise fault("ノートブックがJSONとして壊れています。", _REMEDY, file=name) from None


def _format_4(notebook: Any, name: str) -> Json:
    if not isinstance(notebook, dict) or not notebook:
        raise fault("JSONですが、ノートブックではありません。", _REMEDY, file=name)
    version = notebook.get("nbformat", _FORMAT)
    if version != _FORMAT or isinstance(version, bool):
        message = f"ノートブックの形式の版（nbformat）が {_FORMAT} ではありません（{str(version)[:20]}）。"
        remedy = "JupyterLabで開いて保存し直すか、nbconvert --to notebook で変換してください。"
        raise fault(message, remedy, file=name)
    minor = notebook.get("nbformat_minor", 5)
    if not isinstance(minor, int) or isinstance(minor, bool) or minor < 0:
        raise fault("ノートブックの nbformat_minor が整数ではありません。", _REMEDY, file=name)
    return {**notebook, "nbformat": _FORMAT, "nbformat_minor": minor}


def _cell(cell: Any, position: int, name: str, findings: list[Finding]) -> Json:
    """Return the cell with one text as its source; add to ``findings`` what makes it none."""
    if not isinstance(cell, dict):
        findings.append(Finding(f"{position}番目のセルの書き方が違います。", _REMEDY, name))
        return {}
    identifier = cell.get("id", "")
    sound = isinstance(identifier, str) and not _LONE_SURROGATE.search(identifier)
    place = cell_name(identifier if sound else "", position)
    metadata, source = cell.get("metadata", {}), cell.get("source")
    if cell.get("cell_type") not in _CELL_TYPES:
        message = f"{place}の種類（cell_type）が、{'、'.join(_CELL_TYPES)} のどれでもありません。"
        findings.append(Finding(message, _REMEDY, name))
    if not sound:
        findings.append(Finding(f"{place}の id が文字列ではないか、使えない文字を含みます。", _REMEDY, name))
    if not isinstance(metadata, dict):
        findings.append(Finding(f"{place}の metadata の書き方が違います。", _REMEDY, name))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        findings.append(Finding(f"{place}に、内容（source）がありません。", _REMEDY, name))
    elif _LONE_SURROGATE.search(source):
        message = f"{place}に、半分だけの文字（サロゲート）があります。"
        findings.append(Finding(message, "その文字を打ち直してください。", name))
    return {**cell, "metadata": metadata, "source": source}
