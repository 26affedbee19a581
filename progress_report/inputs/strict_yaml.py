"""YAML (and JSON, its subset) read strictly: what is written is what is meant.

No aliases, tags or duplicate keys; every scalar stays the text it is and is typed by the schema
that reads it (so 10:30 is not 630 and 010 is not 8); line numbers are kept for messages.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import yaml

from progress_report.inputs.source_tree import Location, Scalar, SourceLines, Tree, TreeReader
from progress_report.inputs.strict_json import READ_OTHERWISE_AS_YAML, read_json
from progress_report.inputs.text_files import line_of, read_text
from progress_report.inputs.yaml_mistakes import causes_of_failure, conflict_marks, wide_list_marks
from progress_report.model.findings import Finding, ReportError, fault

# A year's parameters have six levels and some hundred entries.
_DEEPEST, _MOST_EVENTS = 100, 50_000
_JOINT = 12  # characters on either side of a line's end that tell where it was in the value

__all__ = ["Location", "Scalar", "SourceLines", "Tree", "read_strict_yaml"]


def read_strict_yaml(path: Path, name: str) -> tuple[Tree, SourceLines]:
    """The file's tree and line numbers, not to be changed: the same text is parsed once.

    ReportError where it is absent, not UTF-8 or not strict.
    """
    text = read_text(path, name)
    if marks := conflict_marks(text, name):
        raise ReportError(marks)
    try:
        if path.suffix == ".json":
            _require_json(text, name)
            text = text.replace("\t", " ")  # in JSON it is white space only; in YAML it may not be
            if not READ_OTHERWISE_AS_YAML.search(text):
                return read_json(text, name)
        elif marks := wide_list_marks(text, name):
            raise ReportError(marks)
        return _read(text, name)
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line + 1 if error.problem_mark else None
        if causes := causes_of_failure(text, name, row):
            raise ReportError(causes) from None
        raise fault("YAMLとして読めません。", _remedy(error), file=name, row=row) from None
    except yaml.reader.ReaderError as error:
        row = line_of(text, error.position)
        raise fault(
            "使えない文字（制御文字）があります。", "その文字を消してください。", file=name, row=row
        ) from None
    except RecursionError:
        raise _too_deep(name) from None


def _require_json(text: str, name: str) -> None:
    """A descriptor is read by other tools too, so YAML's freedoms (comments, bare words) are faults."""
    try:
        json.loads(text, parse_int=str, parse_float=str, parse_constant=_no_constant)
    except ValueError as error:
        row = error.lineno if isinstance(error, json.JSONDecodeError) else None
        remedy = "この行とその前の行の、カンマ、二重引用符、括弧の対応を確認してください。"
        raise fault("JSONとして読めません。", remedy, file=name, row=row) from None


def _no_constant(constant: str) -> None:
    raise ValueError(constant)  # NaN and Infinity, which Python reads and JSON does not know


def _remedy(error: yaml.MarkedYAMLError) -> str:
    problem = f"{error.context} {error.problem}"
    if "\\t" in problem:
        return "タブは使えません。空白で字下げしてください。"
    if "single document" in problem:
        return "区切り線（---）を消して、一つにまとめてください。"
    return "字下げ、コロンの後の空白、引用符の閉じ忘れを確認してください。"


@lru_cache(maxsize=8)
def _read(text: str, name: str) -> tuple[Tree, SourceLines]:
    events = list(_bounded(yaml.parse(text, Loader=yaml.SafeLoader), name))
    if findings := list(_forbidden(events, name)):
        raise ReportError(findings)
    reader = _EventReader(events, name, text)
    tree = reader.document()
    if reader.findings:
        raise ReportError(reader.findings)
    return tree, reader.lines


def _bounded(events: Iterable[yaml.Event], name: str) -> Iterator[yaml.Event]:
    """The events as they come. ReportError at once for more of them, or deeper ones, than anyone writes."""
    depth = 0
    for number, event in enumerate(events):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise _too_deep(name, _line(event))
        if number > _MOST_EVENTS:
            remedy = f"{_MOST_EVENTS:,}個までです。要らないものを除いてください。"
            raise fault("項目が多すぎます。", remedy, file=name, row=_line(event))
        yield event


def _too_deep(name: str, row: int | None = None) -> ReportError:
    return fault("入れ子が深すぎます。", "閉じていない括弧がないか確認してください。", file=name, row=row)


def _forbidden(events: Sequence[yaml.Event], name: str) -> Iterator[Finding]:
    remedy = "値をそのまま書いてください。"
    for event in events:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield Finding("アンカー（&）とエイリアス（*）は使えません。", remedy, name, _line(event))
        elif getattr(event, "tag", None):
            yield Finding("タグ（!）は使えません。", remedy, name, _line(event))


def _unfolded(event: yaml.ScalarEvent, text: str) -> str:
    """The scalar's value without the blanks that YAML puts where lines were joined inside Japanese text."""
    value, start, end = event.value, event.start_mark, event.end_mark
    if event.style == "|" or start is None or end is None or start.line == end.line:
        return value
    written = text[start.index : end.index]
    if event.style == ">":
        written = written.partition("\n")[2]  # without the sign and what follows it
    elif event.style:
        written = written[1:-1]
    lines = [line.strip() for line in written.splitlines()]
    position = 0
    for before, after in pairwise(filter(None, lines)):
        if before[-1].isascii() and after[0].isascii():
            continue
        joint = f"{before[-_JOINT:]} {after[:_JOINT]}"
        found = value.find(joint, position)
        if found >= 0:
            position = found + len(before[-_JOINT:])
            value = value[:position] + value[position + 1 :]
    return value


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


class _EventReader(TreeReader):
    """Turns YAML's events, without anchors, aliases and tags among them, into a tree."""

    def __init__(self, events: Sequence[yaml.Event], name: str, text: str) -> None:
        super().__init__(name)
        self._events = iter(events)
        self._text = text

    def document(self) -> Tree:
        """The only document. ComposerError, as PyYAML's own composer has it, where there are several."""
        next(self._events)  # the stream's start
        start = next(self._events)
        if isinstance(start, yaml.StreamEndEvent):
            return None
        tree = self._tree(next(self._events), ())
        next(self._events)  # the document's end
        further = next(self._events)
        if not isinstance(further, yaml.StreamEndEvent):
            only, found = "expected a single document in the stream", "but found another document"
            raise yaml.composer.ComposerError(only, start.start_mark, found, further.start_mark)  # type: ignore[arg-type]
        return tree

    def _tree(self, event: yaml.Event, location: Location) -> Tree:
        self.lines[location] = _line(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(location)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(location)
        assert isinstance(event, yaml.ScalarEvent)
        plain_empty = event.value in ("", "~", "null") and event.style is None
        return None if plain_empty else self.scalar(_unfolded(event, self._text), _line(event))

    def _sequence(self, location: Location) -> list[Tree]:
        items: list[Tree] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._tree(event, (*location, len(items))))
        return items

    def _mapping(self, location: Location) -> dict[str, Tree]:
        mapping: dict[str, Tree] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent):
                self.find("項目名が文字列ではありません。", "項目名を直してください。", line)
                self._pass(event)
                self._pass(next(self._events))
                continue
            key = str(self.scalar(event.value, line))
            self.enter(mapping, key, line)
            mapping[key] = self._tree(next(self._events), (*location, key))
            self.lines[(*location, key)] = line
        return mapping

    def _pass(self, event: yaml.Event) -> None:
        """Leave out the node that the event begins."""
        depth = int(isinstance(event, yaml.CollectionStartEvent))
        while depth:
            event = next(self._events)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
