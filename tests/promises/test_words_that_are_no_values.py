"""Texts of tables not meant for print: mojibake, dittos, unfinished entries, signs of web pages."""

from tests.promises.office import Office, described

TEXT = {"name": "remark", "title": "備考", "type": "string"}
KEY = {"name": "place", "title": "場所", "type": "string", "constraints": {"required": True}}
WORDS = "住民記録と税務の更新"
# Text written in one encoding and read in another.
GARBLED = {
    "UTF-8 as CP932": WORDS.encode().decode("cp932", "ignore"),
    "UTF-8 as Latin": WORDS.encode().decode("cp1252", "ignore"),
    "CP932 as Latin": WORDS.encode("cp932").decode("cp1252", "ignore"),
}
AMBIGUOUS = (
    "同上",
    "〃",
    "要確認",
    "（仮）",
    "ＸＸＸ",
    "？",
    "?????",
    "住民??録",
    "住民記録&amp;住民税",
    "None",
)
ORDINARY = (
    "住民記録、住民税等", "区民・斯波家文書", "繧繝縁の修復", "縣立図書館", "ﾃﾞｰﾀ連携", "ﾃ",
    "笹塚・羽田", "葛󠄀飾", "①窓口", "café の運営",
    "naïve な比較", "Ω・α・§1", "±5°C 以内", "R&D 拠点", "A&B;C", "何か？", "Q&A", "仮設庁舎",
    "確認中の案件の整理",
    "同上窓口の統合", "要確認事項の一覧化", "X線検査", "x", "「引用」と“引用”", "½ 世帯", "各課〇〇係", "-",
)  # fmt: skip


def place(office: Office, texts: tuple[str, ...]) -> None:
    """Add a table of places with these remarks."""
    rows = [("場所", "備考"), *((f"施設{i}", text) for i, text in enumerate(texts))]
    office.table("remarks", rows)
    package = described("remarks", [KEY, TEXT], ["place"])
    office.edit_json("data/2024/datapackage.json", lambda value: value["resources"].append(package))


def of_remarks(office: Office) -> list[str]:
    return [
        line for line in office.check().out.splitlines() if "remarks.csv" in line and "記録】" not in line
    ]


def test_mojibake_is_refused_with_what_it_was(office: Office) -> None:
    place(office, tuple(GARBLED.values()))
    lines = of_remarks(office)
    assert len(lines) == len(GARBLED), lines
    for row, (name, line) in enumerate(zip(GARBLED, lines, strict=True), 2):
        assert line.startswith(f"【誤り】data/2024/remarks.csv {row}行目『備考』: 文字化けしています（「"), (
            line
        )
        assert "正しい文字を入力してください。" in line
        if name == "UTF-8 as CP932":
            assert "元は「住民" in line


def test_a_file_of_mojibake_is_refused_as_such_though_it_has_private_characters(office: Office) -> None:
    text = "場所,件数\n住民記録と税務のシステムの更新,302\n".encode().decode("cp932", "ignore")
    assert "\uf8f0" in text
    office.write("data/2024/counts.csv", text)
    assert "counts.csv 2行目: 文字化けしています。元のファイルから" in office.check().out


def test_texts_that_are_no_values_are_reported_until_they_are_confirmed(office: Office) -> None:
    place(office, AMBIGUOUS)
    lines = of_remarks(office)
    assert len(lines) == len(AMBIGUOUS), lines
    for row, word in enumerate(AMBIGUOUS, 2):
        (line,) = (line for line in lines if f" {row}行目『備考』: 文字の列に、" in line)
        assert f"があります（「{word}」）。" in line
        assert f"subject: 値 remarks.remark.{word} と reason" in line
    entries = "".join(f'  - {{subject: "値 remarks.remark.{word}", reason: 見本}}\n' for word in AMBIGUOUS)
    office.edit("params/2024.yaml", "introduction:", f"confirmed:\n{entries}introduction:")
    assert of_remarks(office) == []


def test_ordinary_texts_are_no_matter(office: Office) -> None:
    place(office, ORDINARY)
    assert of_remarks(office) == []
