"""Reading and validation of the input files: parameters, tables, surveys, cross-checks."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from progress_report.inputs.notebooks.section import Section, open_section

__all__ = ["Section", "open_section"]


def __getattr__(name: str) -> Any:
    """Import ``Section`` and ``open_section`` on first use, because they need pandas."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from progress_report.inputs.notebooks import section

    return getattr(section, name)
