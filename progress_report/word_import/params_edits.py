"""Writing of decided edits into the text of ``params/<year>.yaml``, leaving everything else unchanged."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from progress_report.inputs.params.block_params import BlockParams
from progress_report.inputs.params.report_params import Params, ReportParams
from progress_report.inputs.parsing.source_tree import Location
from progress_report.inputs.parsing.strict_models import validated
from progress_report.inputs.parsing.strict_yaml import read_strict_yaml
from progress_report.inputs.reviews.unconfirmed import MARK
from progress_report.messages.word_import import NOT_WRITTEN
from progress_report.model.comparable import comparable
from progress_report.model.findings import ReportError
from progress_report.new_year.source_text import SourceText
from progress_report.word_import.block_files import FileNames
from progress_report.word_import.merging import Decision
from progress_report.word_import.present import Present, PresentList, inserted
from progress_report.word_import.proposals import ALTERNATIVE, TITLE, Added, NewFigure, Subject, added_in

_PARAGRAPH, _OVERRIDES = "paragraph", "overrides"
_UNCONFIRMED = "足した表や図の題と説明"
# Placeholder texts for a missing title or alternative text.
_NO_TITLE = {"table": "足した表（題がまだない）", "picture": "足した図（題がまだない）"}
_NO_ALTERNATIVE = "説明がまだない。"
_TO_WRITE, _TO_CONFIRM = "を書く", "を確かめる"
_Member = tuple[str, str, str]  # name, text, and remaining work, empty if there is none


def edited_params(text: str, decisions: Sequence[Decision], present: Present, names: FileNames) -> str:
    """Return the file's text with the edits. ReportError if they cannot be written without other changes.

    ``names``: of the files of new tables and pictures; ``present`` has their contents.
    """
    file = present.params.file
    try:
        made = _Writer(text, decisions, present, names).written()
    except (yaml.YAMLError, KeyError, IndexError, ValueError):
        raise NOT_WRITTEN.error(file) from None
    require_said(text, made, decisions, present, names)
    return made


class _Writer:
    """Writes decisions: first the texts, then structural changes."""

    def __init__(self, text: str, decisions: Sequence[Decision], present: Present, names: FileNames) -> None:
        self._text = text
        self._present = present
        self._names = names
        self._new = {one.subject: one.new for one in decisions}

    def written(self) -> str:
        for subject, new in self._new.items():
            if subject.kind == "text" and isinstance(new, str):
                found = self._present.prose_list(subject.section, subject.name)
                number = found.number(subject.index)
                assert found.location is not None and number is not None
                self._text = _changed(self._text, _member(found.location, number), new)
        source = SourceText(self._text, MARK)
        emptied: set[Location] = set()
        lists = {(one.section, one.name) for one in self._new if one.kind != "block"}
        for section, name in sorted(lists):
            found = self._present.prose_list(section, name)
            members = self._members(section, name, found)
            if found.location is None or members == [*range(len(found.texts))]:
                continue
            if found.location[-1] == "list" and not members:
                emptied.add(found.location[:-1])
            elif isinstance(found.location[-1], int):
                emptied.add(found.location)
            elif members:
                written = _json_text if source.is_flow(found.location) else _plain_scalar
                source.rearrange(
                    found.location, [one if isinstance(one, int) else written(one) for one in members]
                )
            else:
                source.empty(found.location)
        source = SourceText(source.edited(), MARK)  # lists of items are within the list of blocks
        for section in sorted({one.section for one in self._new}):
            self._blocks(source, section, emptied)
        return source.edited()

    def _members(self, section: str, name: str, found: PresentList) -> list[int | str]:
        """Return the new list: existing members by index, and new texts."""
        order = self._new.get(Subject(section, "order", name))
        numbers = [*range(len(found.texts))]
        if isinstance(order, tuple):
            places = [number for number in numbers if found.printed[number] is not None]
            wanted = [
                number
                for index in order
                if isinstance(index, int) and (number := found.number(index)) is not None
            ]
            for place, number in zip(places, wanted, strict=True):
                numbers[place] = number
        members: list[int | str] = [*self._inserted(section, name, -1, found)]
        for number in numbers:
            index = found.printed[number]
            gone = index is not None and self._new.get(Subject(section, "text", name, index), "") is None
            members += [] if gone else [number]
            if index is not None:
                members += self._inserted(section, name, index, found)
        return members

    def _inserted(self, section: str, name: str, index: int, found: PresentList) -> Sequence[str]:
        new = self._new.get(Subject(section, "insert", name, index), ())
        assert not inserted(found, index) or not new
        return [str(one) for one in new] if isinstance(new, tuple) else ()

    def _blocks(self, source: SourceText, section: str, emptied: set[Location]) -> None:
        number = self._present.section(section)
        if number is None:
            return
        location: Location = ("sections", number, "blocks")
        blocks = self._present.blocks(section)
        members: list[int | str] = [i for i in range(len(blocks)) if (*location, i) not in emptied]
        for subject, new in self._new.items():
            if subject.kind == "block" and subject.section == section and isinstance(new, tuple):
                at, after = self._behind(subject, members, blocks)
                flow = bool(blocks) and source.is_flow(location)
                members[at:at] = [
                    _block_text(_members_of(after, one, self._names.get((subject, k), "")), flow)
                    for k, one in enumerate(added_in(new))
                ]
                if flow and any(isinstance(one, NewFigure) and one.lacking for one in new):
                    source.comment(location, _UNCONFIRMED)
        if members == [*range(len(blocks))]:
            return
        if not blocks:
            source.add_list(location[:-1], "blocks", [str(one) for one in members])
        elif members:
            source.rearrange(location, members)
        else:
            source.empty(location)

    def _behind(
        self, subject: Subject, members: Sequence[int | str], blocks: Sequence[BlockParams]
    ) -> tuple[int, str]:
        """Return the list index of new blocks, and the name of the place they follow."""
        start = self._present.block_of(subject)
        if start is not None:
            return (members.index(start) + 1 if start in members else len(members)), blocks[start].after
        same = (
            at
            for at, one in enumerate(members)
            if isinstance(one, int) and comparable(blocks[one].after) == comparable(subject.name)
        )
        return next(same, len(members)), subject.name


def _member(location: Location, number: int) -> Location:
    """Return the location of a list's text: in a list of blocks, each has its own entry."""
    if location[2:3] == (_OVERRIDES,):
        return location
    return (*location, _PARAGRAPH) if isinstance(location[-1], int) else (*location, number)


