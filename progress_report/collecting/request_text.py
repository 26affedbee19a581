"""Texts of a request: the lines above a form's table, its headings, and the covering letter of a division.

The letter is in the style of letters between offices.
"""

from collections.abc import Iterator, Sequence

from progress_report.collecting.asking import AskedTable, Request
from progress_report.inputs.readers.forms import REFERENCE, REMARK
from progress_report.inputs.readers.headings import Headings
from progress_report.inputs.schema.schemas import FieldDescriptor
from progress_report.model.comparable import unspaced
from progress_report.model.fiscal_year import FISCAL_YEAR
from progress_report.model.moment import Day

LETTER = "依頼文.txt"
_DIVISION, _DEPARTMENT = "［依頼先の課名］", "［依頼元の課名］"
_PERSON, _DUE, _CONTACT = "［担当者の名前］", "［回答期限］", "［提出先のメールアドレスや電話番号］"
PLACEHOLDERS = (_DIVISION, _DEPARTMENT, _PERSON, _DUE, _CONTACT)
_BLANK_OR_ZERO = "一件もないときは 0、当てはまらないときは空欄にします。"


def lines_above(request: Request, table: AskedTable, due: Day | None) -> Iterator[str]:
    """Yield the lines above the table: title, deadline, sender and instructions."""
    sender, resource = request.sender, table.resource
    yield f"{resource.title}　照会票"
    asked_by = " ".join(filter(None, (sender.municipality, sender.department)))
    facts = [("回答期限", due.label if due else ""), ("依頼先", table.division), ("依頼元", asked_by)]
    yield "　　".join(f"{label}　{text}" for label, text in facts if text)
    yield f"時点　{table.as_of_label}　　報告書　{request.year.label}「{sender.report}」"
    if resource.description:
        yield f"内容　{resource.description}"
    yield from _how_to_fill_in(table)
    for one in resource.table_schema.fields:
        if one.description and one.name != FISCAL_YEAR:
            yield f"・{one.title}: {one.description}"


def _how_to_fill_in(table: AskedTable) -> Iterator[str]:
    """Yield the instructions, one per line."""
    counted = any(one.is_numeric and one.name != FISCAL_YEAR for one in table.resource.table_schema.fields)
    zero = _BLANK_OR_ZERO if counted else ""
    if years := table.asked_years:
        named = "、".join(f"{year.start}（{year.label}）" for year in years)
        yield f"・{named}の行に記入してください。{zero}"
        yield (
            "・灰色の行は、これまでの報告に載せた値です。変えずに残してください"
            f"（見直すときは、直して{REMARK}の列に理由を書いてください）。"
        )
        return
    if any(row.cells for row in table.rows):
        yield f"・色の付いた欄に記入してください。記入すると、色が消えます。{zero}"
        yield "・加わったものは、空いている行に書いてください。なくなったものは、行を名前ごと消してください。"
        yield f"・名前が変わったときは、名前を直し、{REMARK}の列にその旨を書いてください。"
    else:
        yield f"・空いている行に、上から詰めて記入してください。{zero}"
    if table.has_former_values:
        yield f"・灰色の{REFERENCE}の列は、前回の報告の値です。読み取りません。"


def column_heading(field: FieldDescriptor, fields: Sequence[FieldDescriptor]) -> str:
    """Return a heading that the reader assigns to this field only.

    It is its title with its unit, its title, its title after its group, or its name; for a column identified
    by position, also its name.
    """
    headings = Headings(fields, ())
    unit = field.unit if field.name != FISCAL_YEAR else None
    possible = [f"{field.title}\n（{unit}）"] if unit else []
    possible += [field.title, f"{field.group}（{field.title}）"]
    meant = (
        one for one in possible if headings.names.get(unspaced(one)) == field.name and not field.is_placed
    )
    return next(meant, field.name)


def covering_letter(request: Request, division: str, tables: Sequence[AskedTable], due: Day | None) -> str:
    """Return the letter. Data missing in the parameters become placeholders in ［ ］."""
    sender = request.sender
    department = sender.department or _DEPARTMENT
    report = f"{request.year.label}「{sender.report}」"
    deadline = due.label if due else _DUE
    listed = [f"　・{one.file}　{one.resource.title}（時点　{one.as_of_label}）" for one in tables]
    return "\n".join(
        [
            f"件名　【照会】{report}の作成に必要な値について（{deadline}まで）",
            "",
            f"{division or _DIVISION}　御担当者　様",
            "",
            "　日頃から、業務の推進に御協力いただき、ありがとうございます。",
            f"{department}の{_PERSON}です。",
            "",
            "　標記の報告書を作成しますので、添付の照会票により御回答をお願いします。",
            "お忙しいところ恐れ入りますが、期限までに御回答くださるよう、よろしくお願いいたします。",
            "",
            f"1　照会票（{len(tables)}件）",
            *listed,
            "",
            "2　回答期限",
            f"　{deadline}",
            "",
            "3　記入のしかた",
            "　・詳しくは、それぞれの照会票の上のほうに書いてあります。灰色の値は、前回の報告のものです。",
            f"　・{_BLANK_OR_ZERO}",
            f"　・お知らせいただくことは、{REMARK}の列に書いてください。",
            "　・Excelブックのまま、名前を変えずにお戻しください。見出しは変えないでください。",
            "",
            "4　提出先・問合せ先",
            f"　{sender.municipality}　{department}　{_PERSON}",
            f"　{sender.contact or _CONTACT}",
            "",
        ]
    )
