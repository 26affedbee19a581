"""The differences between an edited copy and the circulated file."""

from collections.abc import Collection, Mapping, Sequence

from progress_report.messages import word_import as messages
from progress_report.messages.message import Message
from progress_report.model.inline import REFERABLE
from progress_report.word_import.base import Base, PrintedParagraph
from progress_report.word_import.matching import Pairs, match, moved_paragraphs
from progress_report.word_import.paragraphs import Edited
from progress_report.word_import.picture_pairs import compare_pictures
from progress_report.word_import.placeholders import (
    ChangedValue,
    carried,
    paragraph_values,
    with_placeholders,
)
from progress_report.word_import.places import (
    inside,
    named_place,
    override_member,
    short,
    text_subject,
    unwritable,
    whole_order,
    written_override,
)
from progress_report.word_import.placing import Placing
from progress_report.word_import.proposals import Edits, Sentence, Subject
from progress_report.word_import.table_pairs import paired_tables

_REFERENCES = tuple(f"{word}:" for word in REFERABLE)
_UNKNOWN_VALUES = "差し込みを見分けられません"
_UNNAMED = "名前なし"


def edits_of(file: str, base: Base, edited: Sequence[Edited], names: Mapping[str, Collection[str]]) -> Edits:
    """Compare a copy with its base. ``names``: the values available in any text of a section, by notebook."""
    found = _Comparison(file, base, edited, names)
    found.compare()
    return found.edits


