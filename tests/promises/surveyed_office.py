"""A municipality with a survey in the forms of form services and coded questionnaires."""

import json
from pathlib import Path

from tests.promises.office import USUAL_CELLS, Office

SURVEY, SCHEMA, TABLES = "data/2024/poll.csv", "data/schema.yaml", "data/2024/tables.yaml"
_SCHEMA = """tables:
  counts:
    title: 窓口の件数
    fields:
      - {name: place, title: 場所, required: true}
      - {name: n, title: 件数, unit: 件, required: true}
      - {name: state, title: 予約, labels: {1: できる, 2: 来年4月から}}
    primaryKey: [place]
  poll:
    title: 窓口アンケート
    fields:
      - {name: id, title: 回答者番号, required: true, unique: true}
      - {name: satisfaction, title: 満足度, labels: {1: 満足, 2: やや満足, 3: やや不満, 4: 不満, 9: 無回答}}
      - {name: visits, title: 来た回数, labels: {1: 0回, 2: 1回, 10: 10回以上, "": 無回答}}
      - name: wishes
        title: 望むこと
        type: list
        enum: [防災、防犯, 子育て, 福祉, 3時までの窓口, その他, 特にない]
      - name: means
        title: 知る手段
        type: list
        labels: {1: 広報紙, 2: ホームページ, 3: その他（自由記述）, 9: 無回答}
    primaryKey: [id]
    survey:
      questions:
        - name: satisfaction
          title: 窓口への満足
          wording: 窓口に満足していますか。
          form: single
          fields: [satisfaction]
        - {name: visits, title: 窓口に来た回数, wording: 何回来ましたか。, form: single, fields: [visits]}
        - name: wishes
          title: 力を入れてほしいこと
          wording: 力を入れてほしいことは何ですか。
          form: multiple
          fields: [wishes]
          lastChoices: [その他, 特にない]
          exclusiveChoices: [特にない]
        - name: means
          title: 知る手段について
          wording: 区の取組を何で知りますか。
          form: multiple
          fields: [means]
          lastChoices: [その他（自由記述）, 無回答]
          asked: {question: satisfaction, answers: [満足, やや満足, 無回答]}
crossChecks:
  - name: 答えの数
    explanation: 答えた数は人数の四倍を超えない。
    formula: answers(poll.wishes) <= 4件 * rows(poll)
"""
_TABLES = """defaults:
  status: published
  asOf: 2024-03-31
  publicationDate: 令和6年度
  sources: [{title: 見本市の調査}]
"""
HEADING = ("回答者番号", "窓口に満足していますか。", "何回来ましたか。", "望むこと", "means")
ROWS = (
    ("1", "1", "1", "防災、防犯, 子育て", "1,3"),
    ("2", "２", "2.0", "防災、防犯;福祉;", "2"),
    ("3", "1.満足", "", "子育て、防災、防犯", "１；２"),
    ("4", "４：不満", "10", "その他（犬、猫の世話）、福祉", ""),
    ("5", "やや満足", "⑩", "特にない", "その他: 回覧板, 広報紙"),
    ("6", "9", "1回", "", "2:ホームページ"),
    ("7", "01", "１０：１０回以上", "福祉\n3時までの窓口", "①、②"),
)
FIGURES = ("satisfaction", "visits", "wishes", "means")
_TABLE = """counts = section.table("counts")
Table(counts, "窓口の件数", name="counts").columns("n", "state")"""


def surveyed(root: Path) -> Office:
    """Return the small municipality with a coded column in its counts and a survey of seven people."""
    office = Office.small(root)
    (root / "data/2024/datapackage.json").unlink()
    office.write(SCHEMA, _SCHEMA)
    office.write(TABLES, _TABLES)
    office.table("counts", (("場所", "件数", "予約"), ("本庁", 302, 1), ("支所", 20, "２")))
    office.table("poll", (HEADING, *ROWS))
    figures = (f"poll.figure({json.dumps(name)})" for name in FIGURES)
    office.notebook(USUAL_CELLS[0], _TABLE, USUAL_CELLS[2], 'poll = survey(section, "poll")\npoll', *figures)
    return office


def answered(office: Office, row: int, column: str, answer: str) -> None:
    """Change an answer in a row of the survey; the header is row 1."""
    rows = [list(one) for one in (HEADING, *ROWS)]
    rows[row - 1][("id", "satisfaction", "visits", "wishes", "means").index(column)] = answer
    office.table("poll", rows)
