"""Notation of files with sample values: YAML with the mark 要確認 after entries to be confirmed."""

import json
import os
from pathlib import Path

import yaml

from progress_report.inputs.reviews.unconfirmed import MARK
from progress_report.model.moment import Day, Moment, Month


def mark(note: str) -> str:
    """Return the comment at the end of a line that needs confirmation."""
    return f"  # {MARK}: {note}"


def yaml_scalar(text: str, *, typed: bool = False) -> str:
    """Return a text as YAML, quoted unless it is parsed as itself; ``typed``: in braces, perhaps a number."""
    try:
        read = yaml.safe_load(f"[{text}]" if typed else f"- {text}")
    except yaml.YAMLError:
        read = None
    same = read == [text] or (typed and isinstance(read, list) and [str(one) for one in read] == [text])
    return text if same else json.dumps(text, ensure_ascii=False)


def moment_text(moment: Moment) -> str:
    """Format a moment as in parameters: 2026-07-31, 2026-07, 令和8年度, 令和8年度第2四半期."""
    return moment.iso if isinstance(moment, (Day, Month)) else moment.label


def schema_line(program: Path, folder: Path, name: str, *inner: str) -> str:
    """Return the line with which editors find a schema of the program: ``params/schema.json``.

    It is for a file in the same folder of a municipality's ``folder``, or in ``inner`` below that. A schema
    on another Windows drive cannot be referenced: there is no line.
    """
    schema = program / name
    try:
        place = Path(os.path.relpath(schema, (folder / name).parent.joinpath(*inner))).as_posix()
    except ValueError:
        return ""
    return f"# yaml-language-server: $schema={place}\n"
