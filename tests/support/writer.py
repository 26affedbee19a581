"""LibreOffice Writer: how it reads a Word file."""

import os
import shutil
import subprocess
from pathlib import Path

import docx
import pytest

_SECONDS = 240


def as_pdf(word: Path, folder: Path) -> Path | None:
    """The PDF that LibreOffice makes of a file, or None where it makes none. Its profile is in the folder."""
    program = shutil.which("soffice")
    if program is None:
        return None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(word)],
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )
    made = folder / f"{word.stem}.pdf"
    return made if made.is_file() else None


def require_writer(folder: Path) -> None:
    """Skip where LibreOffice or its Writer is not installed; fail where CI must have it."""
    plain = folder / "plain.docx"
    empty = docx.Document()
    empty.add_paragraph("試し")
    empty.save(str(plain))
    if as_pdf(plain, folder) is None:
        reason = "LibreOffice Writer (soffice) is not installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
