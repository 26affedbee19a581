"""``data/schema.yaml`` as a tree: its entries for a fiscal year, and their names.

Every entry may have the members ``from`` and ``until``, the first and last fiscal year in which it exists.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from progress_report.inputs.parsing.source_tree import Location
from progress_report.model.fiscal_year import FiscalYear

SCHEMA, TABLES = "data/schema.yaml", "tables.yaml"
FROM, UNTIL = "from", "until"
_TABLES_OF_A_YEAR = re.compile(rf"data/([0-9]{{4}})/{re.escape(TABLES)}")


def is_there(entry: Any, year: FiscalYear) -> bool:
    """Return whether an entry exists in the year, or its years cannot be parsed."""
    if not isinstance(entry, Mapping):
        return True
    with suppress(ValueError, TypeError):
        if FROM in entry and FiscalYear.parse(entry[FROM]) > year:
            return False
        if UNTIL in entry and FiscalYear.parse(entry[UNTIL]) < year:
            return False
    return True


def tree_of_year(tree: Any, year: FiscalYear) -> Any:
    """Return the tree without the entries of other years, and without ``until`` in the remaining ones.

    For a year, an entry that ends later is the same as one that does not end, and a list without entries of
    the year is the same as none.
    """
    if isinstance(tree, Mapping):
        members = {name: member for name, member in tree.items() if name != UNTIL and is_there(member, year)}
        found = {name: tree_of_year(member, year) for name, member in members.items()}
        return {name: member for name, member in found.items() if member not in ([], {})}
    if isinstance(tree, list):
        return [tree_of_year(item, year) for item in tree if is_there(item, year)]
    return tree


def named_entries(tree: Any, location: Location = (), name: str = "") -> Iterator[tuple[Location, str, Any]]:
    """Yield each entry with its location and its name: ``tables.priorities.fields.planned.title``.

    List items are identified by their ``name``, with ``@`` and their first year if they have one, since an
    earlier item may have the same name; items without a name by their number from 1. The name does not depend
    on what precedes the entry in the file.
    """
    yield location, name, tree
    inner = f"{name}." if name else ""
    if isinstance(tree, Mapping):
        for key, member in tree.items():
            yield from named_entries(member, (*location, key), f"{inner}{key}")
    elif isinstance(tree, list):
        for i, item in enumerate(tree):
            yield from named_entries(item, (*location, i), f"{inner}{_item_name(item, i)}")


def _item_name(item: Any, position: int) -> str:
    if isinstance(item, Mapping) and isinstance(item.get("name"), str):
        return f"{item['name']}@{item[FROM]}" if FROM in item else str(item["name"])
    return str(position + 1)


def years_described(names: Iterable[str]) -> list[FiscalYear]:
    """Return the fiscal years that the schema describes, among the recorded names of a build's inputs."""
    found = (_TABLES_OF_A_YEAR.fullmatch(name) for name in names)
    return sorted(FiscalYear(int(match[1])) for match in found if match)
