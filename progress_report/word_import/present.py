"""The current text in the parameters of printed prose."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

from progress_report.inputs.block_params import BlockParams
from progress_report.inputs.deliveries.sheet import is_blank
from progress_report.inputs.free_tables import sheet_of
from progress_report.inputs.params import Params
from progress_report.inputs.source_tree import Location
from progress_report.inputs.text_files import read_bytes
from progress_report.model.comparable import comparable
from progress_report.model.findings import ReportError
from progress_report.word_import.additions import table_file
from progress_report.word_import.base import Base
from progress_report.word_import.matching import likeness
from progress_report.word_import.places import whole_order
from progress_report.word_import.proposals import Added, FigureKind, NewFigure, Proposal, Subject, added_in

_ALIKE = 0.6
_MOST_BYTES = 20_000_000  # of a block's file
_INTRODUCTION, _BLOCKS, _OVERRIDES = "introduction", "blocks.", "overrides."


@dataclass(frozen=True, slots=True)
class PresentList:
    """A list of prose: its location, its texts, and the printed paragraph of each.

    ``location`` is None if the parameters no longer have such a list.
    """

    location: Location | None
    texts: tuple[str, ...]
    printed: tuple[int | None, ...]

    def number(self, index: int) -> int | None:
        """Return the list's current index of a printed paragraph."""
        return self.printed.index(index) if index in self.printed else None


@dataclass(frozen=True)
class Present:
    """The current parameters compared with the printed text.

    ``proposed``: the copies' proposals, which may already be in the parameters; ``files``: contents of new
    data files that are not written yet, by name.
    """

    params: Params
    base: Base
    proposed: Mapping[Subject, Collection[Proposal]]
    files: Mapping[str, bytes] = field(default_factory=dict)

    @cached_property
    def _templates(self) -> dict[tuple[str, str], dict[int, str]]:
        templates: dict[tuple[str, str], dict[int, str]] = {}
        for one in self.base.paragraphs:
            if one.prose:
                templates.setdefault(one.prose.entry, {})[one.prose.index] = one.prose.template
        return templates

    def was(self, subject: Subject) -> Proposal:
        """Return the printed content of a subject."""
        templates = self._templates.get((subject.section, subject.name), {})
        match subject.kind:
            case "text":
                return templates[subject.index].strip()
            case "order":
                return tuple(range(len(templates)))
            case _:
                return ()

    def now(self, subject: Subject) -> Proposal:
        """Return the current content of a subject in the parameters."""
        if subject.kind == "block":
            return tuple(self._added(block, subject) for _, block in self.added_blocks(subject))
        present = self.prose_list(subject.section, subject.name)
        number = present.number(subject.index)
        match subject.kind:
            case "text":
                return None if number is None else present.texts[number].strip()
            case "order":
                shown = [index for index in present.printed if index is not None]
                return whole_order(shown, len(self._templates[subject.section, subject.name]))
            case _:
                return tuple(present.texts[i] for i in inserted(present, subject.index))

    def section(self, name: str) -> int | None:
        """Return the index of a section; None if the parameters no longer have it."""
        names = [section.notebook for section in self.params.report.sections]
        return names.index(name) if name in names else None

    def prose_list(self, section: str, name: str) -> PresentList:
        """Return the list of an entry."""
        printed = self._templates.get((section, name), {})
        location, texts = self._written(section, name, printed)
        return PresentList(location, texts, _aligned(self._known(section, name, printed), texts))

    def _known(self, section: str, name: str, printed: Mapping[int, str]) -> dict[int, list[str]]:
        """Return the original and proposed texts of each paragraph of a list."""
        proposed = {
            index: self.proposed.get(Subject(section, "text", name, index), ()) for index in sorted(printed)
        }
        return {
            index: [printed[index].strip(), *(str(one) for one in proposed[index] if one is not None)]
            for index in proposed
        }

    def blocks(self, section: str) -> Sequence[BlockParams]:
        """Return the blocks of a section."""
        number = self.section(section)
        return () if number is None else self.params.report.sections[number].blocks

    def block_number(self, section: str, entry: str, figure: str) -> int | None:
        """Return the current index of the block of a printed entry (``sections.2.blocks.1``).

        The block is identified by its prose, or by the name of its table or picture.
        """
        index = int(entry.rpartition(".")[2]) - 1
        if figure:
            names = [block.figure_name for block in self.blocks(section)]
            return names.index(figure) if figure in names else None
        for member in ("paragraph", "list"):
            name = f"{_BLOCKS}{index + 1}.{member}"
            if printed := self._templates.get((section, name)):
                return self._block(section, name, printed)
        return None

    def block_of(self, subject: Subject) -> int | None:
        """Return the index of the block that a subject's blocks follow; None for a place in the notebook."""
        if not subject.entry:
            return None
        return self.block_number(subject.section, subject.entry, subject.name)

    def added_blocks(self, subject: Subject) -> Iterator[tuple[int, BlockParams]]:
        """Yield the current blocks at a place that did not exist when it was printed."""
        printed = {
            self.block_number(subject.section, one.block, one.after)
            for one in self.base.paragraphs
            if one.block and one.section == subject.section
        }
        blocks = self.blocks(subject.section)
        start = self.block_of(subject)
        after = blocks[start].after if start is not None else subject.name
        begun = 0 if start is None else start + 1
        for i, block in list(enumerate(blocks))[begun:]:
            if comparable(block.after) != comparable(after):
                continue
            if block.items is not None or i in printed:
                return  # the following blocks belong to another block
            yield i, block

    def _added(self, block: BlockParams, subject: Subject) -> Added:
        """Return a block in the form of a proposal.

        A table or picture with the same content as a proposed one is returned as that, whatever its title.
        """
        if block.file is None:
            return block.paragraph or ""
        title, alt, source = block.title or "", block.alt or "", block.source or ""
        kind: FigureKind = "table" if block.table else "picture"
        figure = NewFigure(kind, self._content(block), "", title, alt, source)
        proposed = [one for proposal in self.proposed.get(subject, ()) for one in added_in(proposal)]
        same = (one for one in proposed if isinstance(one, NewFigure) and one.shows_same(figure))
        return min(same, key=lambda one: (one.title, one.alt, one.source), default=figure)

    def _content(self, block: BlockParams) -> bytes:
        """Return what a block's file holds, a table as import-word writes one; nothing where it is not
        there."""
        project = self.params.project
        name = block.file or ""
        path = project.data_folder(self.params.report.fiscal_year) / name
        if name in self.files:
            return self.files[name]
        try:
            if block.picture:
                return read_bytes(path, project.relative(path), _MOST_BYTES)
            lines = [cells for _, cells in sheet_of(project, path, block.sheet).lines if not is_blank(cells)]
        except ReportError:
            return b""
        return table_file(lines)

    def _written(
        self, section: str, name: str, printed: dict[int, str]
    ) -> tuple[Location | None, tuple[str, ...]]:
        report, number = self.params.report, self.section(section)
        if not section and name == _INTRODUCTION:
            return (_INTRODUCTION,), tuple(report.introduction)
        if number is None:
            return None, ()
        if name.startswith(_OVERRIDES):
            _, member, key = name.split(".", 2)
            text = getattr(report.sections[number].overrides, member).get(key)
            location: Location = ("sections", number, "overrides", member, key)
            return (None, ()) if text is None else (location, (text,))
        if name.startswith(_BLOCKS):
            k = self._block(section, name, printed)
            if k is None:
                return None, ()
            block = self.blocks(section)[k]
            if block.paragraph is not None:
                return ("sections", number, "blocks", k), (block.paragraph,)
            return ("sections", number, "blocks", k, "list"), tuple(block.items or ())
        texts = report.sections[number].prose.get(name)
        return (None, ()) if texts is None else (("sections", number, "prose", name), tuple(texts))

    def _block(self, section: str, name: str, printed: dict[int, str]) -> int | None:
        """Return the block with the printed texts, or the one with their index if it is similar."""
        member = name.rpartition(".")[2]
        known = self._known(section, name, printed)
        blocks = self.blocks(section)
        texts = [
            [block.paragraph or ""] if member == "paragraph" else [*(block.items or ())] for block in blocks
        ]
        for k, one in enumerate(texts):
            if len(one) == len(known) and all(
                text.strip() in known[index] for index, text in zip(sorted(known), one, strict=True)
            ):
                return k
        joined = "\n".join(printed[index] for index in sorted(printed))
        alike = [(likeness(joined, "\n".join(one)), -k) for k, one in enumerate(texts)]
        best, minus_k = max(alike, default=(0.0, 0))
        return -minus_k if best >= _ALIKE else None


