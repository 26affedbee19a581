"""Entries of ``blocks`` for added paragraphs, tables and pictures, and texts as YAML."""

import json
from collections.abc import Sequence

import yaml

from progress_report.inputs.reviews.unconfirmed import MARK
from progress_report.word_import.proposals import ALTERNATIVE, TITLE, Added

# Placeholder texts for a missing title or alternative text.
_NO_TITLE = {"table": "足した表（題がまだない）", "picture": "足した図（題がまだない）"}
_NO_ALTERNATIVE = "説明がまだない。"
_TO_WRITE, _TO_CONFIRM = "を書く", "を確かめる"
Member = tuple[str, str, str]  # name, text, and remaining work, empty if there is none


def members_of(after: str, added: Added, file: str) -> list[Member]:
    """Return the members of an entry in order. ``file``: the name of a table's or picture's file."""
    if isinstance(added, str):
        return [("after", after, ""), ("paragraph", added, "")]
    members = [("after", after, ""), (added.kind, file, "")]
    members.append(("title", added.title or _NO_TITLE[added.kind], "" if added.title else TITLE + _TO_WRITE))
    if added.kind == "picture":
        left = _TO_CONFIRM if added.alt else _TO_WRITE
        open_text = ALTERNATIVE + left if ALTERNATIVE in added.lacking else ""
        members.append(("alt", added.alt or _NO_ALTERNATIVE, open_text))
    return [*members, *([("source", added.source, "")] if added.source else [])]


def block_text(members: Sequence[Member], flow: bool) -> str:
    """Return an entry in the style of its list. In block style, remaining work is marked by a comment."""
    if flow:
        return "{" + ", ".join(f"{name}: {json_text(text)}" for name, text, _ in members) + "}"
    return "\n".join(
        f"{name}: {plain_scalar(text)}" + (f"  # {MARK}: {left}" if left else "")
        for name, text, left in members
    )


def json_text(text: str) -> str:
    """Return a text as a JSON string, which is a valid YAML string, whatever characters it contains."""
    return json.dumps(text, ensure_ascii=False)


def plain_scalar(text: str) -> str:
    """Return a text as YAML: plain if it is parsed as the same text, else quoted."""
    try:
        plain = text[0].isalpha() and yaml.load(f"- {text}", Loader=yaml.BaseLoader) == [text]
    except yaml.YAMLError:
        plain = False
    return text if plain else json_text(text)
