"""Strict reader of YAML (and JSON, its subset) without implicit conversions.

No aliases, tags or duplicate keys; every scalar remains text and is typed by the schema that reads it (so
10:30 is not 630 and 010 is not 8); line numbers are kept for messages.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path

import yaml

from progress_report.inputs.parsing.source_tree import Location, Scalar, SourceLines, Tree
from progress_report.inputs.parsing.text_files import LINE_END, line_of, read_text
from progress_report.inputs.parsing.yaml_mistakes import causes_of_failure, conflict_marks, wide_list_marks
from progress_report.messages import files
from progress_report.messages.message import Message
from progress_report.model.control_characters import control_character
from progress_report.model.findings import Finding, ReportError

_MOST_EVENTS = 50_000  # of YAML: a year's parameters have some hundred entries
_JOINT = 12  # characters on either side of a line break that identify it in the value
_NULL = ("", "~", "null")
# libyaml is an order of magnitude faster; a PyYAML built without it lacks this class.
LIBYAML: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# libyaml treats tabs as blanks, drops byte order marks inside, and rejects the escapes of a surrogate pair.
_READ_WITHOUT_LIBYAML = re.compile("[\t\ufeff]|\\\\[uU]")
_NO_CHARACTER = re.compile(r"\\U(?!000|0010)[0-9A-Fa-f]{8}")
_DEEPEST = 100  # a year's parameters have six levels
# A string, with the white space up to the colon if it is a member's name.
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"(?:([ \t\r\n]*):)?', re.DOTALL)
_NO_NUMBER = re.compile(r"NaN|-?Infinity")
_JSON = json.JSONDecoder()
_BRACKET = re.compile(r"[][{}]")
_COMMENT = re.compile(r"[ \t]*(?:#|//|/\*)")


def read_strict_yaml(path: Path, name: str) -> tuple[Tree, SourceLines]:
    """Return the file's tree and line numbers, which are cached and must not be changed.

    Raise ReportError if the file is missing, not UTF-8 or not strict.
    """
    text, is_json = read_text(path, name), path.suffix == ".json"
    if marks := conflict_marks(text, name) or ([] if is_json else wide_list_marks(text, name)):
        raise ReportError(marks)
    return _parsed(text, name, is_json, LIBYAML)  # type: ignore[arg-type]  # a class is hashable


@lru_cache(maxsize=16)
def _parsed(
    text: str, name: str, is_json: bool, loader: type[yaml.SafeLoader] | type[yaml.CSafeLoader]
) -> tuple[Tree, SourceLines]:
    strings: Iterator[str] | None = None
    if is_json:
        text, strings = _json_structure(text, name)
    elif found := yaml.reader.Reader.NON_PRINTABLE.search(text) or _NO_CHARACTER.search(text):
        raise files.CONTROL_CHARACTER.error(name, line_of(text, found.start()))
    elif _READ_WITHOUT_LIBYAML.search(text):
        loader = yaml.SafeLoader
    reader = _EventReader(text, name, yaml.parse(text, Loader=loader), strings)
    try:
        tree = reader.document()
    except yaml.MarkedYAMLError as error:
        row = reader.line(error.problem_mark.index) if error.problem_mark else None
        if causes := causes_of_failure(text, name, row):
            raise ReportError(causes) from None
        raise files.NO_YAML.error(name, row, remedy=_remedy(error)) from None
    if reader.findings:
        raise ReportError(reader.findings)
    return tree, reader.lines


def _remedy(error: yaml.MarkedYAMLError) -> str:
    """Return a more specific remedy than the usual one; empty if there is none."""
    problem = f"{error.context} {error.problem}"
    if "\\t" in problem:
        return "タブは使えません。空白で字下げしてください。"
    if "single document" in problem:
        return "区切り線（---）を消して、一つにまとめてください。"
    return ""


def _unfolded(event: yaml.ScalarEvent, text: str) -> str:
    """Remove the blanks that YAML inserts in a scalar's value where lines were joined in Japanese text."""
    value, start, end = event.value, event.start_mark, event.end_mark
    if event.style == "|" or start is None or end is None or start.line == end.line:
        return value
    written = text[start.index : end.index]
    if event.style == ">":
        written = written.partition("\n")[2]  # without the sign and the rest of its line
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


def _json_structure(text: str, name: str) -> tuple[str, Iterator[str]]:
    """Return JSON with empty strings, on the same lines, in which YAML finds locations, and its strings.

    YAML reads a string of JSON differently (surrogate pairs, line separators) or not at all (a key of more
    than 1,024 characters), so the strings are decoded by ``json``. Raise ReportError if it is
    not JSON: comments, trailing commas and bare words are only allowed in YAML.
    """
    structure = _STRING.sub(_emptied, text).replace("\t", " ")  # YAML does not accept tabs as white space
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        remedy = "注釈は書けません。消してください。" if _COMMENT.match(text, error.pos) else ""
        raise files.NO_JSON.error(name, line_of(text, error.pos), remedy=remedy) from None
    except RecursionError:
        raise files.TOO_DEEP.error(name, line_of(structure, _too_deep_at(structure))) from None
    if found := _NO_NUMBER.search(structure):
        row, remedy = line_of(structure, found.start()), "NaN と Infinity は書けません。消してください。"
        raise files.NO_JSON.error(name, row, remedy=remedy)
    return structure, (_JSON.raw_decode(text, one.start())[0] for one in _STRING.finditer(text))


