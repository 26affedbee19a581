"""Verification of a built report against its manifest and the checkout.

A manifest proves that nothing changed since its checksum was computed, not who computed it: see ``checksum``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from progress_report.document.files import DOCUMENT, read_document
from progress_report.inputs.notebooks.notebook_files import FOLDER
from progress_report.inputs.params.report_params import read_params
from progress_report.inputs.project import Project, is_of_theme
from progress_report.inputs.years.publication import publication_file, read_publication
from progress_report.model.findings import Finding, ReportError, report_error
from progress_report.model.fonts import FontFamily, noto_sans_cjk_jp
from progress_report.provenance.audit import audit
from progress_report.provenance.audit_sources import AuditSources
from progress_report.provenance.checksum import Json
from progress_report.provenance.embedded import embedded_record, formats_beside, revision_of, year_of
from progress_report.provenance.made_formats import ALWAYS, FORMER, MadeFormat, formats_of
from progress_report.provenance.record import (
    MANIFEST,
    changed_names,
    digest_as_recorded,
    input_files,
    installed_packages,
    sha256,
)
from progress_report.publishing.published_numbers import publication_findings
from progress_report.registry import in_listing_order
from progress_report.verification.rebuilding import Rebuild, rebuilt_findings
from progress_report.verification.report_folder import (
    SHOWN,
    OpenedReport,
    Verified,
    headline,
    open_report_folder,
)

Hashes = Mapping[str, str]


def verify(project: Project, path: Path, rebuild: Rebuild | None = None) -> Verified:
    """Verify a report's folder by its manifest, or a single page, PDF or Word file by its record.

    ``rebuild`` builds the report described by its options, to compare the bytes as well. ReportError if there
    is nothing to verify.
    """
    if path.is_dir():
        return _verify_folder(project, path, rebuild)
    if not path.is_file():
        raise report_error(
            "ありません。", "先に報告書を作るか、場所を確かめてください。", file=path.as_posix()
        )
    if _format_of(path) is None:
        remedy = "報告書のフォルダ、report.html、report.pdf、report.docx のどれかを指定してください。"
        raise report_error("確かめられる種類のファイルではありません。", remedy, file=path.as_posix())
    return _verify_file(project, path, rebuild)


def _format_of(path: Path) -> str | None:
    """Return the format of a file with a record: by its name, or else by its suffix."""
    carrying = {name: one.file for name, one in FORMER.items() if one.carries_record}
    own = [name for name, file in carrying.items() if file == path.name]
    kind = [name for name, file in carrying.items() if Path(file).suffix == path.suffix.lower()]
    return next(iter([*own, *kind]), None)


def _verify_folder(project: Project, folder: Path, rebuild: Rebuild | None) -> Verified:
    opened = open_report_folder(folder)
    manifest, record, result = opened.manifest, opened.record, opened.result
    now = checkout_hashes(project, record)
    _add_inputs(result, project, record, now)
    _add_audit(result, project, opened, folder, now)
    _add_unrecorded(result, project, manifest)
    _add_publication(result, project, opened, folder)
    result.lines += opened.pdf_lines()
    result.lines += _package_lines(manifest["packages"], installed_packages(project))
    if rebuild:
        made = formats_of(manifest)
        formats = tuple(made) if opened.partial else in_listing_order({*ALWAYS, *made})
        found = rebuilt_findings(project, rebuild, record, opened.contents, folder, formats, opened.partial)
        result.add(f"作り直し（{_titles(formats, made)}）", len(opened.contents), found)
    digest = sha256(opened.contents[MANIFEST])
    result.lines.append(f"  {MANIFEST} の SHA-256　{digest}")
    result.lines.append("  （別に控えておいた値と比べれば、成果物ごと作り替えられていないことも分かります）")
    return result


def _verify_file(project: Project, path: Path, rebuild: Rebuild | None) -> Verified:
    content, format_name = path.read_bytes(), _format_of(path)
    assert format_name is not None
    record = embedded_record(content, path.as_posix())
    result = Verified([headline(path, record), f"  節　{'、'.join(record['parameters'])}"])
    now = checkout_hashes(project, record)
    _add_inputs(result, project, record, now)
    result.lines += _input_lines(record["inputs"], now)
    if rebuild:
        name, folder = FORMER[format_name].file, path.parent
        # A page links to the other formats of its build.
        made_with = formats_beside(content) if format_name == "html" else [format_name]
        formats = in_listing_order(set(made_with))
        found = rebuilt_findings(project, rebuild, record, {name: content}, folder, formats)
        made = (folder / name).as_posix()
        named = [replace(one, file=path.as_posix()) if one.file == made else one for one in found]
        result.add(f"作り直し（{_titles([format_name], FORMER)}）", 1, named)
    else:
        result.lines.append(
            "  （ファイルそのものの書き換えは、フォルダを指定するか --rebuild を付けて確かめてください）"
        )
    return result


def input_findings(used: Hashes, now: Hashes) -> list[Finding]:
    """Return findings on inputs that differ from the record: changed, missing, new."""
    remedy = "元に戻すか、報告書を作り直してください。"
    findings = []
    for name in changed_names(used, now):
        if name not in now:
            message = f"作成に使われたファイルがありません（SHA-256 {used[name][:SHOWN]}…）。"
        elif name not in used:
            message = "作成のときになかったファイルです。"
        else:
            message = (
                f"作成のときから変わっています（SHA-256 {used[name][:SHOWN]}… → {now[name][:SHOWN]}…）。"
            )
        findings.append(Finding(message, remedy, name))
    return findings


def checkout_hashes(project: Project, record: Json) -> dict[str, str]:
    """Return the SHA-256 of the existing files that building the recorded sections would now read."""
    year, notebooks = year_of(record), list(record["parameters"])
    files = input_files(project, year, notebooks, _fonts(project, record))
    return {
        name: digest_as_recorded(name, path, record["inputs"])
        for name, path in sorted(files.items())
        if path.is_file()
    }


def _add_audit(result: Verified, project: Project, opened: OpenedReport, folder: Path, now: Hashes) -> None:
    """Recompute every number of the document, if its data and parameters are unchanged."""
    used = opened.record["inputs"]
    ingested = {name for name in used.keys() | now.keys() if _is_ingested(name)}
    if DOCUMENT not in opened.contents or any(used.get(name) != now.get(name) for name in ingested):
        return
    try:
        audited = audit(read_document(folder), AuditSources(project, year_of(opened.record)))
    except ReportError as error:
        result.add("数値の計算し直し", len(error.findings), error.findings, "件")
    else:
        result.add("数値の計算し直し", audited.printed, (), "件")


def _is_ingested(name: str) -> bool:
    return name.startswith(("data/", "params/")) and not is_of_theme(name)


def _fonts(project: Project, record: Json) -> FontFamily:
    try:
        return read_params(project, year_of(record)).fonts
    except ReportError:  # then the parameters are reported as changed or missing
        return noto_sans_cjk_jp()


def _add_inputs(result: Verified, project: Project, record: Json, now: Hashes) -> None:
    """Compare the inputs with the recorded ones.

    The inputs of a superseded revision have changed since. The inputs that a final report shares with later
    years, its notebooks and the theme, may change too, because its content and look are kept. All of this is
    reported, but is no error; ``build`` checks whether the current notebooks still print the published
    content.
    """
    used: Hashes = record["inputs"]
    if record["edition"] == "final":
        notebooks, look = _changed_notebooks(used, now), _changed_look(used, now)
        if notebooks:
            result.lines.append(
                f"  ノートブック　確定版を作ったときから変わっています（{'、'.join(sorted(notebooks))}）。"
                f"印刷される内容が同じかは、build {year_of(record).start} が確かめます"
            )
        if look:
            result.lines.append(
                "  見た目　テーマ（色、ロゴ、書体、用紙）は、確定版を作ったときから変わっています"
            )
        used, now = ({name: one[name] for name in one.keys() - notebooks - look} for one in (used, now))
    findings = input_findings(used, now)
    if findings and _superseded(project, record):
        result.lines.append(f"  入力　訂正される前の版なので、いまの入力とは {len(findings)}件違います")
    else:
        result.add("入力", len(used), findings)


def _changed_notebooks(used: Hashes, now: Hashes) -> set[str]:
    """Return the existing notebooks that have changed."""
    names = {name for name in used.keys() & now.keys() if name.startswith(f"{FOLDER}/")}
    return {name for name in names if used[name] != now[name]}


def _changed_look(used: Hashes, now: Hashes) -> set[str]:
    """Return the theme's files and the fonts if the theme has changed; nothing otherwise."""
    names = used.keys() | now.keys()
    theme = {name for name in names if is_of_theme(name)}
    if all(used.get(name) == now.get(name) for name in theme):
        return set()
    return theme | {name for name in names if name.startswith("fonts/")}


