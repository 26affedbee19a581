"""Several municipalities' folders, in any place: names, paths and commands."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from progress_report.build_options import Batch
from progress_report.cli.main import main
from progress_report.execution.file_access import READ, unrecorded
from progress_report.inputs.project import FOLDERS, Project
from progress_report.model.findings import ExitCode
from tests.support.municipality import Municipality
from tests.support.parsed_builds import parsed_builds
from tests.support.project_copy import ROOT, Built
from tests.support.project_copy import Project as ProjectCopy
from tests.support.published import contents, digests

JAPANESE = "自治体 みずはら"


@pytest.mark.parametrize("root", ["examples/a", "..", ".", "../beside", "../../日本語"])
@pytest.mark.parametrize(
    "path",
    [
        "params/2024.yaml",
        "templates/pdf/report.typ",
        "progress_report/model/x.py",
        "requirements.lock",
        "x.py",
    ],
)
def test_a_recorded_name_leads_to_its_file_in_every_folder(root: str, path: str, tmp_path: Path) -> None:
    program = tmp_path / "one" / "program"
    project = Project((program / root).resolve(), program)
    for folder in {project.root, project.program}:
        name = project.name_of(folder / path)
        assert project.path_of(name).resolve() == folder / path
        assert not Path(name).is_absolute()


def test_what_a_build_reads_is_named_alike_wherever_the_folders_lie(tmp_path: Path) -> None:
    for project in (
        Project(tmp_path / "program", tmp_path / "program"),
        Project(tmp_path / "program/examples/a", tmp_path / "program"),
        Project(tmp_path / "elsewhere", tmp_path / "program"),
        Project(tmp_path, tmp_path / "program"),
    ):
        assert project.name_of(project.lock) == "requirements.lock"
        assert project.name_of(project.templates / "a") == "templates/a"
        assert project.name_of(project.root / "data/2024/a.csv") == "data/2024/a.csv"


def test_no_two_files_have_one_name(tmp_path: Path) -> None:
    project = Project(tmp_path / "a", tmp_path / "program")
    files = [
        folder / name
        for folder in (project.root, project.program)
        for name in ("data/2024/a.csv", "templates/a", "requirements.lock", "helper.py")
    ]
    assert len({project.name_of(path) for path in files}) == len(files)


def test_what_a_section_read_of_the_program_is_recorded_and_of_another_municipality_is_not(
    tmp_path: Path,
) -> None:
    project = Project(tmp_path / "a", tmp_path / "program")
    inputs = {"data/2024/a.csv": "", "templates/a": ""}

    def recorded(path: Path) -> bool:
        return not unrecorded([(READ, str(path))], inputs, project)

    assert recorded(project.root / "data/2024/a.csv")
    assert recorded(project.program / "templates/a")
    assert not recorded(project.program / "data/2024/a.csv")
    assert not recorded(project.root / "templates/a")


def test_builds_of_several_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = (Municipality.copied(tmp_path / name).root for name in ("one", "other"))
    (other / "params/2025.yaml").unlink()
    monkeypatch.chdir(tmp_path)
    builds = parsed_builds("--all", "--root", "one", "other", "./one/")
    assert [(build.project.root, build.year.start, build.out) for build in builds] == [
        (one, 2024, Path("one/build")),
        (one, 2025, Path("one/build")),
        (other, 2024, Path("other/build")),
    ]
    assert {build.batch for build in builds} == {Batch.MUNICIPALITIES}
    assert builds[0].label == "杉並区　令和6年度"
    builds = parsed_builds("2024", "--root", "one", "--root", "other", "--out", "made")
    assert [build.target for build in builds] == [Path("made/one/2024"), Path("made/other/2024")]
    builds = parsed_builds("2024", "--root", "one", "--out", "made")
    assert [(build.target, build.label) for build in builds] == [(Path("made/2024"), "令和6年度")]


@pytest.mark.parametrize(
    ("arguments", "reported"),
    [
        (["check", "2024", "--root", "nowhere"], "nowhere（フォルダがありません）"),
        (["build", "2024", "--root", "one", "a", "b"], "a（params/、notebooks/ がありません）、b（フォルダ"),
        (["build", "--all", "--root", "one", "none"], "params/ に年度のファイルがありません（"),
        (["build", "2024", "--root", "one", "deeper/ONE", "--out", "x"], "同じ名前の自治体のフォルダ"),
        (["build", "--root", "one", "2024"], "年度か --all の、どちらか一つを指定してください"),
    ],
)
def test_wrong_folders_are_reported(
    arguments: list[str], reported: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    for name in ("one", "deeper/ONE", "none"):
        for folder in FOLDERS:
            (tmp_path / name / folder).mkdir(parents=True)
    (tmp_path / "one/params/2024.yaml").touch()
    (tmp_path / "a/data").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == ExitCode.WRONG_USAGE
    assert reported in capsys.readouterr().err


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a municipality's folder outside of the program's, with its report."""
    root = Municipality.copied(tmp_path_factory.mktemp("outside") / JAPANESE).root
    done = ProjectCopy(ROOT).run("build", "2024", "--root", root)
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> tuple[ProjectCopy, Path]:
    """Return a program with a municipality's folder inside and another's beside it, both built."""
    copy = ProjectCopy.copied(tmp_path_factory.mktemp("roots") / "program")
    within = Municipality.copied(copy.root / "examples" / "one").root
    outside = Municipality.copied(copy.root.parent / JAPANESE).root
    done = copy.run("build", "2024", "--root", "examples/one", f"../{JAPANESE}")
    assert done.returncode == 0, done.stderr
    assert {line.partition("　")[2].partition("　")[0] for line in done.stderr.splitlines()} == {"令和6年度"}
    assert digests(within / "build/2024") == digests(outside / "build/2024")
    return copy, outside


