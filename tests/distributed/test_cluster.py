"""Reports made by a cluster: same bytes, none lost, none made twice, whatever happens to the workers."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from progress_report.model.findings import ExitCode
from progress_report.model.fonts import noto_sans_cjk_jp
from progress_report.provenance.checksum import with_checksum
from progress_report.provenance.record import MANIFEST
from tests.distributed.local_cluster import (
    NAMES,
    SCHEDULER,
    YEAR,
    Cluster,
    building,
    cluster,
    kill,
    municipalities,
    until,
)
from tests.support.hosts import Hosts
from tests.support.project_copy import ROOT, Project
from tests.support.published import digests

pytestmark = [pytest.mark.long, pytest.mark.system]
# Where the worker is under test and not the report: one section, in one format.
_QUICK = ("--only", "3_cashless", "--formats", "html")
_LOST = "ワーカーが失われました）"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the municipalities' folders, with their reports made by this machine alone."""
    folder = tmp_path_factory.mktemp("office")
    roots = municipalities(folder)
    _give_own_fonts(roots[0])
    for out, chosen, options in (("local", roots[:2], ()), ("local-quick", roots, _QUICK)):
        asked = ("--root", *chosen, "--out", folder / out, *options)
        done = Project(ROOT).run("build", YEAR, *asked)
        assert done.returncode == 0, done.stderr
    return folder


def _give_own_fonts(root: Path) -> None:
    fonts = noto_sans_cjk_jp()
    (root / "fonts").mkdir()
    for path in fonts.files:
        shutil.copy(path, root / "fonts")
    names = f"regular: fonts/{fonts.regular.name}, bold: fonts/{fonts.bold.name}"
    with (root / "params" / f"{YEAR}.yaml").open("a", encoding="utf-8") as params:
        params.write(f"font: {{family: {fonts.name}, {names}}}\n")


@pytest.fixture(scope="module")
def roots(office: Path) -> list[Path]:
    return [office / name for name in NAMES]


@pytest.fixture(scope="module")
def local_quick(office: Path) -> dict[str, str]:
    return digests(office / "local-quick")


@pytest.fixture
def grid(tmp_path: Path) -> Iterator[Cluster]:
    with cluster(tmp_path / "logs") as running:
        yield running


def _of(local: dict[str, str], *names: str) -> dict[str, str]:
    return {name: digest for name, digest in local.items() if name.startswith(names)}


def _changed(folder: Path) -> Project:
    """Copy the program and add a comment to it."""
    foreign = Project.copied(folder)
    _change(foreign.root)
    return foreign


def _change(program: Path) -> None:
    changed = program / "progress_report" / "assembly" / "front_matter.py"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n# other\n", encoding="utf-8")


def test_reports_of_two_workers_are_those_made_here(
    grid: Cluster, office: Path, roots: list[Path], tmp_path: Path
) -> None:
    workers = [grid.worker(name) for name in ("one", "two")]
    asked = grid.ask(roots[:2], tmp_path / "out")
    assert asked.end() == ExitCode.BUILT, asked.said
    assert digests(asked.out) == digests(office / "local")
    assert sorted(asked.published) == sorted(NAMES[:2])
    assert "ダッシュボード: http://127.0.0.1:" in asked.said
    assert not building(*(worker.pid for worker in workers))


def test_the_report_of_a_killed_worker_is_made_again(
    grid: Cluster, roots: list[Path], local_quick: dict[str, str], tmp_path: Path
) -> None:
    killed, other = grid.worker("killed"), grid.worker("other")
    asked = grid.ask(roots, tmp_path / "out", *_QUICK)
    until(lambda: building(killed.pid) and building(other.pid), "both at work")
    kill(killed)
    assert asked.end() == ExitCode.BUILT, asked.said
    assert digests(asked.out) == local_quick
    assert sorted(asked.published) == sorted(NAMES)
    assert asked.said.count(_LOST) == 1


# Dask gives up on a silent worker after seconds instead of minutes.
_IMPATIENT = {
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": "12s",
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s",
    "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "6s",
}


