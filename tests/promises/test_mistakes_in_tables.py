"""Mistakes that a colleague would notice in a table: a second heading, gaps in ranges."""

from typing import Any

from tests.promises.office import Office, described

TABLE, PACKAGE = "data/2024/counts.csv", "data/2024/datapackage.json"
NAME = {"name": "name", "title": "区分", "type": "string", "constraints": {"required": True}}
BOUNDS = [
    {"name": name, "title": title, "type": "integer", "unit": "件"}
    for name, title in (("low", "下限"), ("high", "上限"))
]
COUNT = {"name": "n", "title": "件数", "type": "integer", "unit": "件"}


def add(office: Office, name: str, fields: list[dict[str, Any]], **schema: Any) -> None:
    """Add a table with a key 区分 and these fields."""
    table = described(name, [NAME, *fields], ["name"])
    table["schema"] |= schema
    office.edit_json(PACKAGE, lambda value: value["resources"].append(table))


def findings_of(office: Office, name: str) -> list[str]:
    """Return the 誤り and 要確認 of check about the file."""
    return [
        line for line in office.check().out.splitlines() if f"{name}.csv" in line and "記録】" not in line
    ]


def test_a_heading_within_the_table_is_named(office: Office) -> None:
    for again in ("場所,件数", "place,n", "場所,n"):
        office.write(TABLE, f"場所,件数\n本庁,302\n{again}\n支所,20\n")
        (line,) = findings_of(office, "counts")
        assert line.startswith(
            f"【誤り】{TABLE} 3行目: 見出しの行が、表の途中にもう一度あります。この行を消して"
        )
    office.write(TABLE, "場所,件数\n本庁,302\n場所,20\n")
    assert findings_of(office, "counts") == []


def test_a_gap_between_ranges_is_reported_and_none_is_not(office: Office) -> None:
    ranges = [{"minimum": "low", "maximum": "high"}]
    add(office, "ranges", [*BOUNDS, COUNT], ranges=ranges)
    heading = ("区分", "下限", "上限", "件数")
    whole = [("S", 1000, "", 3), ("A", 100, 999, 5), ("B", "", 99, 7)]
    office.table("ranges", [heading, *whole, ("合計", "", "", 15)])
    assert findings_of(office, "ranges") == []
    office.table("ranges", [heading, whole[0], ("A", 100, 500, 5), whole[2]])
    (line,) = findings_of(office, "ranges")
    assert line.startswith("【要確認】data/2024/ranges.csv 2行目: 範囲の間（501～999）が空いています")
    assert "（100～500と1,000～）。この行か3行目の、下限か上限" in line
    office.table("ranges", [heading, *whole, ("合計", 0, "", 15)])
    (line,) = findings_of(office, "ranges")
    assert "5行目『下限』: 合計の行に、足し合わせられない値があります。" in line
    assert "ここは空欄にしてください。" in line
