"""Values of a report's origins, read directly from the files for the audit."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property

from progress_report.document.origins import CellOrigin, CountOrigin, ParameterOrigin
from progress_report.inputs.params.report_params import read_params
from progress_report.inputs.parsing.source_tree import Location, Tree
from progress_report.inputs.parsing.strict_yaml import read_strict_yaml
from progress_report.inputs.project import Project
from progress_report.inputs.readers.sources import IngestedResource, ingested_resources
from progress_report.inputs.schema.choices import answers_in, with_code
from progress_report.inputs.schema.schema_tree import SCHEMA, TABLES, named_entries, tree_of_year
from progress_report.inputs.schema.schemas import DESCRIPTOR, FieldDescriptor
from progress_report.inputs.tables.datasets import Rows, valid_rows
from progress_report.inputs.tables.free_blocks import free_tables
from progress_report.inputs.tables.free_tables import NTH_COLUMN, FreeTable
from progress_report.inputs.years.publication import CELL, Publication, PublishedRow, read_publication
from progress_report.inputs.years.published_rows import ROW
from progress_report.model.fiscal_year import FiscalYear


class OriginError(Exception):
    """An origin names a place that does not exist in the inputs; the message names it in Japanese."""


class AuditSources:
    """Cells, counts and entries of one year's inputs and of the previous year's, used for comparison.

    Each file is read once, here: nothing is taken from notebooks, caches or the document.
    """

    def __init__(self, project: Project, year: FiscalYear) -> None:
        self._project = project
        self._year = year
        self._rows: dict[str, Rows] = {}
        self._entries: dict[str, dict[tuple[str, int], Tree]] = {}  # line 0 for entries identified by name

    @cached_property
    def _resources(self) -> dict[str, IngestedResource]:
        return {one.file: one for one in ingested_resources(self._project, self._year)}

    def cell(self, origin: CellOrigin) -> str:
        """Return the text of a cell by file, line and column. OriginError if it does not exist."""
        if (published := self._published_row(origin)) is not None:
            column = origin.column
            return published.key[column.removeprefix(ROW)] if column.startswith(ROW) else published.value
        if (text := self._free_text(origin)) is not None:
            return text
        rows = self._table(origin.file)
        self.field(origin)
        if origin.row not in rows.numbers:
            raise OriginError(f"{origin.row}行目がありません")
        return rows.cells[rows.numbers.index(origin.row)][origin.column]

    def unit(self, origin: CellOrigin) -> str:
        """Return the unit of a cell's column. OriginError if it does not exist."""
        if origin.column.endswith(NTH_COLUMN):
            tables = self._free_tables.get(origin.file, [])
            return next(filter(None, (table.unit_of(origin.column) for table in tables)), "")
        return self.field(origin).unit or ""

    def field(self, origin: CellOrigin | CountOrigin) -> FieldDescriptor:
        """Return the column of a cell or of a count (the first of several). OriginError if it does not exist.

        Its title and whether its data are invented are also compared with the descriptor.
        """
        if isinstance(origin, CellOrigin) and (published := self._published_row(origin)) is not None:
            return self._published_field(published)
        resource = self._table(origin.file).resource
        fields = [resource.table_schema.field(name) for name in origin.column.split("、")]
        known = [field for field in fields if field is not None]
        if len(known) < len(fields):
            raise OriginError(f"列「{origin.column}」がありません")
        if origin.column_title != "、".join(field.label for field in known):
            raise OriginError(f"列『{origin.column_title}』がありません")
        if origin.illustrative != resource.illustrative:
            raise OriginError(f"データの状態は {resource.status} です")
        return known[0]

    def count(self, origin: CountOrigin) -> int:
        """Recount the rows (or non-blank cells) that match the predicate. OriginError."""
        field = self.field(origin)
        names, predicate = origin.column.split("、"), origin.predicate
        cells = [[row[name] for name in names] for row in self._table(origin.file).cells]
        if predicate == "全行":
            return len(cells)
        if predicate == "いずれかが空欄でない":
            return sum(any(row) for row in cells)
        if predicate == "空欄でない":
            return sum(cell != "" for row in cells for cell in row)
        if predicate.startswith("= "):
            choice = _choice(predicate.removeprefix("= "), field)
            return sum(cell == choice for row in cells for cell in row)
        if predicate == "選択肢の数":
            return sum(len(answers_in(cell, field)) for row in cells for cell in row)
        if predicate.startswith("「") and predicate.endswith("」を含む"):
            choice = _choice(predicate.removeprefix("「").removesuffix("」を含む"), field)
            return sum(choice in answers_in(cell, field) for row in cells for cell in row)
        raise OriginError(f"数え方「{predicate}」を確かめられません")

    def entry(self, origin: ParameterOrigin) -> Tree:
        """Return the entry at a line and name of the parameters or a descriptor. OriginError."""
        try:
            return self._entries_of(origin.file)[origin.name, origin.line]
        except KeyError:
            raise OriginError(f"{origin.line}行目に『{origin.name}』がありません") from None

    def factors(self, origin: ParameterOrigin) -> dict[Fraction, set[str]]:
        """Return factors (``times``) and their units in the descriptor entry beginning on the line."""
        found: dict[Fraction, set[str]] = {}
        for (_, line), entry in self._entries_of(origin.file).items():
            for _, member in _located(entry, ()) if line == origin.line else ():
                if isinstance(member, dict) and "times" in member:
                    found.setdefault(Fraction(str(member["times"])), set()).add(str(member.get("unit") or ""))
        return found

    @cached_property
    def _free_tables(self) -> dict[str, list[FreeTable]]:
        """The tables added by the parameters, by file."""
        return free_tables(read_params(self._project, self._year))

    def _free_text(self, origin: CellOrigin) -> str | None:
        """Return the content of a cell of an added table; None for other tables. OriginError."""
        if not origin.column.endswith(NTH_COLUMN):
            return None
        texts = (table.text_of(origin.row, origin.column) for table in self._free_tables.get(origin.file, []))
        text = next((one for one in texts if one is not None), None)
        if text is None:
            raise OriginError(f"{origin.row}行目の{origin.column}がありません")
        return text

    @cached_property
    def _published(self) -> Publication | None:
        """The final publication of the previous year, the source of cells changed since."""
        return read_publication(self._project, self._year.previous)

    def _published_row(self, origin: CellOrigin) -> PublishedRow | None:
        """Return the row of ``published.csv`` named by an origin; None for an origin in another file."""
        if self._published is None or origin.file != self._published.file:
            return None
        for line, row in self._published.numbered(CELL):
            if line == origin.row:
                return row
        raise OriginError(f"{origin.row}行目に、公表した値がありません")

    def _published_field(self, published: PublishedRow) -> FieldDescriptor:
        for one in self._resources.values():
            if one.year == self._year.previous and one.resource.name == published.table:
                field = one.resource.table_schema.field(published.column)
                if field is not None:
                    return field
        raise OriginError(f"表「{published.table}」の列「{published.column}」がありません")

    def _table(self, file: str) -> Rows:
        if file not in self._resources:
            raise OriginError("この報告書が読む表ではありません")
        if file not in self._rows:
            one = self._resources[file]
            self._rows[file] = valid_rows(self._project, one.year, one.package, one.resource.name)
        return self._rows[file]

    def _entries_of(self, file: str) -> dict[tuple[str, int], Tree]:
        if file not in self._entries:
            if file not in self._described:
                raise OriginError("この報告書が読むファイルではありません")
            if file == SCHEMA:
                self._entries[file] = self._schema_entries()
                return self._entries[file]
            tree, lines = read_strict_yaml(self._project.root / file, file)
            resources = _resource_names(tree)
            located = list(_located(tree, ()))
            self._entries[file] = {
                (name, lines[location]): value
                for counted_from in (0, 1)  # older reports count from 0; names counted from 1 take precedence
                for location, value in located
                for name in _names(location, resources, counted_from)
            }
        return self._entries[file]

    def _schema_entries(self) -> dict[tuple[str, int], Tree]:
        """Return the entries of this and the previous year by name: edits of other years shift lines."""
        tree, _ = read_strict_yaml(self._project.schema_file, SCHEMA)
        return {
            (name, 0): entry
            for year in (self._year.previous, self._year)
            for _, name, entry in named_entries(tree_of_year(tree, year))
        }

    @cached_property
    def _described(self) -> set[str]:
        """The parameters and descriptors of this and the previous year."""
        years = (self._year, self._year.previous)
        files = [self._project.params_file(one) for one in years]
        files += [self._project.data_folder(one) / name for one in years for name in (DESCRIPTOR, TABLES)]
        files.append(self._project.schema_file)
        return {self._project.relative(file) for file in files}


