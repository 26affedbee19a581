"""YAML is read as it is written; what could mean something else is refused with its line."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from progress_report.inputs.strict_yaml import Scalar, SourceLines, Tree, read_strict_yaml
from progress_report.model.findings import Finding, ReportError


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
    ],
)  # fmt: skip
def test_refused_with_its_line(tmp_path: Path, content: str | bytes, line: int | None, says: str) -> None:
    found = findings(tmp_path, content)
    assert [finding.row for finding in found] == [line]
    assert says in found[0].message and found[0].remedy and found[0].file == "sample.yaml"


def test_remedies_fit_the_fault(tmp_path: Path) -> None:
    assert "半角の空白" in findings(tmp_path, "a:\n\t- 1\n")[0].remedy
    assert "一つにまとめて" in findings(tmp_path, "a: 1\n---\nb: 2\n")[0].remedy


def test_all_forbidden_parts_are_told_together(tmp_path: Path) -> None:
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
    assert lines[("a", "b", 1, "e", "f")] == 6  # what is not there: the nearest around it
    assert lines[("z",)] == 2
    scalar = tree["a"]["b"][0]  # type: ignore[index,call-overload]
    assert isinstance(scalar, Scalar) and scalar.line == 4


@pytest.mark.parametrize("content", ["", "# nothing\n", "\n"])
def test_an_empty_file_holds_nothing(tmp_path: Path, content: str) -> None:
    assert read(tmp_path, content)[0] is None


def test_characters_beyond_the_basic_plane(tmp_path: Path) -> None:
    assert read(tmp_path, "a: 𠮟る\n")[0] == {"a": "𠮟る"}
    assert read(tmp_path, '{"a": "\\ud842\\udf9f\\/"}', "a.json")[0] == {"a": "𠮟/"}


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
        ('{"a": NaN}', None),
        ("", 1),
    ],
)
def test_json_must_be_json_for_other_tools_too(tmp_path: Path, content: str, line: int | None) -> None:
    (found,) = findings(tmp_path, content, "datapackage.json")
    assert (found.row, found.message) == (line, "JSONとして読めません。") and found.remedy


def test_json_with_a_duplicate_key_or_tabs(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, '{"a": 1,\n"a": 2}', "datapackage.json")
    assert (found.row, found.message) == (2, "項目「a」が二重に書かれています。")
    assert read(tmp_path, '{\n\t"a": [\n\t\t1\n\t]\n}', "tabs.json")[0] == {"a": ["1"]}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


def outcome(folder: str, suffix: str, text: str) -> Any:
    path = Path(folder) / f"sample{suffix}"
    path.write_bytes(text.encode())
    try:
        tree, lines = read_strict_yaml(path, "sample")
    except ReportError as error:
        return error.findings
    return tree, list(lines._lines.items()), [type(tree), repr(tree)]


@given(JSON, st.sampled_from([None, 0, 2]), st.booleans(), st.sampled_from(["\n", "\r\n", "\r"]))
@example({"a\x85b\u2028": "c\u2029", "\ufeff": "\x7f", "\ud83d": "\ud83d\ude00\ufffe"}, 2, False, "\n")
@example({"k" * 2000: {"": "v" * 2000}, "/": '\b\f\n\r\t\\"/'}, None, True, "\n")
@example([[], {}, [{}], "", "null", None, 1e300, -0.0], 2, False, "\r\n")
def test_json_is_read_into_what_yaml_makes_of_it(
    value: Any, indent: int | None, ascii_only: bool, line_end: str
) -> None:
    """The same tree, lines and faults; there only is a quicker way to them."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    text = text.encode("utf-8", "replace").decode().replace("\n", line_end)
    with tempfile.TemporaryDirectory() as folder:
        assert outcome(folder, ".json", text) == outcome(folder, ".yaml", text)


@pytest.mark.parametrize(
    "text", ['{"a": 1, "a": {"b": 2},\n "a": 3}', '{"a"\n: 1}', '{"a" :1}', "[1,\n\n2]", '{"a":{"b":[ ]\n}}']
)
def test_json_written_in_another_way_too(tmp_path: Path, text: str) -> None:
    assert outcome(str(tmp_path), ".json", text) == outcome(str(tmp_path), ".yaml", text)
