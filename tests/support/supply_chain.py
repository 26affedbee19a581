"""What the product is made of, from its lock: the bill of materials (``sbom.cdx.json``), and what is allowed.

``python -m tests.support.supply_chain`` says what is wrong with lock, licences and bill; ``--write`` makes
the bill. It needs no network: the lock holds the hashes, the installed packages their licences. Whether a
package has a published vulnerability only ``make audit`` can ask, where advisories can be reached.
"""

import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, metadata

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from tests.support.project_copy import ROOT

LOCK, BILL = ROOT / "requirements.lock", ROOT / "sbom.cdx.json"
CLUSTER_LOCK = ROOT / "requirements-cluster.lock"  # what is given on beside it, to whoever has a cluster
_ENTRY = re.compile(r"^(?=[A-Za-z0-9])", re.MULTILINE)
_NAMED = re.compile(r"([A-Za-z0-9._-]+)==([^\s;\\]+)(?: ; ([^\\\n]+?))? *\\?$", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})\b")
# "# via x", or the same on lines of their own.
_NEEDED_BY = re.compile(r"^    # (?:via |  )([A-Za-z0-9._-]+)", re.MULTILINE)
# Licences that let the report's sources be used and given on; MPL covers its own files only.
_ALLOWED = re.compile(
    r"\b(?:MIT|0?BSD|Apache|ISC|PSFL?|Python Software Foundation|MPL-2\.0|OFL-1\.1|Zlib|CC0)\b"
)
_NOT_ALLOWED = re.compile(r"\b(?:A?GPL|LGPL|SSPL|BUSL|proprietary|non-?commercial)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Locked:
    """An entry of the lock: on which platforms it is installed, what its files may hash to, what needs it."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    needed_by: frozenset[str]

    @property
    def reference(self) -> str:
        return f"{self.name}=={self.version}" + (f" ; {self.marker}" if self.marker else "")


def locked(text: str) -> list[Locked]:
    """The lock's entries. ValueError for one that is not a package of one version with hashes."""
    entries = []
    for entry in _ENTRY.split(text)[1:]:
        named, hashes = _NAMED.match(entry), tuple(sorted(_HASH.findall(entry)))
        if named is None or not hashes or entry.count("--hash=") != len(hashes):
            raise ValueError(f"not locked by version and SHA-256: {entry.splitlines()[0]}")
        needed_by = frozenset(_NEEDED_BY.findall(entry))
        entries.append(Locked(named[1], named[2], named[3] or "", hashes, needed_by))
    return entries


def bill_of_materials() -> str:
    """The CycloneDX bill as JSON: the same for the same lock, without a time or a random number."""
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


def faults() -> Iterator[str]:
    """What is wrong with the locks' licences, as far as their packages are installed, and with the bill."""
    entries = [entry for lock in (LOCK, CLUSTER_LOCK) for entry in locked(lock.read_text(encoding="utf-8"))]
    for entry in entries:
        try:
            said = licence(entry.name)
        except PackageNotFoundError:
            continue  # for another platform
        if not is_allowed(said):
            yield f"{entry.name}: its licence is not among those allowed ({said or 'none is stated'})"
    if not BILL.exists() or BILL.read_text(encoding="utf-8") != bill_of_materials():
        yield f"{BILL.name} is not that of {LOCK.name}: run make sbom"


def is_allowed(said: str) -> bool:
    return bool(_ALLOWED.search(said)) and not _NOT_ALLOWED.search(said)


def licence(name: str) -> str:
    """What an installed package says of its licence: SPDX expression, classifiers, first line."""
    said = metadata(name)
    expressions = said.get_all("License-Expression") or []
    classified = [one for one in said.get_all("Classifier") or [] if one.startswith("License ::")]
    lines = [line for one in said.get_all("License") or [] for line in one.splitlines() if line.strip()]
    return "; ".join([*expressions, *classified, *lines[:1]])


def _main(arguments: list[str]) -> int:
    if arguments == ["--write"]:
        BILL.write_text(bill_of_materials(), encoding="utf-8", newline="\n")
    found = list(faults())
    print(
        "\n".join(found)
        or f"{len(locked(LOCK.read_text(encoding='utf-8')))} packages: hashes, licences, bill"
    )
    return bool(found)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