def test_a_worker_that_was_cut_off_and_comes_back_gives_nothing_twice(
    office: Path, roots: list[Path], local_quick: dict[str, str], tmp_path: Path
) -> None:
    """Each host is separate; the workers' hosts do not see the municipalities' folders."""
    environment = SCHEDULER | _IMPATIENT
    with Hosts() as hosts:
        center, lost, other = (hosts.host(name) for name in ("center", "lost", "other"))
        address, log = f"tcp://{center.address}:8786", tmp_path / "log"
        command = ["-m", "distributed.cli.dask_scheduler", "--host", center.address, "--port", "8786"]
        center.start([sys.executable, *command], ROOT, log, environment=environment)
        for host in (lost, other):
            command = [
                "-m",
                "distributed.cli.dask_worker",
                address,
                "--host",
                host.address,
                "--nthreads",
                "1",
            ]
            host.start([sys.executable, *command], ROOT, log, hidden=[office], environment=environment)
        until(lambda: log.read_text(encoding="utf-8").count("Registered to") == 2, "both are known")
        out, said = tmp_path / "out", tmp_path / "said"
        arguments = ["report_builder.py", "build", YEAR, "--root", *map(str, roots), "--out", str(out)]
        asked = center.start(
            [sys.executable, *arguments, "--dask", address, *_QUICK], ROOT, said, environment=environment
        )
        at_work = [[process.pid for process in host.processes] for host in (lost, other)]
        until(lambda: all(building(*processes) for processes in at_work), "both at work")
        lost.cut_off()
        until(lambda: _LOST in said.read_text(encoding="utf-8"), "the loss is seen")
        lost.reconnect()
        assert asked.wait(240) == ExitCode.BUILT, said.read_text(encoding="utf-8")
        assert digests(out) == local_quick
        until(lambda: not building(*at_work[0]), "the late report is made, or given up")
        assert digests(out) == local_quick


def test_a_worker_with_another_program_is_refused_by_name(
    grid: Cluster, roots: list[Path], local_quick: dict[str, str], tmp_path: Path
) -> None:
    """A second worker joins with the same program, until its files change."""
    grid.worker("foreign", program=_changed(tmp_path / "foreign").root)
    changing = Project.copied(tmp_path / "changing")
    asked = grid.ask(roots, tmp_path / "out", *_QUICK)
    until(lambda: "は使いません" in asked.said, "it is refused")
    assert "この機械と違います: プログラム（progress_report/assembly/front_matter.py）" in asked.said
    assert "使えるワーカーがありません" in asked.said
    grid.worker("changing", program=changing.root)
    until(lambda: asked.published, "one is made")
    _change(changing.root)
    until(lambda: asked.said.count("は使いません") == 2, "the other is refused, too")
    grid.worker("same")
    assert asked.end() == ExitCode.BUILT, asked.said
    assert digests(asked.out) == local_quick


def test_without_a_worker_of_the_same_program_nothing_is_made(
    grid: Cluster, roots: list[Path], tmp_path: Path
) -> None:
    grid.worker("foreign", program=_changed(tmp_path / "foreign").root)
    asked = grid.ask(roots[:2], tmp_path / "out", *_QUICK)
    assert asked.end() == ExitCode.PUBLISHING_FAILED
    assert "使えるワーカーが60秒の間ありませんでした（使わないワーカー: tcp://127.0.0.1:" in asked.said
    assert digests(asked.out) == {}


# A worker that kills itself whenever it gets one municipality's report.
_FATAL = f"""
import os, signal
from progress_report.distributed import worker

usual = getattr(worker, "usual", worker.make)  # this is loaded twice
worker.usual = usual

def make(job, ours):
    if "{NAMES[1]}" in job.inputs["params/{YEAR}.yaml"].decode():
        os.kill(os.getpid(), signal.SIGKILL)
    return usual(job, ours)

make.__module__, make.__qualname__ = usual.__module__, usual.__qualname__
worker.make = make
"""


def test_a_report_that_ends_three_workers_is_given_up_and_the_others_are_made(
    grid: Cluster, roots: list[Path], local_quick: dict[str, str], tmp_path: Path
) -> None:
    preload = tmp_path / "preload.py"
    preload.write_text(_FATAL, encoding="utf-8")
    grid.worker("one", preload=preload, threads=2)  # it makes two reports at once, and losing it loses both
    asked = grid.ask(roots, tmp_path / "out", *_QUICK)
    assert asked.end() == ExitCode.NOTEBOOK_FAILED, asked.said
    assert f"{NAMES[1]} 令和6年度の報告書は、3回とも、ワーカーで最後まで作れませんでした" in asked.said
    others = sorted(set(NAMES) - {NAMES[1]})
    assert sorted(asked.published) == others
    assert digests(asked.out) == _of(local_quick, *others)


def test_a_killed_build_ends_no_worker(
    grid: Cluster, roots: list[Path], local_quick: dict[str, str], tmp_path: Path
) -> None:
    """As when the system is short of memory: the report is made again."""
    worker = grid.worker("one")
    asked = grid.ask(roots[:2], tmp_path / "out", *_QUICK)
    until(lambda: building(worker.pid), "it is at work")
    os.kill(building(worker.pid)[0], signal.SIGKILL)
    assert asked.end() == ExitCode.BUILT, asked.said
    assert "作成のプロセスが終わりました（シグナル9）" in asked.said
    assert (grid.logs / "one.txt").read_text(encoding="utf-8").count("Registered to") == 1
    assert digests(asked.out) == _of(local_quick, *NAMES[:2])


