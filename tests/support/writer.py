"""LibreOffice Writer: how it reads a Word file."""

import subprocess
from pathlib import Path

_SECONDS = 240


def as_pdf(word: Path, folder: Path) -> Path | None:
    """The PDF that LibreOffice makes of a file, or None where it makes none. Its profile is in the folder."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(word)],
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )
    made = folder / f"{word.stem}.pdf"
    return made if made.is_file() else None
