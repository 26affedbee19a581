"""Names of rows that sum up, summarize or repeat a part of other rows, as offices write them."""

import re
import unicodedata
from enum import Enum, auto


class Role(Enum):
    """The role of a row, by its name. ``None`` stands for an ordinary row."""

    TOTAL = auto()
    SUBTOTAL = auto()
    SUMMARY = auto()  # an average or a change: not a sum of other rows
    PART = auto()  # repeats a part of other rows: 再掲, うち…
    POSSIBLE_TOTAL = auto()  # ends like a total, but so do some other names: 騒音計
    POSSIBLE_PART = auto()  # begins with うち, but so do some other names: うちエコ診断


SUM_WORDS = frozenset(("合計", "総計", "総合計", "計", "総数", "小計"))
_TOTALS = SUM_WORDS | {
    "全体", "全国", "集計", "集計行", "累計", "合算", "トータル", "ゴウケイ", "ソウケイ",
    "ごうけい", "そうけい", "total", "grandtotal", "g.total", "sum", "ttl",
}  # fmt: skip
_SUBTOTALS = {"小計", "ショウケイ", "しょうけい", "subtotal"}
_SUMMARY = re.compile(
    r".*平均(?:値|数|点)?|average|avg|mean|中央値|最大値|最小値|増減[数率額]?"
    r"|対?前年度?(?:比|差|増減[数率額]?)|構成(?:比率?|割合)"
)
_SUM = re.compile(r"(.*?)(総?合計|総計|小計|累計|計)(?:金額|[額値行欄]|(?<!累計)\w{0,4}数)?")
_SUM_WITH_COUNT = re.compile(r"(?:総?合計|総計)[0-9a-z]|計\s*[:=]")
_SCOPE = re.compile(r"(?:[区市町村都県国庁]|[区市都庁]内|組織)全体")
# Things with names ending in 計: accounts, statistics, designs, clocks and instruments.
_THING = re.compile(
    r"(?:会|(?<!系)統|(?<!施)設|集|時|家|推|(?<![学校])生|主|余|早|中|日|速|歩|温|量|圧|震|重|位|音|離|電"
    r"|拍|力|身長|(?<!年)度)計"
)
_WHOLE = re.compile(
    r"[0-9〇一二三四五六七八九十百]+.{0,5}|[全各].{0,6}"
    r"|.*(?:[区市町村県府道部課局係室所館園校院庁署国月期男女]|年度?|[区市都庁]内|本庁|男女|以上|上記"
    r"|システム|施設|窓口|地区|地域|業務|事業)"
)
_BRACKETS = re.compile(r"[(\[【〔<《「『{〈]([^)\]】〕>》」』}〉]*)[)\]】〕>》」』}〉]")
_NOTE_MARK = re.compile(r"(?:※|\*|†|注)\s*[0-9]*$")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_FIRST_EDGE = re.compile(r"^[\W_]+")
_AGAIN = re.compile(r"再掲(?![載示出])")
_BREAKDOWN = re.compile(r"(?:内訳|内数)(?![\w])|(?:うち|内)(?=[、,:・)(「])|うち(?=\s)|うち$")
_PART_IN_BRACKETS = re.compile(r"\((?:内|再)\)")
_ASCII = re.compile(r"total|sum|ttl|average|avg|mean", re.IGNORECASE)
_BARE_PART = re.compile(r"うち(?=[^\sぁ-ん])")


def role_of(name: str) -> Role | None:
    """Classify the name of a row, ignoring its width, spacing, brackets and note marks."""
    if name.isascii() and not _ASCII.search(name):
        return None
    text = unicodedata.normalize("NFKC", "".join(c for c in name if unicodedata.category(c) != "No"))
    text = _NOTE_MARK.sub("", text.strip()).strip().lower()
    inner = [one.strip() for one in _BRACKETS.findall(text)]
    outer = _EDGES.sub("", _BRACKETS.sub("", text))
    if role := _sum_role(outer or _EDGES.sub("", " ".join(inner))):
        return role
    parts = [_EDGES.sub("", one) for one in inner]
    begun = _FIRST_EDGE.sub("", text)
    if _AGAIN.search("".join(text.split())) or _PART_IN_BRACKETS.match(text):
        return Role.PART
    if any(map(_BREAKDOWN.match, (*inner, begun))) or any(map(_BARE_PART.match, inner)):
        return Role.PART
    if outer and any(part in SUM_WORDS for part in parts):
        return Role.TOTAL
    if any(map(_SUMMARY.fullmatch, ("".join(outer.split()), *parts))):
        return Role.SUMMARY
    return Role.POSSIBLE_PART if _BARE_PART.match(begun) else None


def part_of(name: str) -> str:
    """Return the text after うち in the name of a part."""
    text = unicodedata.normalize("NFKC", name)
    return _EDGES.sub("", text.partition("うち")[2])


def _sum_role(text: str) -> Role | None:
    words = [_EDGES.sub("", word) for word in re.split(r"[\s:・_-]+", text)]
    bare = "".join(words)
    if bare in _SUBTOTALS or re.match(r"小計[0-9a-z]", bare):
        return Role.SUBTOTAL
    if bare in _TOTALS or _SCOPE.fullmatch(bare) or _SUM_WITH_COUNT.match(text):
        return Role.TOTAL
    if len(words) > 1 and words[0] in SUM_WORDS - {"計"}:
        return Role.SUBTOTAL if words[0] == "小計" else Role.TOTAL
    match = _SUM.fullmatch(bare)
    if match is None or _THING.search(bare[-3:]) or bare.endswith("実施設計"):
        return None
    before, word = match[1], match[2]
    if word == "計" and not bare.endswith("計"):
        return None
    if before and not _WHOLE.fullmatch(before) and not (len(words) > 1 and words[-1] in SUM_WORDS):
        return None if word == "累計" else Role.POSSIBLE_TOTAL
    return Role.SUBTOTAL if word == "小計" else Role.TOTAL