def test_the_scheduler_goes(
    grid: Cluster, roots: list[Path], local_quick: dict[str, str], tmp_path: Path
) -> None:
    worker = grid.worker("one")
    asked = grid.ask(roots, tmp_path / "out", *_QUICK)
    until(lambda: asked.published and building(worker.pid), "one is made, another is begun")
    kill(grid.processes[0])
    assert asked.end() == ExitCode.PUBLISHING_FAILED, asked.said
    assert f"Dask のスケジューラ {grid.address} につながりません" in asked.said
    assert digests(asked.out) == _of(local_quick, *asked.published)
    assert not [path for path in asked.out.rglob(".*") if path.name.endswith(".lock")]


def _prepend(root: Path, line: str) -> None:
    """Insert a line of code at the beginning of a section's last cell."""
    notebook = root / "notebooks" / "3_cashless.ipynb"
    content = json.loads(notebook.read_text(encoding="utf-8"))
    cell = content["cells"][-1]
    cell["source"] = f"{line}\n" + "".join(cell["source"])
    notebook.write_text(json.dumps(content), encoding="utf-8")


def test_errors_are_reported_as_they_are_here(grid: Cluster, tmp_path: Path) -> None:
    """Errors of data, of a notebook, and of an existing final report, with the office's own folders."""
    roots = municipalities(tmp_path / "faulty", NAMES[:3])
    table = roots[0] / "data" / YEAR / "online_procedures.csv"
    table.write_text("x" + table.read_text(encoding="utf-8"), encoding="utf-8")
    _prepend(roots[1], "1 / 0")
    out = tmp_path / "faults"
    standing = out / NAMES[2] / YEAR / MANIFEST
    standing.parent.mkdir(parents=True)
    inputs = {f"data/{YEAR}/systems.csv": "other"}
    record = {"fiscal_year": int(YEAR), "edition": "final", "date": "2024-04-01", "parameters": {}}
    standing.write_bytes(with_checksum({"record": {**record, "inputs": inputs}, "outputs": {}}))
    before = digests(out)

    here = Project(ROOT).run("build", YEAR, "--root", *roots, "--out", out)
    assert here.returncode == ExitCode.PUBLISHING_FAILED
    reported = [line for line in here.stderr.splitlines() if "【誤り】" in line]
    failed = digests(out)
    assert set(failed) - set(before) == {f"{NAMES[1]}/{YEAR}.failed/notebooks/3_cashless.ipynb"}
    assert any("確定版のファイルが作ったときのままではない" in line for line in reported)
    shutil.rmtree(out / NAMES[1])
    grid.worker("one")
    asked = grid.ask(roots, out)
    assert asked.end() == ExitCode.PUBLISHING_FAILED, asked.said
    assert [line for line in asked.said.splitlines() if line.startswith("【誤り】")] == reported
    assert digests(out) == failed


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
    """Write Dask's configuration, with a certificate authority and a certificate of its own."""
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
    roots: list[Path], local_quick: dict[str, str], tmp_path: Path
) -> None:
    certified = _certified(tmp_path / "certificates")
    with cluster(tmp_path / "logs", "tls", certified) as grid:
        grid.worker("one")
        asked = grid.ask(roots[:2], tmp_path / "encrypted", *_QUICK)
        assert asked.end() == ExitCode.BUILT, asked.said
        assert digests(asked.out) == _of(local_quick, *NAMES[:2])
        del grid.environment["DASK_CONFIG"]
        asked = grid.ask(roots[:2], tmp_path / "unknown", *_QUICK)
        assert asked.end() == ExitCode.PUBLISHING_FAILED
        assert f"{grid.address} につなぐための証明書が、Dask の設定にありません" in asked.said
        assert digests(tmp_path / "unknown") == {}


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_stopping_the_command_ends_what_the_workers_make(
    how: signal.Signals, grid: Cluster, tmp_path: Path
) -> None:
    roots = municipalities(tmp_path / "cities", NAMES[:2])
    _prepend(roots[1], "import time; time.sleep(200)")
    worker = grid.worker("one")
    asked = grid.ask(roots, tmp_path / "out", *_QUICK)
    until(lambda: asked.published and building(worker.pid), "one is made, another is begun")
    (process,) = building(worker.pid)
    os.kill(asked.process.pid, how)
    until(lambda: not Path(f"/proc/{process}").exists(), "nothing is built any more", 60)
    code = asked.end()
    if how == signal.SIGKILL:
        return
    assert code == ExitCode.PUBLISHING_FAILED
    made = {path.parent.parent.name for path in asked.out.rglob("manifest.json")}
    assert set(asked.published) <= made  # a report interrupted while being published may have no line
    (reported,) = re.findall("中断しました。(.*)の新しい報告書は、書き出した後です", asked.said)
    assert {one.partition("　")[0] for one in reported.split("、")} == made
    assert not list(asked.out.rglob(".*"))
