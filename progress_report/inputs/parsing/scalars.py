"""Types of single values in parameter files and descriptors, each with its message."""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from progress_report.inputs.parsing.source_tree import Scalar
from progress_report.messages import scalars as messages
from progress_report.messages.catalogue import CATALOGUE
from progress_report.messages.entries import SEVERAL_VALUES
from progress_report.messages.params import NO_REVIEW_CODE
from progress_report.model.fiscal_year import FIRST_YEAR, LAST_YEAR, FiscalYear
from progress_report.model.markup import markup_in
from progress_report.model.moment import Moment, parse_moment

_CODE_WEIGHTS = (6, 5, 4, 3, 2)
# Exact as written; no exponent, no leading 0 and no more digits than anyone needs.
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?")
_FIGURES = re.compile(r"[0-9０-９][0-9０-９/／.．-]*")
_NOTEBOOK = re.compile(r"[\w-]{1,60}")
# The name is written into style sheets, where a quotation mark or a bracket would end it.
_FONT_FAMILY = re.compile(r"\w[\w .+-]{0,59}")


def _scalar(value: Any) -> Scalar:
    if value is None:
        raise messages.MISSING.value_error()
    if isinstance(value, dict):
        raise messages.COLON_IN_TEXT.value_error()
    if not isinstance(value, Scalar):
        raise SEVERAL_VALUES.value_error()
    return value


def _prose(value: Any) -> Scalar:
    """Join the lines of a block scalar; only Latin words are separated by a space, as Japanese has none."""
    scalar = _scalar(value)
    if not scalar.strip():
        raise messages.NO_TEXT.value_error()
    joined = _joined(scalar.splitlines())
    if markup := markup_in(scalar):
        raise messages.MARKUP.value_error(markup=markup, text=joined)
    return Scalar(joined, scalar.line)


def _joined(lines: Iterable[str]) -> str:
    joined = ""
    for line in filter(None, map(str.strip, lines)):
        joined += (" " if joined and joined[-1].isascii() and line[0].isascii() else "") + line
    return joined


def _cell_text(value: Any) -> str:
    """Return the text of a data file's cell; a blank may be written as nothing or as ""."""
    return "" if value is None else str(_scalar(value))


def _fiscal_year(value: Any) -> FiscalYear:
    return FiscalYear.parse(_scalar(value))


def _moment(value: Any) -> Moment:
    return parse_moment(_scalar(value))


def _moment_or_prose(value: Any) -> Moment | Scalar:
    """Parse a date, or keep prose: a text of figures alone is meant as a date."""
    text = _scalar(value)
    try:
        return parse_moment(text)
    except ValueError:
        if _FIGURES.fullmatch(text.strip()):
            raise
        return _prose(value)


def _exact(value: Any) -> Fraction:
    text = _scalar(value)
    if not _NUMBER.fullmatch(text):
        raise messages.NO_NUMBER.value_error(text=text)
    return Fraction(text)


def _notebook(value: Any) -> str:
    name = _scalar(value)
    if not _NOTEBOOK.fullmatch(name):
        raise messages.NO_NOTEBOOK_NAME.value_error(name=name)
    return str(name)


def _font_family(value: Any) -> str:
    name = _scalar(value)
    if not _FONT_FAMILY.fullmatch(name):
        raise messages.NO_FONT_NAME.value_error(name=name)
    return str(name)


def check_digit(code: str) -> str:
    """Return the sixth digit of a 全国地方公共団体コード for its first five.

    The rule is that of 総務省「全国地方公共団体コード仕様」.
    """
    weighted = sum(weight * int(digit) for weight, digit in zip(_CODE_WEIGHTS, code, strict=True))
    return str((11 - weighted % 11) % 10)


def require_check_digit(code: str, written: str) -> None:
    """Raise MessageError unless the last of six digits is the check digit; ``written``: the code as typed."""
    if code[5] != check_digit(code[:5]):
        raise messages.OTHER_CHECK_DIGIT.value_error(code=written)


def _municipality_code(value: Any) -> str:
    """Validate a 全国地方公共団体コード with its check digit."""
    code = _scalar(value)
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        raise messages.NO_MUNICIPALITY_CODE.value_error(code=code)
    require_check_digit(code, code)
    return str(code)


# Constraints with which an editor checks and completes the values, by ``params/schema.json``. YAML itself
# reads 2024 as a number even if a text is intended, so both are allowed there.
_ERA_YEAR = "(令和|平成|昭和|[RHSrhs])\\s*(元|[0-9]{1,3})"
_FISCAL_YEAR = f"((FY|fy)?[0-9]{{4}}(年度)?|{_ERA_YEAR}(年度)?)"
_INSTANT = (
    f"^([0-9]{{4}}-[0-9]{{2}}(-[0-9]{{2}})?|((FY|fy)[0-9]{{4}}|[0-9]{{4}}年度|{_ERA_YEAR}年度)"
    f"|{_FISCAL_YEAR}(第[1-4]四半期|-?[Qq][1-4]))$"
)

Prose = Annotated[Scalar, PlainValidator(_prose), WithJsonSchema({"type": "string", "pattern": "\\S"})]
Instant = Annotated[
    Moment,
    PlainValidator(_moment),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": _INSTANT,
            "examples": ["2024-07-02", "2025-01", "令和5年度", "令和7年度第2四半期"],
        }
    ),
]
# A date, or what is said in its place.
InstantOrProse = Annotated[
    Moment | Scalar,
    PlainValidator(_moment_or_prose),
    WithJsonSchema({"type": "string", "pattern": "\\S", "examples": ["2025-11", "令和7年第4回定例会"]}),
]
Year = Annotated[
    FiscalYear,
    PlainValidator(_fiscal_year),
    WithJsonSchema(
        {
            "type": ["string", "integer"],
            "pattern": f"^{_FISCAL_YEAR}$",
            "minimum": FIRST_YEAR,
            "maximum": LAST_YEAR,
            "examples": ["令和6年度", "2024"],
        }
    ),
]
Exact = Annotated[
    Fraction,
    PlainValidator(_exact),
    WithJsonSchema(
        {"type": ["number", "string"], "pattern": f"^{_NUMBER.pattern}$", "examples": [90, 18, 37.5]}
    ),
]
NotebookName = Annotated[
    str,
    PlainValidator(_notebook),
    WithJsonSchema({"type": "string", "pattern": "^[^./\\\\\\s]{1,60}$", "examples": ["1_data_utilization"]}),
]
FontName = Annotated[
    str,
    PlainValidator(_font_family),
    WithJsonSchema({"type": "string", "pattern": "^[^\\s\"'<>;{}]", "examples": ["BIZ UDGothic"]}),
]
MunicipalityCode = Annotated[
    str,
    PlainValidator(_municipality_code),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{6}$", "examples": ["131156"]}),
]
CellText = Annotated[
    str,
    PlainValidator(_cell_text),
    WithJsonSchema({"type": ["string", "number", "null"], "examples": [302, "中央電算"]}),
]


def _review_code(code: Any) -> str:
    message = CATALOGUE.get(code) if isinstance(code, str) else None
    if message is None or not message.kind:
        raise NO_REVIEW_CODE.value_error(code=code if isinstance(code, str) else "")
    return message.code


# The code of a 要確認 that can be confirmed.
ReviewCode = Annotated[
    str, PlainValidator(_review_code), WithJsonSchema({"type": "string", "pattern": "^K[0-9]{3}$"})
]
