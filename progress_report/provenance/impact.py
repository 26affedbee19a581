"""Impact of a data file, row or cell: everything printed that depends on it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from progress_report.document.document import Document
from progress_report.document.origins import CellOrigin, CountOrigin, Leaf, ParameterOrigin
from progress_report.document.printed import PrintedRun, printed_runs
from progress_report.document.runs import Runs, Text, runs_text
from progress_report.model.findings import report_error
from progress_report.model.numerals import half_width
from progress_report.provenance.ledger import leaves, run_origins
from progress_report.provenance.shared_words import Words, words_in
from progress_report.provenance.tracing import section_labels


@dataclass(frozen=True, slots=True)
class ImpactTarget:
    """A file, one of its rows, one of its columns (by English name or Japanese title), or both.

    For the schema, ``column`` names an entry, including everything within it.
    """

    file: str
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        row = f" {self.row}行目" if self.row is not None else ""
        return f"{self.file}{row}{f'『{self.column}』' if self.column else ''}"

    def holds(self, origin: Leaf) -> bool:
        """Return whether a value of this origin may depend on the target; a count depends on all rows."""
        match origin:
            case CellOrigin() | CountOrigin():
                line = origin.row if isinstance(origin, CellOrigin) else None
                names = [*origin.column.split("、"), *origin.column_title.split("、")]
            case ParameterOrigin():
                steps = origin.name.split(".")
                within = [".".join(steps[:n]) for n in range(1, len(steps))] if not origin.line else []
                line, names = origin.line, [origin.name, *within]
        here = self.row is None or line is None or line == self.row
        return origin.file == self.file and here and self.names(*names)

    def names(self, *columns: str) -> bool:
        return not self.column or half_width(self.column) in map(half_width, columns)


@dataclass(slots=True)
class _Place:
    section: str
    place: str
    runs: Runs
    dependent: dict[str, str]  # each dependent text printed here, with its type of run

    @property
    def text(self) -> str:
        return runs_text(self.runs, " ")


def parse_target(text: str, inputs: Collection[str]) -> ImpactTarget:
    """Parse ``file``, ``file:row``, ``file:column`` or ``file:row:column``.

    ReportError for an unknown file.
    """
    name, *rest = text.replace("\\", "/").replace("：", ":").split(":", 2)
    row = int(rest.pop(0)) if rest and rest[0].isdecimal() else None
    if rest and not rest[0].strip():
        rest.pop(0)
    name = name.removeprefix("./")
    found = sorted(one for one in inputs if one == name or one.endswith(f"/{name}"))
    if all(one.startswith("data/") for one in found):
        found = found[-1:]  # this year's file; the previous year's files are named with their folder
    if len(found) != 1:
        data = "、".join(
            sorted(
                one.rsplit("/", 1)[-1] for one in inputs if one.endswith((".csv", ".xlsx", ".xlsm", ".yaml"))
            )
        )
        what = "この報告書の入力ではありません" if not found else "どのファイルか一つに決まりません"
        raise report_error(f"「{name}」は{what}。", f"使えるファイル: {'、'.join(found) or data}。")
    return ImpactTarget(found[0], row, rest[0].strip() if rest else "")


def impact(document: Document, target: ImpactTarget, words: Words | None = None) -> str:
    """List each sentence, cell, label and alternative text that depends on the target, under its section.

    ``words`` are the target's cells that are not numbers: occurrences of the same words are listed
    separately, since words carry no origin. ReportError if nothing depends on the target.
    """
    places = dependents(document, target)
    alike = [] if words is None else list(words_in(document, words))
    if not places and not alike:
        remedy = f"使われている列: {'、'.join(_used_columns(document, target.file)) or 'なし'}。"
        raise report_error(f"{target} に基づく所は、この報告書にありません。", remedy)
    labels = section_labels(document)
    lines = [f"{target} に基づく所: {len(places)}か所"]
    section = None
    for place in places:
        if place.section != section:
            section = place.section
            lines += ["", labels.get(section, section)]
        lines.append(f"  {place.place}　{place.text}")
        if list(place.dependent) != [place.text]:
            lines.append(f"    └ {'、'.join(map(_quoted, place.dependent.items()))}")
    if alike:
        lines += [
            "",
            f"同じ語がある所（語には出どころの記録がないため、文字の一致で探しました）: {len(alike)}か所",
        ]
        lines += [f"  {labels.get(name, name)}　{place}　{text}" for name, place, text in alike]
    return "\n".join(lines)


def dependents(document: Document, target: ImpactTarget) -> list[_Place]:
    """Return the sentences, cells and labels that depend on the target, in reading order."""
    places: list[_Place] = []
    for printed in printed_runs(document):
        if any(target.holds(origin) for origin in origins_of(printed)):
            if not places or places[-1].runs is not printed.runs:
                places.append(_Place(printed.section, printed.place, printed.runs, {}))
            places[-1].dependent[printed.run.text] = printed.run.type
    return places


def origins_of(printed: PrintedRun) -> Iterator[Leaf]:
    """Yield the origins of a run: of its value, its operands, or the values that decided its words."""
    run, quantities = printed.run, printed.block.quantities
    yield from run_origins(run, quantities)
    if isinstance(run, Text) and run.origin:
        for identifier in run.origin.decided_by:
            yield from leaves(identifier, quantities)


def _quoted(run: tuple[str, str]) -> str:
    """Return a number as printed, or words in quotation marks."""
    text, kind = run
    return f"「{text}」" if kind == "text" else text


def _used_columns(document: Document, file: str) -> list[str]:
    used = {
        f"{name}（{title}）"
        for printed in printed_runs(document)
        for origin in origins_of(printed)
        if isinstance(origin, CellOrigin | CountOrigin) and origin.file == file
        for name, title in zip(origin.column.split("、"), origin.column_title.split("、"), strict=False)
    }
    return sorted(used)
