"""Resolution of references to tables and figures in the stitched order: 「表3」 and its target."""

from collections.abc import Mapping
from typing import Literal

from progress_report.document.blocks import Chart, Image, Table
from progress_report.document.document import Document, Path, walk
from progress_report.document.origins import ParameterOrigin
from progress_report.document.runs import Reference, Text
from progress_report.model.findings import Finding
from progress_report.model.inline import REFERABLE

_Target = Table | Chart | Image
_WORDS = {kind: word for word, kind in REFERABLE.items()}


def resolve_references(document: Document, *, whole: bool) -> list[Finding]:
    """Set the text and anchor of each reference; return findings on names without a table or figure.

    If the document is not ``whole``, names it does not contain may belong to its missing sections.
    """
    figures = {
        block.name: block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, _Target)
    }
    findings = []
    for section in document.sections:
        for path, reference in list(walk(section.blocks)):
            if not isinstance(reference, Reference):
                continue
            target = figures.get(reference.name)
            if target is not None and _kind(target) == reference.kind:
                reference.text, reference.anchor = target.number or "", target.anchor
            elif target is None and not whole:
                _replace(section.blocks, path, Text(text=f"別の節の{_WORDS[reference.kind]}"))
            else:
                findings.append(_unknown(reference, target, figures, f"notebooks/{section.name}.ipynb"))
    return findings


def _kind(block: _Target) -> Literal["table", "chart"]:
    """Return the kind under which a block is numbered: an image counts as a chart."""
    return "chart" if isinstance(block, Image) else block.type


def _replace(value: object, path: Path, run: Text) -> None:
    """Replace the run at ``path``."""
    *parents, last = path
    for step in parents:
        value = (
            value[step] if isinstance(value, list) and isinstance(step, int) else getattr(value, str(step))
        )
    assert isinstance(value, list) and isinstance(last, int)
    value[last] = run


def _unknown(
    reference: Reference, target: _Target | None, figures: Mapping[str, _Target], notebook: str
) -> Finding:
    word, name = _WORDS[reference.kind], reference.name
    if target is not None:
        other = _WORDS[_kind(target)]
        message = f"「{name}」は{word}ではなく{other}です。"
        remedy = f"{{{other}:{name}}} と書いてください。"
    else:
        message = f"{word}「{name}」がありません。"
        known = "、".join(name for name, block in figures.items() if _kind(block) == reference.kind)
        remedy = f"この報告書にある{word}の名前（{known or 'なし'}）を書いてください。"
    source = reference.source
    if not isinstance(source, ParameterOrigin):
        return Finding(message, remedy, notebook)
    return Finding(message, remedy, source.file, source.line, source.name)
