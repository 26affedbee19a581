"""Verifying a report with another Python version reports the version and no error."""

import json
from typing import Any

import pytest

from tests.promises.office import Office
from tests.support.published import rewrite_manifest


@pytest.mark.long
def test_another_version_is_reported_as_that(office: Office) -> None:
    """The version is simulated: the report's manifest is changed to name another one."""
    assert office.build().code == 0

    def made_elsewhere(manifest: dict[str, Any]) -> None:
        manifest["packages"]["python"] = "3.99.0"

    rewrite_manifest(office.root / "build/2024", made_elsewhere)
    verified = office.run("verify", office.root / "build/2024", "--rebuild")
    assert verified.code == 0, verified.said
    assert "この環境と違う版があります: python 3.99.0 → " in verified.out
    assert "作り直し" in verified.out and "食い違い" not in verified.out
    for notebook in (office.root / "build/2024/notebooks").iterdir():
        assert "version" not in json.loads(notebook.read_bytes())["metadata"]["language_info"]

    def otherwise(manifest: dict[str, Any]) -> None:
        manifest["audit"] = {}

    rewrite_manifest(office.root / "build/2024", otherwise)
    verified = office.run("verify", office.root / "build/2024", "--rebuild")
    assert verified.code == 1
    assert "manifest.json: 作り直すと違う内容になります" in verified.err
