"""The bill of materials matches the lock; nothing is installed without a hash or a licence."""

import json
import re

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.support.lock import locked
from tests.support.project_copy import ROOT
from tests.support.supply_chain import BILL, LOCK, is_allowed, violations


def test_lock_licences_and_bill_hold() -> None:
    assert list(violations()) == []


def test_the_bill_is_valid_and_names_every_locked_package_with_its_hashes() -> None:
    text = BILL.read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bill = json.loads(text)
    held = {
        (one["name"], one["version"]): {digest["content"] for digest in one["hashes"]}
        for one in bill["components"]
    }
    assert held == {
        (one.name, one.version): set(one.hashes) for one in locked(LOCK.read_text(encoding="utf-8"))
    }
    references = {one["bom-ref"] for one in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
    needs = {one["ref"]: one.get("dependsOn", []) for one in bill["dependencies"]}
    assert {*needs, *(name for names in needs.values() for name in names)} == references
    assert len(needs["progress-report"]) > 20
    needed = {name for names in needs.values() for name in names}
    assert references - needed == {"progress-report"}, "nothing is locked that nothing needs"


@pytest.mark.parametrize(
    "entry",
    [
        "pandas==3.1.1\n",
        "pandas>=3 \\\n    --hash=sha256:" + "0" * 64,
        "pandas==3.1.1 \\\n    --hash=md5:" + "0" * 32,
        "pandas==3.1.1 \\\n    --hash=sha256:" + "0" * 63,
        "git+ssh://example.invalid/x.git\n",
    ],
)
def test_what_is_not_locked_is_found(entry: str) -> None:
    sound = "a==1 \\\n    --hash=sha256:" + "0" * 64 + "\n    # via b\n"
    assert [(one.name, one.needed_by) for one in locked(sound)] == [("a", frozenset({"b"}))]
    with pytest.raises(ValueError, match="not locked"):
        locked(sound + entry)


@pytest.mark.parametrize("said", ["GPL-3.0-or-later", "AGPL-3.0", "MIT AND GPL-2.0", "", "UNKNOWN"])
def test_other_licences_are_found(said: str) -> None:
    assert is_allowed("MIT") and is_allowed("Apache-2.0 OR BSD-2-Clause")
    assert not is_allowed(said)


def test_everything_is_installed_by_hash_and_nothing_resolved_again() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = re.findall(r"-m pip install (.*)", makefile)
    assert installs
    for line in installs:
        assert "--no-deps" in line
        assert "--require-hashes" in line or "--no-build-isolation --editable ." in line
