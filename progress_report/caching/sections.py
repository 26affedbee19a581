"""The cache of executed sections: ``.cache/sections/<year>-<name>/``, an entry a result.

An entry holds while everything declared and observed is the same. The newest few are kept, so that going
back and forth between two states of the data executes nothing. A damaged entry is removed, never used.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from progress_report.caching.declared import LABELS, declared
from progress_report.caching.folders import STAGING, section_folder
from progress_report.caching.observations import NOTHING_OBSERVED, Fingerprints, Observation, Observed
from progress_report.inputs.params import Params
from progress_report.storage.scratch import scratch_file

KEPT = 8
FORMAT = 1
NOTHING_KEPT = "前に実行した結果がない"
SAME = "前に実行したときと、読むものがすべて同じ"
_SEPARATOR = b"\n"


@dataclass(frozen=True, slots=True)
class Kept:
    """A section's executed notebook as JSON, or None and why the section must be executed."""

    notebook: dict[str, Any] | None
    reason: str
    observed: Observed = NOTHING_OBSERVED


class SectionCache:
    """The kept results of one year's sections."""

    def __init__(self, params: Params) -> None:
        self._params = params
        self._fingerprints = self._now()

    def find(self, name: str, parameters: Mapping[str, Any]) -> Kept:
        """The result of the section as all that it reads is now, if there is one."""
        entries = _newest_first(self._folder(name))
        reason = NOTHING_KEPT
        if not entries:
            return Kept(None, reason)
        try:
            present = declared(self._params, name, parameters)
        except OSError as error:
            return Kept(None, f"{error.filename} を読めない")
        for number, path in enumerate(entries):
            entry = _read(path)
            if entry is None:
                continue
            differing = self._differing(entry, present)
            if not differing:
                with suppress(OSError):
                    os.utime(path)  # it is in use: others go first
                observed = Observed(tuple(Observation(*one) for *one, _ in entry["observed"]))
                return Kept(entry["notebook"], SAME, observed)
            if number == 0:
                reason = f"{'、'.join(differing)}が変わった"
        return Kept(None, reason)

    def declared(self, name: str, parameters: Mapping[str, Any]) -> dict[str, str]:
        """What no kernel observes, as it is now; nothing where it cannot be read."""
        try:
            return declared(self._params, name, parameters)
        except OSError:
            return {}

    def keep(
        self,
        name: str,
        parameters: Mapping[str, Any],
        began: int,
        before: Mapping[str, str],
        notebook: Mapping[str, Any],
        observed: Observed,
    ) -> str:
        """Keep a result; why not, where it must not be kept.

        ``began``: when the inputs began to be read, in nanoseconds since 1970. ``before``: what was
        declared when the execution began.
        """
        if observed.hindrance:
            return observed.hindrance
        present = self.declared(name, parameters)
        if not present or present != before:
            changed = [label for key, label in LABELS.items() if present.get(key) != before.get(key)]
            return f"{'、'.join(changed) or name}が、実行している間に変わった"
        fingerprints = self._now()
        if written := fingerprints.written_since(observed.files, began):
            return f"{written[0].label}が、実行している間に変わった"
        entry = {
            "format": FORMAT,
            "declared": present,
            "observed": [[one.kind, one.path, one.part, fingerprints[one]] for one in observed.files],
            "notebook": notebook,
        }
        with suppress(OSError):  # a full disk makes the next build slower, not this one fail
            _write(self._folder(name), entry)
        return ""

    def _differing(self, entry: dict[str, Any], present: Mapping[str, str]) -> list[str]:
        """What is no longer as it was when the entry was made, in words."""
        changed = [label for key, label in LABELS.items() if entry["declared"].get(key) != present[key]]
        for kind, path, part, fingerprint in entry["observed"]:
            one = Observation(kind, path, part)
            if self._fingerprints[one] != fingerprint:
                changed.append(one.label)
        return changed

    def _now(self) -> Fingerprints:
        return Fingerprints(self._params.project)

    def _folder(self, name: str) -> Path:
        year = self._params.report.fiscal_year.start
        return section_folder(self._params.project.root, year, name)


def _newest_first(folder: Path) -> list[Path]:
    def written(path: Path) -> int:
        try:
            return path.stat().st_mtime_ns
        except OSError:
            return 0

    return sorted(folder.glob("*.entry"), key=written, reverse=True)


def _read(path: Path) -> dict[str, Any] | None:
    """An entry that is whole; a damaged one is removed."""
    try:
        digest, _, content = path.read_bytes().partition(_SEPARATOR)
        if digest == sha256(content).hexdigest().encode():
            entry: dict[str, Any] = json.loads(content)
            if entry["format"] == FORMAT and _is_shaped(entry):
                return entry
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    with suppress(OSError):
        path.unlink()
    return None


def _is_shaped(entry: Mapping[str, Any]) -> bool:
    """Whether a result is kept so. KeyError, TypeError or AttributeError where it lacks a part."""
    texts = [*entry["declared"].values(), *(text for one in entry["observed"] for text in one)]
    notebook = entry["notebook"]
    cells = notebook["cells"]
    return (
        all(isinstance(text, str) for text in texts)
        and all(len(one) == len(("kind", "path", "part", "digest")) for one in entry["observed"])
        and isinstance(notebook["metadata"]["progress_report"]["parameters"], dict)
        and isinstance(cells, list)
        and all(isinstance(cell["source"], str) and isinstance(cell["metadata"], dict) for cell in cells)
    )


def _write(folder: Path, entry: Mapping[str, Any]) -> None:
    """Whole or not at all; then the oldest entries go."""
    content = json.dumps(entry, ensure_ascii=False).encode()
    digest = sha256(content).hexdigest().encode()
    folder.mkdir(parents=True, exist_ok=True)
    with scratch_file(folder, *STAGING) as staging:
        staging.write_bytes(digest + _SEPARATOR + content)
        staging.replace(folder / f"{digest[:32].decode()}.entry")
    for path in _newest_first(folder)[KEPT:]:
        path.unlink(missing_ok=True)
