"""Places in the parameters for additions between two printed paragraphs."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from progress_report.messages import word_import as messages
from progress_report.word_import.additions import (
    AddedElement,
    NewParagraph,
    Unusable,
    picture_addition,
    table_addition,
    with_titles,
)
from progress_report.word_import.base import PrintedParagraph
from progress_report.word_import.drawings import WordPicture
from progress_report.word_import.paragraphs import Edited, EditedTable
from progress_report.word_import.placeholders import (
    ChangedValue,
    PlaceholderValue,
    carried,
    paragraph_values,
    with_placeholders,
)
from progress_report.word_import.places import inside, named_place, short, unwritable
from progress_report.word_import.proposals import Added, Edits, NewFigure, Subject, added_in
from progress_report.word_import.table_pairs import TablePairs

_ITEM = "Item"
_TEXT_STYLES = ("BodyText", _ITEM)
_KINDS = {"table": "表", "picture": "図"}
_IN_TABLE, _NOWHERE, _COPY = "表の中にあります", "ここには置けません", "この報告書にあるものの写しです"
_NO_WORDS = "説明なし"


@dataclass(frozen=True, slots=True)
class Placing:
    """Places additions and proposes them.

    ``pairs``: printed paragraphs by edited ones; ``names``: the values available in any text of a section;
    ``changed``: values changed in moved paragraphs, with the index of the printed one.
    """

    edits: Edits
    printed: Sequence[PrintedParagraph]
    edited: Sequence[Edited]
    pairs: Mapping[int, int]
    tables: TablePairs
    names: Mapping[str, Collection[str]]
    changed: list[tuple[int, ChangedValue]] = field(default_factory=list)

    def place(self, taken: Collection[int], pictures: Mapping[int, Sequence[WordPicture]]) -> None:
        """Propose all additions. ``taken``: moved paragraphs; ``pictures``: new ones by paragraph."""
        for before, behind, run in self._runs(taken, pictures):
            beside_figure = False
            for one in with_titles(run, self.edited):
                match one.what:
                    case NewParagraph(number, is_moved):
                        self._paragraph(number, is_moved, before, behind, beside_figure)
                    case NewFigure():
                        beside_figure |= self._figure(one.what, one.authors, before)
                    case Unusable():
                        self._unusable(one.what, before)

    def _runs(
        self, taken: Collection[int], pictures: Mapping[int, Sequence[WordPicture]]
    ) -> Iterator[tuple[int | None, int | None, list[AddedElement]]]:
        """Yield adjacent additions with the indices of the paragraphs before and after them."""
        before: int | None = None
        run: list[AddedElement] = []
        seen: set[EditedTable] = set()
        for j, one in enumerate(self.edited):
            if j in self.pairs and j not in taken:
                if run:
                    yield before, j, run
                before, run = j, []
            elif one.table is None and one.after.strip():
                run.append(AddedElement(NewParagraph(j, j in taken), tuple(one.authors)))
            elif one.table is not None and one.table not in seen and one.table not in self.tables.edited:
                seen.add(one.table)
                run += self._table(one.table)
            for picture in pictures.get(j, ()):
                if one.table is None:
                    run.append(self._picture(picture, one.authors))
                elif one.table in self.tables.edited:
                    run.append(AddedElement(Unusable("picture", _IN_TABLE, picture.alt or _NO_WORDS)))
        if run:
            yield before, None, run

    def _table(self, table: EditedTable) -> list[AddedElement]:
        same = [one for one in self.edited if one.table is table]
        texts = [text for one in same if (text := one.after.strip())]
        if texts in self._printed_tables():
            return [AddedElement(Unusable("table", _COPY, "　".join(texts)))]
        return table_addition(table, [name for one in same for name in one.authors])

    def _printed_tables(self) -> list[list[str]]:
        texts: dict[int, list[str]] = {}
        for number, one in zip(self.tables.printed, self.printed, strict=True):
            if number is not None and one.text.strip():
                texts.setdefault(number, []).append(one.text.strip())
        return list(texts.values())

    def _picture(self, picture: WordPicture, authors: Sequence[str]) -> AddedElement:
        """Return an added picture, without the alternative text of a printed picture that it replaced."""
        printed = [one for paragraph in self.printed for one in paragraph.pictures]
        if picture.digests & {one.digest for one in printed}:
            return AddedElement(Unusable("picture", _COPY, picture.alt or _NO_WORDS))
        if picture.alt in {" ".join(one.alt.split()) for one in printed}:
            picture = replace(picture, alt="")
        return picture_addition(picture, authors)

    def _paragraph(
        self, j: int, is_moved: bool, before: int | None, behind: int | None, beside_figure: bool
    ) -> None:
        one = self.edited[j]
        subject = None
        if beside_figure:
            subject = self._block(before)
        elif not one.boxed and not one.is_heading:
            subject = self._subject(before, behind, j)
        reason = unwritable(one.after)
        if subject is None or reason:
            what = "テキストボックス" if one.boxed else "見出し" if one.is_heading else "段落"
            what = f"足された{what}（{reason}）" if reason else f"足された{what}"
            finding = messages.EDIT_UNPLACED.finding(
                self.edits.file, None, self._named(before), what=what, text=one.after.strip()
            )
            self.edits.findings.append(finding)
            return
        self._add(subject, self._text(j, is_moved, before, subject), one.authors)

    def _figure(self, figure: NewFigure, authors: Sequence[str], before: int | None) -> bool:
        """Propose a table or picture. Return whether it can be placed."""
        what, subject = _KINDS[figure.kind], self._block(before)
        text = figure.cells or figure.alt or _NO_WORDS
        reason = next(filter(None, map(unwritable, (figure.title, figure.alt, figure.source))), "")
        if subject is None or reason:
            reason = reason or _NOWHERE
            self._unusable(Unusable(figure.kind, reason, text, figure.title, figure.source), before)
            return False
        self._add(subject, figure, authors)
        if figure.lacking:
            lacking = "と".join(figure.lacking)
            finding = messages.FIGURE_UNFINISHED.finding(
                self.edits.file, None, self._named(before), what=what, text=short(text), lacking=lacking
            )
            self.edits.unfinished.setdefault(subject, []).append(finding)
        return True

    def _unusable(self, one: Unusable, before: int | None) -> None:
        message = messages.TABLE_UNUSABLE if one.kind == "table" else messages.PICTURE_UNUSABLE
        text = "　".join(filter(None, (one.title, one.text, one.source)))
        finding = message.finding(self.edits.file, None, self._named(before), reason=one.reason, text=text)
        self.edits.findings.append(finding)

    def _add(self, subject: Subject, added: Added, authors: Sequence[str]) -> None:
        there = added_in(self.edits.proposals.get(subject))
        self.edits.propose(subject, (*there, added), authors)

    def _text(self, j: int, is_moved: bool, before: int | None, subject: Subject) -> str:
        """Return a new paragraph with restored placeholders, if they are available at its place."""
        one = self.edited[j]
        text = one.after.strip()
        if is_moved:  # its template, with its own edits
            own = self.printed[self.pairs[j]]
            values = paragraph_values(own)
            if values is None:
                return text
            text, changed = with_placeholders(own, inside(own, text), self.known(own, values, subject))
            self.changed.extend((self.pairs[j], value) for value in changed)
            return text
        printed = None if before is None else self.printed[self.pairs[before]]
        if printed and printed.style == _ITEM and subject.kind == "insert":
            text = text.removeprefix("○").removeprefix("・").strip()
        sources = [(other, "") for other in self.printed if other.prose and {*other.tags} & {*one.tags}]
        if printed and printed.prose and before is not None:
            sources.append((printed, self.edited[before].after))
        for other, kept in sources:
            text = carried(other, kept, text, self.known(other, paragraph_values(other) or (), subject))
        return text

    def known(
        self, printed: PrintedParagraph, values: Sequence[PlaceholderValue], subject: Subject
    ) -> list[PlaceholderValue]:
        """Return values, unnamed if their placeholder is not available in the subject's text.

        Values that a notebook passes to one text are not available in others.
        """
        assert printed.prose is not None
        if subject.kind != "block" and printed.prose.entry == (subject.section, subject.name):
            return [*values]
        known = self.names.get(subject.section, ())
        return [
            one if ":" in one.field or one.field.strip("{}") in known else replace(one, field="")
            for one in values
        ]

    def _subject(self, before: int | None, behind: int | None, j: int) -> Subject | None:
        """Return the place of a new paragraph: in a list of prose, else as a block, if possible."""
        one = None if before is None else self.printed[self.pairs[before]]
        following = None if behind is None else self.printed[self.pairs[behind]]
        ends = not (one and one.prose and following and following.prose) or (
            following.prose.entry != one.prose.entry
        )
        # Unless it looks like the item before it, it is not an item.
        is_item = before is not None and self.edited[before].style == self.edited[j].style
        as_block = one and one.style == _ITEM and ends and not is_item and (one.after or one.block)
        if one and one.prose and one.prose.is_list and one.style in _TEXT_STYLES and not as_block:
            return Subject(one.prose.section, "insert", one.prose.name, one.prose.index)
        if following and following.prose and not following.prose.section and following.prose.index == 0:
            return Subject("", "insert", following.prose.name)
        if block := self._block(before):
            return block
        if following and following.prose and following.prose.is_list and following.prose.index == 0:
            return Subject(following.prose.section, "insert", following.prose.name)
        return None

    def _block(self, before: int | None) -> Subject | None:
        """Return the place of a block directly after a printed paragraph, if possible."""
        one = None if before is None else self.printed[self.pairs[before]]
        if one and one.section and (one.after or one.block):
            return Subject(one.section, "block", one.after, entry=one.block)
        return None

    def _named(self, before: int | None) -> str:
        return named_place(self.printed, None if before is None else self.pairs[before])
