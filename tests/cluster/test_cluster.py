"""Reports made on other hosts: the same bytes, none lost, none twice, whatever becomes of the workers."""

import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from progress_report.building.record import MANIFEST
from progress_report.building.sealing import seal
from progress_report.model.findings import ExitCode
from tests.cluster.ground import (
    NAMES,
    YEAR,
    Cluster,
    Tree,
    builders,
    building,
    cluster,
    municipalities,
    parent_of,
    tree,
    until,
)
from tests.support.project_copy import ROOT, Project

pytestmark = pytest.mark.long
# Where it matters what befalls the worker and not what the report is: one section, in one format.
_QUICK = ("--only", "3_cashless", "--formats", "html")
_LOST = "作り直します（ワーカーが失われました）"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The disk of the office: the municipalities' folders, and their reports as it makes them itself."""
    folder = tmp_path_factory.mktemp("office")
    roots = municipalities(folder)
    for out, options in (("local", ()), ("local-quick", _QUICK)):
        asked = ("--root", *roots, "--out", folder / out, *options)
        done = Project(ROOT).run("build", YEAR, *asked)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def roots(office: Path) -> list[Path]:
    return [office / name for name in NAMES]


@pytest.fixture(scope="module")
def local(office: Path) -> Tree:
    return tree(office / "local")


@pytest.fixture(scope="module")
def local_quick(office: Path) -> Tree:
    return tree(office / "local-quick")


@pytest.fixture
def grid(office: Path, tmp_path: Path) -> Iterator[Cluster]:
    with cluster(office, tmp_path / "logs") as running:
        yield running


def _of(local: Tree, *names: str) -> Tree:
    return {name: digest for name, digest in local.items() if name.startswith(names)}


def test_reports_from_two_hosts_are_those_made_here(grid: Cluster, roots: list[Path], local: Tree) -> None:
    hosts = [grid.worker(name) for name in ("one", "two")]
    asked = grid.ask(roots, grid.folder / "both")
    assert asked.end() == ExitCode.BUILT, asked.said
    assert tree(asked.out) == local
    assert sorted(asked.published) == sorted(NAMES)
    assert f"ダッシュボード: http://{grid.scheduler.address}:8787/status" in asked.said
    for host in hosts:
        assert f"　tcp://{host.address}:" in asked.said
        assert f"（{host.name}）" in asked.said
    until(lambda: not any(map(builders, hosts)), "what built has ended with what was asked for")


def test_what_else_may_be_asked_for_is_made_there_too(
    grid: Cluster, roots: list[Path], tmp_path: Path
) -> None:
    """An edition in large print; and a final one, which is refused for the same reasons as here."""
    grid.worker("one")
    here = Project(ROOT)
    for options in (("--large-print",), ("--final",)):
        name = options[0].strip("-")
        local = here.run("build", YEAR, "--root", *roots[:2], "--out", tmp_path / name, *options)
        asked = grid.ask(roots[:2], grid.folder / name, *options)
        assert asked.end() == local.returncode, asked.said
        assert tree(asked.out) == tree(tmp_path / name)
        findings = [line for line in local.stderr.splitlines() if line.startswith("【")]
        assert [line for line in asked.said.splitlines() if line.startswith("【")] == findings
        assert bool(findings) is ("final" in name)
    assert (grid.folder / "large-print" / NAMES[0] / YEAR / "report-large-print.pdf").is_file()


def test_the_report_of_a_killed_worker_is_made_again(
    grid: Cluster, roots: list[Path], local_quick: Tree
) -> None:
    killed, other = grid.worker("killed"), grid.worker("other")
    asked = grid.ask(roots, grid.folder / "killed", *_QUICK)
    until(lambda: building(killed) and building(other), "both at work")
    killed.kill()
    assert asked.end() == ExitCode.BUILT, asked.said
    assert tree(asked.out) == local_quick
    assert sorted(asked.published) == sorted(NAMES)
    assert asked.said.count(_LOST) == 1


