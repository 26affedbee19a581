"""Null object for a value that a year does not have: an unconducted survey, a column of a later year."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from progress_report.model.findings import report_error


@dataclass(frozen=True, slots=True, eq=False)
class Absent:
    """A null object: every item, attribute, call or computation on it is ``Absent``, too.

    The cells of a notebook therefore need no condition, whichever front end runs them; the authoring
    functions display the reason in place of a block. Code that needs the value itself gets a ReportError with
    the reason.

    ``absent_remedy``: what to do about a missing block. ``absent_is_noted``: whether a build lists it.
    """

    absent_name: str
    absent_reason: str
    absent_remedy: str = ""
    absent_is_noted: bool = True

    def __getattr__(self, name: str) -> "Absent":
        if name.startswith("_"):  # protocols of Python, IPython and pandas
            raise AttributeError(name)
        return self

    def __getitem__(self, key: Any) -> "Absent":
        return self

    def __setitem__(self, key: Any, value: Any) -> None:
        """Ignore the assignment: an absent object has no items."""

    def keys(self) -> tuple[str, ...]:
        """Support ``**`` in a function call."""
        return (self.absent_name,)

    def __call__(self, *_: Any, **__: Any) -> "Absent":
        return self

    def _combine(self, other: Any) -> "Absent":
        return self

    __add__ = __sub__ = __mul__ = __truediv__ = _combine
    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = _combine
    __eq__ = __ne__ = _combine  # type: ignore[assignment]  # a comparison must not count as false
    __hash__ = object.__hash__
    __array_ufunc__ = None  # a column of a frame leaves the operation to this class
    __pandas_priority__ = 10_000

    def _refuse(self, *_: Any) -> Any:
        remedy = "その値を使うセルを、ほかのセルと分けてください。"
        raise report_error(self.absent_reason, remedy)

    def __iter__(self) -> Iterator[Any]:
        return self._refuse()  # type: ignore[no-any-return]

    __bool__ = __len__ = __lt__ = __le__ = __gt__ = __ge__ = __str__ = _refuse

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": self.absent_reason}
