"""``init`` creates a municipality: its first build succeeds, claims nothing real and lists what to write."""

import contextlib
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import nbformat
import pytest

from progress_report.cli.main import main
from progress_report.inputs.project import Project as Municipality
from progress_report.inputs.validation import validate_new
from progress_report.model.findings import ExitCode
from progress_report.model.fiscal_year import FiscalYear
from tests.promises.office import Office, Ran
from tests.support.project_copy import COMMANDS, ROOT, Project
from tests.support.published import contents

MARK = "要確認"
ANSWERS = ("--name", "汐風市", "--code", "992011", "--year", "令和8年度")
STAMP = "サンプルデータ（架空）：本書の数値は、すべて動作確認のために作成した架空のものである。"
# The tables of each section, as its own texts show.
TABLES = {
    "1_data_utilization": {"resident_survey", "resident_survey_overview"},
    "2_online_procedures": {"online_procedures", "applications", "priorities", "intention_survey"},
    "3_cashless": {"cashless"},
    "4_standardization": {"systems", "remaining_issues"},
}
OF_INDICATORS = {"online_procedures", "applications", "systems", "resident_survey_overview"}
SUBSETS: dict[str, set[str]] = {
    **TABLES,
    "0_summary": OF_INDICATORS,
    "5_changes": OF_INDICATORS,
    "0_summary,3_cashless": {*OF_INDICATORS, "cashless"},
    "4_standardization、0_summary": TABLES["4_standardization"],
    "3 1": TABLES["3_cashless"] | TABLES["1_data_utilization"],
}


def _report_builder(*arguments: str | Path, folder: Path = ROOT) -> Ran:
    """Run a command of the repository's program in this folder."""
    done = COMMANDS.run([*map(str, arguments)], folder)
    assert "Traceback" not in done.stdout + done.stderr, done.stdout + done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)


def _init(folder: Path, *arguments: str) -> None:
    """Run ``init`` in this process, expecting success."""
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["init", str(folder), *ANSWERS, *arguments]) == ExitCode.BUILT


def _words(folder: Path) -> str:
    """Return the text of every file in a folder."""
    return "\n".join(
        path.read_bytes().decode("utf-8", "replace") for path in folder.rglob("*") if path.is_file()
    )


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, Ran]:
    """Return a municipality with all sections as written by ``init``, and its output."""
    root = tmp_path_factory.mktemp("init") / "shiokaze"
    return Office(root), _report_builder("init", root, *ANSWERS)