def _changed(text: str, location: Location, new: str) -> str:
    """Return the text with another value, in the style of the former one if possible."""
    source = SourceText(text, MARK)
    source.change(location, new)
    try:
        made = source.edited()
        if SourceText(made, MARK).value(location).strip() == new:
            return made
    except (yaml.YAMLError, KeyError):
        pass
    source = SourceText(text, MARK)
    source.rewrite(location, _json_text(new))
    return source.edited()


def require_said(
    old: str, new: str, decisions: Sequence[Decision], present: Present, names: FileNames
) -> None:
    """Raise ReportError unless the new text contains the decided edits, and is otherwise unchanged."""
    params = present.params
    touched = {location for one in decisions if (location := _touched(one.subject, present))}
    try:
        before, _ = _read(old, params)
        after, report = _read(new, params)
    except ReportError as error:
        raise ReportError([NOT_WRITTEN.finding(params.file), *error.findings]) from None
    then = replace(present, params=Params(params.project, report, params.lines, params.file))
    same = _without(before, touched) == _without(after, touched)
    said = all(then.now(one.subject) == one.new for one in decisions)
    if not (same and said and all(_has_members(then, one, names) for one in decisions)):
        raise NOT_WRITTEN.error(params.file)


def _has_members(then: Present, decision: Decision, names: FileNames) -> bool:
    """Return whether the entries of new tables and pictures are complete."""
    subject = decision.subject
    for k, one in enumerate(added_in(decision.new) if subject.kind == "block" else ()):
        if isinstance(one, NewFigure):
            name = names[subject, k]
            block = next((block for block in then.blocks(subject.section) if block.file == name), None)
            wanted = _members_of(block.after if block else "", one, name)
            if block is None or any(getattr(block, member) != text for member, text, _ in wanted):
                return False
    return True


def _touched(subject: Subject, present: Present) -> Location | None:
    number = present.section(subject.section)
    if subject.kind == "block" or subject.name.startswith("blocks."):
        return None if number is None else ("sections", number, "blocks")
    return present.prose_list(subject.section, subject.name).location


def _read(text: str, params: Params) -> tuple[Any, ReportParams]:
    with TemporaryDirectory(prefix="progress-report-") as folder:
        path = params.project.params_file(params.report.fiscal_year)
        copy = type(path)(folder) / path.name
        copy.write_bytes(text.encode())
        tree, lines = read_strict_yaml(copy, params.file)
    return tree, validated(ReportParams, tree, lines, params.file)


def _without(tree: Any, locations: set[Location], here: Location = ()) -> Any:
    """Return a tree without the entries at some locations."""
    if isinstance(tree, Mapping):
        return {
            name: _without(one, locations, (*here, name))
            for name, one in tree.items()
            if (*here, name) not in locations
        }
    if isinstance(tree, list):
        return [_without(one, locations, (*here, i)) for i, one in enumerate(tree)]
    return tree


def _members_of(after: str, added: Added, file: str) -> list[_Member]:
    """Return the members of an entry in order. ``file``: the name of a table's or picture's file."""
    if isinstance(added, str):
        return [("after", after, ""), ("paragraph", added, "")]
    title = added.title or _NO_TITLE[added.kind], "" if added.title else TITLE + _TO_WRITE
    members = [("after", after, ""), (added.kind, file, ""), ("title", *title)]
    if added.kind == "picture":
        left = _TO_CONFIRM if added.alt else _TO_WRITE
        open_text = ALTERNATIVE + left if ALTERNATIVE in added.lacking else ""
        members.append(("alt", added.alt or _NO_ALTERNATIVE, open_text))
    return [*members, *([("source", added.source, "")] if added.source else [])]


def _block_text(members: Sequence[_Member], flow: bool) -> str:
    """Return an entry in the style of its list. In block style, remaining work is marked by a comment."""
    if flow:
        return "{" + ", ".join(f"{name}: {_json_text(text)}" for name, text, _ in members) + "}"
    return "\n".join(
        f"{name}: {_plain_scalar(text)}" + (f"  # {MARK}: {left}" if left else "")
        for name, text, left in members
    )


def _json_text(text: str) -> str:
    """Return a text as a JSON string, which is a valid YAML string, whatever characters it contains."""
    return json.dumps(text, ensure_ascii=False)


def _plain_scalar(text: str) -> str:
    """Return a text as YAML: plain if it is parsed as the same text, else quoted."""
    try:
        plain = text[0].isalpha() and yaml.load(f"- {text}", Loader=yaml.BaseLoader) == [text]
    except yaml.YAMLError:
        plain = False
    return text if plain else _json_text(text)
