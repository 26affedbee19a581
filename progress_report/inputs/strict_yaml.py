"""YAML (and JSON, its subset) read strictly: what is written is what is meant.

No aliases, tags or duplicate keys; every scalar stays the text it is and is typed by the schema
that reads it (so 10:30 is not 630 and 010 is not 8); line numbers are kept for messages.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import yaml

from progress_report.inputs.text_files import control_character, line_of, read_text
from progress_report.model.findings import Finding, ReportError, fault


class Scalar(str):
    """A scalar's text and the line it begins on."""

    line: int

    def __new__(cls, text: str, line: int) -> "Scalar":
        scalar = super().__new__(cls, text)
        scalar.line = line
        return scalar


Tree = dict[str, "Tree"] | list["Tree"] | Scalar | None
Location = tuple[str | int, ...]
_LINE_BREAK, _BLANKS, _WORD = re.compile("\r\n|\r|\n"), re.compile("[ \r\n]*"), re.compile(r"[\w.+-]+")
# What is valid JSON and yet no YAML, or other words or lines in it: line breaks of its own, characters
# it refuses, a key that is too long or ends before its line does.
_READ_OTHERWISE_AS_YAML = re.compile(
    "[\x85\u2028\u2029\ufeff]|[^\r\n -~\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    '|"[ ]*[\r\n]+[ ]*:|"[^"\r\n]{1000}'
)


class SourceLines:
    """Which line each entry of a file stands on."""

    def __init__(self) -> None:
        self._lines: dict[Location, int] = {}

    def __setitem__(self, location: Location, line: int) -> None:
        self._lines[location] = line

    def __getitem__(self, location: Location) -> int:
        """The line of the entry, or of the nearest entry around it that the file holds."""
        while location and location not in self._lines:
            location = location[:-1]
        return self._lines.get(location, 1)

    def items(self) -> list[tuple[Location, int]]:
        """Each entry with its line, as they stand in the file."""
        return list(self._lines.items())

    def without(self, gone: Callable[[Location], bool]) -> "SourceLines":
        """The lines of all other entries."""
        kept = SourceLines()
        kept._lines = {location: line for location, line in self._lines.items() if not gone(location)}
        return kept

    def entry(self, line: int) -> Location:
        """The outermost entry that begins on the line, or the innermost that began before it."""
        begun = {location: row for location, row in self._lines.items() if location and row <= line}
        nearest = max(begun.values(), default=0)
        found = [location for location, row in begun.items() if row == nearest]
        if nearest == line:
            return min(found, key=len)
        return max(found, key=len, default=())


def read_strict_yaml(path: Path, name: str) -> tuple[Tree, SourceLines]:
    """The file's tree and line numbers, not to be changed: the same text is parsed once.

    ReportError where it is absent, not UTF-8 or not strict.
    """
    text = read_text(path, name)
    try:
        if path.suffix == ".json":
            _require_json(text, name)
            text = text.replace("\t", " ")  # in JSON it is white space only; in YAML it may not be
            if not _READ_OTHERWISE_AS_YAML.search(text):
                return _read_json(text, name)
        return _read(text, name)
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line + 1 if error.problem_mark else None
        raise fault("YAMLとして読めません。", _remedy(error), file=name, row=row) from None
    except yaml.reader.ReaderError as error:
        row = line_of(text, error.position)
        raise fault(
            "使えない文字（制御文字）があります。", "その文字を消してください。", file=name, row=row
        ) from None
    except RecursionError:
        raise fault("入れ子が深すぎます。", "閉じていない括弧がないか確認してください。", file=name) from None


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
    findings = list(_forbidden_events(text, name))
    if findings:
        raise ReportError(findings)
    reader = _TreeReader(name)
    tree = reader.tree(yaml.compose(text, Loader=yaml.SafeLoader), ())
    if reader.findings:
        raise ReportError(reader.findings)
    return tree, reader.lines


def _forbidden_events(text: str, name: str) -> Iterator[Finding]:
    remedy = "値をそのまま書いてください。"
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield Finding("アンカー（&）とエイリアス（*）は使えません。", remedy, name, line)
        elif getattr(event, "tag", None):
            yield Finding("タグ（!）は使えません。", remedy, name, line)


