"""A table's characters are read as written, or the file is refused."""

import pytest

from tests.promises.office import Office


def _text(place: str) -> str:
    return f"place,n\n{place},302\nB,20\n"


@pytest.mark.parametrize("place", ["特急", "区民課", "サービス", "第二庁舎", "あ"])
def test_euc_jp_is_refused_and_utf_8_is_the_way_out(office: Office, place: str) -> None:
    path = office.write("data/2024/counts.csv", _text(place), "euc_jp")
    checked = office.check()
    assert checked.code == 1
    assert "文字コード" in checked.out
    assert "UTF-8で保存し直してください" in checked.out
    path.write_text(_text(place), encoding="utf-8")
    assert office.check().code == 0


@pytest.mark.parametrize("place", ["ﾃﾞﾝｻﾝ", "区民課", "ｺﾝﾋﾞﾆ交付", "ｼｽﾃﾑ課", "髙﨑①㈱"])
def test_cp932_is_read_half_width_katakana_too(office: Office, place: str) -> None:
    office.write("data/2024/counts.csv", _text(place), "cp932")
    checked = office.check()
    assert checked.code == 0, checked.out
    assert "文字コード（「CP932」→ UTF-8）" in checked.out


def test_what_may_be_either_is_refused_with_both_readings(office: Office) -> None:
    office.write("data/2024/counts.csv", _text("ｶｲｹﾞ"), "cp932")
    checked = office.check()
    assert checked.code == 1
    assert "2行目: 文字コードがEUC-JPかもしれません（「ｶｲｹﾞ」とも「恐閤」とも読めます）" in checked.out
