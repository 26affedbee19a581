"""The differences between an edited copy and the circulated file."""

from collections import Counter
from collections.abc import Sequence

from progress_report.messages import word_import as messages
from progress_report.messages.message import Message
from progress_report.model.findings import shortened
from progress_report.word_import.base import Base, Printed, Prose
from progress_report.word_import.matching import Pairs, match, moved
from progress_report.word_import.paragraphs import Edited
from progress_report.word_import.placeholders import carried, restored, values_of
from progress_report.word_import.places import named_place, override_member, whole_order, written_override
from progress_report.word_import.proposals import Edits, Proposal, Sentence, Subject

_ITEM = "Item"
_TEXT_STYLES = ("BodyText", _ITEM)
_BRACES, _UNKNOWN_VALUES = "波かっこがあります", "差し込みを見分けられません"
_UNNAMED = "名前なし"
_SHOWN = 60  # characters shown of a text in a message


def edits_of(file: str, base: Base, edited: Sequence[Edited]) -> Edits:
    """Compare a copy with its base."""
    found = _Comparison(file, base, [one for one in edited if not one.is_contents])
    found.compare()
    return found.edits


class _Comparison:
    """Compares one copy with its base."""

    def __init__(self, file: str, base: Base, edited: Sequence[Edited]) -> None:
        self.edits = Edits(file)
        self._base = base
        self._printed = [one for one in base.paragraphs if not one.is_contents]
        self._edited = edited
        self._pairs: Pairs = match(self._printed, edited)
        self._lists: dict[tuple[str, str], list[int]] = {}
        for one in self._printed:
            if one.prose:
                self._lists.setdefault(one.prose.entry, []).append(one.prose.index)

    def compare(self) -> None:
        """Collect proposals and findings."""
        away = self._taken_elsewhere()
        previous: int | None = None
        cells: list[str] = []
        for j, one in enumerate(self._edited):
            i = self._pairs.get(j)
            place = self._place(previous if i is None else i)
            for comment in one.comments:
                self._find(messages.COMMENT, place, author=comment.author or _UNNAMED, text=comment.text)
            for note in one.notes:
                self._unplaced("足された脚注", note, place)
            if i is not None and j not in away:
                self._compared(self._printed[i], one, place)
            elif one.table and i is None:
                cells += [one.after.strip()] if one.after.strip() else []
            elif one.after.strip():
                self._added(j, one, away)
            if cells and (not one.table or j + 1 == len(self._edited)):
                self._unplaced("足された表か、表に足された行や列", " ".join(cells), place)
                cells = []
            previous = previous if i is None or j in away else i
        self._removed({self._pairs[j] for j in self._pairs.keys() - away})
        self._orders(away)
        self._pictures()

    def _taken_elsewhere(self) -> set[int]:
        """Return the edited paragraphs of prose moved out of their list, but within their section.

        They are treated as removed here and added there. Other moves become findings.
        """
        words = {j: i for j, i in self._pairs.items() if self._edited[j].after.strip()}
        words = {j: i for j, i in words.items() if not self._printed[i].table}
        away = moved(words)
        taken = set()
        for j in sorted(away):
            one = self._printed[words[j]]
            beside = [
                self._printed[i]
                for i in (self._beside(j, -1, away), self._beside(j, 1, away))
                if i is not None
            ]
            if one.prose and any(near.prose and near.prose.entry == one.prose.entry for near in beside):
                continue  # a change of order in its list
            if one.prose and beside and beside[0].section == one.section:
                taken.add(j)
            else:
                place = self._place(words[j])
                text = _short(self._edited[j].after)
                self._find(messages.FIXED_MOVED, place, text=text)
        return taken

    def _beside(self, j: int, step: int, away: set[int]) -> int | None:
        """Return the nearest printed paragraph before or after an edited one that is not moved."""
        j += step
        while 0 <= j < len(self._edited):
            if j in self._pairs and j not in away:
                return self._pairs[j]
            j += step
        return None

    def _compared(self, printed: Printed, one: Edited, place: str) -> None:
        self.edits.known_by["タグ" if one.by_tag else "しおり" if one.tags else "本文"] += bool(printed.tags)
        was, now = printed.words.strip(), _inside(printed, one.after)
        if now == was:
            return
        if not now:
            self._gone(printed, one.authors, place)
            return
        values = values_of(printed)
        if values is None or _has_braces(now):
            self._unplaced(
                f"直された段落（{_BRACES if values is not None else _UNKNOWN_VALUES}）", now, place
            )
            return
        # Values are searched in the unstripped words, including leading blanks.
        made = restored(printed, now, values)
        for value in made.changed:
            source = (
                self._base.sources.get(value.quantity) or f"params の {value.field.strip('{}') or '日付など'}"
            )
            self._find(messages.NUMBER_EDITED, place, was=value.was, now=value.now, source=source)
        unchanged = restored(printed, was, values).text
        if made.text == unchanged:
            return
        if printed.prose:
            self._propose(_text_of(printed.prose), made.text, one.authors)
            return
        said = {"was": was, "now": now}
        member = override_member(printed)
        if not member:
            self._find(messages.FIXED_EDITED, place, **said)
            return
        override = written_override(printed, member, made.text)
        finding = messages.COMPUTED_EDITED.finding(
            self.edits.file,
            column=place,
            override=override,
            **said,  # type: ignore[arg-type]
        )
        self.edits.sentences.append(Sentence(printed.section, member, made.text, finding))

    def _gone(self, printed: Printed, authors: Sequence[str], place: str) -> None:
        if printed.prose:
            self._propose(_text_of(printed.prose), None, authors)
        else:
            text = _short(printed.text)
            self._find(messages.FIXED_REMOVED, place, was=text)

    def _removed(self, there: set[int]) -> None:
        cells: list[str] = []
        for i, one in enumerate(self._printed):
            if i not in there and one.text.strip():
                if one.table:
                    cells.append(one.text.strip())
                    continue
                self._gone(one, (), self._place(i))
            if cells and not one.table:
                text = _short(" ".join(cells))
                self._find(messages.FIXED_REMOVED, self._place(i - 1), was=text)
                cells = []

    def _added(self, j: int, one: Edited, away: set[int]) -> None:
        before, behind = self._beside(j, -1, away), self._beside(j, 1, away)
        text = self._text_of_new(j, one, before)
        subject = (
            None if one.boxed or one.is_heading else self._spot(before, behind, self._is_item(j, before))
        )
        if subject is None or _has_braces(one.after):
            what = "テキストボックス" if one.boxed else "見出し" if one.is_heading else "段落"
            self._unplaced(f"足された{what}", one.after.strip(), self._place(before))
            return
        there = self.edits.proposals.get(subject, ())
        assert isinstance(there, tuple)
        self._propose(subject, (*there, text), one.authors)

    def _text_of_new(self, j: int, one: Edited, before: int | None) -> str:
        text = one.after.strip()
        if j in self._pairs:  # moved: its template, with its own edits
            printed = self._printed[self._pairs[j]]
            values = values_of(printed)
            return text if values is None else restored(printed, _inside(printed, text), values).text
        text = text.removeprefix("○").removeprefix("・").strip()
        if before is None or not self._printed[before].prose:
            return text
        printed = self._printed[before]
        kept = next(self._edited[k].after for k, i in self._pairs.items() if i == before)
        return carried(printed, kept, text, values_of(printed) or ())

    def _is_item(self, j: int, before: int | None) -> bool:
        """Return whether an edited paragraph has the style of the printed one before it."""
        return any(
            i == before and self._edited[k].style == self._edited[j].style for k, i in self._pairs.items()
        )

    def _spot(self, before: int | None, behind: int | None, is_item: bool) -> Subject | None:
        """Return the place of a new paragraph: in a list of prose, else as a block, if possible.

        ``is_item``: whether it looks like the paragraph before it. Otherwise it is not an item of a list.
        """
        one = None if before is None else self._printed[before]
        following = None if behind is None else self._printed[behind]
        ends = not (one and one.prose and following and following.prose) or (
            following.prose.entry != one.prose.entry
        )
        as_block = one and one.style == _ITEM and ends and not is_item and (one.after or one.block)
        is_list = (
            one and one.prose and one.style in _TEXT_STYLES and not one.prose.name.endswith(".paragraph")
        )
        if one and one.prose and is_list and not as_block:
            return Subject(one.prose.section, "insert", one.prose.name, one.prose.index)
        if following and following.prose and not following.prose.section and following.prose.index == 0:
            return Subject("", "insert", following.prose.name)
        if one and one.section and (one.after or one.block):
            return Subject(one.section, "block", one.after, entry=one.block)
        if following and following.prose and following.style in _TEXT_STYLES and following.prose.index == 0:
            return Subject(following.prose.section, "insert", following.prose.name)
        return None

    def _orders(self, away: set[int]) -> None:
        for entry, indices in self._lists.items():
            shown = [
                one.prose.index
                for j, i in sorted(self._pairs.items())
                if j not in away and (one := self._printed[i]).prose and one.prose.entry == entry
                and self._edited[j].after.strip()
            ]  # fmt: skip
            if shown != sorted(shown) and len({*shown}) == len(shown):
                self._propose(Subject(entry[0], "order", entry[1]), whole_order(shown, len({*indices})), ())

    def _pictures(self) -> None:
        """Compare the number of pictures between identified paragraphs."""
        expected: Counter[int | None] = Counter()
        known, last = set(self._pairs.values()), None
        for i, printed in enumerate(self._printed):
            last = i if i in known else last
            expected[last] += printed.pictures
        found: Counter[int | None] = Counter()
        last = None
        for j, one in enumerate(self._edited):
            last = self._pairs.get(j, last)
            found[last] += one.pictures
        for at in sorted({*expected, *found}, key=lambda at: -1 if at is None else at):
            if found[at] > expected[at]:
                self._unplaced("足された図や写真", f"{found[at] - expected[at]}個", self._place(at))
            elif found[at] < expected[at]:
                place = self._place(at)
                self._find(messages.FIXED_REMOVED, place, was="図")

    def _propose(self, subject: Subject, proposal: Proposal, authors: Sequence[str]) -> None:
        self.edits.proposals[subject] = proposal
        self.edits.authors.setdefault(subject, set()).update(filter(None, authors))

    def _unplaced(self, what: str, text: str, place: str) -> None:
        self._find(messages.EDIT_UNPLACED, place, what=what, text=text)

    def _find(self, message: Message, place: str, **gaps: str) -> None:
        self.edits.findings.append(message.finding(self.edits.file, None, place, remedy="", **gaps))

    def _place(self, i: int | None) -> str:
        return "先頭" if i is None else named_place(self._printed, i)


def _text_of(prose: Prose) -> Subject:
    return Subject(prose.section, "text", prose.name, prose.index)


def _inside(printed: Printed, text: str) -> str:
    """Return an edited text without the marks and stamps beside the slot."""
    text = text.strip()
    marks, stamps = printed.text[: printed.start].strip(), printed.text[printed.end :].strip()
    if marks:
        text = text.removeprefix(marks)
    if stamps:
        text = text.removesuffix(stamps)
    lines = text if "\n" in printed.words else text.replace("\n", "")
    return lines.strip()


def _has_braces(text: str) -> bool:
    """Return whether a text has characters not allowed in prose of the parameters."""
    return "{" in text or "}" in text


def _short(text: str) -> str:
    return shortened(text.strip().replace("\n", " "), _SHOWN)
