"""What stands for a value that a year does not have: of a survey not conducted, of a later year's column."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from progress_report.model.findings import fault


@dataclass(frozen=True, slots=True, eq=False)
class Absent:
    """A null object: what is taken from it, called on it or computed with it is ``Absent``, too.

    So the cells of a notebook need no condition, in whatever front end they run; the authoring functions
    display the reason in place of a block. Where a value itself is needed, a ReportError gives the reason.
    ``absent_remedy``: what to do where a block is missed. ``absent_is_noted``: whether a build lists it.
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
        """Nothing is added to what is not there."""

    def keys(self) -> tuple[str, ...]:
        """Let ``**`` give it to a function."""
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
        raise fault(self.absent_reason, remedy)

    def __iter__(self) -> Iterator[Any]:
        return self._refuse()  # type: ignore[no-any-return]

    __bool__ = __len__ = __lt__ = __le__ = __gt__ = __ge__ = __str__ = _refuse

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": self.absent_reason}
