"""Regular expressions written by analysts, matched in time linear in the text.

Python's own engine may try every way to divide the text: ``(a+)+`` takes hours for forty letters. The engine
of pydantic (Rust's regex) does not; it supports neither look-around nor back references.
"""

from collections.abc import Callable
from functools import lru_cache

from pydantic_core import SchemaValidator, core_schema


@lru_cache(maxsize=64)
def whole_matcher(pattern: str) -> Callable[[str], bool]:
    """Return a full-match function for a pattern. Raise pydantic_core.SchemaError if that is invalid."""
    for written in (pattern, rf"\A(?:{pattern})\z"):
        schema = core_schema.str_schema(pattern=written, regex_engine="rust-regex")
        validator = SchemaValidator(schema)
    return validator.isinstance_python
