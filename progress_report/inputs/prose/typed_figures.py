"""Figures typed in prose: numerals with a unit, distinguished from dates, ordinals, names and conditions."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from progress_report.inputs.prose.placeholder_braces import PLACEHOLDER
from progress_report.model.kanji_words import WORDS
from progress_report.model.numerals import value_of
from progress_report.model.quantity import PERCENT

# Units common in reports on any subject, besides those declared in the year's tables.
_USUAL = (
    "手続", "団体", "世帯", "か所", "ヶ所", "カ所", "ヵ所", "ケ所", "箇所", "施設", "店舗", "事業所",
    "事業者", "部署", "自治体", "システム", "サービス", "申請", "業務", "事業", "窓口", "拠点", "企業",
    "法人", "機関", "件", "人", "名", "校", "園", "館", "棟", "戸", "室", "席", "台", "本", "枚", "冊",
    "通", "票", "社", "課題", "課", "回", "倍", "割", "円", "ドル", "ポイント", "パーセント", "%", "％",
    "時間",
)  # fmt: skip
# Never units of figures, even if a table declares them: years are dates, ages conditions.
_NEVER = frozenset({"歳", "才", "年", "年度", "月", "年連続", "つ", "位", "期", "号", "番", "条", "次"})
# Continuations that make a unit the beginning of another word (302号室, 本部, 事業費).
_NOT_BEFORE = {
    "件": "名|数",
    "人": "口|材|格|間|物|組|家族|制|乗|用|力|掛",
    "名": "称|簿|古屋|義",
    "校": "正|庭",
    "園": "児",
    "館": "長",
    "室": "長|内",
    "本": "人|庁|社|部|格|来|質|文|柱|立て|化|市|区|町|年度|締",
    "台": "帳|東|風",
    "社": "会|協|員|長",
    "課": "題|長|税",
    "回": "答|収|復|避|転|覧|線|顧",
    "割": "引|負担|り|当|賦|方",
    "円": "滑|卓|形|周|玉|札|均一|ショップ",
    "戸": "籍|建|外",
    "通": "知|信|学|常|勤|帳|行",
    "席": "上",
    "票": "数",
    "倍": "率|速",
    "分": "野|の|類|割|析|散|離",
    "日": "本|常|程|曜",
    "業務": "委託|改善|量|フロー",
    "申請": "者|書|期間",
    "窓口": "番号",
    "事業": "年度|費|計画",
    "サービス": "券",
    "団体": "コード|名",
    "世帯": "主|住宅",
    "施設": "長|名",
    "手続": "名",
    "システム": "名|化",
}
# 「一回」 and 「1か所」 state that something exists, not how often.
_SELDOM_COUNTED_AS_ONE = frozenset(
    {"か所", "ヶ所", "カ所", "ヵ所", "ケ所", "箇所", "台", "本", "枚", "冊", "回", "通"}
)
_PART = frozenset({"%", "％", "パーセント"})
_FEWEST_HOURS = 100  # fewer are the length of an appointment or course, unless the data count hours

_D = r"[0-9０-９](?:[0-9０-９,，]*[0-9０-９])?(?:[.．][0-9０-９]+)?"
_K = "一二三四五六七八九"
_KANJI = f"[{_K}十百千][{_K}〇○零十百千万億兆]*(?:・[{_K}〇]+)?"
_FORMAL = "[壱弐参伍拾][壱弐参伍拾百千萬万億]+"
_PLAIN = rf"(?:{_D}(?:[十百千万億兆]+(?:{_D}[十百千万億兆]*)*)?|{_KANJI}|{_FORMAL}|[¼-¾⅐-⅞])"
_CIRCLED = "[①-⒛❶-➓㉑-㉟㊱-㊿]"
_FRACTION = rf"(?:{_KANJI}|{_D})分の(?:{_KANJI}|{_D})|[¼-¾⅐-⅞]"
_RANGE = r"(?:[~～〜‐–—−－-]|から|ないし|乃至|、|，|・)"
_ONE = "[1１一]"
_EACH = "人|件|名|社|校|世帯|団体|台|回|通|枚|戸|本|冊|か所|施設|手続"
_LARGE = rf"(?:{_D}|[{_K}十百千]+)[十百千]*[万億兆](?:{_D}|[{_K}十百千]+|[万億])*"
# A bare number after the name of a count (件数は302である).
_OF_A_COUNT = (
    r"(?:[^番号回年月日]数|率|割合|額|費|人口|合計|総計|平均)(?:は|が|も|を|：|:)\s?(?:約|およそ|計|延べ)?\s?"
)
_NOTHING_BEHIND = r"(?=$|[にへをとでがはのも、\u3002，．（(」～])(?!の[0-9０-９])"


def _ignored(units: str) -> str:
    """Return the pattern of the text to skip when searching for figures."""
    return "|".join(
        (
            # The number of a list item.
            r"^\s*[（(]?[0-9０-９]{1,2}[）)]?[\s　]",
            # Dates, fiscal years, quarters, times of day.
            rf"(?:令和|平成|昭和|大正|明治|西暦)\s?(?:元|[0-9０-９]{{1,4}}|[{_K}十]+)(?:\s?{_RANGE}\s?[0-9０-９]+(?=\s?年))?(?:\s?年度?)?",
            r"(?<![A-Za-zＡ-Ｚａ-ｚ])[RHＲＨ][0-9０-９]{1,2}(?=[年./．-])",
            rf"{_PLAIN}(?:\s?{_RANGE}\s?{_PLAIN})?\s?(?:年(?:度|間|前|後|連続|目|代|分)?|[かヶカヵケ箇]月|[かヶカヵケ箇]年|週間?|世紀|周年)",
            rf"{_PLAIN}\s?月(?:\s?{_PLAIN}\s?日)?",
            rf"{_PLAIN}\s?時(?!間)(?:\s?{_PLAIN}\s?分|半)?",
            r"[0-9０-９]{1,2}[:：][0-9０-９]{2}",
            rf"[0-9０-９]{{1,4}}(?:[/／][0-9０-９]{{1,2}}){{1,2}}(?![0-9０-９]*\s?(?:{units}))",
            r"(?:24|２４|二十四)\s?時間",
            # Ordinals; numbers of laws, documents, rooms, addresses, telephones.
            rf"第\s?{_PLAIN}(?:\s?{_RANGE}\s?{_PLAIN})*(?:四半期|[一-龥])?",
            rf"{_PLAIN}(?:\s?{_RANGE}\s?{_PLAIN})?\s?(?:つ|度|段階|日|代|点|項目|{_EACH})?[目め](?![的標])",
            rf"{_PLAIN}\s?(?:号|番|丁目|番地|条|項|階|限|教室|会議室|委員会室|ページ|頁|列|級|位|丁|歳|才)",
            rf"(?:[表図問様式別紙資料付録章節案]|[Nn][Oo][.．]?)\s?[0-9０-９]+(?:[-－.．][0-9０-９]+)*(?![0-9０-９,]*\s?(?:{units}))",
            rf"[0-9０-９]+(?:[-－‐–−ー‑][0-9０-９]+)+(?![0-9０-９,.]*\s?(?:{units}))",
            rf"[A-Za-zＡ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ.\-]*\s?[0-9０-９]+(?:[.．][0-9０-９]+)*(?![0-9０-９,.]*\s?(?:{units}))",
            # Distributive, frequency and indefinite expressions; references to a short list.
            rf"誰{_ONE}人|{_ONE}人として|{_ONE}(?:{_EACH})(?:ひとり|一人|{_ONE}(?:{_EACH})|につき|当たり|あたり|当り|ごと|毎に|ずつ|でも|暮らし|親)",
            rf"(?:年|月|週|日)(?:に|間)?{_PLAIN}(?:\s?{_RANGE}\s?{_PLAIN})?\s?[回度]",
            rf"[何数幾][十百千万億]+|{_PLAIN}[余数](?=件|人|名|校)",
            rf"(?:次|以下|下記|上記|前述|後述)の[1-9１-９{_K}]\s?(?:点|項目|分野|{units})?",
            # Fixed expressions.
            rf"消費税(?:率|及び地方消費税)*[はをの]?\s?{_PLAIN}\s?[%％]|税率\s?{_PLAIN}\s?[%％]",
            r"(?:47|４７|四十七)\s?都道府県|(?:23|２３|二十三|62|６２)\s?(?:特別)?区(?:市町村)?",
            r"(?:基幹|対象となる|対象)(?:の|である)?(?:20|２０|二十)\s?業務",
            WORDS,
        )
    )


# The name of a project, law or document, with any numbers in it.
_NAMES = re.compile(
    r"「[^「」]*(?:事業|計画|会議|プロジェクト|委員会|条例|法|要綱|要領|講座|教室|キャンペーン|プラン|戦略|協議会|カイギ"
    r"|アクション|チャレンジ|体操|運動|宣言|ビジョン|大会|まつり|フェア|ガイド|ガイドライン|指針|方針|報告書|サイト|アプリ)"
    r"(?:[（(【][^「」]*[）)】])?」|『[^『』]*』"
    r"|[（(](?:平成|令和|昭和)[^（()）]*(?:法律|条例|規則|告示|訓令)[^（()）]*[）)]"
)
_HIDDEN = "\ufffc"
# Possible first characters of a figure: they compile in a fraction of the whole pattern's time.
_NUMERAL = re.compile(f"[0-9０-９〇○零{_K}十百千万億兆壱弐参伍拾萬]|{_CIRCLED}|[¼-¾⅐-⅞]")
_WORD = re.compile(rf"(?<![約そべ計\s])(?:{WORDS})")


@dataclass(frozen=True, slots=True)
class TypedFigure:
    """A figure as typed, its unit and, if it is a single number, its value in that unit."""

    text: str
    unit: str
    value: Fraction | None


def figures_in(text: str, declared: Iterable[str]) -> Iterator[TypedFigure]:
    """Yield the figures typed in a text, in order; ``declared``: the units of the year's data.

    A numeral is a figure if it has a unit, a thousands comma, 万 or 億, is a fraction of a whole, or follows
    the name of a count (件数は302).
    """
    known = frozenset(declared) - _NEVER
    for pattern in (PLACEHOLDER, _NAMES):
        text = pattern.sub(lambda match: _HIDDEN * len(match.group()), text)
    if not _NUMERAL.search(_WORD.sub("", text)):
        return
    for match in _pattern(known).finditer(text):
        figure = None if match["ignored"] is not None else _figure(match)
        if figure is not None and not _is_idle(figure, known):
            yield figure


def _figure(match: re.Match[str]) -> TypedFigure:
    typed = re.sub(r"\s", "", match["figure"] or match["after"])
    unit = match["unit"] or ("件" if match["circled"] else "")
    number = next(
        filter(None, (match[name] for name in ("last", "fraction", "bare", "large", "circled", "after")))
    )
    value = None if match["first"] else value_of(number)
    if unit.startswith("割"):
        return TypedFigure(typed, PERCENT, value * 10 if value is not None and unit == "割" else None)
    return TypedFigure(typed, PERCENT if unit in _PART else unit, value)


def _is_idle(figure: TypedFigure, declared: frozenset[str]) -> bool:
    if figure.unit in declared or figure.value is None:
        return False
    few = figure.unit == "時間" and figure.value < _FEWEST_HOURS
    return few or (figure.unit in _SELDOM_COUNTED_AS_ONE and figure.value == 1)


def _as_pattern(unit: str) -> str:
    tenths = rf"(?:{_PLAIN}分)?" if unit == "割" else ""
    return re.escape(unit) + tenths + (f"(?!{_NOT_BEFORE[unit]})" if unit in _NOT_BEFORE else "")


@lru_cache(maxsize=64)
def _pattern(declared: frozenset[str]) -> re.Pattern[str]:
    named = sorted({*_USUAL, *declared}, key=lambda unit: (-len(unit), unit))
    units = "|".join(map(_as_pattern, named))
    between = r"(?:\s|もの|余りの|余り|以上の|を超える|近くの|の)?"
    return re.compile(
        rf"(?P<ignored>{_ignored(units)})"
        r"|(?P<figure>(?:約|およそ|延べ|計|合計)?\s?(?:"
        rf"(?P<fraction>{_FRACTION})"
        rf"|(?:(?P<first>{_PLAIN})\s?{_RANGE}\s?約?)?(?P<last>{_PLAIN}){between}(?P<unit>{units})"
        rf"|(?P<circled>{_CIRCLED})(?:件(?!名|数)|円|[%％])"
        r"|(?P<bare>[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+(?:[.．][0-9０-９]+)?)"
        rf"|(?P<large>{_LARGE})))"
        rf"|{_OF_A_COUNT}(?P<after>{_D}){_NOTHING_BEHIND}"
    )