class _Comparison:
    """Compares one copy with its base."""

    def __init__(
        self, file: str, base: Base, edited: Sequence[Edited], names: Mapping[str, Collection[str]]
    ) -> None:
        self.edits = Edits(file)
        self._base = base
        self._names = names
        # If styles are lost, entries of the table of contents can only be identified by their text.
        has_contents = any(one.is_contents for one in edited)
        self._printed = [one for one in base.paragraphs if not (has_contents and one.is_contents)]
        self._edited = [one for one in edited if not one.is_contents]
        self._tables = paired_tables(self._printed, self._edited)
        self._pairs: Pairs = match(self._printed, self._edited, self._tables)
        self._pictures = compare_pictures(self._printed, self._edited, self._pairs)
        self._placing = Placing(
            self.edits, self._printed, self._edited, self._pairs, self._tables, self._names
        )
        self._blank_cells: set[int] = set()

    def compare(self) -> None:
        """Collect proposals and findings."""
        taken = self._taken_elsewhere()
        previous: int | None = None
        cells: list[str] = []
        for j, one in enumerate(self._edited):
            i = self._pairs.get(j)
            place = self._place(previous if i is None else i)
            for comment in one.comments:
                self._find(messages.COMMENT, place, author=comment.author or _UNNAMED, text=comment.text)
            for note in one.notes:
                self._unplaced("足された脚注", note, place)
            if i is not None and j not in taken:
                self._compared(i, one, place)
                previous = i
            elif i is None and one.table in self._tables.edited and one.after.strip():
                cells.append(one.after.strip())
            if cells and (one.table is None or j + 1 == len(self._edited)):
                self._unplaced("表に足された行や列", " ".join(cells), place)
                cells = []
        self._placing.place(taken, self._pictures.new)
        for i, value in self._placing.changed:
            self._value_changed(value, self._place(i))
        self._removed({self._pairs[j] for j in self._pairs.keys() - taken} - self._blank_cells)
        self.edits.join_rewritten()
        self._orders(taken)
        for i, picture in self._pictures.gone:
            self._find(messages.FIXED_REMOVED, self._place(i), was=f"図 {short(picture.alt)}".strip())
        for i, picture in self._pictures.moved:
            self._find(messages.FIXED_MOVED, self._place(i), text=f"図 {short(picture.alt)}".strip())

    def _taken_elsewhere(self) -> set[int]:
        """Return the edited paragraphs of prose moved out of their list, but within their section.

        They are treated as removed here and added there. Other moves, also of whole tables, become findings.
        """
        words: Pairs = {}
        tables: set[int] = set()
        for j, i in sorted(self._pairs.items()):
            number = self._tables.printed[i]
            if self._edited[j].after.strip() and number not in tables:
                words[j] = i
                tables |= set() if number is None else {number}
        away = moved_paragraphs(words)
        cells = {self._tables.printed[words[j]] for j in away} - {None}
        elsewhere = away | {j for j, i in self._pairs.items() if self._tables.printed[i] in cells}
        taken = set()
        for j in sorted(away):
            one = self._printed[words[j]]
            near = (self._beside(j, -1, elsewhere), self._beside(j, 1, elsewhere))
            beside = [self._printed[i] for i in near if i is not None]
            if one.prose and any(other.prose and other.prose.entry == one.prose.entry for other in beside):
                continue  # a change of order in its list
            if one.prose and beside and beside[0].section == one.section:
                taken.add(j)
            else:
                what = "表 " if one.table else ""
                self._find(
                    messages.FIXED_MOVED, self._place(words[j]), text=what + short(self._edited[j].after)
                )
        return taken

    def _beside(self, j: int, step: int, away: set[int]) -> int | None:
        """Return the nearest printed paragraph before or after an edited one that is not moved."""
        j += step
        while 0 <= j < len(self._edited):
            if j in self._pairs and j not in away:
                return self._pairs[j]
            j += step
        return None

    def _compared(self, i: int, one: Edited, place: str) -> None:
        printed = self._printed[i]
        self.edits.known_by["タグ" if one.by_tag else "しおり" if one.tags else "本文"] += bool(printed.tags)
        was, now = printed.words.strip(), inside(printed, one.after)
        if now == was or printed.is_contents:
            return
        if not now:
            if printed.table:
                self._blank_cells.add(i)
            else:
                self._gone(printed, one.authors, place)
            return
        values, reason = paragraph_values(printed), unwritable(now)
        if values is None or reason:
            self._unplaced(f"直された段落（{reason or _UNKNOWN_VALUES}）", now, place)
            return
        text, changed = with_placeholders(printed, now, values)
        for value in changed:
            self._value_changed(value, place)
        # Values are searched in the unstripped words, including leading blanks.
        unchanged, _ = with_placeholders(printed, was, values)
        if text == unchanged:
            return
        if printed.prose:
            subject = text_subject(printed.prose)
            self.edits.propose(subject, self._with_joined(text, i, one, subject), one.authors)
            return
        fixed = messages.FIXED_EDITED.finding(self.edits.file, None, place, was=was, now=now)
        member = override_member(printed)
        if not member or not all(value.field for value in values):
            self.edits.findings.append(fixed)
            return
        override = written_override(printed, member, text)
        finding = messages.COMPUTED_EDITED.finding(
            self.edits.file, None, place, override=override, was=was, now=now
        )
        sentence = Sentence(printed.section, member, printed.cell, text, finding, fixed)
        self.edits.sentences.append(sentence)

    def _with_joined(self, text: str, i: int, one: Edited, subject: Subject) -> str:
        """Return an edited text with the placeholders of paragraphs merged into it."""
        for other, printed in enumerate(self._printed):
            if other != i and printed.prose and {*printed.tags} & {*one.tags, *one.joined}:
                values = self._placing.known(printed, paragraph_values(printed) or (), subject)
                text = carried(printed, "", text, values)
        return text

    def _value_changed(self, changed: ChangedValue, place: str) -> None:
        if changed.is_reworded:
            self._find(messages.FIXED_EDITED, place, was=changed.was, now=changed.now)
            return
        cells = (self._base.sources.get(quantity, "") for quantity, _ in changed.value.numbers)
        field = changed.value.field.strip("{}")
        named = f"params の {field or '日付など'}"
        if field.startswith(_REFERENCES):
            named = f"{{{field}}} の指す先（番号は並び順で決まります）"
        source = "、".join(dict.fromkeys(filter(None, cells))) or named
        self._find(messages.NUMBER_EDITED, place, was=changed.was, now=changed.now, source=source)

    def _gone(self, printed: PrintedParagraph, authors: Sequence[str], place: str) -> None:
        if printed.prose and not printed.prose.is_override:
            self.edits.propose(text_subject(printed.prose), None, authors)
        else:
            self._find(messages.FIXED_REMOVED, place, was=short(printed.text))

    def _removed(self, there: set[int]) -> None:
        cells: list[str] = []
        for i, one in enumerate(self._printed):
            if i not in there and one.text.strip() and not one.is_contents:
                if one.table:
                    cells.append(one.text.strip())
                    continue
                self._gone(one, (), self._place(i))
            if cells and not one.table:
                self._find(messages.FIXED_REMOVED, self._place(i - 1), was=short(" ".join(cells)))
                cells = []

    def _orders(self, taken: set[int]) -> None:
        lists: dict[tuple[str, str], set[int]] = {}
        shown: dict[tuple[str, str], list[int]] = {}
        for one in self._printed:
            if one.prose:
                lists.setdefault(one.prose.entry, set()).add(one.prose.index)
        for j, i in sorted(self._pairs.items()):
            prose = self._printed[i].prose
            if prose and j not in taken and self._edited[j].after.strip():
                shown.setdefault(prose.entry, []).append(prose.index)
        for entry, order in shown.items():
            if order != sorted(order) and len({*order}) == len(order):
                subject = Subject(entry[0], "order", entry[1])
                self.edits.propose(subject, whole_order(order, len(lists[entry])), ())

    def _unplaced(self, what: str, text: str, place: str) -> None:
        self._find(messages.EDIT_UNPLACED, place, what=what, text=text)

    def _find(self, message: Message, place: str, **gaps: str) -> None:
        self.edits.findings.append(message.finding(self.edits.file, None, place, remedy="", **gaps))

    def _place(self, i: int | None) -> str:
        return named_place(self._printed, i)
