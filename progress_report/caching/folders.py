"""Where kept results lie, and the clearing of what a killed build left among them."""

from pathlib import Path

from progress_report.storage.scratch import sweep

FOLDER = ".cache"
STAGING = ".", ".new"  # how the name of an entry begins and ends that is being written


def section_folder(root: Path, year: int, name: str) -> Path:
    return root / FOLDER / "sections" / f"{year}-{name}"


def clear(root: Path, year: int) -> None:
    """Remove the half-written entries of a year. Never fails."""
    for folder in section_folder(root, year, "").parent.glob(f"{year}-*"):
        sweep(folder, *STAGING)
