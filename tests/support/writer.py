"""LibreOffice Writer as a reader of Word files."""

import subprocess
from pathlib import Path

_SECONDS = 240


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
