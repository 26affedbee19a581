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
class Edit:
    """A change of a file: ``old`` becomes ``new`` everywhere; without ``old``, ``new`` is appended."""

    file: str
    old: str
    new: str
    encoding: str = "utf-8"

    def apply(self, office: Office) -> None:
        text = office.read(self.file)
        assert self.old in text, (self.file, self.old)
        changed = text.replace(self.old, self.new) if self.old else text + self.new
        office.write(self.file, changed, self.encoding)


EDITS = {
    # Values and how people write them
    "months-by-excel": Edit(CASHLESS, "2023-12", "Dec-23"),
    "months-in-japanese": Edit(CASHLESS, "2023-12", "令和5年12月"),
    "months-of-an-ended-era": Edit(CASHLESS, "2023-12", "平成35年12月"),
    "months-far-off": Edit(CASHLESS, "2024-10", "2042-10"),
    "years-of-the-calendar": Edit(ONLINE, "\n2022,", "\n令和4年,"),
    "years-in-japanese": Edit(ONLINE, "\n2022,", "\n令和４年度,"),
    "years-of-two-digits": Edit(ONLINE, "\n2022,", "\n22,"),
    "years-with-a-gap": Edit(ONLINE, "\n2022,", "\n2021,"),
    "count-with-commas": Edit(APPLICATIONS, "1826986", '"1,826,986"'),
    "count-with-commas-unquoted": Edit(APPLICATIONS, "1826986", "1,826,986"),
    "count-in-ten-thousands": Edit(APPLICATIONS, "1826986", "183万"),
    "count-with-a-note-sign": Edit(APPLICATIONS, "1826986", "1826986※"),
    "count-as-excel-shows-it": Edit(APPLICATIONS, "1826986", "1.83E+06"),
    "count-too-narrow-to-show": Edit(APPLICATIONS, "1826986", "########"),
    "count-with-its-unit": Edit(APPLICATIONS, "1826986", "1826986件"),
    "count-with-another-unit": Edit(APPLICATIONS, "1826986", "1826986人"),
    "count-with-an-invisible-sign": Edit(APPLICATIONS, "1826986", "1826986\u200b"),
    "count-ten-times-too-large": Edit(APPLICATIONS, "1826986", "18269860"),
    "count-not-known": Edit(APPLICATIONS, "1826986", "…"),
    "count-of-none-where-required": Edit(APPLICATIONS, "1826986", "－"),
    "count-exchanged-with-another": Edit(ONLINE, "302,415", "415,302"),
    "count-larger-than-its-whole": Edit(SYSTEMS, "541,440", "541,542"),
    "range-backwards": Edit(PRIORITIES, "A,100,999", "A,999,100"),
    "ranges-overlapping": Edit(PRIORITIES, "A,100,999", "A,10,999"),
    "parts-larger-than-their-whole": Edit(PRIORITIES, "26,19,2", "26,19,10"),
    # Files
    "tabs": Edit(ONLINE, ",", "\t"),
    "semicolons": Edit(ONLINE, ",", ";"),
    "cp932": Edit(SYSTEMS, "", "", "cp932"),
    "euc-jp": Edit(PRIORITIES, "S,", "特急,", "euc_jp"),
    "utf-16": Edit(SYSTEMS, "", "", "utf-16"),
    "byte-order-mark": Edit(ONLINE, "fiscal_year", "\ufefffiscal_year"),
    "headings-in-japanese": Edit(
        ONLINE,
        "fiscal_year,online,not_online,impossible",
        "年度,オンライン対応済手続数（手続）,オンライン未対応手続数［手続］,オンライン対応不可手続数",
    ),
    "heading-with-a-note-sign": Edit(ONLINE, "fiscal_year,online", "年度,オンライン対応済手続数※1"),
    "unit-of-thousands-above": Edit(APPLICATIONS, "fiscal_year", "（単位：千件）,,,\nfiscal_year"),
    "unit-above": Edit(APPLICATIONS, "fiscal_year", "（単位：件）,,,\nfiscal_year"),
    "title-of-another-year": Edit(SYSTEMS, "system,", "令和4年度 課題（令和5年3月末現在）,,,\nsystem,"),
    "note-below": Edit(PRIORITIES, "", "※該当しない欄は空欄,,,,,\n"),
    "total": Edit(SYSTEMS, "", "合計,－,4088,3182\n"),
    "total-that-is-wrong": Edit(SYSTEMS, "", "合計,－,4089,3182\n"),
    "subtotal": Edit(SYSTEMS, "", "小計,－,4088,3182\n"),
    "average": Edit(SYSTEMS, "", "平均,－,1363,1061\n"),
    "error-of-excel-in-a-text": Edit(SYSTEMS, "住民記録、住民税等", "#REF!"),
    "private-character": Edit(SYSTEMS, "住民記録", "住民\ue000録"),
    "emoji": Edit(SYSTEMS, "住民記録", "住民記録😀"),
    "variation-selector": Edit(SYSTEMS, "住民記録", "葛\U000e0100飾"),
    # Parameters and descriptor
    "year-of-another-file": Edit(PARAMS, "fiscal_year: 令和6年度", "fiscal_year: 2025"),
    "brace-of-full-width": Edit(PARAMS, "{plan}のオンライン対応取組予定", "｛plan｝のオンライン対応取組予定"),
    "brace-not-closed": Edit(PARAMS, "{plan}のオンライン対応取組予定", "{plan のオンライン対応取組予定"),
    "placeholder-unknown": Edit(PARAMS, "{plan}のオンライン対応取組予定", "{plam}のオンライン対応取組予定"),
    "number-in-prose": Edit(
        PARAMS, "- また、現在の取組進捗", "- 対応済は999手続である。また、現在の取組進捗"
    ),
    "target-with-a-decimal": Edit(PARAMS, "value: 90,", "value: 87.5,"),
    "member-misspelt": Edit(PARAMS, "not_available: []", "not_avialable: []"),
    "notebook-misspelt": Edit(PARAMS, "notebook: 3_cashless", "notebook: 3_cashles"),
    "section-twice": Edit(
        PARAMS,
        "  - notebook: 4_standardization\n",
        "  - notebook: 3_cashless\n  - notebook: 4_standardization\n",
    ),
    "comparison-after-the-year": Edit(PARAMS, "comparison: 令和4年度", "comparison: 令和6年度"),
    "date-that-is-none": Edit(PARAMS, "survey_start: 2024-07-02", "survey_start: 2023-02-29"),
    "survey-not-available": Edit(PARAMS, "not_available: []", "not_available: [resident_survey]"),
    "path-out-of-the-folder": Edit(
        PACKAGE, '"path": "online_procedures.csv"', '"path": "../../../../etc/passwd"'
    ),
    "unit-of-one-column": Edit(
        PACKAGE,
        '"title": "オンライン未対応手続数",\n            "type": "integer",\n            "unit": "手続"',
        '"title": "オンライン未対応手続数",\n            "type": "integer",\n            "unit": "件"',
    ),
    "indicator-of-another-year": Edit(
        PACKAGE,
        '"value": "online_procedures.online",',
        '"value": "online_procedures.online[fiscal_year=2022]",',
    ),
}
