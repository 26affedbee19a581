"""Terms are found as words of their own, the longest first, in whatever width they are written."""

import pytest

from progress_report.model.terms import TermFinder

TERMS = {
    "課題": [],
    "課題の解消": [],
    "ガバメントクラウド": ["ガバクラ"],
    "Fit&Gap分析": ["Fit&Gap"],
    "責任分界": [],
    "5G": [],
    "ひらがな": [],
}


def found(text: str) -> list[tuple[str, str]]:
    return [(use.term, text[use.start : use.end]) for use in TermFinder(TERMS).uses_in(text)]


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("課題となった業務", [("課題", "課題")]),
        ("残る課題", [("課題", "課題")]),
        ("課題解消、課題総数、全課題", []),  # parts of longer words
        ("95課題", []),
        ("システム課題", []),
        ("課題の解消と課題", [("課題の解消", "課題の解消"), ("課題", "課題")]),
        ("課題の解消率", [("課題", "課題")]),  # the longer one is part of a longer word
        ("責任分界等の検証", [("責任分界", "責任分界")]),
        ("責任分界等級", []),
        (
            "Ｆｉｔ＆Ｇａｐ分析と、Fit&Gapと",
            [("Fit&Gap分析", "Ｆｉｔ＆Ｇａｐ分析"), ("Fit&Gap分析", "Fit&Gap")],
        ),
        ("ｶﾞﾊﾞﾒﾝﾄｸﾗｳﾄﾞへ", [("ガバメントクラウド", "ｶﾞﾊﾞﾒﾝﾄｸﾗｳﾄﾞ")]),
        ("ガバクラへ", [("ガバメントクラウド", "ガバクラ")]),
        ("5Gの、15Gの、5GHz", [("5G", "5G")]),
        ("このひらがなは", [("ひらがな", "ひらがな")]),
    ],
)
def test_uses(text: str, uses: list[tuple[str, str]]) -> None:
    assert found(text) == uses


def test_signs_of_patterns_are_letters_like_others() -> None:
    assert [use.term for use in TermFinder({"a.b(c)": []}).uses_in("a.b(c)、axb(c)")] == ["a.b(c)"]


def test_without_terms_nothing_is_found() -> None:
    assert list(TermFinder({}).uses_in("課題")) == []
