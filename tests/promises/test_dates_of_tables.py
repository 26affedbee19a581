"""Dates that describe a table: mistakes are reported, since cards and open data print these dates."""

import re

from tests.promises.office import Office

PACKAGE = "data/2024/datapackage.json"
AS_OF, PUBLISHED = '"asOf": "2024-03-31"', '"publicationDate": "令和6年度"'


def reviews(office: Office) -> list[str]:
    """Return the 要確認 of check, which must have no 誤り."""
    checked = office.check()
    assert checked.code == 0, checked.out
    return [line for line in checked.out.splitlines() if line.startswith("【要確認】")]


def test_a_date_far_from_the_report_is_reported_until_it_is_confirmed(office: Office) -> None:
    office.edit(PACKAGE, AS_OF, '"asOf": "2042-03-31"')
    office.edit(PACKAGE, PUBLISHED, '"publicationDate": "令和60年度"')
    as_of, published = reviews(office)
    for line, word in ((as_of, "時点（asOf）"), (published, "公表の時期（publicationDate）")):
        assert re.search(r"datapackage\.json \d+行目『窓口の件数』: ", line)
        assert f"{word}が、報告の年度から離れた日付です（令和" in line
    subjects = [re.findall(r"subject: (.+?) と reason", line)[0] for line in (as_of, published)]
    confirmed = "".join(f"  - {{subject: {one}, reason: 見本}}\n" for one in subjects)
    office.edit("params/2024.yaml", "introduction:", f"confirmed:\n{confirmed}introduction:")
    assert reviews(office) == []


def test_a_table_as_of_another_time_than_its_section_is_reported(office: Office) -> None:
    for named, other in (
        ("2024-07", "2025-07-31"),
        ("令和5年度", "2024-07-31"),
        ("2024-03-31", "2024-03-30"),
    ):
        office.edit("params/2024.yaml", "as_of: 令和5年度", f"as_of: {named}")
        office.edit(PACKAGE, AS_OF, f'"asOf": "{other}"')
        (line,) = reviews(office)
        assert "『窓口の件数』: 表の時点（asOf、令和" in line
        assert "params/2024.yaml 11行目の as_of）と違います。" in line
        office.edit("params/2024.yaml", f"as_of: {named}", "as_of: 令和5年度")
        office.edit(PACKAGE, f'"asOf": "{other}"', AS_OF)


def test_ordinary_dates_of_a_table_are_no_matter(office: Office) -> None:
    ordinary = {
        "2024-03": "令和5年度",  # within the section's year
        "令和5年度": "2024-03-31",  # around the section's day
        "2020-10-01": "2020-10-01",  # a census
        "2025-05-31": "2025-05-31",  # a report on the whole year, made after it
    }
    for as_of, named in ordinary.items():
        office.edit("params/2024.yaml", "as_of: 令和5年度", f"as_of: {named}")
        office.edit(PACKAGE, AS_OF, f'"asOf": "{as_of}"')
        assert [line for line in reviews(office) if "asOf" in line] == []
        office.edit("params/2024.yaml", f"as_of: {named}", "as_of: 令和5年度")
        office.edit(PACKAGE, f'"asOf": "{as_of}"', AS_OF)
