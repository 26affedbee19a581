"""Strict reader of ``notebooks/*.ipynb``, used wherever they are read."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from progress_report.inputs.parsing.text_files import MEGABYTE, decode_utf8, is_utf16, line_of, read_bytes
from progress_report.inputs.parsing.yaml_mistakes import conflict_marks
from progress_report.messages import notebook_files as messages
from progress_report.model.cell_tags import cell_name
from progress_report.model.findings import Finding, ReportError

Json = dict[str, Any]
_MOST_BYTES = 10 * MEGABYTE  # with outputs; without them a section's notebook takes 20 KB
_FORMAT = 4
_CELL_TYPES = ("code", "markdown", "raw")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def read_notebook(path: Path, name: str) -> Json:
    """Return a notebook in nbformat 4: each cell with ``cell_type``, ``metadata`` and ``source`` as one text.

    A byte order mark, a missing kernel specification, missing metadata and a missing minor version are
    accepted. The result is shared: do not change it.

    Raises:
        ReportError: with the file, its line if known, and every error: not a regular file, too large,
            not UTF-8, conflict marks, not JSON, not nbformat 4, or invalid cells.
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
        raise messages.NO_CELLS.error(name)
    findings: list[Finding] = []
    sound = [_cell(cell, position, name, findings) for position, cell in enumerate(cells, 1)]
    metadata = notebook.get("metadata", {})
    if not isinstance(metadata, dict):
        findings.append(messages.METADATA.finding(name))
    if findings:
        raise ReportError(findings)
    return {**notebook, "metadata": metadata, "cells": sound}


def _decoded(content: bytes, name: str) -> str:
    if is_utf16(content):
        raise messages.UTF16.error(name, 1)
    text = decode_utf8(content, name, messages.UTF16.remedy)
    if not text.strip():
        raise messages.EMPTY.error(name)
    return text


def _json_of(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise messages.BROKEN_JSON.error(name, line_of(text, error.pos)) from None
    except (ValueError, RecursionError):  # numbers of thousands of digits, thousands of nested lists
        raise messages.BROKEN_JSON.error(name) from None


def _format_4(notebook: Any, name: str) -> Json:
    if not isinstance(notebook, dict) or not notebook:
        raise messages.NO_NOTEBOOK.error(name)
    version = notebook.get("nbformat", _FORMAT)
    if version != _FORMAT or isinstance(version, bool):
        raise messages.OTHER_FORMAT.error(name, expected=_FORMAT, found=str(version)[:20])
    minor = notebook.get("nbformat_minor", 5)
    if not isinstance(minor, int) or isinstance(minor, bool) or minor < 0:
        raise messages.NO_MINOR_VERSION.error(name)
    return {**notebook, "nbformat": _FORMAT, "nbformat_minor": minor}


def _cell(cell: Any, position: int, name: str, findings: list[Finding]) -> Json:
    """Return the cell with its source as one text; append the errors in it to ``findings``."""
    if not isinstance(cell, dict):
        findings.append(messages.NO_CELL.finding(name, position=position))
        return {}
    identifier = cell.get("id", "")
    sound = isinstance(identifier, str) and not _LONE_SURROGATE.search(identifier)
    place = cell_name(identifier if sound else "", position)
    metadata, source = cell.get("metadata", {}), cell.get("source")
    if cell.get("cell_type") not in _CELL_TYPES:
        findings.append(messages.CELL_TYPE.finding(name, cell=place, known="、".join(_CELL_TYPES)))
    if not sound:
        findings.append(messages.CELL_ID.finding(name, cell=place))
    if not isinstance(metadata, dict):
        findings.append(messages.CELL_METADATA.finding(name, cell=place))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        findings.append(messages.NO_SOURCE.finding(name, cell=place))
    elif _LONE_SURROGATE.search(source):
        findings.append(messages.LONE_SURROGATE.finding(name, cell=place))
    return {**cell, "metadata": metadata, "source": source}
