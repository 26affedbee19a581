"""Structural changes: sections, tables, figures, rows and columns added, removed or moved."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from progress_report.comparison.differences import figures_by_place
from progress_report.comparison.items import FIGURES, Item, Key, figures_of, items_of, numbered_figures_of
from progress_report.document.blocks import Figure, Heading, Image
from progress_report.document.document import Document, Section
from progress_report.document.runs import runs_text
from progress_report.inputs.params.errata import ABSENT

_KINDS = {
    "heading": "見出し",
    "paragraph": "段落",
    "list": "箇条書き",
    "table": "表",
    "chart": "図",
    "image": "写真や絵",
    "terms": "用語の一覧",
}


@dataclass(frozen=True, slots=True)
class ReportChange:
    """A change of a place; ``former`` or ``present`` is （なし） if that report has nothing there."""

    where: str
    former: str
    present: str


@dataclass(slots=True)
class Covered:
    """Parts reported as a whole, so that nothing within them is reported again."""

    sections: set[str] = field(default_factory=set)
    figures: set[str] = field(default_factory=set)
    rows: set[tuple[str, str]] = field(default_factory=set)
    columns: set[tuple[str, str]] = field(default_factory=set)

    def has(self, key: Key) -> bool:
        """Return whether an item of this key is within a reported part."""
        if key[0] in self.sections:
            return True
        if len(key) < 4 or key[1] not in FIGURES:
            return False
        if key[2] in self.figures:
            return True
        return key[3] == "cell" and ((key[2], key[4]) in self.rows or (key[2], key[5]) in self.columns)


@dataclass(slots=True)
class _Lines:
    """The cells of a figure by row headers and by column headers, in order."""

    rows: dict[str, list[Item]] = field(default_factory=dict)
    columns: dict[str, list[Item]] = field(default_factory=dict)


def structure_changes(former: Document, present: Document) -> tuple[list[ReportChange], Covered]:
    """Return additions, removals and moves in reading order, and the parts that they cover."""
    covered = Covered()
    changes = [*_section_changes(former, present, covered), *_figure_changes(former, present, covered)]
    by_place = figures_by_place(former, present)
    old, new = _lines_of(former), _lines_of(present)
    for name, figure in figures_of(present).items():
        if name in old and name in new and name not in by_place:
            changes += _line_changes(name, figure.number, old[name], new[name], covered)
    return changes, covered


def _section_changes(former: Document, present: Document, covered: Covered) -> Iterator[ReportChange]:
    old, new = ({section.name: section for section in document.parts} for document in (former, present))
    for name in dict.fromkeys((*new, *old)):
        if name in old and name in new:
            continue
        covered.sections.add(name)
        content = _content_of(old.get(name) or new[name])
        where = f"節『{_title_of(old.get(name) or new[name])}』"
        yield ReportChange(where, *((content, ABSENT) if name in old else (ABSENT, content)))
    yield from _order_change("節の並び", list(old), list(new), lambda name: _title_of(new[name]))


def _title_of(section: Section) -> str:
    """Return e.g. 「2 オンライン手続」 for a section, which must begin with its heading."""
    heading = section.blocks[0]
    if not isinstance(heading, Heading):
        raise TypeError(f"a section begins with its heading, not with: {heading.type}")
    return f"{heading.number} {runs_text(heading.content, ' ')}".strip()


def _content_of(section: Section) -> str:
    """Return e.g. 「見出し3、段落2、表1」 for a section."""
    types = [block.type for block in section.blocks]
    return "、".join(f"{word}{types.count(kind)}" for kind, word in _KINDS.items() if kind in types)


def _figure_changes(former: Document, present: Document, covered: Covered) -> Iterator[ReportChange]:
    old, new = numbered_figures_of(former), numbered_figures_of(present)
    own = {
        block.name
        for document in (former, present)
        for section in document.sections
        if section.name in covered.sections
        for block in section.blocks
        if isinstance(block, Figure | Image)
    }
    for name in dict.fromkeys((*new, *old)):
        if name in own or (name in old and name in new):
            continue
        covered.figures.add(name)
        figure = old.get(name) or new[name]
        title = runs_text(figure.title, " ")
        yield ReportChange(figure.number or title, *((title, ABSENT) if name in old else (ABSENT, title)))
    yield from _order_change("表と図の並び", list(old), list(new), lambda name: new[name].number or name)


def _lines_of(document: Document) -> dict[str, _Lines]:
    found: dict[str, _Lines] = {}
    for item in items_of(document):
        if len(item.key) == 6 and item.key[3] == "cell":
            lines = found.setdefault(item.key[2], _Lines())
            lines.rows.setdefault(item.key[4], []).append(item)
            lines.columns.setdefault(item.key[5], []).append(item)
    return found


def _line_changes(
    name: str, number: str | None, old: _Lines, new: _Lines, covered: Covered
) -> Iterator[ReportChange]:
    for word, former, present, known, label in (
        ("行", old.rows, new.rows, covered.rows, 5),
        ("列", old.columns, new.columns, covered.columns, 4),
    ):
        for line in dict.fromkeys((*present, *former)):
            if line in former and line in present:
                continue
            known.add((name, line))
            cells = former.get(line) or present[line]
            values = "、".join(f"{item.key[label]} {item.text}".strip() for item in cells)
            change = (values, ABSENT) if line in former else (ABSENT, values)
            yield ReportChange(f"{number} {word}『{line}』", *change)
        yield from _order_change(f"{number} {word}の並び", list(former), list(present), str)


def _order_change(
    where: str, former: Sequence[str], present: Sequence[str], named: Callable[[str], str]
) -> Iterator[ReportChange]:
    """Yield a change of order among the common entries."""
    old, new = [name for name in former if name in present], [name for name in present if name in former]
    if old != new:
        yield ReportChange(where, "、".join(map(named, old)), "、".join(map(named, new)))
