"""Any damage to a file is reported by a ReportError, never by a traceback."""

import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from progress_report.inputs.validation import validate_new
from progress_report.inputs.years.comparison import Comparison
from progress_report.inputs.years.report_year import ReportYear
from progress_report.model.findings import Finding, ReportError, Severity
from progress_report.model.fiscal_year import FiscalYear
from tests.inputs.ward_files import PACKAGE, PARAMS, ROOT, YEAR, WardFiles

TABLES = sorted(f"data/2024/{path.name}" for path in (ROOT / "data" / "2024").glob("*.csv"))
FOLLOWING = FiscalYear(2025)
FILES = {
    year: [
        *sorted(f"data/{year}/{path.name}" for path in (ROOT / "data" / str(year)).glob("*.csv")),
        *[f"params/{year}.yaml"] * 4,
        *[f"data/{year}/datapackage.json"] * 6,
    ]
    for year in (2024, 2025)
}
# Words that both years' files contain, swapped as when copying from one to the other.
SHARED = [b"2022", b"2023", b"2024", b"2025", b"fiscal_year", b"systems", b"priorities", b"online_procedures",
          b"resident_survey", b"not_held", b"not_available", b"cell", b"sum", b"increase", b"where", b"rows",
          b"answers", b"respondents", b"0", b"-1"]  # fmt: skip
Change = Callable[[random.Random, bytes], bytes]
NASTY = [b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n", b"\t", *(sign.encode() for sign in "\",:&*{]-　９"),
         b"9" * 400, b"1e9", "件".encode("cp932"), b"null", b"[[[["]  # fmt: skip


def flip_byte(draw: random.Random, content: bytes) -> bytes:
    place = draw.randrange(len(content))
    return content[:place] + bytes([content[place] ^ draw.randrange(1, 256)]) + content[place + 1 :]


def insert(draw: random.Random, content: bytes) -> bytes:
    place = draw.randrange(len(content))
    return content[:place] + draw.choice(NASTY) + content[place:]


def cut(draw: random.Random, content: bytes) -> bytes:
    start = draw.randrange(len(content))
    return content[:start] + content[start + draw.randrange(1, 200) :]


def delete_line(draw: random.Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    del lines[draw.randrange(len(lines))]
    return b"".join(lines)


def repeat_line(draw: random.Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    lines.insert(draw.randrange(len(lines)), draw.choice(lines))
    return b"".join(lines)


def swap_words(draw: random.Random, content: bytes) -> bytes:
    """Exchange two values of the file, as a copy-and-paste mistake does."""
    words = [word for word in content.replace(b"\n", b",").replace(b'"', b",").split(b",") if word.strip()]
    return content.replace(draw.choice(words), draw.choice(words), 1) if words else content


def shuffle_columns(draw: random.Random, content: bytes) -> bytes:
    rows = [line.split(b",") for line in content.splitlines()]
    order = list(range(len(rows[0]) if rows else 0))
    draw.shuffle(order)
    return b"\n".join(b",".join(row[i] for i in order if i < len(row)) for row in rows)


def exchange_shared(draw: random.Random, content: bytes) -> bytes:
    old, new = draw.sample(SHARED, 2)
    before, found, after = content.partition(old)
    for _ in range(draw.randrange(1 + after.count(old))):
        further, found, after = after.partition(old)
        before += old + further
    return before + new + after if found else content


DAMAGES: list[Change] = [flip_byte, insert, cut, delete_line, repeat_line, swap_words, shuffle_columns]


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> WardFiles:
    """Return one copy for all examples; each restores the file that it damages."""
    return WardFiles.copied(tmp_path_factory.mktemp("damaged") / "project")


@contextmanager
def damaged(workplace: WardFiles, file: str, damages: list[Change], seed: int) -> Iterator[None]:
    """Change the file for the duration of the context."""
    draw, path = random.Random(seed), workplace.path(file)
    content = sound = path.read_bytes()
    for damage in damages:
        content = damage(draw, content or b"\n")
    try:
        path.write_bytes(content)
        yield
    finally:
        path.write_bytes(sound)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    file=st.sampled_from([*TABLES, *[PARAMS] * 4, *[PACKAGE] * 6]),
    damages=st.lists(st.sampled_from(DAMAGES), min_size=1, max_size=3),
    seed=st.integers(min_value=0, max_value=2**32),
)
def test_only_report_errors(workplace: WardFiles, file: str, damages: list[Change], seed: int) -> None:
    with damaged(workplace, file, damages, seed):
        found = workplace.findings()
    require_findings_for_people(workplace, found)


def require_findings_for_people(workplace: WardFiles, findings: Iterable[Finding]) -> None:
    """Assert that each finding names its file, has a remedy unless it is a 記録, and shows no local path."""
    for finding in findings:
        reported = finding.message + finding.remedy
        advises = reported.count("。") > 1 or finding.severity is Severity.NOTE
        assert finding.message.endswith("。") and reported.endswith("。") and advises, str(finding)
        assert finding.file and (finding.row is None or finding.row > 0), str(finding)
        assert str(Path(workplace.root)) not in str(finding)


@pytest.mark.long
@settings(max_examples=800, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    file=st.sampled_from([*FILES[2024], *FILES[2025] * 2]),
    damages=st.lists(st.sampled_from([*DAMAGES, exchange_shared, exchange_shared]), min_size=1, max_size=3),
    seed=st.integers(min_value=0, max_value=2**32),
)
def test_a_year_and_its_predecessor(
    workplace: WardFiles, file: str, damages: list[Change], seed: int
) -> None:
    """Change a file of either year; validating the later year and comparing both raises only our errors."""
    with damaged(workplace, file, damages, seed):
        try:
            _, findings = validate_new(workplace.project, FOLLOWING)
            require_findings_for_people(workplace, findings)
            years = [ReportYear(workplace.project, year) for year in (YEAR, FOLLOWING)]
            compared = Comparison(*years)
            _ = compared.indicators, compared.plans, compared.entries
        except ReportError as error:
            require_findings_for_people(workplace, error.findings)