def test_a_worker_that_was_cut_off_and_comes_back_gives_nothing_twice(
    grid: Cluster, roots: list[Path], local_quick: Tree
) -> None:
    lost, other = grid.worker("lost"), grid.worker("other")
    asked = grid.ask(roots, grid.folder / "cut-off", *_QUICK)
    until(lambda: building(lost) and building(other), "both at work")
    lost.cut_off()
    # The scheduler takes it for gone; what it was making goes on, and has nobody to be given to.
    until(lambda: _LOST in asked.said, "the loss is seen")
    lost.reconnect()
    assert asked.end() == ExitCode.BUILT, asked.said
    assert tree(asked.out) == local_quick
    assert sorted(asked.published) == sorted(NAMES)
    until(lambda: not building(lost), "the late report is made, or given up")
    assert tree(asked.out) == local_quick


def test_a_worker_with_another_program_is_refused_by_name(
    grid: Cluster, roots: list[Path], local_quick: Tree, tmp_path: Path
) -> None:
    foreign = Project.copied(tmp_path / "foreign")
    changed = foreign.root / "progress_report" / "building" / "front_matter.py"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n# other\n", encoding="utf-8")
    other, same = grid.worker("other", program=foreign.root), grid.worker("same")
    asked = grid.ask(roots[:2], grid.folder / "foreign", *_QUICK)
    assert asked.end() == ExitCode.BUILT, asked.said
    (refused,) = [line for line in asked.said.splitlines() if "は使いません" in line]
    assert f"tcp://{other.address}:" in refused and "（other）" in refused
    assert "この機械と違います: プログラム（progress_report/building/front_matter.py）" in refused
    assert "作り直します" not in asked.said, "it was given a report before it was asked"
    made = [line for line in asked.said.splitlines() if "秒　tcp://" in line]
    assert len(made) == 2 and all(f"tcp://{same.address}:" in line for line in made)
    assert tree(asked.out) == _of(local_quick, *NAMES[:2])


def test_a_worker_whose_program_changes_meanwhile_is_refused(
    grid: Cluster, roots: list[Path], local_quick: Tree, tmp_path: Path
) -> None:
    """It keeps a process from report to report, which had imported the former one."""
    foreign = Project.copied(tmp_path / "foreign")
    host = grid.worker("changing", program=foreign.root)
    asked = grid.ask(roots, grid.folder / "changing", *_QUICK)
    until(lambda: asked.published, "it was the same at first")
    changed = foreign.root / "progress_report" / "building" / "front_matter.py"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n# other\n", encoding="utf-8")
    until(lambda: "は使いません" in asked.said, "it is refused")
    grid.worker("same")
    assert asked.end() == ExitCode.BUILT, asked.said
    assert f"ワーカー tcp://{host.address}:" in asked.said
    assert "プログラム（progress_report/building/front_matter.py）" in asked.said
    assert tree(asked.out) == local_quick


def test_without_a_worker_of_the_same_program_all_are_told(
    grid: Cluster, roots: list[Path], tmp_path: Path
) -> None:
    foreign = Project.copied(tmp_path / "foreign")
    lock = foreign.root / "requirements.lock"
    lock.write_text(lock.read_text(encoding="utf-8") + "# other\n", encoding="utf-8")
    other = grid.worker("other", program=foreign.root)
    asked = grid.ask(roots[:2], grid.folder / "nobody", *_QUICK)
    assert asked.end() == ExitCode.PUBLISHING_FAILED
    assert "プログラム（requirements.lock）" in asked.said
    assert "使えるワーカーが60秒の間ありませんでした" in asked.said
    assert f"使わないワーカー: tcp://{other.address}:" in asked.said
    assert tree(asked.out) == {}


# A worker that stands by its program, but for what it does of a job.
_OWN = """
import os, signal
from progress_report.cluster import worker

usual = getattr(worker, "usual", worker.perform)  # this is loaded twice
worker.usual = usual

def perform(run, process, job):
{}

perform.__module__, perform.__qualname__ = usual.__module__, usual.__qualname__
worker.perform = perform
"""
_FATAL = f"""
    if "{NAMES[1]}" in job.inputs["params/{YEAR}.yaml"].decode():
        os.kill(os.getpid(), signal.SIGKILL)
    return usual(run, process, job)
"""
_BENT = """
    made = usual(run, process, job)
    made.files["report.html"] = made.files["report.html"].replace(b"302", b"303", 1)
    return made
"""


