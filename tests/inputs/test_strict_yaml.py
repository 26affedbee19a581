"""YAML is read literally; anything that could mean something else is refused with its line."""

import json
from pathlib import Path

import pytest
import yaml

from progress_report.inputs.parsing import strict_yaml
from progress_report.inputs.parsing.source_tree import Scalar, SourceLines, Tree
from progress_report.inputs.parsing.strict_yaml import read_strict_yaml
from progress_report.model.findings import Finding, ReportError


@pytest.fixture(autouse=True, params=[yaml.CSafeLoader, yaml.SafeLoader])
def _loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use libyaml's parser, and that of a PyYAML built without it."""
    monkeypatch.setattr(strict_yaml, "LIBYAML", request.param)


def read(tmp_path: Path, content: str | bytes, name: str = "sample.yaml") -> tuple[Tree, SourceLines]:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_strict_yaml(path, name)


def findings(tmp_path: Path, content: str | bytes, name: str = "sample.yaml") -> list[Finding]:
    with pytest.raises(ReportError) as caught:
        read(tmp_path, content, name)
    return list(caught.value.findings)


@pytest.mark.parametrize(
    "text",
    [
        "10:30",
        "010",
        "0x1F",
        "1e3",
        "yes",
        "no",
        "true",
        "1_000",
        "2024-07-02",
        "1.50",
        ".5",
        "+1",
        "=",
        "NaN",
    ],
)
def test_every_scalar_stays_the_text_it_is(tmp_path: Path, text: str) -> None:
    tree, _ = read(tmp_path, f"value: {text}\n")
    assert tree == {"value": text}


@pytest.mark.parametrize(
    ("written", "value"), [("", None), ("~", None), ("null", None), ('""', ""), ('"null"', "null")]
)
def test_only_a_plain_blank_is_nothing(tmp_path: Path, written: str, value: str | None) -> None:
    assert read(tmp_path, f"value: {written}\n")[0] == {"value": value}


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        ("a: 1\nb: &x 2\n", 2, "アンカー"),
        ("a: 1\n\nb: *x\n", 3, "エイリアス"),
        ("a: &x {b: 1}\n", 1, "アンカー"),
        ("a: 1\nb: !!int 2\n", 2, "タグ"),
        ("a: !x {b: 1}\n", 1, "タグ"),
        ("- 1\n- !python/object:os.system x\n", 2, "タグ"),
        ("a: 1\nb: 2\na: 3\n", 3, "項目「a」が二重"),
        ("x:\n  - b: 1\n    b: 2\n", 3, "項目「b」が二重"),
        ("a: 1\n? [b]\n: 2\n", 2, "項目名が文字列ではありません"),
        ("a: 1\n  b: 2\n", 2, "YAMLとして読めません"),
        ("a: '1\n", 2, "YAMLとして読めません"),
        ("a: 1\nb: {c: 1\n", 3, "YAMLとして読めません"),
        ("a: 1\n\tb: 2\n", 2, "字下げにタブが使われています"),
        ("a: 1\n---\nb: 2\n", 2, "YAMLとして読めません"),
        ("a: 1\nb: x\0y\n", 2, "制御文字"),
        ("a: 1\r\nb: x\x07\r\n", 2, "制御文字"),
        ('a: 1\nb: "x\\0y"\n', 2, "制御文字"),
        ('a: 1\n"\\x07": 2\n', 2, "制御文字"),
        ('a: 1\nb: "\\ud83d"\n', 2, "使えない文字"),
        ("a: 1\nb: \ufffd\n", 2, "使えない文字"),
        ("a: 1\nb: ご".encode() + b"\xff", 2, "文字コードがUTF-8ではありません"),
        ("a: 値\n".encode("cp932"), 1, "文字コードがUTF-8ではありません"),
        ("a: 値\n".encode("utf-16"), 1, "文字コードがUTF-8ではありません"),
        ("[" * 500 + "]" * 500, 1, "入れ子が深すぎます"),
        ("- " * 500, 1, "入れ子が深すぎます"),
        ("a: 1\nb: x\ty\n", 2, "YAMLとして読めません"),
        ("a: 1\nb: 2\t# c\n", 2, "YAMLとして読めません"),
        ('a: 1\nb: "\\U00110000"\n', 2, "制御文字"),
        ("a: 1\n*x : 2\n", 2, "エイリアス"),
        ("a: 1\n" + "k" * 1025 + ": 2\n", 2, "YAMLとして読めません"),
    ],
)  # fmt: skip
def test_refused_with_its_line(tmp_path: Path, content: str | bytes, line: int | None, says: str) -> None:
    found = findings(tmp_path, content)
    assert [finding.row for finding in found] == [line]
    assert says in found[0].message and found[0].remedy and found[0].file == "sample.yaml"


def test_remedies_fit_the_error(tmp_path: Path) -> None:
    assert "半角の空白" in findings(tmp_path, "a:\n\t- 1\n")[0].remedy
    assert "一つにまとめて" in findings(tmp_path, "a: 1\n---\nb: 2\n")[0].remedy


