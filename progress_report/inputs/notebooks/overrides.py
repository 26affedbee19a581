"""``overrides`` of a section: replacement texts for a heading or a computed sentence of its notebook.

A heading is identified by its text or by the id of its cell, a sentence by the id of its cell.
"""

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from progress_report.inputs.notebooks.anchors import headings_in
from progress_report.inputs.notebooks.notebook_grammar import called_name, literals
from progress_report.inputs.notebooks.notebook_source import NotebookSource
from progress_report.inputs.params.report_params import Params
from progress_report.inputs.parsing.near_names import near_remedy
from progress_report.inputs.prose.placeholder_braces import placeholders_in
from progress_report.inputs.prose.templates import section_values
from progress_report.messages import section_texts as messages
from progress_report.model.cell_tags import NOTEBOOK_ONLY
from progress_report.model.comparable import comparable
from progress_report.model.findings import Finding, shortened
from progress_report.model.inline import reference_named

HEADINGS, SENTENCES = "headings", "sentences"
_WRITES = {HEADINGS: "heading", SENTENCES: "say"}  # the function, and method of a survey, that produces each
_KINDS = {HEADINGS: "見出し", SENTENCES: "文"}


@dataclass(frozen=True, slots=True)
class _Replaceable:
    """A text that can be replaced, the names that identify it, and its present wording.

    ``given``: the names for which its call gives values; None if they cannot be determined.
    """

    names: tuple[str, ...]
    words: str
    given: frozenset[str] | None = frozenset()

    @property
    def listed(self) -> str:
        """The text in a message's list."""
        words = f"「{shortened(self.words)}」"
        return words if self.words in self.names else f"{self.names[0]}（{words}）"


def override_findings(params: Params) -> Iterator[Finding]:
    """Yield errors for overrides of missing texts, and for placeholders without a value."""
    for s, section in enumerate(params.report.sections):
        notebook = NotebookSource(params.project, section.notebook)
        values = section_values(params, s)
        for member in (HEADINGS, SENTENCES) if notebook.cells else ():
            written = getattr(section.overrides, member)
            known = list(_replaceable(notebook, member)) if written else []
            for name, text in written.items():
                place = params.place("sections", s, "overrides", member, name)
                violations = _violations(name, text, known, _KINDS[member], values)
                yield from (finding.at(*place) for finding in violations)


def is_overridable(params: Params, section: int, member: str, name: str, text: str) -> bool:
    """Return whether an override of a heading or sentence would be valid."""
    notebook = NotebookSource(params.project, params.report.sections[section].notebook)
    known = list(_replaceable(notebook, member)) if notebook.cells else []
    return not any(_violations(name, text, known, _KINDS[member], section_values(params, section)))


def _violations(
    name: str, text: str, known: list[_Replaceable], kind: str, values: Collection[str]
) -> Iterator[Finding]:
    replaced = next((one for one in known if comparable(name) in map(comparable, one.names)), None)
    if replaced is None:
        names = [one for each in known for one in each.names]
        listed = "、".join(one.listed for one in known) or "ありません"
        near = near_remedy(name, names)
        yield messages.NOTHING_OVERRIDDEN.finding(kind=kind, name=name, near=near, known=listed)
    elif replaced.given is not None:
        nameable = [*replaced.given, *values]
        for placed, form in placeholders_in(text):
            if placed not in nameable and not reference_named(placed, form):
                known_names = f"この{kind}で使える名前（{'、'.join(nameable)}）"
                near = near_remedy(placed, nameable)
                yield messages.NO_VALUE.finding(remedy=near, name=placed, known=known_names)


def _replaceable(notebook: NotebookSource, member: str) -> Iterator[_Replaceable]:
    for cell in notebook.cells:
        named = (cell.identifier,) if cell.identifier else ()
        if cell.has_tag(NOTEBOOK_ONLY):
            continue
        if cell.kind == "markdown" and member == HEADINGS:
            for i, words in enumerate(headings_in(cell.text)):
                yield _Replaceable((words, *(named if i == 0 else ())), words)
        elif cell.kind == "code" and named:
            for call in cell.code.calls:
                if called_name(call) == _WRITES[member]:
                    template = "".join(literals(call.args[:1])).lstrip("# ")
                    yield _Replaceable(named, template, _given(call))


def _given(call: ast.Call) -> frozenset[str] | None:
    """Return the names for which a call gives values; None for a method, whose object may add others."""
    names = [keyword.arg for keyword in call.keywords]
    if isinstance(call.func, ast.Attribute) or None in names:
        return None
    return frozenset(name for name in names if name is not None)
