"""Writing of a year's forms and covering letters: all or none, overwriting only with ``force``."""

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from progress_report.collecting.asking import AskedTable, Request
from progress_report.collecting.form_sheet import collection_form_bytes
from progress_report.collecting.request_text import LETTER, PLACEHOLDERS, covering_letter
from progress_report.files.replacing import staged_file
from progress_report.inputs.params.theme import read_theme
from progress_report.inputs.project import Project
from progress_report.model.display_width import aligned
from progress_report.model.findings import Finding, ReportError
from progress_report.model.moment import Day
from progress_report.model.program import COMMAND

_TEXT_ENCODING = "utf-8-sig"  # for Notepad and Outlook to detect UTF-8
_SATURDAY = 5
# Characters not allowed in Windows file names, and their replacements.
_IN_FILE_NAMES = str.maketrans('/\\:*?"<>|', "／＼：＊？＂＜＞｜")


@dataclass(frozen=True, slots=True)
class Asked:
    """The files to be written, and a note on each."""

    contents: Mapping[Path, bytes]
    notes: Mapping[Path, str]


def request_folder(out: Path, request: Request) -> Path:
    return out / f"{request.year.start}.request"


def asked_files(
    project: Project, request: Request, tables: Sequence[AskedTable], due: Day | None, folder: Path
) -> Asked:
    """Return the files, by division; those without a division are in the folder itself."""
    theme = read_theme(project)
    contents: dict[Path, bytes] = {}
    notes: dict[Path, str] = {}
    for division, all_tables in request.divisions.items():
        chosen = [one for one in all_tables if one in tables]
        if not chosen:
            continue
        place = folder / _folder_name(division) if division else folder
        letter = covering_letter(request, division, chosen, due)
        contents[place / LETTER] = letter.replace("\n", "\r\n").encode(_TEXT_ENCODING)
        left = [one for one in PLACEHOLDERS if one in letter]
        notes[place / LETTER] = f"依頼文（書き入れる所: {'、'.join(left)}）"
        for one in chosen:
            path = place / one.file
            contents[path] = collection_form_bytes(request, one, due, theme)
            notes[path] = one.resource.title
    return Asked(contents, notes)


def write_files(contents: Mapping[Path, bytes], *, force: bool) -> None:
    """Write all files, or none. ReportError if one exists with different content, unless ``force``."""
    with ExitStack() as stack:
        replacing = [stack.enter_context(staged_file(path, content)) for path, content in contents.items()]
        other = [path for path, content in contents.items() if path.exists() and path.read_bytes() != content]
        if other and not force:
            remedy = (
                "記入されたものや直したものかもしれません。別の場所に移すか、--out で別の所に書き出すか、"
                "書き直してよければ --force を付けてください。"
            )
            raise ReportError(
                [Finding("すでにあります。何も書いていません。", remedy, path.as_posix()) for path in other]
            )
        for replace in replacing:
            replace()


def request_summary(project: Project, request: Request, asked: Asked, due: Day | None) -> str:
    """Return the list of written files, the next steps, and the tables that were not requested."""
    year = request.year
    of = f"{request.former.label}の報告" if request.former else "表の説明"
    lines = [f"{year.label}の照会票と依頼文を、{of}から作りました。"]
    lines += [
        f"  {line}" for line in aligned([(path.as_posix(), note) for path, note in asked.notes.items()])
    ]
    if due and due.date.weekday() >= _SATURDAY:
        lines.append(f"回答期限の{due.label}は、休日です。")
    elif not due:
        lines.append("回答期限は、--due 2026-05-29 のように付けると、照会票と依頼文に入ります。")
    if request.source != year:
        lines.append(f"時点は、{request.source.label}の表の説明（asOf）を{year.label}まで進めたものです。")
    if request.surveys:
        names = "、".join(f"{one.name}（{one.title}）" for one in request.surveys)
        lines.append(f"調査の個票は、照会票では尋ねません: {names}")
    options = project.options(project.usual_out)
    if project.params_file(year).is_file():
        lines.append(
            f"戻ってきた照会票は、名前を変えずに data/{year.start}/ に置き、同じ名前の .csv を消します。"
        )
    else:
        lines.append(
            f"戻ってきたら、new-year {year.start} でその年度のファイルを作り、照会票を名前を変えずに "
            f"data/{year.start}/ に置き、同じ名前の .csv を消します。"
        )
    lines.append(f"記入のもれや誤りは、{COMMAND} check {year.start}{options} が示します。")
    return "\n".join(lines)


def due_day(text: str) -> Day:
    """Parse 2026-05-29. ValueError (in Japanese) otherwise."""
    try:
        return Day(dt.date.fromisoformat(text.strip()))
    except ValueError:
        raise ValueError(f"日付として読めません（「{text}」）。2026-05-29 のように書いてください。") from None


def _folder_name(division: str) -> str:
    return division.translate(_IN_FILE_NAMES).rstrip(". ") or "_"
