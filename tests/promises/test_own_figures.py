"""A figure of one's own is published like every other: in each format, traced, and verified."""

import csv
import json

import pytest

from tests.promises.office import Office

OPEN = """import matplotlib.pyplot as plt
from progress_report.authoring import figure, open_section, plain, prose

section = open_section(fiscal_year, "t")
counts = section.table("counts")"""
SCATTER = """fig, ax = plt.subplots()
numbers = plain(counts)
ax.scatter(numbers["件数"], numbers["全体"])
for name, row in numbers.iterrows():
    ax.annotate(name, (row["件数"], row["全体"]), (6, -3), textcoords="offset points")
ax.annotate({note!r}, (1500, 500))
ax.margins(0.3)
figure(fig, "窓口の件数と全体", data=counts, alt="件数の多い窓口ほど、全体も多い。", name="own")"""
PROSE = 'prose(section, "outlook")'


@pytest.fixture
def scattered(office: Office) -> Office:
    def add_whole(package: dict[str, list[dict[str, dict[str, list[dict[str, str]]]]]]) -> None:
        fields = package["resources"][0]["schema"]["fields"]
        fields.append({"name": "whole", "title": "全体", "type": "integer", "unit": "件"})

    office.edit_json("data/2024/datapackage.json", add_whole)
    rows = (("場所", "件数", "全体"), ("本庁", 2302, 3100), ("支所", 1020, 1500), ("第3分室", 5, 40))
    office.table("counts", rows)
    return office


def test_a_scatter_is_in_every_format_and_verified(scattered: Office) -> None:
    scattered.notebook(OPEN, SCATTER.format(note="支所は1,020件"), PROSE)
    checked = scattered.check()
    assert checked.code == 0, checked.said
    built = scattered.build()
    assert built.code == 0, built.said
    folder = "build/2024"
    page, words = scattered.read(f"{folder}/report.html"), scattered.report()
    assert 'data-ledger="m' in page and ">1,020</text>" not in page and "支所は1,020件</text>" in page
    assert "図1 窓口の件数と全体" in words and "件数の多い窓口ほど" in words
    text = (scattered.root / folder / "ledger.csv").read_text(encoding="utf-8-sig")
    drawn = [row for row in csv.DictReader(text.splitlines()) if row["place"] == "図1 図中の文字"]
    marks = [row for row in drawn if row["kind"] == "scale"]
    assert "1,000" in {row["printed"] for row in marks}
    assert all(row["chain"] == f"図の目盛（軸の{row['value']}の位置）" for row in marks)
    assert {(row["printed"], row["chain"]) for row in drawn if row["kind"] != "scale"} == {
        ("1,020件", "data/2024/counts.csv 3行目 n（件数）"),
        ("3", "data/2024/counts.csv 4行目 place（場所）"),
    }
    document = json.loads(scattered.read(f"{folder}/document.json"))
    charts = [one for section in document["sections"] for one in section["blocks"] if one["type"] == "chart"]
    runs = [run for chart in charts for label in chart["labels"] for run in label]
    assert {"type": "scale", "text": "1,000", "location": "1000"} in runs
    values = (scattered.root / folder / "tables/own.csv").read_text(encoding="utf-8-sig").splitlines()
    assert any("本庁" in line and "2302" in line for line in values)
    verified = scattered.run("verify", scattered.root / folder)
    assert verified.code == 0, verified.said


def test_a_mark_that_stands_elsewhere_is_found_by_the_audit(scattered: Office) -> None:
    scattered.notebook(
        OPEN,
        "from progress_report.model.inline import ScaleMark\n"
        "ScaleMark.__post_init__ = lambda self: object.__setattr__(self, 'location', '7')",
        SCATTER.format(note="支所は1,020件"),
        PROSE,
    )
    built = scattered.build()
    assert built.code != 0
    assert "図の目盛の位置（7）と違います" in built.said


def test_a_number_of_ones_own_stops_the_build(scattered: Office) -> None:
    scattered.notebook(OPEN, SCATTER.format(note="3年で122増"), PROSE)
    built = scattered.build()
    assert built.code != 0
    assert "図の中の「3年で122増」の数字「122」は、表の値ではありません。" in built.said
    assert "近い値は40件" in built.said


def test_check_knows_that_it_makes_a_block_and_reads_its_texts(scattered: Office) -> None:
    drawn = SCATTER.format(note="本庁").replace("全体も多い。", "{unheard}も多い。")
    scattered.notebook(OPEN, f"{drawn}\nnumbers", PROSE)
    said = scattered.check().said
    assert "unheard" in said
    assert "セル「c1」（4番目）の文・表・図のうち、最後でないものは報告書に載りません。" in said
