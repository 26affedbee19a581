"""A chart's words and the length of its bars are true for any values."""

import json

from tests.promises.office import Office

ROWS = [
    ("場所", "件数", "全体"),
    ("本庁", 90, 100),
    ("支所", 95, 100),
    ("分室", 0, 0),
    ("窓口", 8996, 10000),
    ("出先", 8996, 10000),
    ("係", 8845, 10000),
]
OPEN = """from progress_report.authoring import bars, grouped_bars, open_section, prose

section = open_section(fiscal_year, "t")
frame = section.table("counts")
frame["share"] = frame["n"] / frame["whole"]
target = section.quantity("target")"""
DRAW = 'bars({rows}, "図", name="{name}", share="割合", target=target)'
MANY = 'grouped_bars(frame, "図", name="many_{column}", {column}="件数")'


def test_conclusions_of_missing_equal_and_rounded_values(office: Office) -> None:
    office.add_count("whole", "全体")
    office.table("counts", ROWS)
    quantities = '    quantities:\n      target: {value: 90, unit: "%"}\n'
    office.edit("params/2024.yaml", "    prose:", f"{quantities}    prose:")
    rounded = 'frame["share"] = frame["share"].map(lambda share: share.with_decimals(0))'
    office.notebook(
        OPEN,
        DRAW.format(name="all", rows="frame.iloc[:3]"),
        DRAW.format(name="one", rows="frame.iloc[:1]"),
        f"{rounded}\n{DRAW.format(name='few', rows='frame.iloc[3:5]')}",
        DRAW.format(name="gap", rows='frame.assign(share=frame["n"] / frame["whole"]).iloc[5:]'),
        MANY.format(column="n"),
        MANY.format(column="whole"),
        'prose(section, "outlook")',
    )
    built = office.build()
    assert built.code == 0, built.err
    sections = json.loads(office.read("build/2024/document.json"))["sections"]
    charts = [block for section in sections for block in section["blocks"] if block["type"] == "chart"]
    reported = {one["name"]: "".join(run["text"] for run in one["conclusion"]) for one in charts}
    assert reported["all"] == "値の定まる項目は、目標90%にすべて達している"  # 0 of 0 has no value
    assert reported["one"] == "目標90%に達している"
    assert reported["few"] == "いずれも目標90%に達していない（丸める前の値で判定）"  # 89.96%, shown as 90%
    assert "で最多" in reported["many_n"] and "「窓口」「出先」が8,996件" in reported["many_n"]
    assert "「窓口」「出先」「係」が10,000件で最多" in reported["many_whole"]
    assert "（差は1.5ポイント）" in reported["gap"]
    review = json.loads(office.read("build/2024/manifest.json"))["review"]
    assert ["（88.5%と90.0%の差は1.5ポイント、丸める前の差は1.6ポイント）" in str(one) for one in review] == [
        True
    ]
