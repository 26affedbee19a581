"""Validation of {names} in hand-written text that have no value."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from progress_report.inputs.notebooks.notebook_grammar import FORMS
from progress_report.inputs.parsing.near_names import near_remedy
from progress_report.inputs.parsing.source_tree import Location
from progress_report.inputs.project import Project
from progress_report.inputs.prose.placeholder_braces import brace_violations, placeholders_in
from progress_report.inputs.prose.templates import introduction_values, section_values
from progress_report.inputs.prose.written_texts import TERMS, written_texts
from progress_report.inputs.years.report_year import ReportYear
from progress_report.messages import section_texts as messages
from progress_report.model.cell_tags import figure_name
from progress_report.model.findings import Finding
from progress_report.model.inline import reference_named

_WORD = re.compile(r"\w+")
_PROSE, _OVERRIDES = "prose", "overrides"
# What is filled in as the introduction is, and how messages call it.
_OUTSIDE_SECTIONS = {"introduction": "前書き", TERMS: "用語の説明"}


@dataclass(frozen=True, slots=True)
class _Nameable:
    """The names that a text may use: ``own`` from the parameters, ``given`` possibly from its notebook.

    ``given``: None if the names are validated elsewhere, together with the replaced text; ``place``: what a
    text outside the sections is called in messages.
    """

    own: Collection[str]
    given: Collection[str] | None = ()
    figures: Collection[frozenset[str]] = ()
    known: str = "この節の日付と数値"
    place: str = ""


def placeholder_findings(year: ReportYear) -> Iterator[Finding]:
    """Yield errors for names that are not a date, quantity, row of a table or name in the section's notebook.

    The values that a notebook passes to its prose are known exactly only when it runs; a name that does not
    even occur in it is an error, and so is a reference to a table or figure that no notebook of the report
    names. Outside the sections only the introduction and explanations of terms have placeholders. Raise
    ReportError if a table cannot be read.
    """
    rows = {label for name in year.package.names for label in _row_labels(year, name)}
    sections = year.params.report.sections
    words = {one.notebook: _names_in(year.project, one.notebook) for one in sections}
    added = (block.figure_name for section in sections for block in section.blocks)
    figures = [*words.values(), *(frozenset(_WORD.findall(name)) for name in added if name)]
    unread = {name for name in words if not year.project.notebook_cells(name)}
    outside = introduction_values(year.params)
    for place, location, text in written_texts(year.params):
        found = list(brace_violations(text, _forms(location)))
        nameable = None
        if named := _OUTSIDE_SECTIONS.get(str(location[0])):
            nameable = _Nameable(outside, known="節の名前.日付や数値の名前", place=named)
        if location[0] == "sections" and isinstance(location[1], int):
            notebook = sections[location[1]].notebook
            if notebook in unread and not found:
                continue  # the values that it passes to its prose are unknown
            given = {_PROSE: rows | words[notebook], _OVERRIDES: None}.get(str(location[2]), ())
            nameable = _Nameable(section_values(year.params, location[1]), given, figures)
        for finding in found or _violations(text, nameable):
            yield finding.at(*year.params.place(*location)[:2], place)


def _violations(text: str, nameable: _Nameable | None) -> Iterator[Finding]:
    """Yield an error, without a location, for each name in a text that has no value.

    ``nameable``: None if the text has no placeholders.
    """
    for name, specification in placeholders_in(text):
        reference = reference_named(name, specification)
        if nameable is None:
            yield messages.NOTHING_FILLED_IN.finding(name=name)
        elif reference and not nameable.figures:
            written = f"{name}:{specification}"
            yield messages.REFERENCE_IN_INTRODUCTION.finding(place=nameable.place, name=written)
        elif reference:
            if not any(set(_WORD.findall(reference.name)) <= named for named in nameable.figures):
                yield messages.NO_FIGURE.finding(word=reference.word, name=reference.name)
        elif nameable.given is not None and name not in (*nameable.own, *nameable.given):
            rows = "か、表の行の名前" if nameable.given else ""
            known = f"{nameable.known}（{'、'.join(sorted(nameable.own))}）{rows}"
            near = near_remedy(name, nameable.own)
            yield messages.NO_VALUE.finding(name=name, known=near + known)


def _forms(location: Location) -> Collection[str]:
    """Return the forms allowed after a name and a colon, which only overridden sentences have."""
    return FORMS if location[2:4] == ("overrides", "sentences") else ()


def _names_in(project: Project, notebook: str) -> frozenset[str]:
    """Return the words in a notebook's code, and in the names that its cells give tables and figures."""
    names = " ".join(figure_name(cell.get("id", "")) for cell in project.notebook_cells(notebook))
    return frozenset(_WORD.findall(f"{project.notebook_code(notebook)} {names}"))


def _row_labels(year: ReportYear, name: str) -> set[str]:
    if name in year.absent or year.package.resource(name).survey is not None:
        return set()
    index = year.table(name).index
    return {str(label) for level in range(index.nlevels) for label in index.get_level_values(level)}
