"""The covering letter for the forms of a division, in the style of letters between offices."""

from collections.abc import Sequence

from progress_report.collecting.asking import AskedTable, Request
from progress_report.collecting.form_text import BLANK_OR_ZERO
from progress_report.inputs.readers.forms import REMARK
from progress_report.model.moment import Day

LETTER = "依頼文.txt"
_DIVISION, _DEPARTMENT = "［依頼先の課名］", "［依頼元の課名］"
_PERSON, _DUE, _CONTACT = "［担当者の名前］", "［回答期限］", "［提出先のメールアドレスや電話番号］"
PLACEHOLDERS = (_DIVISION, _DEPARTMENT, _PERSON, _DUE, _CONTACT)


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
            f"　・{BLANK_OR_ZERO}",
            f"　・お知らせいただくことは、{REMARK}の列に書いてください。",
            "　・Excelブックのまま、名前を変えずにお戻しください。見出しは変えないでください。",
            "",
            "4　提出先・問合せ先",
            f"　{sender.municipality}　{department}　{_PERSON}",
            f"　{sender.contact or _CONTACT}",
            "",
        ]
    )
