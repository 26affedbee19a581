"""JSON read strictly, into the very tree and lines that YAML makes of it, in a tenth of the time."""

import json
import re
from bisect import bisect_right
from functools import lru_cache

from progress_report.inputs.source_tree import Location, Scalar, SourceLines, Tree, TreeReader
from progress_report.model.findings import ReportError

_LINE_BREAK, _BLANKS, _WORD = re.compile("\r\n|\r|\n"), re.compile("[ \r\n]*"), re.compile(r"[\w.+-]+")
# What is valid JSON and yet no YAML, or other words or lines in it: line breaks of its own, characters
# it refuses, a key that is too long or ends before its line does.
READ_OTHERWISE_AS_YAML = re.compile(
    "[\x85\u2028\u2029\ufeff]|[^\r\n -~\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    '|"[ ]*[\r\n]+[ ]*:|"[^"\r\n]{1000}'
)
_JSON = json.JSONDecoder()


@lru_cache(maxsize=8)
def read_json(text: str, name: str) -> tuple[Tree, SourceLines]:
    """The tree and lines of a text that is known to be JSON. ReportError for duplicate keys and the like."""
    reader = _JsonReader(text, name)
    tree = reader.value(())
    if reader.findings:
        raise ReportError(reader.findings)
    return tree, reader.lines


class _JsonReader(TreeReader):
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
        return None if word[0] == "null" else self.scalar(word[0], line)

    def _next(self) -> tuple[str, int]:
        """The first sign of what follows, and its line."""
        blanks = _BLANKS.match(self._text, self._position)
        assert blanks is not None
        self._position = blanks.end()
        return self._text[self._position], bisect_right(self._breaks, self._position) + 1

    def _string(self, line: int) -> Scalar:
        text, self._position = _JSON.raw_decode(self._text, self._position)
        return self.scalar(text, line)

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
            self.enter(mapping, key, line)
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
