"""All messages by their codes, and the headings of the guide's appendix that they stand under."""

from types import ModuleType

from progress_report.messages import (
    descriptions,
    entries,
    files,
    notebooks,
    params,
    reviews,
    table_cells,
    table_files,
    table_headings,
    table_rows,
    theme,
)
from progress_report.messages.message import Message

GROUPS: dict[str, ModuleType] = {
    "共通（ファイルの読み方と書き方）": files,
    "表とブック（CSV、Excel）": table_files,
    "表の見出し": table_headings,
    "表の行": table_rows,
    "表の値": table_cells,
    "表の説明（data/schema.yaml、tables.yaml、datapackage.json）": descriptions,
    "一つの値の書き方（params、表の説明、theme.yaml）": entries,
    "params（日付・目標・文章）": params,
    "theme.yaml（色、ロゴ、書体、用紙）": theme,
    "ノートブック（節を作るセル）": notebooks,
    "要確認（案は作れるが、確定版は作れない）": reviews,
}


def messages_of(group: ModuleType) -> list[Message]:
    """The messages of a module, in the order of their codes."""
    found = (value for value in vars(group).values() if isinstance(value, Message))
    return sorted(found, key=lambda message: message.code)


CATALOGUE = {message.code: message for group in GROUPS.values() for message in messages_of(group)}
