"""``watch`` as an analyst uses it: a separate process, a real project, a real browser, real saves."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from progress_report.model.findings import ExitCode
from tests.support.municipality import Municipality
from tests.support.processes import descendants
from tests.support.project_copy import ROOT, Project

BUILD_SECONDS = 120.0
END_SECONDS = 15.0
_SECTION = re.compile(r"(?m)^(?=  - notebook: )")
_ADDRESS = re.compile(r"http://127\.0\.0\.1:([0-9]+)/")


class Watch:
    """The running process and its output so far."""

    def __init__(self, project: Project, temporary: Path, *arguments: str) -> None:
        temporary.mkdir(exist_ok=True)
        self.project = project
        self.temporary = temporary
        self.process = subprocess.Popen(
            [sys.executable, "report_builder.py", "watch", "2024", *arguments],
            cwd=project.root,
            env={**os.environ, "TMPDIR": str(temporary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self.said = ""
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            for line in stream:
                self.said += line

    def until(self, holds: Callable[[], object], seconds: float = BUILD_SECONDS) -> None:
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, f"not in time; it said:\n{self.said}"
            time.sleep(0.05)

    @property
    def port(self) -> str:
        self.until(lambda: _ADDRESS.search(self.said))
        return str(_ADDRESS.findall(self.said)[-1])

    def workers(self) -> list[int]:
        return descendants(self.process.pid)

    def interrupt(self, number: signal.Signals) -> int:
        """Send the signal to every process of the group, as a terminal does."""
        os.killpg(self.process.pid, number)
        return self.ended()

    def ended(self) -> int:
        code = self.process.wait(END_SECONDS)
        self._reader.join()
        return code

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.ended()


@contextmanager
def _watching(project: Project, temporary: Path, *arguments: str) -> Iterator[Watch]:
    watch = Watch(project, temporary, *arguments)
    try:
        yield watch
    finally:
        watch.close()


@pytest.fixture
def small_project(project_copy: Project) -> Project:
    """Return a project of one section, which builds quickly."""
    path = project_copy.root / "params/2024.yaml"
    head, *sections = _SECTION.split(path.read_text(encoding="utf-8"))
    (kept,) = (section for section in sections if "notebook: 4_standardization" in section)
    path.write_text(head + kept, encoding="utf-8")
    return project_copy


def _save(path: Path, old: str, new: str) -> None:
    """Save as an editor does: write beside the file, then rename."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_text(text.replace(old, new), encoding="utf-8")
    beside.replace(path)


def _alive(processes: list[int]) -> list[int]:
    return [one for one in processes if Path(f"/proc/{one}/cwd").exists()]


def _ends_cleanly(watch: Watch, number: signal.Signals) -> None:
    """Interrupt a build; nothing of it may remain except the report before it."""
    watch.until(watch.workers)
    time.sleep(0.3)
    workers = watch.workers()
    assert watch.interrupt(number) == ExitCode.BUILT, watch.said
    assert watch.said.endswith("監視を終わりました。PDFも含めた報告書は、build 2024 で作ります。\n")
    assert "Traceback" not in watch.said
    watch.until(lambda: not _alive(workers), END_SECONDS)
    assert list(watch.temporary.iterdir()) == []
    assert {path.name for path in (watch.project.root / "build").iterdir()} == {"2024.partial"}


def test_a_saved_table_is_built_an_error_is_reported_and_ctrl_c_ends_it(
    small_project: Project, tmp_path: Path, browser: Browser
) -> None:
    table = small_project.root / "data/2024/systems.csv"
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    with _watching(small_project, tmp_path / "t") as watch:
        page.goto(f"http://127.0.0.1:{watch.port}/")
        main = page.frame_locator("#report").locator("main")
        expect(main).to_contain_text("2,598", timeout=BUILD_SECONDS * 1000)
        watch.until(lambda: "はじめの作成　作りました（" in watch.said)
        _save(table, "2598", "2599")
        expect(main).to_contain_text("2,599", timeout=BUILD_SECONDS * 1000)
        watch.until(lambda: "data/2024/systems.csv　作りました（" in watch.said)
        _save(table, "2599", "x2599")
        error = page.get_by_role("alert").get_by_role("listitem")
        reported = "【誤り】data/2024/systems.csv 2行目『完了数』: 数値ではありません"
        expect(error).to_contain_text(reported, timeout=60_000)
        expect(main).to_contain_text("2,599")
        watch.until(lambda: "data/2024/systems.csv　作れませんでした（" in watch.said)
        assert f"\n{reported}" in watch.said
        assert complaints == []
        _save(table, "x2599", "2600")  # a value that no former build has cached
        expect(page.get_by_role("status")).to_contain_text("作成中…")
        _ends_cleanly(watch, signal.SIGINT)
    page.close()


@pytest.mark.long
def test_a_changed_program_takes_its_place_at_the_same_address(
    small_project: Project, tmp_path: Path, browser: Browser
) -> None:
    module = small_project.root / "progress_report/model/rounding.py"
    page = browser.new_page()
    with _watching(small_project, tmp_path / "t") as watch:
        page.goto(f"http://127.0.0.1:{watch.port}/")
        status, alert = page.get_by_role("status"), page.get_by_role("alert")
        expect(status).to_contain_text("監視中", timeout=BUILD_SECONDS * 1000)
        text = module.read_text(encoding="utf-8")
        _save(module, text, f"({text}")
        expect(alert).to_contain_text("変わったプログラムを始められません。", timeout=60_000)
        expect(alert).to_contain_text("rounding.py")
        expect(page.frame_locator("#report").locator("main")).to_contain_text("2,598")
        _save(module, f"({text}", f"{text}# changed\n")
        watch.until(lambda: "プログラムが変わったので、始め直します。" in watch.said)
        watch.until(lambda: watch.said.count("はじめの作成　作りました") == 2)
        expect(status).to_contain_text("監視中")
        expect(alert).to_be_hidden()
        assert len(set(_ADDRESS.findall(watch.said))) == 1
        assert len(_ADDRESS.findall(watch.said)) == 2
        _save(small_project.root / "data/2024/systems.csv", "2598", "2599")
        _ends_cleanly(watch, signal.SIGTERM)
    page.close()


def test_a_port_that_is_taken_is_reported(municipality: Municipality, tmp_path: Path) -> None:
    (municipality.root / "params/2024.yaml").write_text("", encoding="utf-8")  # nothing to build
    with _watching(Project(ROOT), tmp_path / "t", "--root", str(municipality.root)) as watch:
        second = municipality.run("watch", "2024", "--port", watch.port)
        assert second.returncode == ExitCode.PUBLISHING_FAILED
        assert second.stderr.startswith(f"【誤り】ポート {watch.port} は、ほかのソフトが使っています。")
        assert second.stdout == ""
        watch.until(lambda: "はじめの作成　作れませんでした（" in watch.said)
        assert watch.interrupt(signal.SIGINT) == ExitCode.BUILT, "also while nothing is being built"
        assert "Traceback" not in watch.said