def inserted(present: PresentList, index: int) -> list[int]:
    """Return the new members directly after a printed one; −1: before the first."""
    start = present.number(index) if index >= 0 else -1
    if start is None:
        return []
    found = []
    for i in range(start + 1, len(present.texts)):
        if present.printed[i] is not None:
            break
        found.append(i)
    return found


def _aligned(known: Mapping[int, Sequence[str]], texts: Sequence[str]) -> tuple[int | None, ...]:
    """Return the printed paragraph of each text: one with exactly this text, else the most similar.

    ``known``: the original text of each paragraph, then the copies' proposals for it.
    """
    found: list[int | None] = [None] * len(texts)
    for i, text in enumerate(texts):
        found[i] = next((k for k, said in known.items() if text.strip() in said and k not in found), None)
    left = [k for k in known if k not in found]
    free = [i for i, one in enumerate(found) if one is None]
    alike = sorted(
        ((likeness(known[k][0], texts[i]), -abs(k - i), -k, -i) for k in left for i in free), reverse=True
    )
    for ratio, _, minus_k, minus_i in alike:
        if ratio >= _ALIKE and -minus_k not in found and found[-minus_i] is None:
            found[-minus_i] = -minus_k
    # Equally many remaining ones in the same gap between identified ones were rewritten.
    indices = [*known]
    compared = SequenceMatcher(None, indices, [-1 if k is None else k for k in found], autojunk=False)
    for kind, a0, a1, b0, b1 in compared.get_opcodes():
        rewritten = kind == "replace" and a1 - a0 == b1 - b0 and all(k is None for k in found[b0:b1])
        if rewritten and not {*indices[a0:a1]} & {*found}:
            found[b0:b1] = indices[a0:a1]
    return tuple(found)
