"""All messages by code, and their headings in the guide's appendix."""

from types import ModuleType

from progress_report.messages import (
    accessibility,
    added_tables,
    dates,
    descriptions,
    entries,
    files,
    former_report,
    notebook_contract,
    notebook_files,
    notebook_names,
    notebooks,
    notes,
    params,
    pdf_validation,
    pictures,
    reviews,
    row_reviews,
    scalars,
    schema,
    section_texts,
    sections,
    surveys,
    table_cells,
    table_files,
    table_headings,
    table_rows,
    theme,
    unfinished,
    value_reviews,
    values,
    word_import,
)
from progress_report.messages.message import Message

GROUPS: dict[str, tuple[ModuleType, ...]] = {
    "共通（ファイルの読み方と書き方）": (files, dates, entries),
    "表とブック（CSV、Excel）": (table_files,),
    "表の見出し": (table_headings,),
    "表の行": (table_rows,),
    "表の値": (table_cells, values),
    "調査": (surveys,),
    "表の説明（data/schema.yaml、tables.yaml、datapackage.json）": (descriptions, schema),
    "一つの値の書き方（params、表の説明、theme.yaml）": (scalars,),
    "params（日付・目標・文章）": (params, sections, section_texts, added_tables),
    "theme.yaml（色、ロゴ、書体、用紙）": (theme, pictures),
    "ノートブック（節を作るセル）": (notebooks, notebook_files, notebook_contract, notebook_names),
    "前年度の報告との関係": (former_report,),
    "要確認（案は作れるが、確定版は作れない）": (reviews, value_reviews, row_reviews, unfinished),
    "Wordの直しの取り込み（import-word）": (word_import,),
    "ウェブアクセシビリティの様式（accessibility）": (accessibility,),
    "PDFの検査（build --validate-pdf）": (pdf_validation,),
    "記録": (notes,),
}


def messages_of(group: tuple[ModuleType, ...]) -> list[Message]:
    """Return the messages of a group's modules, sorted by code."""
    found = (value for module in group for value in vars(module).values() if isinstance(value, Message))
    return sorted(found, key=lambda message: message.code)


CATALOGUE = {message.code: message for group in GROUPS.values() for message in messages_of(group)}