def _add_unrecorded(result: Verified, project: Project, manifest: Json) -> None:
    """Report that sections used unrecorded inputs, so that the inputs cannot be verified."""
    names = manifest.get("unrecorded")
    for name in names if isinstance(names, list) else ():
        message = "作成記録にないものを使って作られているので、入力が作成のときのままかを確かめられません。"
        remedy = "使っているものを表か params に移してから、作り直してください。"
        result.findings.append(Finding(message, remedy, project.relative(project.notebook(str(name)))))


def _add_publication(result: Verified, project: Project, opened: OpenedReport, folder: Path) -> None:
    """Check a final report against ``published.csv``, unless that is of a later revision."""
    record, year = opened.record, year_of(opened.record)
    if record["edition"] != "final" or opened.partial or DOCUMENT not in opened.contents:
        return
    file = project.relative(publication_file(project, year))
    what = f"公表した値の記録 {file}"
    try:
        publication = read_publication(project, year)
        if publication is None:
            result.lines.append(f"  {what}　ありません（build {year.start} を実行すると、書きます）")
            return
        if publication.revision > revision_of(record):
            result.lines.append(f"  {what}　第{publication.revision}版のものです")
            return
        if publication.revision < revision_of(record):
            message = f"第{publication.revision}版のままです（報告書は第{revision_of(record)}版）。"
            remedy = f"build {year.start} を実行すると、書き直します。"
            findings = [Finding(message, remedy, file)]
        else:
            document = read_document(folder)
            findings = publication_findings(publication, document, opened.contents[MANIFEST])
        result.add(what, len(publication.rows), findings)
    except ReportError as error:
        result.findings += error.findings


