"""How jupyter is to start a section's kernel, whatever the user has installed under its name."""

from collections.abc import Mapping, Sequence
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager


class OneKernelSpec(KernelSpecManager):  # type: ignore[misc]
    """Knows one kernel: its command, and the provisioner's name and settings where it has one of its own."""

    def __init__(self, command: Sequence[str], provisioner: tuple[str, Mapping[str, Any]] | None) -> None:
        super().__init__()
        self._spec = KernelSpec()
        self._spec.argv = list(command)
        self._spec.display_name, self._spec.language = "Python 3", "python"
        if provisioner is not None:
            name, settings = provisioner
            self._spec.metadata = {"kernel_provisioner": {"provisioner_name": name, "config": dict(settings)}}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return self._spec
