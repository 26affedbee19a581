"""LibreOffice as a reader and an editor of the files that the program makes."""

import shutil
import subprocess
from collections.abc import Sequence
from html import escape
from pathlib import Path

_SECONDS = 240
_MODULE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
    'script:language="StarBasic">{}</script:module>'
)


def convert(target: str, sources: Sequence[Path], folder: Path, *options: str) -> None:
    """Convert files with LibreOffice, whose profile is in the folder, and which must report no error."""
    assert shutil.which("soffice"), "LibreOffice がありません: apt-get install -y libreoffice-calc"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    done = subprocess.run(
        ["soffice", profile, "--headless", *options, "--convert-to", target, "--outdir", folder, *sources],
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=True,
    )
    complaints = [line for line in done.stderr.splitlines() if "javaldx" not in line]  # without Java
    assert complaints == []
    assert done.stdout.startswith("convert ")


def as_pdf(word: Path, folder: Path) -> Path:
    """Convert a Word file to PDF."""
    convert("pdf", [word], folder)
    return folder / f"{word.stem}.pdf"


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
