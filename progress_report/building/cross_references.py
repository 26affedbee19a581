"""References to tables and figures, resolved when the report's order is known: 「表3」, and its target."""

from collections.abc import Iterator
from typing import Any

from progress_report.model.findings import Finding
from progress_report.model.inline import REFERABLE

Json = dict[str, Any]
_WORDS = {kind: word for word, kind in REFERABLE.items()}


def resolve_references(document: Json, *, whole: bool) -> list[Finding]:
    """Give each reference its text and anchor; what is said of names that no table or figure has.

    A document that is not ``whole`` lacks sections of its report: what it does not find is theirs.
    """
    figures = {
        block["name"]: block
        for section in document["sections"]
        for block in section["blocks"]
        if block["type"] in _WORDS
    }
    findings = []
    for section in document["sections"]:
        for reference in runs_of_type("reference", section["blocks"]):
            target = figures.get(reference["name"])
            if target is not None and target["type"] == reference["kind"]:
                reference |= {"text": target["number"], "anchor": target["anchor"]}
            elif target is None and not whole:
                word = _WORDS[reference["kind"]]
                reference.clear()
                reference |= {"type": "text", "text": f"別の節の{word}"}
            else:
                findings.append(_unknown(reference, target, figures, f"notebooks/{section['name']}.ipynb"))
    return findings


def _unknown(reference: Json, target: Json | None, figures: dict[str, Json], notebook: str) -> Finding:
    word, name = _WORDS[reference["kind"]], reference["name"]
    if target is not None:
        other = _WORDS[target["type"]]
        message = f"「{name}」は{word}ではなく{other}です。"
        remedy = f"{{{other}:{name}}} と書いてください。"
    else:
        message = f"{word}「{name}」がありません。"
        known = "、".join(name for name, block in figures.items() if block["type"] == reference["kind"])
        remedy = f"この報告書にある{word}の名前（{known or 'なし'}）を書いてください。"
    source = reference.get("source")
    if source is None:
        return Finding(message, remedy, notebook)
    return Finding(message, remedy, source["file"], source["line"], source["name"])


def runs_of_type(kind: str, value: Any) -> Iterator[Json]:
    """The inline runs of the type anywhere in a part of the document."""
    if isinstance(value, dict):
        if value.get("type") == kind:
            yield value
        else:
            for member in value.values():
                yield from runs_of_type(kind, member)
    elif isinstance(value, list):
        for member in value:
            yield from runs_of_type(kind, member)
