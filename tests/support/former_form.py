"""The shipped municipalities in the former form of descriptors: a whole schema per year."""

import shutil
from pathlib import Path

FORMER = Path(__file__).with_name("former_form")
WARD, SHIOKAZE = "ward", "shiokaze"


def in_former_form(root: Path, of: str = WARD) -> None:
    """Replace the schema and each year's tables of a copied municipality by the years' own descriptors."""
    (root / "data/schema.yaml").unlink(missing_ok=True)
    for descriptor in sorted((FORMER / of).glob("*.json")):
        folder = root / "data" / descriptor.stem
        if folder.is_dir():
            (folder / "tables.yaml").unlink(missing_ok=True)
            shutil.copy(descriptor, folder / "datapackage.json")
