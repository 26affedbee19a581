"""Whether a theme's logo can be put into page and PDF as it is."""

from collections.abc import Iterator
from pathlib import Path

from progress_report.inputs.picture_checks import png_faults, svg_faults
from progress_report.inputs.similar_files import similar_file_remedy
from progress_report.inputs.text_files import is_file
from progress_report.inputs.theme import Theme
from progress_report.model.findings import Finding, refused

LARGEST_BYTES = 200_000  # it stands in the page and in both PDFs


def logo_findings(theme: Theme) -> Iterator[Finding]:
    """Yield what keeps the logo from being printed."""
    if theme.logo is None:
        return
    path, row = theme.logo.path, theme.lines["logo", "file"]
    for message, remedy in _faults(path):
        yield Finding(message, remedy, theme.file, row, "logo.file")


def _faults(path: Path) -> Iterator[tuple[str, str]]:
    if not is_file(path):
        remedy = similar_file_remedy(path) or "params フォルダーに置くか、名前を直してください。"
        yield f"ロゴのファイルがありません（{path.name}）。", remedy
        return
    try:
        content = path.read_bytes()
    except OSError as error:
        yield f"ロゴのファイルを読めません（{refused(error)}）。", "権限を確かめてください。"
        return
    if len(content) > LARGEST_BYTES:
        message = f"ロゴのファイルが大きすぎます（{path.name}、{len(content):,}バイト）。"
        yield message, f"{LARGEST_BYTES:,}バイトまでにしてください。"
    elif path.suffix == ".svg":
        yield from svg_faults("ロゴ", path.name, content)
    else:
        yield from png_faults("ロゴ", path.name, content)
