"""A custom figure is published like every other: in each format, traced, and verified."""

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
    office.add_count("whole", "全体")
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
    values = (scattered.root / folder / "tables/long/own.csv").read_text(encoding="utf-8-sig").splitlines()
    assert any("本庁" in line and "2302" in line for line in values)
    verified = scattered.run("verify", scattered.root / folder)
    assert verified.code == 0, verified.said


def test_a_mark_at_another_value_is_found_by_the_audit(scattered: Office) -> None:
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


def test_check_knows_that_it_makes_a_block_and_reads_its_texts(scattered: Office) -> None:
    drawn = SCATTER.format(note="本庁").replace("全体も多い。", "{unheard}も多い。")
    scattered.notebook(OPEN, f"{drawn}\nnumbers", PROSE)
    said = scattered.check().said
    assert "unheard" in said
    assert "セル「c1」（4番目）の文・表・図のうち、最後でないものは報告書に載りません。" in said


BARS = """ax = plain(counts)["件数"].plot.barh()
{change}
figure(ax, "窓口の件数", data=counts, alt="窓口ごとの横棒。", name="bars"{more})"""


def test_shapes_and_labels_that_are_not_the_datas_stop_the_build(scattered: Office) -> None:
    exchanged = 'ax.bar_label(ax.containers[0], ["1,020", "2,302", "5"])'
    for change, messages in (
        (
            "ax.patches[1].set_width(1200)\nax.axvline(1700)",
            (
                "図の棒「支所」が示す1,200は、表の値ではありません（表の値は1,020件）。",
                "図の目安の線が示す1,700は、表の値でも節の数量でもありません。",
            ),
        ),
        (
            f'{exchanged}\nax.text(100, 0, "ここ")\nax.text(110, 0, "そこ")',
            (
                "図の中の「1,020」が、「本庁」の2,302件を示す棒のそばにあります。",
                "図の中の「ここ」と「そこ」が重なっています。",
            ),
        ),
    ):
        scattered.notebook(OPEN, BARS.format(change=change, more=""), PROSE)
        built = scattered.build("2024", "--formats", "text")
        assert built.code == 3
        assert [one for one in messages if one not in built.said] == [], built.said
    assert not (scattered.root / "build/2024.partial").exists()


def test_what_is_not_compared_is_a_note_of_the_build(scattered: Office) -> None:
    fit = "line = ax.axvline(1700)"
    scattered.notebook(OPEN, BARS.format(change=fit, more=", guides=line"), PROSE)
    built = scattered.build("2024", "--formats", "text")
    assert built.code == 0, built.said
    assert "図「窓口の件数」のguides の形を、表の値と照合しないまま載せます。" in built.said


def test_the_same_figure_is_published_where_nothing_can_be_forked(
    scattered: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    scattered.notebook(OPEN, SCATTER.format(note="支所は1,020件"), PROSE)
    pages = []
    for method in ("fork", "spawn"):
        monkeypatch.setenv("PROGRESS_REPORT_START_METHOD", method)
        out = scattered.root / method
        built = scattered.run("build", "2024", "--formats", "html", "--out", out)
        assert built.code == 0, built.said
        pages.append([path.read_bytes() for path in sorted(out.rglob("report.html"))])
    assert len(pages[0]) == 1 and pages[0] == pages[1]


def test_a_cell_that_draws_may_have_numbers_and_loops(scattered: Office) -> None:
    other = "kept = [one for one in (1, 2)]"
    scattered.notebook(OPEN, SCATTER.format(note="本庁"), other, PROSE)
    notes = [
        line for line in scattered.check().said.splitlines() if "処理の書き方" in line or "数値が直接" in line
    ]
    assert len(notes) == 2
    assert all("に、" in line and "セル「c2」（5番目）に、" in line for line in notes), notes
