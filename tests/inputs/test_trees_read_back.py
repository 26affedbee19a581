"""Trees written as YAML by people or as JSON by programs are read back with their lines."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from progress_report.inputs.parsing import strict_yaml
from progress_report.inputs.parsing.source_tree import Location, SourceLines, Tree
from progress_report.inputs.parsing.strict_yaml import read_strict_yaml
from progress_report.model.control_characters import control_character
from progress_report.model.findings import ReportError
from tests.support.project_copy import ROOT

LOADERS = (yaml.CSafeLoader, yaml.SafeLoader)
PARAMS = (ROOT / "params/2025.yaml").read_text(encoding="utf-8")[:4000]
SIGNS = "\t\n\r -:#&*!|>'\"%@`{}[],?\\~\ufeff\u2028\x85\x07\u3000：，ー手続"

printable = st.text(max_size=12).filter(
    lambda text: not control_character(text) and "\ufffd" not in text and text.isascii() | text.isprintable()
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | printable,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(printable, inner, max_size=4),
    max_leaves=12,
)
names = st.text("abc_表列", min_size=1, max_size=6)
documents = st.dictionaries(
    names,
    st.recursive(
        st.none() | printable,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
        max_leaves=12,
    ),
    min_size=1,
    max_size=5,
)


class Writer:
    """A text under construction, and the lines on which its entries begin."""

    def __init__(self, draw: st.DataObject, line_end: str) -> None:
        self.text, self.line, self.lines = "", 1, dict[Location, int]()
        self._draw, self._line_end = draw, line_end

    def add(self, text: str) -> None:
        self.text += text

    def end_line(self) -> None:
        self.add(self._line_end)
        self.line += 1

    def choose(self, *choices: str) -> str:
        return self._draw.draw(st.sampled_from(choices))

    def blanks(self) -> None:
        """Add white space, which JSON allows between any two tokens."""
        for sign in self._draw.draw(st.text(" \t\n", max_size=3)):
            self.end_line() if sign == "\n" else self.add(sign)

    def json(self, value: Any, location: Location = ()) -> None:
        self.blanks()
        self.lines.setdefault(location, self.line)
        if isinstance(value, dict):
            self._members("{}", [((*location, name), name, inner) for name, inner in value.items()])
        elif isinstance(value, list):
            self._members("[]", [((*location, i), None, inner) for i, inner in enumerate(value)])
        else:
            self.add(json.dumps(value, ensure_ascii=self.choose("a", "b") == "a"))
        self.blanks()

    def _members(self, brackets: str, members: list[tuple[Location, str | None, Any]]) -> None:
        self.add(brackets[0])
        for i, (location, name, inner) in enumerate(members):
            self.add("," if i else "")
            if name is not None:
                self.json(name, location)
                self.add(":")
            self.json(inner, location)
        self.add(brackets[1])

    def yaml(self, value: Any, location: Location = (), indent: int = 0) -> None:
        """Write block style: each entry on its own line, with comments and blank lines between."""
        entries = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in entries:
            for line in self.choose("", "#", "# あ: い\t", " #").split("|"):
                if line or self.choose("a", "b") == "a":
                    self.add(line)
                    self.end_line()
            self.add(f"{' ' * indent}{step}:" if isinstance(value, dict) else f"{' ' * indent}-")
            nested = isinstance(inner, dict | list) and bool(inner)
            if isinstance(value, dict) or not nested:  # a nested item begins with its first entry
                self.lines[(*location, step)] = self.line
            if nested:
                self.end_line()
                self.yaml(inner, (*location, step), indent + int(self.choose("1", "2", "4")))
                continue
            self.add(f" {self._scalar(inner)}" if inner is not None else self.choose("", " ~", " null"))
            self.add(self.choose("", "  # x"))
            self.end_line()

    def _scalar(self, value: Any) -> str:
        quoted = "'" + str(value).replace("'", "''") + "'"
        single = not any(sign in str(value) for sign in "\r\n\t\x85\u2028\u2029\ufeff")
        if isinstance(value, str) and single and self.choose("a", "b") == "a":
            return value if value.isalnum() and value != "null" else quoted
        return json.dumps(value, ensure_ascii=False)


def as_text(value: Any) -> Any:
    """Return a JSON value as the strict reader gives it: every scalar is its literal text."""
    if isinstance(value, dict):
        return {name: as_text(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [as_text(inner) for inner in value]
    return value if value is None or isinstance(value, str) else json.dumps(value)


def read(text: str, suffix: str, loader: Any) -> tuple[Tree, SourceLines]:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(strict_yaml, "LIBYAML", loader)
        path = Path(folder) / f"sample{suffix}"
        path.write_bytes(text.encode())
        return read_strict_yaml(path, "sample")


def outcome(text: str, suffix: str, loader: Any) -> Any:
    """Return the tree with its types and lines, or the first message."""
    try:
        tree, lines = read(text, suffix, loader)
    except ReportError as error:
        return error.findings[0].message
    return tree, list(lines.items()), repr(tree)


line_ends = st.sampled_from(["\n", "\r\n", "\r"])


@given(values, line_ends, st.sampled_from(LOADERS), st.data())
@example({"a\x85b\u2028": "c\u2029", "\ufeff": "😀", "k" * 2000: {"": "v" * 2000}}, "\r", LOADERS[0], None)
@example([[], {}, [{}], "", "null", None, 1e300, -0.0, 10**40], "\r\n", LOADERS[0], None)
def test_json_is_read_back(value: Any, line_end: str, loader: Any, draw: st.DataObject | None) -> None:
    if draw is None:
        text = json.dumps(value, indent=1, ensure_ascii=False).replace("\n", line_end)
        assert read(text, ".json", loader)[0] == as_text(value)
        return
    writer = Writer(draw, line_end)
    writer.json(value)
    tree, lines = read(writer.text, ".json", loader)
    assert tree == as_text(value)
    assert lines == writer.lines


@given(documents, line_ends, st.sampled_from(LOADERS), st.data())
def test_yaml_is_read_back(value: dict[str, Any], line_end: str, loader: Any, draw: st.DataObject) -> None:
    writer = Writer(draw, line_end)
    writer.yaml(value)
    tree, lines = read(writer.text, ".yaml", loader)
    assert tree == value
    assert {location: lines[location] for location in writer.lines} == writer.lines


def _changed(edits: list[tuple[int, str, int]]) -> str:
    text = PARAMS
    for position, signs, taken in edits:
        at = position % (len(text) + 1)
        text = text[:at] + signs + text[at + taken :]
    return text


edits = st.tuples(st.integers(0, 10_000), st.text(SIGNS, max_size=3), st.integers(0, 3))


@given(st.lists(edits, min_size=1, max_size=3).map(_changed) | st.text(SIGNS + "ab1", max_size=30))
def test_without_libyaml_all_is_read_and_refused_alike(text: str) -> None:
    outcomes = [outcome(text, ".yaml", loader) for loader in LOADERS]
    assert outcomes[0] == outcomes[1] or all(isinstance(one, str) for one in outcomes)


def test_more_entries_than_anyone_writes_are_refused() -> None:
    with pytest.raises(ReportError, match=r"sample 49997行目: 項目が多すぎます"):
        read("a: 1\nb:\n" + "- 1\n" * 50_001, ".yaml", LOADERS[0])
