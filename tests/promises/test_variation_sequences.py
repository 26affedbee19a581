"""Names with variation selectors are printed as written; glyphs missing in the font are reported by place."""

import pypdfium2
import pytest

from tests.promises.office import USUAL_CELLS, Office

TSUJI, KUZU = "辻\U000e0100", "葛\U000e0100"
UNKNOWN = "辻\U000e0105"
_CHART = 'stacked_bars(counts, "窓口の図", name="chart", n="件数", of="n")'


def test_a_name_with_selectors_is_the_same_in_every_output(office: Office) -> None:
    office.table("counts", (("場所", "件数"), (f"{TSUJI}町", 302), (f"{KUZU * 12}の窓口", 20)))
    office.edit("params/2024.yaml", "今後も取組を進める。", f"{TSUJI}町から始める。")
    office.notebook(*USUAL_CELLS, _CHART)
    ran = office.build()
    assert ran.code == 0, ran.said
    folder = office.root / "build" / "2024"
    pdf = pypdfium2.PdfDocument(folder / "report.pdf")
    texts = {
        "report.pdf": "".join(page.get_textpage().get_text_range() for page in pdf),
        **{name: (folder / name).read_text(encoding="utf-8-sig") for name in
           ("report.txt", "report.html", "tables/counts.csv", "tables/long/counts.csv")},
    }  # fmt: skip
    for name, text in texts.items():
        assert f"{TSUJI}町" in text, name
        assert text.count("辻") == text.count(TSUJI), name
        assert text.count("葛") == text.count(KUZU), name
    assert texts["report.html"].count("<svg") > 0


@pytest.mark.parametrize(
    "unknown",
    [
        UNKNOWN,
        "\U000f0000",
        pytest.param("😊", marks=pytest.mark.long),
        pytest.param("\u260e\ufe0f", marks=pytest.mark.long),
    ],
)
def test_a_character_that_the_font_lacks_is_named_with_its_place(office: Office, unknown: str) -> None:
    office.table("counts", (("場所", "件数"), ("本庁", 302), (f"{unknown}町", 20)))
    office.edit("params/2024.yaml", "今後も取組を進める。", f"{unknown}から\u200b始める。")
    ran = office.check()
    points = " ".join(f"U+{ord(one):04X}" for one in unknown)
    named = points if unknown == "\U000f0000" else f"「{unknown}」（{points}）"
    assert ran.code == 1
    assert f"counts.csv 3行目『場所』: 報告書のフォントにない文字があります: {named}。別の文字に" in ran.said
    sentence = "params/2024.yaml 14行目『sections.1.prose.outlook.1』: "
    assert f"{sentence}報告書のフォントにない文字があります: {named}。別の文字に" in ran.said
    assert f"{sentence}見えない文字があります（U+200B）。その文字を消してください" in ran.said
