"""LibreOffice Writer as a reader and an editor of Word files."""

import subprocess
from html import escape
from pathlib import Path

_SECONDS = 240
_MODULE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
    'script:language="StarBasic">{}</script:module>'
)


def as_pdf(word: Path, folder: Path) -> Path | None:
    """Convert a file to PDF with LibreOffice, whose profile is in the folder; return None if that fails."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(word)],
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )
    made = folder / f"{word.stem}.pdf"
    return made if made.is_file() else None


def run_macro(basic: str, folder: Path) -> None:
    """Run ``Sub Main`` of a Basic module, with the profile made by ``as_pdf`` in the folder.

    The first start with a new profile creates a library of macros with one empty module.
    """
    profile = folder / "profile"
    module = profile / "user/basic/Standard/Module1.xba"
    assert module.is_file(), "LibreOffice has not made its profile"
    module.write_text(_MODULE.format(escape(basic)), encoding="utf-8")
    options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    subprocess.run(
        ["soffice", *options, "macro:///Standard.Module1.Main"],
        capture_output=True,
        timeout=_SECONDS,
        check=True,
    )