def _emptied(match: re.Match[str]) -> str:
    """Empty a string; the colon moves to the line of the name, as YAML requires."""
    return '""' if match[1] is None else f'"":{match[1]}'


def _too_deep_at(structure: str) -> int:
    """Return the position of the first bracket nested deeper than allowed."""
    brackets = list(_BRACKET.finditer(structure))
    depths = accumulate(1 if bracket[0] in "[{" else -1 for bracket in brackets)
    return next((one.start() for one, depth in zip(brackets, depths, strict=True) if depth > _DEEPEST), 0)


class _EventReader:
    """Converter of YAML parser events to a tree, which collects lines and errors.

    ``strings`` are those of a JSON text, in which they were replaced by empty ones.
    """

    def __init__(
        self, text: str, name: str, events: Iterator[yaml.Event], strings: Iterator[str] | None
    ) -> None:
        self.lines = SourceLines()
        self.findings: list[Finding] = []
        self._text, self._name, self._strings = text, name, strings
        self._events = enumerate(events)
        self._line_starts = [match.end() for match in LINE_END.finditer(text)]

    def document(self) -> Tree:
        """Parse the only document. Raise MarkedYAMLError if there are several, or it is invalid."""
        self._next()  # start of the stream
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        tree = self._tree(self._next(), ())
        self._next()  # end of the document
        further = self._next()
        if not isinstance(further, yaml.StreamEndEvent):
            problem = "expected a single document in the stream"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=further.start_mark)  # type: ignore[arg-type]
        return tree

    def line(self, position: int) -> int:
        """Return the line of a position as editors count; YAML counts more separators."""
        return bisect_right(self._line_starts, position) + 1

    def _line(self, event: yaml.Event) -> int:
        return self.line(event.start_mark.index if event.start_mark else 0)

    def _next(self) -> yaml.Event:
        """Return the next event. Raise ReportError if there are too many."""
        number, event = next(self._events)
        if number > _MOST_EVENTS and self._strings is None:
            raise files.TOO_MANY_ENTRIES.error(self._name, self._line(event), most=f"{_MOST_EVENTS:,}")
        return event

    def _tree(self, event: yaml.Event, location: Location) -> Tree:
        line = self.lines[location] = self._line(event)
        if isinstance(event, yaml.AliasEvent):
            self._find(files.REFERENCE, line)
            return None
        assert isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent)
        self._require_plain(event, line)
        if isinstance(event, yaml.ScalarEvent):
            if not event.style and event.value in _NULL:
                return None
            return self._scalar(event, line)
        if len(location) >= _DEEPEST:
            raise files.TOO_DEEP.error(self._name, line)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(location)
        return self._mapping(location)

    def _sequence(self, location: Location) -> list[Tree]:
        items: list[Tree] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._tree(event, (*location, len(items))))
        return items

    def _mapping(self, location: Location) -> dict[str, Tree]:
        mapping: dict[str, Tree] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            line = self._line(event)
            if not isinstance(event, yaml.ScalarEvent):
                self._find(files.REFERENCE if isinstance(event, yaml.AliasEvent) else files.NO_NAME, line)
                self._pass(event)
                self._pass(self._next())
                continue
            self._require_plain(event, line)
            key = str(self._scalar(event, line))
            if key in mapping:
                self._find(files.DUPLICATE, line, entry=key)
            mapping[key] = self._tree(self._next(), (*location, key))
            self.lines[(*location, key)] = line
        return mapping

    def _require_plain(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int) -> None:
        if event.anchor:
            self._find(files.REFERENCE, line)
        if event.tag:
            self._find(files.TAG, line)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Scalar:
        """Return a scalar; report escapes that hide characters the parser rejects (control, surrogates)."""
        if self._strings is not None and event.style:
            value = next(self._strings)
        else:
            value = _unfolded(event, self._text)
        text = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if control_character(text) or "\ufffd" in text:
            self._find(files.HIDDEN_CHARACTER, line)
        return Scalar(text, line)

    def _pass(self, event: yaml.Event) -> None:
        """Skip the node that the event begins."""
        depth = int(isinstance(event, yaml.CollectionStartEvent))
        while depth:
            event = self._next()
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)

    def _find(self, message: Message, line: int, **gaps: str) -> None:
        self.findings.append(message.finding(self._name, line, **gaps))
