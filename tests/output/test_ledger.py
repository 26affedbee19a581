"""Every number on the pages can be traced to its origin."""

import csv
import io
import re
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pikepdf
import pytest

from progress_report.inputs.schema.schema_digest import schema_digest
from progress_report.inputs.schema.schema_tree import SCHEMA
from progress_report.model.findings import NotebookError, PublishingError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.numerals import NUMERAL, has_numeral
from progress_report.provenance.ledger import LedgerRow
from progress_report.provenance.record import sha256
from progress_report.rendering.numeral_check import (
    PageNumerals,
    pdf_numerals,
    require_as_often,
    require_no_orphans,
)
from tests.support.html_text import Node, read_page
from tests.support.project_copy import ROOT, Built
from tests.support.published import digest

CELL = re.compile(r"(data/2024/\w+\.csv) (\d+)行目 (\w+)（")


@pytest.fixture(scope="module")
def rows(built: Built) -> list[LedgerRow]:
    content = (built.folder / "ledger.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf"), "Excel needs the byte order mark"
    return [LedgerRow(**row) for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))]


@pytest.fixture(scope="module")
def page(built: Built) -> str:
    return built.html.read_text(encoding="utf-8")


def _printed(rows: list[LedgerRow], text: str) -> list[LedgerRow]:
    found = [row for row in rows if row.printed == text]
    assert found, text
    return found


@pytest.mark.parametrize(
    ("printed", "kind", "value", "formula"),
    [
        ("302", "data", "302", ""),
        ("302手続", "data", "302", ""),
        ("42.1%", "computed", "302/717", "302手続 ÷ 717手続"),
        ("717", "computed", "717", "302手続 + 415手続"),
        ("3.1ポイント", "computed", "31/10", "42.1% − 39.0%"),
        ("19.2%", "computed", "383/2000", "383人 ÷ 2,000名"),
        ("77%", "computed", "2598/3365", "2,598課題 ÷ 3,365課題"),
        ("767", "computed", "767", "3,365課題 − 2,598課題"),
        ("415", "computed", "415", "26手続 + 54手続 + 101手続 + 234手続"),
        ("90%", "parameter", "9/10", ""),
        ("1,053", "data", "1053", ""),
    ],
)
def test_published_figures_and_their_formulas(
    rows: list[LedgerRow], printed: str, kind: str, value: str, formula: str
) -> None:
    assert (kind, value, formula) in {(row.kind, row.value, row.formula) for row in _printed(rows, printed)}


def test_every_chain_ends_in_cells_that_hold_what_was_read(rows: list[LedgerRow]) -> None:
    """A single cell's value is found in the file at the given row and column."""
    checked = 0
    for row in rows:
        found = CELL.match(row.chain) if row.kind == "data" else None
        if found is None or not row.unit:
            continue
        file, number, column = found.groups()
        lines = list(csv.reader((ROOT / file).read_text(encoding="utf-8").splitlines()))
        assert lines[int(number) - 1][lines[0].index(column)] == row.value
        checked += 1
    assert checked > 30


def test_every_hash_is_the_files_own(rows: list[LedgerRow]) -> None:
    for row in rows:
        files = dict.fromkeys(re.findall(r"(?:data|params)/[\w/]+\.(?:csv|json|yaml)", row.chain))
        assert row.sha256.split("; ") == [_digest(file) for file in files] or not files


def _digest(file: str) -> str:
    """Return the file's digest, or that of the part of the schema that the report uses."""
    content = (ROOT / file).read_bytes()
    return schema_digest(content, [FiscalYear(2024)]) if file == SCHEMA else sha256(content)


def test_only_structural_numbers_have_no_source(rows: list[LedgerRow]) -> None:
    assert {row.kind for row in rows} == {"data", "computed", "parameter", "stated", "structural"}
    assert all((row.chain == "") is (row.kind == "structural") for row in rows)
    for row in rows:
        if row.kind == "computed":
            assert row.formula
            Fraction(row.value)


def test_every_numeral_of_the_page_is_in_the_ledger(page: str, rows: list[LedgerRow]) -> None:
    """The numerals of each element with an identifier are printed by the rows of that identifier."""
    printed: dict[str, Counter[str]] = {}
    for row in rows:
        printed.setdefault(row.identifier, Counter()).update(NUMERAL.findall(row.printed))
    marked = [node for node in _outside_appendix(read_page(page)) if "data-ledger" in node.attributes]
    assert len(marked) > 300
    for node in marked:
        known = sum((printed[one] for one in node.attributes["data-ledger"].split()), Counter[str]())
        assert set(NUMERAL.findall(node.text())) <= set(known), node.text()


