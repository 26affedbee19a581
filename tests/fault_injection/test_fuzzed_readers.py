"""Readers of CSV files, workbooks and parameters on generated damage: they raise only our own errors.

The examples are the same in every run; to look for new ones, as long as one likes:
``pytest --hypothesis-profile=explore -m long tests/fault_injection/test_fuzzed_readers.py``
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from progress_report.inputs.params.report_params import read_params
from progress_report.inputs.project import Project
from progress_report.inputs.readers.cells import read_cell
from progress_report.inputs.readers.sheet import CellKind
from progress_report.inputs.schema.descriptors import Package, read_data_package
from progress_report.inputs.tables.datasets import read_rows, table_of
from progress_report.messages.message import MessageError
from progress_report.model.findings import ReportError
from tests.fault_injection.fuzzed_parts import cells, inlines, rows, sheets
from tests.inputs.ward_files import PACKAGE, PARAMS, ROOT, YEAR, WardFiles
from tests.inputs.workbooks import workbook

BRIEFLY = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
LONG = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
NAMES = ("systems", "priorities", "cashless", "online_procedures")
SHEET = "xl/worksheets/sheet1.xml"

# Bytes to exchange: a position as a fraction of the file, and the new bytes.
damages = st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=4)), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> WardFiles:
    """Return one folder for all examples; each writes its own file again."""
    return WardFiles.copied(tmp_path_factory.mktemp("fuzzed") / "project")


@cache
def package() -> Package:
    return read_data_package(Project(ROOT), YEAR)


def only_our_errors(read: Callable[[], object]) -> None:
    try:
        read()
    except ReportError as error:
        assert error.findings
        for finding in error.findings:
            assert finding.message.endswith("。") and finding.file, str(finding)


def read_source(ward: WardFiles, name: str, content: bytes, suffix: str) -> None:
    path = ward.path(f"data/2024/{name}.csv")
    for other in (path, path.with_suffix(".xlsx")):
        other.unlink(missing_ok=True)
    path.with_suffix(suffix).write_bytes(content)
    only_our_errors(lambda: table_of(read_rows(ward.project, YEAR, package(), name)))


def damaged(content: bytes, exchanged: list[tuple[float, bytes]]) -> bytes:
    for place, put in exchanged:
        at = int(place * len(content))
        content = content[:at] + put + content[at + len(put) :]
    return content


def csv_of(grid: list[list[str]], header: bool, name: str, end: str) -> bytes:
    names = [field.name for field in package().resource(name).table_schema.fields]
    lines = [",".join(row) for row in ([names] if header else []) + grid]
    return end.join(lines).encode("utf-8", "surrogatepass")


def book_of(sheet: str) -> bytes:
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["a"]]))) as sound,
        zipfile.ZipFile(content, "w") as made,
    ):
        for one in sound.namelist():
            made.writestr(one, sheet if one == SHEET else sound.read(one))
    return content.getvalue()


def sound_book() -> bytes:
    return workbook([["system", "operations", "issues", "done"], ["甲", "乙", 3, 2]])


csv_files = st.builds(
    csv_of, rows, st.booleans(), st.sampled_from(NAMES), st.sampled_from(["\n", "\r\n", "\r", ""])
)
given_csv = given(
    name=st.sampled_from(NAMES),
    content=st.one_of(st.binary(max_size=200), csv_files, st.builds(damaged, csv_files, damages)),
)
given_book = given(
    content=st.one_of(
        st.builds(book_of, sheets),
        st.builds(damaged, st.builds(sound_book), damages),
        st.builds(damaged, st.builds(book_of, sheets), damages),
        st.binary(max_size=100).map(lambda tail: b"PK\x03\x04" + tail),
    )
)


def _sound_text(file: str) -> bytes:
    former = ROOT / "tests/support/former_form/ward/2024.json"
    return (former if file == PACKAGE else ROOT / file).read_bytes()


given_text = given(
    file=st.sampled_from([PARAMS, PACKAGE]),
    content=st.one_of(
        st.lists(inlines, max_size=30).map(lambda parts: "".join(parts).encode()),
        st.binary(max_size=100),
        st.builds(lambda changes: damaged(_sound_text(PARAMS), changes), damages),
        st.builds(lambda changes: damaged(_sound_text(PACKAGE), changes), damages),
    ),
)


def _read_text(ward: WardFiles, file: str, content: bytes) -> None:
    ward.path(file).write_bytes(content)
    read: Callable[[Any, Any], object] = read_params if file == PARAMS else read_data_package
    only_our_errors(lambda: read(ward.project, YEAR))


@BRIEFLY
@given_csv
def test_csv(ward: WardFiles, name: str, content: bytes) -> None:
    read_source(ward, name, content, ".csv")


@BRIEFLY
@given_book
def test_workbooks(ward: WardFiles, content: bytes) -> None:
    read_source(ward, "systems", content, ".xlsx")


@BRIEFLY
@given_text
def test_parameters_and_descriptions(ward: WardFiles, file: str, content: bytes) -> None:
    _read_text(ward, file, content)


def fields() -> Iterator[Any]:
    return (one for name in package().names for one in package().resource(name).table_schema.fields)


@settings(BRIEFLY, max_examples=200)
@given(text=cells, form=st.one_of(st.none(), st.sampled_from(CellKind)), which=st.integers(0, 10**6))
def test_cells(text: str, form: CellKind | None, which: int) -> None:
    known = list(fields())
    try:
        parsed = read_cell(text, form, known[which % len(known)])
        assert parsed.text == "" or parsed.text.strip()
    except MessageError as warning:
        assert warning.finding.message.endswith("。") and warning.finding.remedy.endswith("。")


@pytest.mark.long
@LONG
@given_csv
def test_csv_many_times(ward: WardFiles, name: str, content: bytes) -> None:
    read_source(ward, name, content, ".csv")


@pytest.mark.long
@LONG
@given_book
def test_workbooks_many_times(ward: WardFiles, content: bytes) -> None:
    read_source(ward, "systems", content, ".xlsx")


@pytest.mark.long
@LONG
@given_text
def test_parameters_and_descriptions_many_times(ward: WardFiles, file: str, content: bytes) -> None:
    _read_text(ward, file, content)