def _choice(named: str, field: FieldDescriptor) -> str:
    """Return the choice named by a predicate, which may include its code: 1（満足）. OriginError."""
    named_with_code = {with_code(one, field): one for one in field.choices or ()}
    if named not in named_with_code and field.labels is not None:
        raise OriginError(f"選択肢「{named}」がありません")
    return named_with_code.get(named, named)


def _located(tree: Tree, location: Location) -> Iterator[tuple[Location, Tree]]:
    yield location, tree
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _located(value, (*location, key))
    elif isinstance(tree, list):
        for i, value in enumerate(tree):
            yield from _located(value, (*location, i))


def _names(location: Location, resources: list[str], counted_from: int) -> Iterator[str]:
    """Yield an entry's names in origins: its full location; in a descriptor also from its resource's name."""
    counted = [step + counted_from if isinstance(step, int) else step for step in location]
    yield ".".join(map(str, counted))
    if len(location) > 1 and location[0] == "resources":
        yield ".".join(map(str, (resources[int(location[1])], *counted[2:])))


def _resource_names(tree: Tree) -> list[str]:
    """Return the names of a descriptor's resources, in order; none for parameters."""
    resources = tree.get("resources") if isinstance(tree, dict) else None
    listed = resources if isinstance(resources, list) else []
    return [str(one.get("name")) if isinstance(one, dict) else "" for one in listed]
