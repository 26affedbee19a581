"""Damages to the repository's ward, each a replacement of text in one file of 令和6年度."""

from dataclasses import dataclass

from tests.promises.office import Office

PARAMS = "params/2024.yaml"
PACKAGE = "data/2024/datapackage.json"
ONLINE = "data/2024/online_procedures.csv"
APPLICATIONS = "data/2024/applications.csv"
PRIORITIES = "data/2024/priorities.csv"
CASHLESS = "data/2024/cashless.csv"
SYSTEMS = "data/2024/systems.csv"
ISSUES = "data/2024/remaining_issues.csv"
OVERVIEW = "data/2024/resident_survey_overview.csv"


@dataclass(frozen=True, slots=True)
class Damage:
    """A damage: ``old`` becomes ``new`` everywhere; without ``old``, ``new`` is appended."""

    file: str
    old: str
    new: str
    encoding: str = "utf-8"

    def apply(self, office: Office) -> None:
        text = office.read(self.file)
        assert self.old in text, (self.file, self.old)
        changed = text.replace(self.old, self.new) if self.old else text + self.new
        office.write(self.file, changed, self.encoding)


DAMAGES = {
    # Values and how people write them
    "months-by-excel": Damage(CASHLESS, "2023-12", "Dec-23"),
    "months-in-japanese": Damage(CASHLESS, "2023-12", "令和5年12月"),
    "months-of-an-ended-era": Damage(CASHLESS, "2023-12", "平成35年12月"),
    "months-far-off": Damage(CASHLESS, "2024-10", "2042-10"),
    "years-of-the-calendar": Damage(ONLINE, "\n2022,", "\n令和4年,"),
    "years-in-japanese": Damage(ONLINE, "\n2022,", "\n令和４年度,"),
    "years-of-two-digits": Damage(ONLINE, "\n2022,", "\n22,"),
    "years-with-a-gap": Damage(ONLINE, "\n2022,", "\n2021,"),
    "count-with-commas": Damage(APPLICATIONS, "1826986", '"1,826,986"'),
    "count-with-commas-unquoted": Damage(APPLICATIONS, "1826986", "1,826,986"),
    "count-in-ten-thousands": Damage(APPLICATIONS, "1826986", "183万"),
    "count-with-a-note-sign": Damage(APPLICATIONS, "1826986", "1826986※"),
    "count-as-excel-shows-it": Damage(APPLICATIONS, "1826986", "1.83E+06"),
    "count-too-narrow-to-show": Damage(APPLICATIONS, "1826986", "########"),
    "count-with-its-unit": Damage(APPLICATIONS, "1826986", "1826986件"),
    "count-with-another-unit": Damage(APPLICATIONS, "1826986", "1826986人"),
    "count-with-an-invisible-sign": Damage(APPLICATIONS, "1826986", "1826986\u200b"),
    "count-ten-times-too-large": Damage(APPLICATIONS, "1826986", "18269860"),
    "count-not-known": Damage(APPLICATIONS, "1826986", "…"),
    "count-of-none-where-required": Damage(APPLICATIONS, "1826986", "－"),
    "count-exchanged-with-another": Damage(ONLINE, "302,415", "415,302"),
    "count-larger-than-its-whole": Damage(SYSTEMS, "541,440", "541,542"),
    "range-backwards": Damage(PRIORITIES, "A,100,999", "A,999,100"),
    "ranges-overlapping": Damage(PRIORITIES, "A,100,999", "A,10,999"),
    "parts-larger-than-their-whole": Damage(PRIORITIES, "26,19,2", "26,19,10"),
    # Files
    "tabs": Damage(ONLINE, ",", "\t"),
    "semicolons": Damage(ONLINE, ",", ";"),
    "cp932": Damage(SYSTEMS, "", "", "cp932"),
    "euc-jp": Damage(PRIORITIES, "S,", "特急,", "euc_jp"),
    "utf-16": Damage(SYSTEMS, "", "", "utf-16"),
    "byte-order-mark": Damage(ONLINE, "fiscal_year", "\ufefffiscal_year"),
    "headings-in-japanese": Damage(
        ONLINE,
        "fiscal_year,online,not_online,impossible",
        "年度,オンライン対応済手続数（手続）,オンライン未対応手続数［手続］,オンライン対応不可手続数",
    ),
    "heading-with-a-note-sign": Damage(ONLINE, "fiscal_year,online", "年度,オンライン対応済手続数※1"),
    "unit-of-thousands-above": Damage(APPLICATIONS, "fiscal_year", "（単位：千件）,,,\nfiscal_year"),
    "unit-above": Damage(APPLICATIONS, "fiscal_year", "（単位：件）,,,\nfiscal_year"),
    "title-of-another-year": Damage(SYSTEMS, "system,", "令和4年度 課題（令和5年3月末現在）,,,\nsystem,"),
    "note-below": Damage(PRIORITIES, "", "※該当しない欄は空欄,,,,,\n"),
    "total": Damage(SYSTEMS, "", "合計,－,4088,3182\n"),
    "total-that-is-wrong": Damage(SYSTEMS, "", "合計,－,4089,3182\n"),
    "subtotal": Damage(SYSTEMS, "", "小計,－,4088,3182\n"),
    "average": Damage(SYSTEMS, "", "平均,－,1363,1061\n"),
    "error-of-excel-in-a-text": Damage(SYSTEMS, "住民記録、住民税等", "#REF!"),
    "private-character": Damage(SYSTEMS, "住民記録", "住民\ue000録"),
    "emoji": Damage(SYSTEMS, "住民記録", "住民記録😀"),
    "variation-selector": Damage(SYSTEMS, "住民記録", "葛\U000e0100飾"),
    # Parameters and descriptor
    "year-of-another-file": Damage(PARAMS, "fiscal_year: 令和6年度", "fiscal_year: 2025"),
    "brace-of-full-width": Damage(
        PARAMS, "{plan}のオンライン対応取組予定", "｛plan｝のオンライン対応取組予定"
    ),
    "brace-not-closed": Damage(PARAMS, "{plan}のオンライン対応取組予定", "{plan のオンライン対応取組予定"),
    "placeholder-unknown": Damage(PARAMS, "{plan}のオンライン対応取組予定", "{plam}のオンライン対応取組予定"),
    "number-in-prose": Damage(
        PARAMS, "- また、現在の取組進捗", "- 対応済は999手続である。また、現在の取組進捗"
    ),
    "target-with-a-decimal": Damage(PARAMS, "value: 90,", "value: 87.5,"),
    "member-misspelt": Damage(PARAMS, "not_available: []", "not_avialable: []"),
    "notebook-misspelt": Damage(PARAMS, "notebook: 3_cashless", "notebook: 3_cashles"),
    "section-twice": Damage(
        PARAMS,
        "  - notebook: 4_standardization\n",
        "  - notebook: 3_cashless\n  - notebook: 4_standardization\n",
    ),
    "comparison-after-the-year": Damage(PARAMS, "comparison: 令和4年度", "comparison: 令和6年度"),
    "date-that-is-none": Damage(PARAMS, "survey_start: 2024-07-02", "survey_start: 2023-02-29"),
    "survey-not-available": Damage(PARAMS, "not_available: []", "not_available: [resident_survey]"),
    "path-out-of-the-folder": Damage(
        PACKAGE, '"path": "online_procedures.csv"', '"path": "../../../../etc/passwd"'
    ),
    "unit-of-one-column": Damage(
        PACKAGE,
        '"title": "オンライン未対応手続数",\n            "type": "integer",\n            "unit": "手続"',
        '"title": "オンライン未対応手続数",\n            "type": "integer",\n            "unit": "件"',
    ),
    "indicator-of-another-year": Damage(
        PACKAGE,
        '"value": "online_procedures.online",',
        '"value": "online_procedures.online[fiscal_year=2022]",',
    ),
}