def test_all_forbidden_parts_are_reported_together(tmp_path: Path) -> None:
    found = findings(tmp_path, "a: &x 1\nb: *x\nc: !t 2\n")
    assert sorted(row for finding in found for row in finding.all_rows) == [1, 2, 3]
    twice = findings(tmp_path, "a: 1\na: 2\nb: 1\nb: 2\n")
    assert sorted(row for finding in twice for row in finding.all_rows) == [2, 4]


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_byte_order_mark_and_line_ends_change_nothing(tmp_path: Path, start: bytes, end: bytes) -> None:
    content = start + end.join(["a: 値".encode(), b"b:", b"  - 1", b"  - 2", b""])
    tree, lines = read(tmp_path, content)
    assert tree == {"a": "値", "b": ["1", "2"]}
    assert [lines[where] for where in [("a",), ("b",), ("b", 0), ("b", 1)]] == [1, 2, 3, 4]


def test_lines(tmp_path: Path) -> None:
    tree, lines = read(tmp_path, "# x\na:\n  b:\n    - c\n    -\n      d: 1\n")
    assert isinstance(tree, dict)
    assert lines[("a",)] == 2
    assert lines[("a", "b")] == 3
    assert lines[("a", "b", 1, "d")] == 6
    assert lines[("a", "b", 1, "e", "f")] == 6  # a missing entry has the line of the nearest one around it
    assert lines[("z",)] == 2
    scalar = tree["a"]["b"][0]  # type: ignore[index,call-overload]
    assert isinstance(scalar, Scalar) and scalar.line == 4


def test_lines_are_counted_as_editors_do(tmp_path: Path) -> None:
    """Unicode line separators end a line in YAML, but not in an editor."""
    tree, lines = read(tmp_path, 'a: "x\u2028y"\nb: 2\n')
    assert tree == {"a": "x\u2028y", "b": "2"} and lines[("b",)] == 2
    assert findings(tmp_path, "# \x85\u2029\na: 1\na: 2\n")[0].row == 3


@pytest.mark.parametrize("content", ["", "# nothing\n", "\n"])
def test_an_empty_file_holds_nothing(tmp_path: Path, content: str) -> None:
    assert read(tmp_path, content)[0] is None


def test_absent_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    for name, says in (("none.yaml", "ファイルがありません"), ("folder.yaml", "フォルダーです")):
        with pytest.raises(ReportError, match=rf"{name}.*{says}.*確認してください"):
            read_strict_yaml(tmp_path / name, name)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('{"a": 1,\n "b": 2,}', 2),
        ('{"a": 1\n "b": 2}', 2),
        ('{"a": 1,\n # x\n "b": 2}', 2),
        ("a: 1\n", 1),
        ('{"a":\n"NaN", "b":\n-Infinity}', 3),
        ('{"a": 1,\r "b": 01}', 2),
        ('{"a": 1,\n "b": "x\ny"}', 2),
        ('{"a": 1} // x', 1),
        ('{"a": 1}\n{"b": 2}', 2),
        ("", 1),
    ],
)
def test_json_must_be_json_for_other_tools_too(tmp_path: Path, content: str, line: int | None) -> None:
    (found,) = findings(tmp_path, content, "datapackage.json")
    assert (found.row, found.message) == (line, "JSONとして読めません。") and found.remedy


def test_a_comment_in_json_is_reported_as_such(tmp_path: Path) -> None:
    for sign in ("#", "//", "/*"):
        (found,) = findings(tmp_path, f'{{"a": 1, {sign} x */\n"b": 2}}', "datapackage.json")
        assert "注釈" in found.remedy


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        ('{"a": 1,\n"a": 2}', 2, "項目「a」が二重に書かれています"),
        ('{"a":\n{"b": 1,\n\n"b": {"b": 1}}}', 4, "項目「b」が二重に書かれています"),
        ('{"a":\n"x\\u0000y"}', 2, "使えない文字"),
        ('{"a":\n"\x7f"}', 2, "使えない文字"),
        ('{"a":\n"\\ud83d"}', 2, "使えない文字"),
        ('{"a":\n"\\ude00\\ud83d"}', 2, "使えない文字"),
        ("\n" + "[" * 500 + "]" * 500, 2, "入れ子が深すぎます"),
        ("[\n" + "[" * 200_000 + "\x07", 2, "入れ子が深すぎます"),
        ('{"a": ["]]]",\n' + "[" * 99 + "]" * 99 + "]}", 2, "入れ子が深すぎます"),
        ("<<<<<<< x\n{}\n=======\n[]\n>>>>>>> y", 1, "競合の印"),
    ],
)
def test_json_refused_with_its_line(tmp_path: Path, content: str, line: int, says: str) -> None:
    (found,) = findings(tmp_path, content, "datapackage.json")
    assert found.row == line and says in found.message and found.remedy


@pytest.mark.parametrize(
    ("content", "tree", "last_line"),
    [
        ('{"' + "k" * 5_000 + '":\n{"a": 1}}', {"k" * 5_000: {"a": "1"}}, 2),
        ('["a\\nb: c # d", "- e", "&f", "null"]', ["a\nb: c # d", "- e", "&f", "null"], 1),
        ('["\\"", "\\\\", "\\\\\\"]", "\\/",\r\n"{"]', ['"', "\\", '\\"]', "/", "{"], 2),
        ("[" + "9" * 10_000 + ",\r-0.0, 1E+400]", ["9" * 10_000, "-0.0", "1E+400"], 2),
        ("[" * 100 + "]" * 100, json.loads("[" * 100 + "]" * 100), 1),
        (" \r\n\tnull\n", None, 2),
    ],
)  # fmt: skip
def test_json_is_read_as_json(tmp_path: Path, content: str, tree: Tree, last_line: int) -> None:
    """Even where YAML would read it differently, or not at all."""
    found, lines = read(tmp_path, content, "sample.json")
    assert found == tree
    assert list(lines.values())[-1] == last_line
