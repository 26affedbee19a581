"""Regular expressions that analysts write: matched in time that grows with the text, whatever they are.

Python's own engine may try every way to divide the text: ``(a+)+`` takes hours over forty letters. The engine
that pydantic brings (Rust's regex) does not; it knows neither look-around nor back references.
"""

from collections.abc import Callable
from functools import lru_cache

from pydantic_core import SchemaValidator, core_schema


@lru_cache(maxsize=64)
def whole_matcher(pattern: str) -> Callable[[str], bool]:
    """Whether the whole of a text matches. pydantic_core.SchemaError where the pattern cannot be read."""
    for written in (pattern, rf"\A(?:{pattern})\z"):
        schema = core_schema.str_schema(pattern=written, regex_engine="rust-regex")
        validator = SchemaValidator(schema)
    return validator.isinstance_python
