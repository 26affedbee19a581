"""Detection of changes that a section made in its process beyond its own namespace.

Compared are the members of all modules, of the classes of packages used by notebooks, and of dictionaries and
lists in these packages; and settings stored elsewhere. Whole dictionaries are compared first (in C, by
identity), so that an unchanged process costs milliseconds.
"""

import builtins
import copy
import decimal
import gc
import locale
import logging
import signal
import sys
import threading
import time
import warnings
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import numpy as np
from matplotlib import _pylab_helpers, font_manager
from pandas._config import config as pandas_options

from progress_report.execution.file_access import installed_places

_WATCHED = frozenset(
    ["pandas", "numpy", "matplotlib", "progress_report", "IPython", "json", "csv", "decimal", "fractions",
     "datetime", "pathlib", "math", "re", "statistics", "unicodedata", "calendar"]
)  # fmt: skip
_OWN = frozenset(["__main__", "__mp_main__", "linecache", "builtins"])  # per section, or compared below
_COMPILED = "cython_runtime"  # compiled modules store traceback settings here at their first exception
_IMAGES = "PIL"  # fills its format tables when it writes its first image
_OF_A_CELL = ("_", "get_ipython", "display", "__IPYTHON__", "__IPYTHON__active")
_OF_A_SECTION = (
    "stdin", "stdout", "stderr", "displayhook", "excepthook", "argv", "path",
    "last_type", "last_value", "last_traceback", "last_exc",
)  # fmt: skip
_SCALARS = (int, str, bytes, float, bool)
_NEW_LOGGER: tuple[object, ...] = (logging.NOTSET, False, True, (), ())
_MADE_AGAIN = ("__slotnames__", "_backend_mod")  # by copying an object; by connecting pyplot to a shell
_GONE = object()

Members = Mapping[Any, Any]


class Pollution:
    """Compares the process with its state when this object was created."""

    def __init__(self) -> None:
        self._before = {name: dict(members) for name, members in _members()}
        self._settings = _settings()
        self._hooks: list[str] = []
        sys.addaudithook(lambda event, _: self._hooks.append(event) if event == "sys.addaudithook" else None)

    def imported(self) -> list[str]:
        """Return the names of installed modules imported since."""
        return [name for name in sys.modules if name not in self._before and not _is_foreign(name)]

    def changes(self) -> list[str]:
        """Return the names of changes; none if the process is equivalent to a new one."""
        now = dict(_members())
        found = [*self._hooks, *(name for name in self._before if name not in now)]
        for name, members in now.items():
            before = self._before.get(name)
            if before is None:
                found += [name] if name in sys.modules else []  # it may have been modified after import
            elif not _is_same(before, members):
                found += _differing(name, before, members)
        settings = _settings()
        return found + [name for name, value in settings.items() if value != self._settings[name]]


def _members() -> Iterator[tuple[str, Members]]:
    for name, module in list(sys.modules.items()):
        package = name.partition(".")[0]
        if not isinstance(module, ModuleType) or name in _OWN or package in (_IMAGES, _COMPILED):
            continue
        yield name, vars(module)
        if package in _WATCHED:
            for key, value in list(vars(module).items()):
                if isinstance(value, type) and value.__module__ == name:
                    yield f"{name}.{key}", vars(value)
                elif isinstance(value, dict) and _is_watched(key):
                    yield f"{name}.{key}", value
                elif isinstance(value, list | set) and _is_watched(key):
                    yield f"{name}.{key}", {id(item): item for item in value}


def _is_watched(name: str) -> bool:
    return not name.startswith("__") and "cache" not in name.lower()


def _is_same(before: Members, now: Members) -> bool:
    try:
        return len(before) == len(now) and before == (now if isinstance(now, dict) else dict(now))
    except Exception:  # arrays and frames do not compare as a whole
        return False


def _differing(name: str, before: Members, now: Members) -> list[str]:
    return [f"{name}.{key}" for key in before.keys() | now.keys()
            if _is_other(str(key), before.get(key, _GONE), now.get(key, _GONE))]  # fmt: skip


def _is_other(key: str, before: object, now: object) -> bool:
    if before is now or (isinstance(before, _SCALARS) and before == now):
        return False
    filled = before is None and key.startswith("_")  # a lazily computed value
    imported = before is _GONE and isinstance(now, ModuleType) and not _is_foreign(now.__name__)
    return not (filled or imported or key in _MADE_AGAIN)


def _is_foreign(name: str) -> bool:
    """Return whether a module was made by the section, or is in its notebook's folder."""
    file = getattr(sys.modules.get(name), "__file__", None)
    return name not in sys.builtin_module_names and not str(file).startswith(installed_places())


def _settings() -> dict[str, Any]:
    """Return the settings that are not members of modules."""
    interpreter = (sys.getrecursionlimit(), sys.getswitchinterval(), sys.gettrace(), sys.getprofile())
    return {
        "builtins": {key: value for key, value in vars(builtins).items() if key not in _OF_A_CELL},
        "sys": {key: value for key, value in vars(sys).items() if key not in _OF_A_SECTION},
        "imports": (list(sys.meta_path), list(sys.path_hooks)),
        "interpreter": (*interpreter, gc.isenabled(), gc.get_threshold()),
        "pandas": copy.deepcopy(vars(pandas_options)["_global_config"]),
        "numpy": (np.get_printoptions(), np.geterr()),
        "decimal": repr(decimal.getcontext()),
        "locale": locale.setlocale(locale.LC_ALL),
        "time zone": time.tzname,
        "logging": {one.name: state for one in _loggers() if (state := _logging_of(one)) != _NEW_LOGGER},
        "warnings": list(warnings.filters),
        "signals": {number: signal.getsignal(number) for number in signal.valid_signals()},
        "threads": sorted(one.name for one in threading.enumerate()),
        "figures": list(_pylab_helpers.Gcf.figs),
        "fonts": list(map(id, font_manager.fontManager.ttflist)),
    }


def _loggers() -> list[logging.Logger]:
    known = logging.Logger.manager.loggerDict.values()
    return [logging.getLogger(), *(one for one in known if isinstance(one, logging.Logger))]


def _logging_of(logger: logging.Logger) -> tuple[object, ...]:
    return logger.level, logger.disabled, logger.propagate, tuple(logger.handlers), tuple(logger.filters)