def _titles(formats: Sequence[str], made: Mapping[str, MadeFormat]) -> str:
    known = {**FORMER, **made}
    return "・".join(known[name].title for name in formats) or "形式なし"


def _superseded(project: Project, record: Json) -> bool:
    """Return whether the parameters describe a later revision, for which the inputs were changed."""
    try:
        return read_params(project, year_of(record)).revision > revision_of(record)
    except ReportError:
        return False


def _input_lines(used: Hashes, now: Hashes) -> Iterator[str]:
    """Yield each input with its comparison, summarizing the program's own unchanged files."""
    code = [name for name in used if name.startswith("progress_report/") and used[name] == now.get(name)]
    for name in sorted((used.keys() | now.keys()) - set(code)):
        one, other = used.get(name), now.get(name)
        state = "一致" if one == other else "追加" if one is None else "なし" if other is None else "変更"
        yield f"    {state}　{name}　{(one or other or '')[:SHOWN]}"
    if code:
        yield f"    一致　progress_report/ のプログラム（{len(code)}個）"


def _package_lines(used: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return the packages' differences, which are no error: a reviewer may use other versions."""
    differing = [
        f"{name} {used.get(name, 'なし')} → {now.get(name, 'なし')}" for name in changed_names(used, now)
    ]
    reported = f"この環境と違う版があります: {'、'.join(differing)}" if differing else "すべて一致"
    return [f"  パッケージの版（{len(used)}個）　{reported}"]
