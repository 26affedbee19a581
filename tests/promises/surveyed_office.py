"""A municipality with a survey as form services and coded questionnaires deliver it."""

from pathlib import Path
from typing import Any

from tests.promises.office import USUAL_CELLS, Office, described

SURVEY = "data/2024/poll.csv"
PACKAGE = "data/2024/datapackage.json"
SATISFACTION = {"1": "満足", "2": "やや満足", "3": "やや不満", "4": "不満", "9": "無回答"}
WISHES = ["防災、防犯", "子育て", "福祉", "窓口が3時まで開くこと", "その他", "特にない"]
MEANS = {"1": "広報紙", "2": "ホームページ", "3": "その他（自由記述）"}
HEADING = ("回答者番号", "窓口に満足していますか。", "力を入れてほしいことは何ですか。", "means")
ROWS = (
    ("1", "1", "防災、防犯, 子育て", "1,3"),
    ("2", "２", "防災、防犯;福祉;", "2"),
    ("3", "1.満足", "子育て、防災、防犯", "１；２"),
    ("4", "４：不満", "その他（犬、猫の世話）、福祉", "2:ホームページ"),
    ("5", "やや満足", "特にない", "その他: 回覧板, 広報紙"),
    ("6", "9", "", ""),
    ("7", "01", "福祉\n窓口が3時まで開くこと", "①、②"),
)
_CELLS = (
    'poll = survey(section, "poll")\npoll',
    'poll.figure("satisfaction")',
    'poll.figure("wishes")',
    'poll.figure("means")',
)


def surveyed(root: Path) -> Office:
    """The small municipality and a survey of seven people."""
    office = Office.small(root)
    office.edit_json(PACKAGE, lambda package: package["resources"].append(_poll()))
    office.table("poll", (HEADING, *ROWS))
    office.notebook(*USUAL_CELLS, *_CELLS)
    return office


def poll_of(package: dict[str, Any]) -> dict[str, Any]:
    """The survey's description."""
    found: dict[str, Any] = package["resources"][1]
    return found


def fields_of(package: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The survey's columns by name."""
    return {field["name"]: field for field in poll_of(package)["schema"]["fields"]}


def questions_of(package: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The survey's questions by name."""
    return {question["name"]: question for question in poll_of(package)["survey"]["questions"]}


def _poll() -> dict[str, Any]:
    fields = [
        {"name": "id", "title": "回答者番号", "type": "string", "constraints": {"required": True}},
        {"name": "satisfaction", "title": "満足度", "type": "string", "labels": SATISFACTION},
        {"name": "wishes", "title": "望むこと", "type": "list", "constraints": {"enum": WISHES}},
        {"name": "means", "title": "知る手段", "type": "list", "labels": MEANS},
    ]
    questions = [
        {
            "name": "satisfaction",
            "title": "窓口への満足",
            "wording": "窓口に満足していますか。",
            "form": "single",
            "fields": ["satisfaction"],
        },
        {
            "name": "wishes",
            "title": "力を入れてほしいこと",
            "wording": "力を入れてほしいことは何ですか。",
            "form": "multiple",
            "fields": ["wishes"],
            "lastChoices": ["その他", "特にない"],
            "exclusiveChoices": ["特にない"],
        },
        {
            "name": "means",
            "title": "知る手段について",
            "wording": "区の取組を何で知りますか。",
            "form": "multiple",
            "fields": ["means"],
        },
    ]
    survey = {"title": "窓口アンケート", "questions": questions}
    return described("poll", fields, ["id"]) | {"title": "窓口アンケート", "survey": survey}
