"""Row headers in a tagged PDF.

typst-py tags only the cells of ``table.header`` as headers (``pdf.header-cell`` needs a feature it cannot
switch on), so the stub columns of each table are turned into TH with Scope=Row here, and each data cell's
Headers are completed with its row headers, including merged cells (ISO 32000-1, 14.8.4.3.4 and 14.8.5.7).
"""

import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from progress_report.model.placing import first_columns


def with_row_headers(pdf: bytes, stub_columns: Sequence[int], *, dated: bool = True) -> bytes:
    """Return the PDF with row headers; ``stub_columns`` has their number for each table in reading order.

    ``dated``: whether it keeps its date. ValueError if the PDF has a different number of tables.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if not dated:
            _remove_dates(document)
        root = document.Root.StructTreeRoot
        new_headers: dict[str, Object] = {}
        tables = [element for element in _descendants(root) if Name.Table == element.S]
        for number, (table, stubs) in enumerate(zip(tables, stub_columns, strict=True)):
            for body in _children(table):
                if Name.TBody == body.S:
                    new_headers |= _mark_body(document, body, stubs, f"row-{number}")
        _extend_id_tree(document, root, new_headers)
        result = io.BytesIO()
        document.save(
            result,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.preserve,
            compress_streams=True,
        )
    return result.getvalue()


def _remove_dates(document: pikepdf.Pdf) -> None:
    for name in ("/CreationDate", "/ModDate"):
        if name in document.docinfo:
            del document.docinfo[name]
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for name in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
            if name in metadata:
                del metadata[name]


@dataclass(frozen=True, slots=True)
class _Placed:
    element: Object
    rows: int
    columns: int
    row: int = 0
    column: int = 0


def _mark_body(document: pikepdf.Pdf, body: Object, stubs: int, prefix: str) -> dict[str, Object]:
    cells = list(_placed_cells(body))
    headers = {f"{prefix}-{cell.row}-{cell.column}": cell for cell in cells if cell.column < stubs}
    for identifier, cell in headers.items():
        cell.element.S = Name.TH
        cell.element.ID = String(identifier)
        _table_attributes(document, cell.element).Scope = Name.Row
    by_row: defaultdict[int, list[tuple[str, _Placed]]] = defaultdict(list)
    for identifier, header in headers.items():
        for row in range(header.row, header.row + header.rows):
            by_row[row].append((identifier, header))
    for cell in cells:
        own = [
            identifier
            for identifier, header in by_row[cell.row]
            if header.column < cell.column and _spans_the_rows_of(header, cell)
        ]
        attributes = _table_attributes(document, cell.element)
        linked = [str(header) for header in attributes.get("/Headers", Array())]
        attributes.Headers = Array([String(header) for header in [*linked, *own]])
    return {identifier: cell.element for identifier, cell in headers.items()}


def _placed_cells(body: Object) -> Iterator[_Placed]:
    rows = [
        [_Placed(cell, _span(cell, "/RowSpan"), _span(cell, "/ColSpan")) for cell in _children(row)]
        for row in _children(body)
    ]
    for number, (row, columns) in enumerate(zip(rows, first_columns(rows), strict=True)):
        for cell, column in zip(row, columns, strict=True):
            yield replace(cell, row=number, column=column)


def _spans_the_rows_of(header: _Placed, cell: _Placed) -> bool:
    """Return whether the header covers the cell's rows: a merged value belongs only to a common header."""
    return header.row <= cell.row and cell.row + cell.rows <= header.row + header.rows


def _span(element: Object, name: str) -> int:
    found = _find_table_attributes(element)
    return int(found.get(name, 1)) if found is not None else 1


def _attribute_list(element: Object) -> list[Object]:
    attributes = element.get("/A")
    if attributes is None:
        return []
    return list(attributes) if isinstance(attributes, Array) else [attributes]


def _find_table_attributes(element: Object) -> Object | None:
    for attributes in _attribute_list(element):
        if isinstance(attributes, Dictionary) and attributes.get("/O") == Name.Table:
            return attributes
    return None


def _table_attributes(document: pikepdf.Pdf, element: Object) -> Object:
    found = _find_table_attributes(element)
    if found is None:
        found = document.make_indirect(Dictionary(O=Name.Table))
        element.A = Array([*_attribute_list(element), found])
    return found


def _children(element: Object) -> list[Object]:
    children = element.get("/K")
    if children is None:
        return []
    listed = list(children) if isinstance(children, Array) else [children]
    return [child for child in listed if isinstance(child, Dictionary) and "/S" in child]


def _descendants(element: Object) -> Iterator[Object]:
    for child in _children(element):
        yield child
        yield from _descendants(child)


def _extend_id_tree(document: pikepdf.Pdf, root: Object, added: dict[str, Object]) -> None:
    """Rewrite the name tree of element identifiers with the new ones, sorted by bytes as required."""
    if not added:
        return
    entries = dict(_name_tree(root.IDTree)) if "/IDTree" in root else {}
    entries |= {identifier.encode(): element for identifier, element in added.items()}
    names = Array()
    for identifier in sorted(entries):
        names.append(String(identifier))
        names.append(entries[identifier])
    limits = Array([String(min(entries)), String(max(entries))])
    leaf = document.make_indirect(Dictionary(Limits=limits, Names=names))
    root.IDTree = document.make_indirect(Dictionary(Kids=Array([leaf])))


def _name_tree(node: Object) -> Iterator[tuple[bytes, Object]]:
    names = list(node.get("/Names", Array()))
    for identifier, element in zip(names[::2], names[1::2], strict=True):
        yield bytes(identifier), element
    for kid in node.get("/Kids", Array()):
        yield from _name_tree(kid)
