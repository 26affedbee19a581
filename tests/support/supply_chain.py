"""The product's components from its lock: the bill of materials (``sbom.cdx.json``) and allowed licences.

``python -m tests.support.supply_chain`` lists problems of lock, licences and bill; ``--write`` writes the
bill. It needs no network: the lock holds the hashes, the installed packages their licences. Published
vulnerabilities are found by ``make audit`` alone, where advisories can be reached.
"""

import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, metadata

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from tests.support.lock import Locked, locked
from tests.support.project_copy import ROOT

LOCK, BILL = ROOT / "requirements.lock", ROOT / "sbom.cdx.json"
CLUSTER_LOCK = ROOT / "requirements-cluster.lock"  # also distributed, for those who have a cluster
# Licences under which the report's sources may be used and distributed; MPL covers its own files only.
_ALLOWED = re.compile(
    r"\b(?:MIT|0?BSD|Apache|ISC|PSFL?|Python Software Foundation|MPL-2\.0|OFL-1\.1|Zlib|CC0)\b"
)
_NOT_ALLOWED = re.compile(r"\b(?:A?GPL|LGPL|SSPL|BUSL|proprietary|non-?commercial)", re.IGNORECASE)


def bill_of_materials() -> str:
    """Return the CycloneDX bill as JSON: the same for the same lock, without times or random numbers."""
    text = LOCK.read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    digest = sha256(text.encode()).hexdigest()
    bom = Bom(serial_number=uuid.uuid5(uuid.NAMESPACE_OID, digest))
    bom.metadata.timestamp = None  # type: ignore[assignment]
    bom.metadata.tools.components.clear()
    name = project["name"]
    product = Component(name=name, version=project["version"], type=ComponentType.APPLICATION, bom_ref=name)
    bom.metadata.component = product
    entries = locked(text)
    components = {entry.reference: _component(entry) for entry in entries}
    for component in components.values():
        bom.components.add(component)
    for wanted, needing in [(name, product), *((one.name, components[one.reference]) for one in entries)]:
        needs = [components[entry.reference] for entry in entries if wanted in entry.needed_by]
        bom.register_dependency(needing, needs)
    return JsonV1Dot6(bom).output_as_string(indent=1) + "\n"


def _component(entry: Locked) -> Component:
    return Component(
        name=entry.name,
        version=entry.version,
        type=ComponentType.LIBRARY,
        bom_ref=entry.reference,
        purl=PackageURL("pypi", None, entry.name, entry.version),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in entry.hashes],
        properties=[Property(name="progress-report:platforms", value=entry.marker)] if entry.marker else [],
    )


def violations() -> Iterator[str]:
    """Yield the problems of the installed packages' licences and of the bill."""
    entries = [entry for lock in (LOCK, CLUSTER_LOCK) for entry in locked(lock.read_text(encoding="utf-8"))]
    for entry in entries:
        try:
            said = licence(entry.name)
        except PackageNotFoundError:
            continue  # for another platform
        if not is_allowed(said):
            yield f"{entry.name}: its licence is not among those allowed ({said or 'it declares none'})"
    if not BILL.exists() or BILL.read_text(encoding="utf-8") != bill_of_materials():
        yield f"{BILL.name} is not that of {LOCK.name}: run make sbom"


def is_allowed(said: str) -> bool:
    return bool(_ALLOWED.search(said)) and not _NOT_ALLOWED.search(said)


def licence(name: str) -> str:
    """Return an installed package's licence: SPDX expression, classifiers, first line."""
    said = metadata(name)
    expressions = said.get_all("License-Expression") or []
    classified = [one for one in said.get_all("Classifier") or [] if one.startswith("License ::")]
    lines = [line for one in said.get_all("License") or [] for line in one.splitlines() if line.strip()]
    return "; ".join([*expressions, *classified, *lines[:1]])


def _main(arguments: list[str]) -> int:
    if arguments == ["--write"]:
        BILL.write_text(bill_of_materials(), encoding="utf-8", newline="\n")
    found = list(violations())
    print(
        "\n".join(found)
        or f"{len(locked(LOCK.read_text(encoding='utf-8')))} packages: hashes, licences, bill"
    )
    return bool(found)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
