"""The shipped notebooks: each is a section of some year, and municipalities share them unchanged.

That they keep the contract of a section notebook is what ``check`` says of them
(``tests/promises/test_notebook_contract.py``).
"""

import re
from pathlib import Path

import pytest

from tests.support.project_copy import MUNICIPALITIES

NOTEBOOKS = [path for root in MUNICIPALITIES for path in sorted(root.glob("notebooks/*.ipynb"))]


@pytest.mark.parametrize("root", MUNICIPALITIES, ids=lambda root: root.name)
def test_every_notebook_is_a_section_of_some_year_and_none_is_missing(root: Path) -> None:
    written = [path.read_text(encoding="utf-8") for path in (root / "params").glob("*.yaml")]
    listed = {name for text in written for name in re.findall(r"- notebook: (\S+)", text)}
    assert listed == {path.stem for path in root.glob("notebooks/*.ipynb")}


def test_a_notebook_of_one_name_is_the_same_for_every_municipality() -> None:
    """A notebook shared by municipalities is copied, not changed."""
    by_name: dict[str, set[bytes]] = {}
    for path in NOTEBOOKS:
        by_name.setdefault(path.name, set()).add(path.read_bytes())
    assert [name for name, contents in by_name.items() if len(contents) > 1] == []


def test_none_reads_a_file_itself() -> None:
    assert [path.name for path in NOTEBOOKS if "read_csv" in path.read_text(encoding="utf-8")] == []