def test_no_numeral_is_an_orphan_in_either_format(built: Built, page: str) -> None:
    shared = require_no_orphans(page)
    count = shared.total()
    require_as_often(shared, pdf_numerals(built.pdf.read_bytes()), "report.pdf", "PDF")
    assert f"表示した数字 {count}個の出どころを、すべて ledger.csv に記しました。" in built.stdout
    assert count > 300


@pytest.mark.parametrize(
    ("old", "new", "numeral"),
    [
        ("以下のとおり", "以下の三件のとおり", "三"),
        ("</svg>", "<text x='0' y='0'>77%</text></svg>", "77"),
        ("</main>", "<p>302手続</p></main>", "302"),
    ],
)
def test_a_number_typed_by_hand_into_the_page_is_named(page: str, old: str, new: str, numeral: str) -> None:
    before, main, rest = page.partition("<main")
    with pytest.raises(NotebookError, match=f"出どころの分からない数字「{numeral}」"):
        require_no_orphans(before + main + rest.replace(old, new, 1))


@pytest.mark.parametrize("words", ["一部", "一本化", "単一回答", "統一", "第一線", "三角"])
def test_kanji_that_are_words_are_no_numerals(words: str) -> None:
    assert require_no_orphans(f"<body><p>{words}</p></body>").total() == 0


def test_numbers_that_only_one_format_has_are_named(built: Built, page: str) -> None:
    longer = page.replace("</main>", '<p data-ledger="x">98,765</p></main>')
    with pytest.raises(PublishingError, match="「98,765」はHTMLに1回、PDFに0回"):
        require_as_often(
            PageNumerals(longer).shared, pdf_numerals(built.pdf.read_bytes()), "report.pdf", "PDF"
        )


def test_each_block_with_numbers_leads_to_their_origins(page: str) -> None:
    root = read_page(page)
    by_identifier = {node.attributes["id"]: node for node in root.walk() if "id" in node.attributes}
    buttons = [node for node in root.all("button") if "origin" in node.classes]
    assert len(buttons) > 25
    shown = [by_identifier[button.attributes["popovertarget"]] for button in buttons]
    assert all(one.all("dt") and "popover" in one.attributes for one in shown)
    assert shown == [node for node in root.walk() if "popover" in node.attributes]
    status = next(one for one in shown if one.all("p")[0].text().startswith("表1"))
    share = next(line for line in status.all("div") if line.all("dt") and line.all("dt")[0].text() == "42.1%")
    formula, place = (cell.text() for cell in share.all("dd"))
    assert formula == "＝ 302手続 ÷ 717手続"
    assert place.startswith("data/2024/online_procedures.csv 3行目 online（オンライン対応済手続数）、3行目 ")


def test_the_ledger_and_all_tables_travel_in_the_pdf(built: Built) -> None:
    published = [built.folder / "ledger.csv", *(built.folder / "tables").glob("*.[cx]*")]
    assert len(published) == 17  # the ledger, 4 tables, 10 charts, the key figures, the workbook
    with pikepdf.open(built.pdf) as pdf:
        files = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
    attached = {name: sha256(content) for name, content in files.items()}
    assert attached.pop("record.json")
    assert attached == {path.name: digest(path) for path in published}


def _outside_appendix(node: Node) -> list[Node]:
    if "origins" in node.classes:
        return []
    return [node, *(found for child in node.children for found in _outside_appendix(child))]


def test_the_appendix_lists_no_number_without_a_row(page: str, rows: list[LedgerRow]) -> None:
    root = read_page(page)
    (appendix,) = (node for node in root.all("aside") if "origins" in node.classes)
    printed = {row.printed for row in rows}
    first = [term.text() for term in appendix.all("dt")]
    assert first
    assert all(has_numeral(text) and text in printed for text in first)


def test_paths_in_the_ledger_are_of_the_project(rows: list[LedgerRow]) -> None:
    assert not any(str(Path.home()) in row.chain or str(ROOT) in row.chain for row in rows)