def test_the_bytes_are_those_of_the_programs_own_folder(built: Built, outside: Path) -> None:
    assert digests(outside / "build/2024") == digests(built.folder)


def test_no_output_knows_where_it_was_made(outside: Path) -> None:
    files = contents(outside / "build")
    assert files
    for place in map(os.fsencode, (ROOT, outside.parent)):
        assert [name for name, content in files.items() if place in content] == []


@pytest.mark.long
def test_every_command_accepts_another_folder(beside: tuple[ProjectCopy, Path]) -> None:
    copy, outside = beside
    root = ("--root", outside)
    for arguments, reported in (
        (("build", "2024"), "作り直すものはありません"),
        (("check", "2024"), "令和6年度: 誤り 0件"),
        (("verify", outside / "build/2024", "--rebuild"), "作り直し"),
        (("trace", "2024", "42.1%"), "data/2024/online_procedures.csv"),
        (("impact", "2024", "cashless.csv:3"), "区民事務所"),
        (("compare", "2024", "2025"), "令和6年度 → 令和7年度"),
    ):
        done = copy.run(*arguments, *root)
        assert done.returncode == 0, done.stdout + done.stderr
        assert reported in done.stdout


def test_an_unbuilt_report_is_reported_with_the_command_that_builds_it(outside: Path) -> None:
    done = ProjectCopy(ROOT).run("trace", "2025", "42.1%", "--root", outside)
    assert f'先に report_builder.py build 2025 --root "{outside}" を実行してください。' in done.stderr


@pytest.mark.long
def test_only_the_folders_own_files_change(beside: tuple[ProjectCopy, Path], tmp_path: Path) -> None:
    """The program is an input; other municipalities' data, including the program's own, are not."""
    copy, outside = beside
    root = shutil.copytree(outside, tmp_path / "copy")
    own = copy.root / "data/2024/cashless.csv"
    former = own.read_bytes()
    own.write_bytes(former + b"\n")
    assert "作り直すものはありません" in copy.run("build", "2024", "--root", root).stdout
    own.write_bytes(former)
    table = root / "data/2024/cashless.csv"
    table.write_bytes(table.read_bytes().replace(b"2024-10", b"2024-11"))
    done = copy.run("build", "2024", "--root", root)
    assert "に書き出しました" in done.stdout
    assert copy.run("verify", root / "build/2024", "--root", root).returncode == 0
    assert copy.run("verify", root / "build/2024", "--root", outside).returncode == ExitCode.DATA_ERROR


