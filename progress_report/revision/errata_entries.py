"""Corrections in ``params/<year>.yaml``: appended as text, so that everything else stays unchanged."""

import json
from collections.abc import Sequence

from progress_report.comparison.differences import Difference
from progress_report.inputs.params.report_params import Params
from progress_report.inputs.parsing.strict_yaml import read_strict_yaml
from progress_report.model.findings import report_error
from progress_report.model.program import COMMAND

_KEY = "errata"
_HEAD = f"# 正誤表。{COMMAND} revise が書き加える（edition は版、where は箇所、wrong は誤、right は正）。"
_INDENT = "  "


def with_errata(
    params: Params, content: bytes, revision: int, found: Sequence[Difference], reason: str
) -> bytes:
    """Return the content with the corrections appended. ReportError if they cannot be appended."""
    newline = "\r\n" if b"\r\n" in content else "\n"
    lines = content.decode("utf-8").removesuffix("\n").removesuffix("\r").split(newline)
    if params.report.errata:
        indent = _indent_of_last_member(params, content.decode("utf-8").splitlines())
    else:
        _require_absent(params)
        lines += ["", _HEAD, f"{_KEY}:"]
        indent = _INDENT
    for difference in found:
        lines += _entry(indent, revision, difference, reason)
    return (newline.join(lines) + newline).encode("utf-8")


def _entry(indent: str, revision: int, difference: Difference, reason: str) -> list[str]:
    # A JSON string is a valid YAML string, whatever characters it contains.
    texts = {
        "where": difference.where,
        "wrong": difference.wrong,
        "right": difference.right,
        "reason": reason,
    }
    members = [f"{name}: {json.dumps(text, ensure_ascii=False)}" for name, text in texts.items()]
    return [f"{indent}- edition: {revision}", *(f"{indent}  {member}" for member in members)]


def _indent_of_last_member(params: Params, lines: Sequence[str]) -> str:
    """Return the indentation of the list of corrections, which must be the last entry of the file."""
    tree, _ = read_strict_yaml(params.project.root / params.file, params.file)
    first = lines[params.source(_KEY, 0).line - 1]
    if not isinstance(tree, dict) or list(tree)[-1] != _KEY or not first.lstrip().startswith("- "):
        raise report_error(
            "正誤表を書き加えられません。",
            f"{_KEY}: をファイルの最後の項目にし、「- 」を並べる形で書いてください。",
            file=params.file,
            row=params.source(_KEY).line,
            column=_KEY,
        )
    return first[: len(first) - len(first.lstrip())]


def _require_absent(params: Params) -> None:
    tree, _ = read_strict_yaml(params.project.root / params.file, params.file)
    if isinstance(tree, dict) and _KEY in tree:
        raise report_error(
            "空の正誤表があります。",
            f"{_KEY}: の行を消してください。書き加えるときに作ります。",
            file=params.file,
            row=params.source(_KEY).line,
            column=_KEY,
        )
