"""YAML (and JSON, its subset) read strictly: what is written is what is meant.

No aliases, tags or duplicate keys; every scalar stays the text it is and is typed by the schema
that reads it (so 10:30 is not 630 and 010 is not 8); line numbers are kept for messages.
"""

from collections.abc import Iterator
from pathlib import Path

import yaml

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


def read_strict_yaml(path: Path, name: str) -> tuple[Tree, SourceLines]:
    """The file's tree and line numbers. ReportError where it is absent, not UTF-8 or not strict."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise fault("ファイルがありません。", "ファイル名と置き場所を確認してください。", file=name) from None
    except UnicodeDecodeError:
        raise fault("文字コードがUTF-8ではありません。", "UTF-8で保存し直してください。", file=name) from None
    try:
        findings = list(_forbidden_events(text, name))
        if findings:
            raise ReportError(findings)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise fault(
            "YAMLとして読めません。",
            "字下げ、コロンの後の空白、引用符の閉じ忘れを確認してください。",
            file=name,
            row=line,
        ) from None
    except yaml.YAMLError:
        raise fault("使えない文字（制御文字）があります。", "その文字を消してください。", file=name) from None
    lines = SourceLines()
    duplicates: list[Finding] = []
    tree = _tree(node, (), lines, duplicates, name)
    if duplicates:
        raise ReportError(duplicates)
    return tree, lines


def _forbidden_events(text: str, name: str) -> Iterator[Finding]:
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield Finding("アンカー（&）とエイリアス（*）は使えません。", "値をそのまま書いてください。", name, line)
        elif getattr(event, "tag", None):
            yield Finding("タグ（!）は使えません。", "値をそのまま書いてください。", name, line)


def _tree(
    node: yaml.Node | None, location: Location, lines: SourceLines, duplicates: list[Finding], name: str
) -> Tree:
    if node is None:
        return None
    lines[location] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_tree(item, (*location, i), lines, duplicates, name) for i, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Tree] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                duplicates.append(Finding("項目名が文字列ではありません。", "項目名を直してください。", name, line))
                continue
            key = key_node.value
            if key in mapping:
                duplicates.append(
                    Finding(f"項目「{key}」が二重に書かれています。", "どちらか一つを消してください。", name, line)
                )
            mapping[key] = _tree(value_node, (*location, key), lines, duplicates, name)
            lines[(*location, key)] = line
        return mapping
    plain_empty = node.value in ("", "~", "null") and node.style is None
    return None if plain_empty else Scalar(node.value, node.start_mark.line + 1)