@pytest.mark.long
def test_a_report_of_another_folder_is_revised(beside: tuple[ProjectCopy, Path], tmp_path: Path) -> None:
    copy, outside = beside
    root = shutil.copytree(outside, tmp_path / "copy")
    table = root / "data/2024/cashless.csv"
    done = copy.run("revise", "2024", "--reason", "転記の誤り", "--root", root)
    assert "前の版と違う所がありません" in done.stderr
    table.write_bytes(table.read_bytes().replace(b"2024-10", b"2024-12"))
    done = copy.run("revise", "2024", "--reason", "転記の誤り", "--root", root)
    assert done.returncode == 0, done.stderr
    assert "errata:" in (root / "params/2024.yaml").read_text(encoding="utf-8")
    assert (root / "build/2024.edition1").is_dir()


def test_a_year_is_begun_in_another_folder(outside: Path, tmp_path: Path) -> None:
    root = shutil.copytree(outside, tmp_path / "copy")
    (root / "params/2025.yaml").unlink()
    shutil.rmtree(root / "data/2025")
    shutil.rmtree(root / "build")
    done = ProjectCopy(ROOT).run("new-year", "2025", "--root", root)
    assert f"report_builder.py build 2024 --root {root} で作り直してから" in done.stderr
    shutil.copytree(outside / "build", root / "build")
    done = ProjectCopy(ROOT).run("new-year", "2025", "--root", root)
    assert done.returncode == 0, done.stderr
    assert f"report_builder.py build 2025 --root {root}\n" in done.stdout
    assert (root / "params/2025.yaml").is_file()


def test_notebooks_may_be_anothers_by_a_link(tmp_path: Path) -> None:
    """Then a notebook's place does not show whose it is, but its build does."""
    root = tmp_path / "linked"
    for name in ("params", "data"):
        shutil.copytree(ROOT / name, root / name)
    (root / "notebooks").symlink_to(ROOT / "notebooks")
    table = root / "data/2024/cashless.csv"
    table.write_bytes(table.read_bytes().replace(b"2024-10", b"2024-11"))
    done = ProjectCopy(ROOT).run("build", "2024", "--root", root, "--only", "3_cashless", "--formats", "html")
    assert done.returncode == 0, done.stderr
    page = (root / "build/2024.partial/report.html").read_text(encoding="utf-8")
    assert "令和6年11月" in page
    assert "令和6年10月" not in page


@pytest.mark.long
def test_a_failing_folder_does_not_affect_the_others(
    beside: tuple[ProjectCopy, Path], tmp_path: Path
) -> None:
    copy, outside = beside
    for name in ("good", "bad", "worse"):
        shutil.copytree(outside, tmp_path / name, ignore=shutil.ignore_patterns("build"))
    (tmp_path / "bad/data/2024/cashless.csv").write_text("location,introduced\n")
    (tmp_path / "worse/params/2024.yaml").write_text("title: ''\n")
    done = copy.run(
        "build",
        "2024",
        "--root",
        *(tmp_path / name for name in ("bad", "good", "worse")),
        "--out",
        tmp_path / "x",
    )
    assert done.returncode == ExitCode.DATA_ERROR
    assert f"{tmp_path / 'bad'}: 杉並区　令和6年度の報告書は作れませんでした。" in done.stderr
    assert f"{tmp_path / 'worse'}: worse　令和6年度の報告書は作れませんでした。" in done.stderr
    assert "data/2024/cashless.csv" in done.stderr
    assert [path.parent.parent.name for path in (tmp_path / "x").glob("*/2024/report.pdf")] == ["good"]


@pytest.mark.long
def test_a_notebook_run_separately_belongs_to_the_folder_above_its_own(tmp_path: Path) -> None:
    root = Municipality.copied(tmp_path / JAPANESE).root
    script = (
        "from progress_report.authoring import open_section; import json\n"
        "print(json.dumps(str(open_section(2024, '3_cashless').project.root)))"
    )

    def opened(folder: Path, **environment: str) -> Path:
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            capture_output=True,
            check=True,
        )
        return Path(json.loads(done.stdout))

    assert opened(root / "notebooks") == root
    assert opened(ROOT / "notebooks") == ROOT
    with pytest.raises(subprocess.CalledProcessError):
        opened(tmp_path)
    assert opened(tmp_path, PROGRESS_REPORT_ROOT=str(root)) == root
