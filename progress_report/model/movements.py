"""Statements that a figure moved from one value to another, and whether the verbs agree with the values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from progress_report.model.numerals import half_width, value_of

_RISING = (
    "増加|上昇|急増|激増|微増|倍増|増大|増進|拡大|伸長|増え|増や|増し|増(?=[、。）)]|$)|伸び|高ま|高め|上が|上げ|上向|上回"
    "|引き上げ|引上げ|押し上げ|膨らみ|膨らん"
)
_FALLING = (
    "減少|低下|急減|激減|微減|半減|縮小|縮減|削減|低減|逓減|減退|下降|下落|減り|減っ|減ら|減じ|減(?=[、。）)]|$)"
    "|落ち|落と|下が|下げ|下回|引き下げ|引下げ|押し下げ|短縮|圧縮"
)
# Nouns of the verbs (減少率), negations, and phrases that reverse the meaning.
_NOT_SAID = (
    "[率幅分額数量要]|せず|することなく|する?ことは?な|していな|しな[いか]|ではな|[しり]てい?な|から|には至"
)
_NUMBER = (
    r"[0-9][0-9,]*(?:\.[0-9]+)?(?:[十百千万億兆]+(?:[0-9][0-9,]*[十百千万億兆]*)*)?"
    "|[一二三四五六七八九十百千][一二三四五六七八九〇十百千万億兆]*"
)
_UNIT = r"[^0-9、。()「」|]{0,8}?"
_ASIDE = r"(?:\([^()]{0,40}\))?"
# 「令和5年度の」 or 「前年度末の約」 before the second number.
_WHEN = (
    r"(?:、?(?:(?:令和|平成)?(?:[0-9]{1,4}|元)年(?:度|[0-9]{1,2}月)?|前年度?|本年度|今年度|翌年度|当年度|前回|今回|同年度?)"
    r"(?:[0-9]{1,2}月)?(?:末|現在|時点|調査)?(?:の|には|は|に|で)?、?)?(?:約|およそ|計|延べ)?"
)
_FROM = (
    "(?:から、?|より、?|→|⇒|に(?:対|比べ|比|比較)し?て?、?|と比べて?、?|(?:だった|であった)(?:もの|の)が、?)"
)
_TO = r"(?:にまで|まで|へと|に|へ|と(?:なり|なって|なった)?|となり|になり)、?"
_ADVERB = (
    "大きく|大幅に|著しく|やや|わずかに|僅かに|若干|急激に|急速に|急に|順調に|着実に|緩やかに|ゆるやかに|徐々に|次第に|少し|すこし"
    "|かなり|相当|それぞれ|ほぼ|さらに|更に|一気に|いっきに|段階的に|継続的に|連続して|一貫して|再び|大いに|多少|幾分|いくらか"
    "|ぐっと|じわじわと?|だんだん|どんどん|年々|毎年|おおむね|概ね|結果的に|全体的に|飛躍的に|劇的に|加速度的に|確実に|堅調に|微妙に"
    "|目立って|目に見えて|順次|ともに|共に|逆に|かえって|むしろ|実に"
    r"|約?[0-9][0-9.,]*[^0-9、。()]{1,6}?"
)
_MOVEMENT = re.compile(
    rf"(?P<before>{_NUMBER})(?P<unit>{_UNIT}){_ASIDE}{_FROM}{_WHEN}(?P<after>{_NUMBER})(?P<new_unit>{_UNIT}){_ASIDE}{_TO}"
    rf"(?:(?:{_ADVERB})、?)*(?:(?P<rising>{_RISING})|(?P<falling>{_FALLING}))(?!{_NOT_SAID})"
)
# 「減少し、241手続から302手続となった」: the verb comes first.
_VERB_FIRST = re.compile(
    rf"(?:(?P<rising>{_RISING})|(?P<falling>{_FALLING}))(?:し(?:て|ており)?|て)?、?"
    rf"(?P<before>{_NUMBER})(?P<unit>{_UNIT}){_ASIDE}から{_WHEN}(?P<after>{_NUMBER})(?P<new_unit>{_UNIT}){_ASIDE}(?:となった|になった|となって|になって|となり)"
)
# Numbers with these units are points in time, ranks or ages, and may rise while things fall.
_NO_AMOUNT = re.compile("年|月|時(?!間)|歳|才|期|位|号|番|階|回目|世紀|条|ページ|級|丁目|類|代")
_BEFORE_A_DATE = re.compile("(?:令和|平成|昭和|第|[A-Za-z]|[0-9]月)$")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A quoted statement, and whether it says that the figure rose."""

    said: str
    rises: bool


def contradictions_in(text: str) -> Iterator[Contradiction]:
    """Yield the statements whose verb contradicts their numbers, or that report a change of equal numbers."""
    text = re.sub(r"\s", "", half_width(text))
    for pattern in (_MOVEMENT, _VERB_FIRST):
        for match in pattern.finditer(text):
            units = {match["unit"].strip(), match["new_unit"].strip()} - {""}
            if len(units) > 1 or any(map(_NO_AMOUNT.match, units)):
                continue
            if _BEFORE_A_DATE.search(text[: match.start("before")]):
                continue
            before, after = value_of(match["before"]), value_of(match["after"])
            if before is None or after is None:
                continue
            rises = match["rising"] is not None
            if after <= before if rises else after >= before:
                yield Contradiction(match[0], rises)