def _preload(folder: Path, does: str) -> Path:
    path = folder / "preload.py"
    path.write_text(_OWN.format(does), encoding="utf-8")
    return path


def test_a_report_that_ends_three_workers_is_given_up_and_the_others_are_made(
    grid: Cluster, roots: list[Path], local_quick: Tree, tmp_path: Path
) -> None:
    for name in ("one", "two"):  # two reports side by side: one takes the other with it
        grid.worker(name, preload=_preload(tmp_path, _FATAL), threads=2)
    asked = grid.ask(roots, grid.folder / "fatal", *_QUICK)
    assert asked.end() == ExitCode.NOTEBOOK_FAILED, asked.said
    assert f"{NAMES[1]} 令和6年度の報告書は、3回とも、ワーカーで最後まで作れませんでした" in asked.said
    assert f"{NAMES[1]} 令和6年度　作れませんでした" in asked.said
    others = sorted(set(NAMES) - {NAMES[1]})
    assert sorted(asked.published) == others
    assert tree(asked.out) == _of(local_quick, *others)


def test_a_report_that_is_not_what_its_manifest_says_is_not_published(
    grid: Cluster, roots: list[Path], local_quick: Tree, tmp_path: Path
) -> None:
    liar = grid.worker("liar", preload=_preload(tmp_path, _BENT))
    asked = grid.ask(roots[:2], grid.folder / "bent", *_QUICK)
    until(lambda: "は使いません" in asked.said, "what it gave is refused")
    assert not asked.published
    grid.worker("honest")
    assert asked.end() == ExitCode.BUILT, asked.said
    assert f"ワーカー tcp://{liar.address}:" in asked.said
    assert "ファイルが manifest.json のとおりではありません" in asked.said
    assert tree(asked.out) == _of(local_quick, *NAMES[:2])


def test_what_builds_is_killed_and_not_its_worker(
    grid: Cluster, roots: list[Path], local_quick: Tree
) -> None:
    """By a system that is short of memory, say: the report is made again."""
    host = grid.worker("one")
    asked = grid.ask(roots[:2], grid.folder / "child", *_QUICK)
    until(lambda: building(host), "it is at work")
    (process,) = building(host)
    worker = parent_of(process)
    os.kill(process, signal.SIGKILL)
    assert asked.end() == ExitCode.BUILT, asked.said
    assert "作り直します（作成のプロセスが終わりました（シグナル9）" in asked.said
    assert Path(f"/proc/{worker}").exists()
    assert tree(asked.out) == _of(local_quick, *NAMES[:2])


def test_the_scheduler_goes(grid: Cluster, roots: list[Path], local_quick: Tree) -> None:
    hosts = [grid.worker(name) for name in ("one", "two")]
    asked = grid.ask(roots, grid.folder / "no-scheduler", *_QUICK)
    until(lambda: asked.published and all(map(building, hosts)), "one is made, others are begun")
    grid.scheduler.kill()
    assert asked.end() == ExitCode.PUBLISHING_FAILED, asked.said
    made = asked.published
    assert f"Dask のスケジューラ {grid.address} につながりません" in asked.said
    assert tree(asked.out) == _of(local_quick, *made)
    assert not [path for path in asked.out.rglob(".*") if path.name.endswith(".lock")]


