"""Whether a built report is what its build wrote, and whether the checkout is what it was built from.

A manifest proves that nothing changed since it was sealed, not who sealed it: see ``sealing``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from progress_report.building.build_options import OUTPUTS
from progress_report.building.embedded import (
    EDITIONS,
    checked_record,
    embedded_record,
    revised_label,
    revision_of,
    year_of,
)
from progress_report.building.rebuilding import SHOWN, Rebuild, described, rebuilt_findings
from progress_report.building.record import MANIFEST, entry_of, input_files, installed_packages, sha256
from progress_report.building.sealing import Json, unseal
from progress_report.inputs.params import read_params
from progress_report.inputs.project import Project
from progress_report.model.findings import Finding, ReportError, fault
from progress_report.model.fonts import FontFamily, noto_sans_cjk_jp

Hashes = Mapping[str, str]
_REPAIR = "報告書を作り直すか、元のファイルに戻してください。"


@dataclass(slots=True)
class Verified:
    """What was looked at, to be told in any case, and every disagreement found."""

    lines: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(self, what: str, count: int, findings: Sequence[Finding], count_of: str = "個") -> None:
        told = "すべて一致" if not findings else f"食い違い {len(findings)}件"
        self.lines.append(f"  {what}（{count}{count_of}）　{told}")
        self.findings += findings


def verify(project: Project, path: Path, rebuild: Rebuild | None = None) -> Verified:
    """A report's folder by its manifest, or a page or PDF alone by its record.

    ``rebuild`` makes the report described by its options: then the bytes are compared as well.
    ReportError where there is nothing that could be verified.
    """
    if path.is_dir():
        return _verify_folder(project, path, rebuild)
    if not path.is_file():
        raise fault("ありません。", "先に報告書を作るか、場所を確かめてください。", file=path.as_posix())
    if _format_of(path) is None:
        remedy = "報告書のフォルダ、report.html、report.pdf のどれかを指定してください。"
        raise fault("確かめられる種類のファイルではありません。", remedy, file=path.as_posix())
    return _verify_file(project, path, rebuild)


def formats_of(manifest: Json) -> tuple[str, ...]:
    """The formats that a report was made in."""
    return tuple(name for name, output in OUTPUTS.items() if output.file in manifest["outputs"])


def _format_of(path: Path) -> str | None:
    """The format of a file that carries a record: by its own name, or else by what kind of file it is."""
    carrying = {name: output.file for name, output in OUTPUTS.items() if output.carries_record}
    own = [name for name, file in carrying.items() if file == path.name]
    kind = [name for name, file in carrying.items() if Path(file).suffix == path.suffix.lower()]
    return next(iter([*own, *kind]), None)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A report's folder held to its manifest: the manifest, every file's bytes, what was found."""

    manifest: Json
    contents: Mapping[str, bytes]
    result: Verified

    @property
    def record(self) -> Json:
        return self.manifest["record"]  # type: ignore[no-any-return]


def read_sealed(folder: Path) -> Sealed:
    """The folder's outputs and their embedded records; inputs are not asked for.

    ReportError where there is nothing that could be verified.
    """
    files = {
        path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if not path.is_dir()
    }
    contents = {name: path.read_bytes() if path.is_file() else b"" for name, path in files.items()}
    where = (folder / MANIFEST).as_posix()
    if MANIFEST not in contents:
        raise fault("ありません。", "報告書のフォルダを指定するか、作り直してください。", file=where)
    manifest = _checked_manifest(unseal(contents[MANIFEST], where), where)
    record = manifest["record"]
    result = Verified([_headline(folder, record)])
    others = {name: content for name, content in contents.items() if name != MANIFEST}
    result.add("成果物", len(manifest["outputs"]), output_findings(manifest["outputs"], others, folder))
    reports = {output.file for output in OUTPUTS.values() if output.carries_record} & others.keys()
    records = {name: others[name] for name in sorted(reports)}
    result.add("埋め込まれた作成記録", len(records), list(_record_findings(record, records, folder)))
    return Sealed(manifest, contents, result)


def _verify_folder(project: Project, folder: Path, rebuild: Rebuild | None) -> Verified:
    sealed = read_sealed(folder)
    manifest, record, result = sealed.manifest, sealed.record, sealed.result
    _add_inputs(result, project, record, checkout_hashes(project, record))
    result.lines += _package_lines(manifest["packages"], installed_packages(project))
    if rebuild:
        formats = formats_of(manifest)
        found = rebuilt_findings(project, rebuild, record, sealed.contents, folder, formats)
        result.add("作り直し", len(sealed.contents), found)
    seal = sha256(sealed.contents[MANIFEST])
    result.lines.append(f"  {MANIFEST} の SHA-256　{seal}")
    result.lines.append("  （別に控えておいた値と比べれば、成果物ごと作り替えられていないことも分かります）")
    return result


def _verify_file(project: Project, path: Path, rebuild: Rebuild | None) -> Verified:
    content, format_name = path.read_bytes(), _format_of(path)
    assert format_name is not None
    record = embedded_record(content, path.as_posix())
    result = Verified([_headline(path, record), f"  節　{'、'.join(record['parameters'])}"])
    now = checkout_hashes(project, record)
    _add_inputs(result, project, record, now)
    result.lines += _input_lines(record["inputs"], now)
    if rebuild:
        name, folder = OUTPUTS[format_name].file, path.parent
        found = rebuilt_findings(project, rebuild, record, {name: content}, folder, [format_name])
        result.add("作り直し", 1, found)
    else:
        result.lines.append(
            "  （ファイルそのものの書き換えは、フォルダを指定するか --rebuild を付けて確かめてください）"
        )
    return result


