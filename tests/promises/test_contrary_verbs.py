"""A verb that contradicts its numbers is refused in any sentence structure; other verbs are accepted."""

import re

from tests.promises.office import USUAL_CELLS, Office
from tests.promises.test_typed_figures import with_prose

CONTRARY = """302手続から241手続に増加しており
241手続から302手続に大きく減少
241手続から302手続まで減少
241手続（39.0%）から302手続（42.1%）に減少
44.2%から40.7%へ上昇し
302手続から302手続に増加しており
２４１手続から３０２手続へと大幅に減少した
241手続から302手続と減少した
241手続から302手続となり、減少した
令和4年度末の241手続から令和5年度末の302手続に減少した
241手続（令和4年度）から302手続（令和5年度）へ低下
241手続から、302手続に減少
二百四十一手続から三百二手続に減少した
3万件から2万5千件に増加した
50%から60%に下がった
302件から241件に増やした
減少し、241手続から302手続となった
241件だったものが302件に減少した
241手続から302手続に61手続減少した
30%から45%に半減した
10分から15分に減少
241手続から302手続に緩やかに減少傾向""".splitlines()
AGREEING = """241手続から302手続に増加しており
302手続から230手続に大幅に減少しており
令和5年度から令和6年度にかけて減少した
4月から3月に減少
10位から8位に上昇した
平成30年度の12件から令和元年度の10件に減少した
5か所から3か所に集約し利用者が増加した
減少幅は5%から3%に縮小した
241手続から302手続に減少することなく
前年度から61手続減少した
65歳から60歳に引き下げた
第2回から第3回に減少
15分から10分に短縮した
2,000件から1,900件となり、減少した
100件から50件に半減した
5%から3%に改善した
3%から5%に改善した
令和4年度241手続から令和5年度302手続に増加""".splitlines()
_NAMED = re.compile(r"『t\.(\w)\d+』: 「.+?」と書かれていますが、数値は")


def test_check_finds_them_in_prose(office: Office) -> None:
    with_prose(office, {f"c{number}": [f"件数は、{text}。"] for number, text in enumerate(CONTRARY)})
    with_prose(office, {f"a{number}": [f"件数は、{text}。"] for number, text in enumerate(AGREEING)})
    found = _NAMED.findall(office.check().said)
    assert found.count("a") == 0
    assert found.count("c") == len(CONTRARY)


def test_a_build_finds_them_between_values_of_the_data(office: Office) -> None:
    sentence = """rows = section.table("counts")["n"]
say("件数は、{a}（本庁）から{b}（支所）に大きく増加した。", a=rows.iloc[0], b=rows.iloc[1])"""
    office.notebook(*USUAL_CELLS, sentence)
    built = office.build()
    assert built.code == 3
    assert "数値は増えていません" in built.said