def test_faults_are_told_as_they_are_here(grid: Cluster, tmp_path: Path) -> None:
    """Of data, of a notebook, and of a final report that stands: with the folders of the office."""
    roots = municipalities(grid.folder / "faulty", NAMES[:3])
    table = roots[0] / "data" / YEAR / "online_procedures.csv"
    table.write_text("x" + table.read_text(encoding="utf-8"), encoding="utf-8")
    notebook = roots[1] / "notebooks" / "3_cashless.ipynb"
    content = json.loads(notebook.read_text(encoding="utf-8"))
    failing = {"cell_type": "code", "id": "failing", "metadata": {}, "source": "1 / 0"}
    content["cells"].append({**failing, "outputs": [], "execution_count": None})
    notebook.write_text(json.dumps(content), encoding="utf-8")
    out = grid.folder / "faults"
    standing = out / NAMES[2] / YEAR / MANIFEST
    standing.parent.mkdir(parents=True)
    inputs = {f"data/{YEAR}/systems.csv": "other"}
    record = {"fiscal_year": int(YEAR), "edition": "final", "date": "2024-04-01", "parameters": {}}
    standing.write_bytes(seal({"record": {**record, "inputs": inputs}, "outputs": {}}))
    before = tree(out)

    here = Project(ROOT).run("build", YEAR, "--root", *roots, "--out", out)
    assert here.returncode == ExitCode.PUBLISHING_FAILED
    told = [line for line in here.stderr.splitlines() if "【誤り】" in line]
    failed = tree(out)
    assert set(failed) - set(before) == {f"{NAMES[1]}/{YEAR}.failed/notebooks/3_cashless.ipynb"}
    assert any("確定版のファイルが作ったときのままではない" in line for line in told)
    shutil.rmtree(out / NAMES[1])
    grid.worker("one")
    asked = grid.ask(roots, out)
    assert asked.end() == ExitCode.PUBLISHING_FAILED, asked.said
    assert [line for line in asked.said.splitlines() if line.startswith("【誤り】")] == told
    assert tree(out) == failed


_CONFIGURATION = """
distributed:
  comm:
    require-encryption: true
    tls:
      ca-file: {0}/ca.pem
      scheduler: {{cert: {0}/own.pem, key: {0}/own-key.pem}}
      worker: {{cert: {0}/own.pem, key: {0}/own-key.pem}}
      client: {{cert: {0}/own.pem, key: {0}/own-key.pem}}
"""


def _certified(folder: Path) -> Path:
    """Dask's configuration, with an authority of its own and a certificate of that."""
    folder.mkdir()
    key = ("-newkey", "rsa:2048", "-nodes", "-keyout")
    for command in (
        ("req", "-x509", *key, "ca-key.pem", "-out", "ca.pem", "-subj", "/CN=authority"),
        ("req", *key, "own-key.pem", "-out", "own.csr", "-subj", "/CN=own"),
        ("x509", "-req", "-in", "own.csr", "-CA", "ca.pem", "-CAkey", "ca-key.pem", "-out", "own.pem"),
    ):
        subprocess.run(["openssl", *command], cwd=folder, check=True, capture_output=True)
    (folder / "tls.yaml").write_text(_CONFIGURATION.format(folder), encoding="utf-8")
    return folder


def test_certificates_are_asked_for_where_there_are_any(
    office: Path, roots: list[Path], local_quick: Tree, tmp_path: Path
) -> None:
    with cluster(office, tmp_path / "logs", "tls", _certified(tmp_path / "certificates")) as grid:
        grid.worker("one")
        asked = grid.ask(roots[:2], office / "encrypted", *_QUICK)
        assert asked.end() == ExitCode.BUILT, asked.said
        assert tree(asked.out) == _of(local_quick, *NAMES[:2])
        del grid.environment["DASK_CONFIG"]
        asked = grid.ask(roots[:2], office / "unknown", *_QUICK)
        assert asked.end() == ExitCode.PUBLISHING_FAILED
        assert f"{grid.address} につなぐための証明書が、Dask の設定にありません" in asked.said
        assert tree(office / "unknown") == {}


def test_interrupting_ends_what_the_workers_make(grid: Cluster, roots: list[Path]) -> None:
    hosts = [grid.worker(name) for name in ("one", "two")]
    asked = grid.ask(roots, grid.folder / "interrupted", *_QUICK)
    until(lambda: asked.published and all(map(building, hosts)), "one is made, others are begun")
    os.killpg(asked.process.pid, signal.SIGINT)
    assert asked.end() == ExitCode.PUBLISHING_FAILED
    until(lambda: not any(map(building, hosts)), "nothing is built any more")
    for name in ("one", "two"):  # and not because it was done
        assert "Run out-of-band function 'end'" in (grid.logs / f"{name}.txt").read_text(encoding="utf-8")
    made = {path.parent.parent.name for path in asked.out.rglob("manifest.json")}
    assert set(asked.published) <= made  # the line of one may be cut off when its publishing has begun
    (told,) = re.findall("中断しました。(.*)の新しい報告書は、書き出した後です", asked.said)
    assert {one.partition("　")[0] for one in told.split("、")} == made
    assert not list(asked.out.rglob(".*"))