def output_findings(
    expected: Mapping[str, Json], contents: Mapping[str, bytes], folder: Path
) -> list[Finding]:
    """Outputs that changed, that are missing, and files no build wrote; each with what was expected."""
    findings = []
    for name in sorted(expected.keys() | contents.keys()):
        place = (folder / name).as_posix()
        wanted = described(expected[name]) if name in expected else ""
        if name not in contents:
            findings.append(Finding(f"ファイルがありません（{MANIFEST} では {wanted}）。", _REPAIR, place))
        elif name not in expected:
            message = f"{MANIFEST} にないファイルです（あとから加えられました）。"
            findings.append(Finding(message, "別の場所に移してください。", place))
        elif (found := entry_of(contents[name])) != expected[name]:
            message = f"書き換えられています（{MANIFEST} では {wanted}、実際は {described(found)}）。"
            findings.append(Finding(message, _REPAIR, place))
    return findings


def input_findings(used: Hashes, now: Hashes) -> list[Finding]:
    """Inputs that are no longer what the record says was used: changed, missing, new."""
    remedy = "元に戻すか、報告書を作り直してください。"
    findings = []
    for name in sorted(used.keys() | now.keys()):
        if name not in now:
            message = f"作成に使われたファイルがありません（SHA-256 {used[name][:SHOWN]}…）。"
        elif name not in used:
            message = "作成のときになかったファイルです。"
        elif used[name] != now[name]:
            message = (
                f"作成のときから変わっています（SHA-256 {used[name][:SHOWN]}… → {now[name][:SHOWN]}…）。"
            )
        else:
            continue
        findings.append(Finding(message, remedy, name))
    return findings


def checkout_hashes(project: Project, record: Json) -> dict[str, str]:
    """SHA-256 of the files that building the recorded sections would read now, where they are there."""
    year, notebooks = year_of(record), list(record["parameters"])
    files = input_files(project, year, notebooks, _fonts(project, record))
    return {name: sha256(path.read_bytes()) for name, path in sorted(files.items()) if path.is_file()}


def _record_findings(record: Json, files: Mapping[str, bytes], folder: Path) -> Iterator[Finding]:
    for name, content in files.items():
        place = (folder / name).as_posix()
        try:
            found = embedded_record(content, place)
        except ReportError as error:
            yield from error.findings
            continue
        if differing := [
            key for key in sorted(record.keys() | found.keys()) if record.get(key) != found.get(key)
        ]:
            message = f"埋め込まれた作成記録が {MANIFEST} と違います（{'、'.join(differing)}）。"
            yield Finding(message, _REPAIR, place)


def _fonts(project: Project, record: Json) -> FontFamily:
    try:
        return read_params(project, year_of(record)).fonts
    except ReportError:  # then the parameters are named as changed or missing
        return noto_sans_cjk_jp()


def _add_inputs(result: Verified, project: Project, record: Json, now: Hashes) -> None:
    """The inputs of a superseded edition have moved on since, which is told but no fault."""
    findings = input_findings(record["inputs"], now)
    if findings and _superseded(project, record):
        result.lines.append(f"  入力　訂正される前の版なので、いまの入力とは {len(findings)}件違います")
    else:
        result.add("入力", len(record["inputs"]), findings)


def _superseded(project: Project, record: Json) -> bool:
    """Whether the parameters describe a later edition: its inputs were changed to make that one."""
    try:
        return read_params(project, year_of(record)).edition > revision_of(record)
    except ReportError:
        return False


def _checked_manifest(manifest: Json, file: str) -> Json:
    """The manifest, if it is one; a seal can be put on anything."""
    checked_record(manifest.get("record"), file)
    outputs, packages = manifest.get("outputs"), manifest.get("packages")
    entries = list(outputs.values()) if isinstance(outputs, dict) else [None]
    if not isinstance(packages, dict) or not all(
        isinstance(entry, dict)
        and isinstance(entry.get("bytes"), int)
        and isinstance(entry.get("sha256"), str)
        for entry in entries
    ):
        raise fault("成果物の一覧が読めません。", "報告書を作り直してください。", file=file)
    return manifest


def _input_lines(used: Hashes, now: Hashes) -> Iterator[str]:
    """Each input and whether it agrees; the program's own files together, where they do."""
    code = [name for name in used if name.startswith("progress_report/") and used[name] == now.get(name)]
    for name in sorted((used.keys() | now.keys()) - set(code)):
        one, other = used.get(name), now.get(name)
        state = "一致" if one == other else "追加" if one is None else "なし" if other is None else "変更"
        yield f"    {state}　{name}　{(one or other or '')[:SHOWN]}"
    if code:
        yield f"    一致　progress_report/ のプログラム（{len(code)}個）"


def _headline(path: Path, record: Json) -> str:
    edition = "　".join(filter(None, (EDITIONS[record["edition"]], revised_label(record))))
    return f"{path}: {year_of(record).label}の報告書　{edition}　日付 {record['date']}"


def _package_lines(used: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Told, but no fault: a reviewer may well use other versions."""
    differing = [
        f"{name} {used.get(name, 'なし')} → {now.get(name, 'なし')}"
        for name in sorted(used.keys() | now.keys())
        if used.get(name) != now.get(name)
    ]
    told = f"この環境と違う版があります: {'、'.join(differing)}" if differing else "すべて一致"
    return [f"  パッケージの版（{len(used)}個）　{told}"]