@pytest.fixture(scope="module")
def built(begun: tuple[Office, Ran], tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return a built copy of ``begun``."""
    office = Office(tmp_path_factory.mktemp("built") / "shiokaze")
    shutil.copytree(begun[0].root, office.root)
    done = office.build("2026")
    assert done.code == 0, done.err
    return office


def test_check_lists_exactly_what_is_to_be_written(begun: tuple[Office, Ran]) -> None:
    office, said = begun
    assert said.code == 0, said.err
    checked = office.check("2026")
    assert (checked.code, "誤り 0件" in checked.out) == (0, True)
    listed = set(re.findall(r"^【要確認】(\S+) (\d+)行目", checked.out, re.MULTILINE))
    marked = {
        (name, str(row))
        for name in ("params/2026.yaml", "data/2026/tables.yaml")
        for row, line in enumerate(office.read(name).splitlines(), 1)
        if MARK in line
    }
    assert listed == marked
    assert f"要確認 {len(marked)}件。" in checked.out
    reported = re.findall(r"^ *\d+\. (\S+):(\d+) ", said.out, re.MULTILINE)
    assert set(reported) == marked
    assert said.out.startswith(
        f"汐風市のフォルダ {office.root} を作りました。表の値は、すべて架空の見本です。\n"
    )


def test_every_date_target_and_text_is_marked(begun: tuple[Office, Ran]) -> None:
    lines = begun[0].read("params/2026.yaml").splitlines()
    unmarked = [
        line.strip() for line in lines if line.strip() and not line.startswith("#") and MARK not in line
    ]
    structure = re.compile(
        r"(fiscal_year|  name|  code): .+|not_\w+: \[\]|[\w ]+:|- notebook: \w+|name: .+|code: .+"
        r"|progress: \{title: 進捗率, decimals: 0\}"
    )
    assert [line for line in unmarked if not structure.fullmatch(line)] == []
    of_tables = begun[0].read("data/2026/tables.yaml").splitlines()
    said = [line for line in of_tables if re.match(r" +\w+: [^#\s]", line)]
    assert len(said) > 2 * len(list((begun[0].root / "data/2026").glob("*.csv")))
    assert [line for line in said if MARK not in line] == []


def test_the_first_report_is_a_draft_stamped_as_invented(built: Office) -> None:
    text = built.report("2026")
    assert text.removeprefix("\ufeff").splitlines()[:4] == [
        "令和8年度 市のデジタル化に関する取組進捗について", "汐風市", STAMP, "案",
    ]  # fmt: skip
    assert "サンプルデータ（架空）" in (built.root / "build/2026/report.html").read_text(encoding="utf-8")
    refused = built.build("2026", "--final")
    assert refused.code == ExitCode.DATA_ERROR
    assert "架空" in refused.err


def test_nothing_speaks_of_the_shipped_ward(built: Office) -> None:
    words = _words(built.root)
    assert "杉並" not in words
    assert "市民アンケート" in words and "市政" in words
    assert re.findall(r"区(?:民|政|役所|が|の)", words) == []
    # Nothing of the shipped paragraphs remains.
    for name in ("params/2024.yaml", "params/2025.yaml"):
        paragraphs = re.findall(r"^ +- (.{12,})", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        sentences = {one[:12] for one in paragraphs if not one.startswith(("notebook", "{subject"))}
        assert len(sentences) > 8
        assert [one for one in sentences if one in words] == []


def test_no_sample_value_is_a_published_one() -> None:
    for sample in (ROOT / "templates/municipality/data/2025").glob("*.csv"):
        shipped = (ROOT / "data/2024" / sample.name).read_text(encoding="utf-8-sig")
        several = re.compile(r"\d{4}-\d{2}|(?<!\d)(?!20[12]\d(?!\d))\d{3,}")
        ours, theirs = (set(several.findall(text)) for text in (sample.read_text(encoding="utf-8"), shipped))
        # The limits of the priorities belong to nobody's figures.
        assert ours & theirs <= {"1000", "100", "999"}, sample


def test_it_verifies_and_a_second_year_follows(built: Office) -> None:
    verified = built.run("verify", built.root / "build/2026")
    assert verified.code == 0, verified.said
    begun = built.run("new-year", "2027")
    assert begun.code == 0, begun.err
    params = built.read("params/2027.yaml")
    assert "- notebook: 5_changes" in params
    assert "fiscal_year: 令和9年度" in params
    checked = built.check("2027")
    assert "年度が 2026 の行を加えてください" in checked.out
    assert "data/2027/cashless.csv: データの行がありません" in checked.out
    assert built.check("2026").code == 0


@pytest.mark.long
def test_any_sections_are_enough(tmp_path: Path) -> None:
    """Each alone and some together: with the tables they read, built in one command."""
    roots = {}
    for i, (sections, tables) in enumerate(SUBSETS.items()):
        roots[sections] = tmp_path / f"m{i}"
        _init(
            roots[sections], "--name", "汐風町", "--code", "131156", "--year", "2024", "--sections", sections
        )
        assert {path.stem for path in roots[sections].glob("data/2024/*.csv")} == tables, sections
        _, findings = validate_new(Municipality(roots[sections].resolve()), FiscalYear(2024))
        assert [str(one) for one in findings if "の印が残っています" not in one.message] == [], sections
    done = _report_builder("build", "2024", "--formats", "text", "--root", *roots.values())
    assert done.code == 0, done.err
    for sections, root in roots.items():
        text = (root / "build/2024.partial/report.txt").read_text(encoding="utf-8-sig")
        assert STAMP in text
        named = re.split("[、, ]", sections)
        assert ("キャッシュレス決済の取組状況について" in text) is any(name[0] == "3" for name in named)
        assert ("主な指標の値は、次のとおりである" in text) is any(name[0] == "0" for name in named)
        assert len(re.findall(r"^\d [^\d]", text, re.MULTILINE)) == len([n for n in named if n[0] != "0"])
    assert "図" not in (roots["5_changes"] / "build/2024.partial/report.txt").read_text(encoding="utf-8-sig")


def test_its_notebooks_open_its_own_first_year(begun: tuple[Office, Ran]) -> None:
    names = sorted(path.name for path in (begun[0].root / "notebooks").iterdir())
    assert names == sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
    for path in (begun[0].root / "notebooks").iterdir():
        notebook = nbformat.read(path, as_version=4)
        assert "fiscal_year: int = 2026" in "\n".join(cell.source for cell in notebook.cells)


def test_all_that_is_missing_or_wrong_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there/kept.txt").write_text("x")
    refused = _report_builder(
        "init", "there", "--code", "13115", "--sections", "3_cashles,9", folder=tmp_path
    )
    assert refused.code == ExitCode.WRONG_USAGE
    for part in (
        "there: フォルダがすでにあり、空ではありません。",
        "--name（自治体の名前。汐風市 など）がありません。",
        "--code: 団体コードは、検査数字を含む6桁の数字です（「13115」）。検査数字を加えた 131156 です。",
        "--year（報告の年度。令和8年度、2026 など）がありません。",
        "--sections: 知らない節です（「3_cashles」）。「3_cashless」ではありませんか。",
        "知らない節です（「9」）。使える節: 0_summary、1_data_utilization、",
    ):
        assert part in refused.err
    wrong = {
        ("--name", " "): "名前がありません",
        ("--name", "汐風\n市"): "使えない文字",
        ("--code", "131155"): "検査数字が合いません（「131155」）",
        ("--code", "481157"): "都道府県の番号（01から47）ではありません",
        ("--year", "令和"): "年度として読めません",
        ("--year", "2101"): "1991から2100までの年度です",
        ("--sections", ","): "節がありません。使える節",
    }
    for options, message in wrong.items():
        refused = _report_builder("init", tmp_path / "new", *ANSWERS, *options)
        assert (refused.code, message in refused.err) == (ExitCode.WRONG_USAGE, True), refused.err
    assert contents(tmp_path) == {"there/kept.txt": b"x"}


def test_only_an_empty_place_is_taken(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    for place, folder in (("file", tmp_path), ("file/in", tmp_path), (".", tmp_path / "empty")):
        refused = _report_builder("init", place, *ANSWERS, folder=folder)
        assert refused.code in (ExitCode.WRONG_USAGE, ExitCode.PUBLISHING_FAILED), place
        assert "【誤り】" in refused.err or "何も書いていません" in refused.err
    assert contents(tmp_path) == {"file": b"x"}
    _init(tmp_path / "empty", "--sections", "3_cashless")
    assert (tmp_path / "empty/params/2026.yaml").is_file()


def test_names_that_yaml_reads_otherwise_are_kept(tmp_path: Path) -> None:
    names = ("汐風: 「市」 #1 {year} 村", "true", "- 市", '"市')
    roots = [tmp_path / str(i) for i in range(len(names))]
    for name, root in zip(names, roots, strict=True):
        _init(root, f"--name={name}", "--sections", "3")
        assert (root / "README.ja.md").read_text(encoding="utf-8").startswith(f"# {name}の")
    done = _report_builder("build", "2026", "--formats", "text", "--root", *roots)
    assert done.code == 0, done.err
    for name, root in zip(names, roots, strict=True):
        text = (root / "build/2026.partial/report.txt").read_text(encoding="utf-8-sig")
        assert text.splitlines()[1] == name


def test_commands_run_within_the_folder_mean_it(built: Office) -> None:
    checked = _report_builder("check", "2026", folder=built.root)
    assert "誤り 0件、要確認" in checked.out
    done = _report_builder("build", "2026", folder=built.root)
    assert (done.code, "作り直すものはありません" in done.out) == (0, True), done.said
    elsewhere = _report_builder("check", "2026", folder=built.root / "data")
    assert elsewhere.code == ExitCode.DATA_ERROR  # the program's own folder has no such year


def _started(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(ROOT / "report_builder.py"), "init", *arguments]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    while not path.exists():
        assert process.poll() is None
        time.sleep(0.001)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")
@pytest.mark.parametrize("ended_by", [signal.SIGINT, signal.SIGKILL])
def test_ended_halfway_it_leaves_no_folder(ended_by: signal.Signals, tmp_path: Path) -> None:
    with _started(tmp_path, "new", *ANSWERS) as process:
        _wait_for(tmp_path / ".new.new/params/2026.yaml", process)
        process.send_signal(ended_by)
    assert process.returncode != 0
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ([] if ended_by == signal.SIGINT else [".new.lock", ".new.new"])
    again = _report_builder("init", tmp_path / "new", *ANSWERS, "--sections", "3_cashless")
    assert again.code == 0, again.err
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def _typed(folder: Path, lines: Sequence[str], *arguments: str) -> tuple[int, str]:
    """Run ``init`` on a terminal and type these lines; return its exit code and output."""
    import pty

    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.execv(sys.executable, [sys.executable, str(ROOT / "report_builder.py"), "init", *arguments])
    os.write(terminal, "".join(f"{line}\n" for line in lines).encode())
    said = b""
    try:
        while part := os.read(terminal, 4096):
            said += part
    except OSError:  # the process of this terminal has ended
        pass
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), said.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_a_terminal_is_asked_for_what_was_not_given(tmp_path: Path) -> None:
    lines = ("", "汐風村", "13115", "１３１１５６", "26", "令和8", "9", "3 1")
    code, said = _typed(tmp_path, lines, "asked")
    assert code == 0, said
    for part in (
        "名前がありません",
        "検査数字を加えた 131156",
        "「26」",
        "知らない節です（「9」）",
        "3_cashless  ",
    ):
        assert part in said
    params = (tmp_path / "asked/params/2026.yaml").read_text(encoding="utf-8")
    assert '  name: 汐風村\n  code: "131156"\n' in params
    assert re.findall("notebook: (.+)", params) == ["3_cashless", "1_data_utilization"]
    code, said = _typed(tmp_path, ("",), "all", *ANSWERS)
    assert code == 0, said
    assert (tmp_path / "all/notebooks/5_changes.ipynb").is_file()
    code, said = _typed(tmp_path, ("汐風村", "\x04"), "given-up")
    assert (code, "Traceback" in said) == (ExitCode.PUBLISHING_FAILED, False)
    code, said = _typed(tmp_path, (), "wrong", "--code", "1")
    assert (code, "--name（自治体の名前" in said) == (ExitCode.WRONG_USAGE, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all", "asked"]


def test_a_program_with_descriptors_of_the_former_form_offers_its_sections(tmp_path: Path) -> None:
    program = Project.copied(tmp_path / "program")
    (program.root / "data/schema.yaml").unlink()
    for year in ("2024", "2025"):
        (program.root / f"data/{year}/tables.yaml").unlink()
        written = ROOT / f"tests/support/former_form/ward/{year}.json"
        shutil.copy(written, program.root / f"data/{year}/datapackage.json")
    done = program.run("init", tmp_path / "new", *ANSWERS)
    assert done.returncode == 0, done.stderr
    _init(tmp_path / "now")
    former, present = (contents(tmp_path / name) for name in ("new", "now"))
    comment = re.compile(rb"(?m)^# yaml-language-server.*\n")
    assert {k: comment.sub(b"", v) for k, v in former.items()} == {
        k: comment.sub(b"", v) for k, v in present.items()
    }