@lru_cache(maxsize=8)
def _read_json(text: str, name: str) -> tuple[Tree, SourceLines]:
    reader = _JsonReader(text, name)
    tree = reader.value(())
    if reader.findings:
        raise ReportError(reader.findings)
    return tree, reader.lines


class _Reader:
    """Notes lines and what is wrong while a tree is made."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.lines = SourceLines()
        self.findings: list[Finding] = []

    def _enter(self, mapping: dict[str, Tree], key: str, line: int) -> None:
        if key in mapping:
            self._find(f"項目「{key}」が二重に書かれています。", "どちらか一つを消してください。", line)

    def _scalar(self, value: str, line: int) -> Scalar:
        """Escapes can hide what the reader refuses: control characters and halves of a character."""
        text = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if control_character(text) or "\ufffd" in text:
            self._find("使えない文字（制御文字など）があります。", "その文字を消してください。", line)
        return Scalar(text, line)

    def _find(self, message: str, remedy: str, line: int) -> None:
        self.findings.append(Finding(message, remedy, self._name, line))


_JSON = json.JSONDecoder()


class _JsonReader(_Reader):
    """Text that is known to be JSON, read into the tree that YAML makes of it, in a tenth of the time."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(name)
        self._text = text
        self._position = 0
        self._breaks = [match.end() for match in _LINE_BREAK.finditer(text)]

    def value(self, location: Location) -> Tree:
        sign, line = self._next()
        self.lines[location] = line
        if sign == "{":
            return self._mapping(location)
        if sign == "[":
            return self._sequence(location)
        if sign == '"':
            return self._string(line)
        word = _WORD.match(self._text, self._position)
        assert word is not None, "the text was read as JSON before"
        self._position = word.end()
        return None if word[0] == "null" else self._scalar(word[0], line)

    def _next(self) -> tuple[str, int]:
        """The first sign of what follows, and its line."""
        blanks = _BLANKS.match(self._text, self._position)
        assert blanks is not None
        self._position = blanks.end()
        return self._text[self._position], bisect_right(self._breaks, self._position) + 1

    def _string(self, line: int) -> Scalar:
        text, self._position = _JSON.raw_decode(self._text, self._position)
        return self._scalar(text, line)

    def _mapping(self, location: Location) -> dict[str, Tree]:
        mapping: dict[str, Tree] = {}
        while True:
            self._position += 1  # past the opening bracket or the comma
            sign, line = self._next()
            if sign == "}":
                break
            key = str(self._string(line))
            self._next()
            self._position += 1  # past the colon
            self._enter(mapping, key, line)
            mapping[key] = self.value((*location, key))
            self.lines[(*location, key)] = line
            if self._next()[0] == "}":
                break
        self._position += 1
        return mapping

    def _sequence(self, location: Location) -> list[Tree]:
        items: list[Tree] = []
        while True:
            self._position += 1  # past the opening bracket or the comma
            if self._next()[0] == "]":
                break
            items.append(self.value((*location, len(items))))
            if self._next()[0] == "]":
                break
        self._position += 1
        return items


class _TreeReader(_Reader):
    """Turns YAML's nodes into a tree."""

    def tree(self, node: yaml.Node | None, location: Location) -> Tree:
        if node is None:
            return None
        self.lines[location] = node.start_mark.line + 1
        if isinstance(node, yaml.SequenceNode):
            return [self.tree(item, (*location, i)) for i, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, location)
        assert isinstance(node, yaml.ScalarNode)
        plain_empty = node.value in ("", "~", "null") and node.style is None
        return None if plain_empty else self._scalar(node.value, node.start_mark.line + 1)

    def _mapping(self, node: yaml.MappingNode, location: Location) -> dict[str, Tree]:
        mapping: dict[str, Tree] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._find("項目名が文字列ではありません。", "項目名を直してください。", line)
                continue
            key = str(self._scalar(key_node.value, line))
            self._enter(mapping, key, line)
            mapping[key] = self.tree(value_node, (*location, key))
            self.lines[(*location, key)] = line
        return mapping
