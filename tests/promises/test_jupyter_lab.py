"""Every notebook of every shipped year in JupyterLab: open, run and save, and the report still verifies."""

import json
import os
import re
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.promises.office import Office
from tests.support.project_copy import MUNICIPALITIES, ROOT
from tests.support.published import digest

pytestmark = pytest.mark.long

LAB = ROOT / ".venv-lab" / "bin" / "jupyter"
SECONDS = 120
YEARS = [
    (root, path.stem) for root in MUNICIPALITIES for path in sorted((root / "params").glob("[0-9]*.yaml"))
]
_OPENED = """path => {
    const widget = window.jupyterapp?.shell?.currentWidget;
    return widget?.context?.path === path && widget.context.isReady && widget.content.model?.sharedModel;
}"""
_ALL_EXECUTED = """() => {
    const notebook = window.jupyterapp.shell.currentWidget?.content?.model?.sharedModel?.toJSON();
    return notebook?.cells.every(cell => cell.cell_type !== "code" || cell.execution_count);
}"""


@dataclass(frozen=True, slots=True)
class Lab:
    """A running JupyterLab, started as by ``make lab``, on its own folder."""

    folder: Path
    address: str
    token: str

    def ask(self, method: str, path: str) -> Any:
        request = urllib.request.Request(f"{self.address}api/{path}", method=method)
        request.add_header("Authorization", f"token {self.token}")
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            content = answer.read()
        return json.loads(content) if content else None

    def open(self, page: Page, notebook: Path) -> None:
        """Open a notebook alone, and wait until its kernel is ready."""
        path = notebook.relative_to(self.folder).as_posix()
        page.goto(f"{self.address}lab/tree/{path}?token={self.token}&reset")
        page.wait_for_function(_OPENED, arg=path)
        self.wait_until_idle(path)

    def wait_until_idle(self, path: str) -> None:
        """Wait until the server reports the notebook's kernel as idle."""
        end = time.monotonic() + SECONDS
        while [
            session["kernel"]["execution_state"]
            for session in self.ask("GET", "sessions")
            if session["path"] == path
        ] != ["idle"]:
            assert time.monotonic() < end, self.ask("GET", "sessions")
            time.sleep(0.1)

    def close_all(self) -> None:
        for session in self.ask("GET", "sessions"):
            self.ask("DELETE", f"sessions/{session['id']}")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    assert LAB.is_file(), f"{LAB} is missing: make .venv-lab/.installed"
    folder, settings = tmp_path_factory.mktemp("lab"), tmp_path_factory.mktemp("settings")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = Lab(folder, f"http://127.0.0.1:{port}/", secrets.token_hex())
    kinds = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    with (settings / "log").open("wb") as log:
        server = subprocess.Popen(
            [
                LAB, "lab", "--config", ROOT / "lab/jupyter_server_config.py", "--no-browser", "--allow-root",
                "--expose-app-in-browser", f"--port={port}", f"--IdentityProvider.token={running.token}",
                "--ServerApp.port_retries=0", folder,
            ],
            cwd=ROOT,
            env={**os.environ, **{kind: str(settings / kind) for kind in kinds}},
            stdout=log,
            stderr=log,
        )  # fmt: skip
        try:
            _wait_until_served(running, server, settings / "log")
            yield running
        finally:
            server.terminate()
            server.wait()


def _wait_until_served(lab: Lab, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + SECONDS
    while True:
        assert server.poll() is None and time.monotonic() < end, log.read_text(encoding="utf-8")
        try:
            lab.ask("GET", "status")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return


@pytest.fixture
def page(lab: Lab, browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(SECONDS * 1000)
    yield page
    page.close()
    lab.close_all()


def _municipality(folder: Path, root: Path, year: str) -> tuple[Office, list[Path]]:
    """Return a copy with the year's notebooks, the year written into their parameters, and their paths."""
    office = Office.shipped(folder, root)
    listed = re.findall(r"- notebook: (\S+)", office.read(f"params/{year}.yaml"))
    for name in listed:
        text = office.read(f"notebooks/{name}.ipynb")
        changed = re.sub(r"(fiscal_year: int = )[0-9]{4}", rf"\g<1>{year}", text)
        assert f"fiscal_year: int = {year}" in changed
        office.write(f"notebooks/{name}.ipynb", changed)
    return office, [office.root / f"notebooks/{name}.ipynb" for name in listed]


def _notebook(page: Page) -> Any:
    """Return the open notebook as JupyterLab holds it, including outputs."""
    return page.evaluate("() => window.jupyterapp.shell.currentWidget.content.model.sharedModel.toJSON()")


def _do(page: Page, command: str) -> None:
    page.evaluate("command => window.jupyterapp.commands.execute(command)", command)


@pytest.mark.parametrize(("root", "year"), YEARS, ids=lambda value: getattr(value, "name", value))
def test_run_and_saved_notebooks_leave_the_report_verified(
    lab: Lab, page: Page, root: Path, year: str
) -> None:
    office, notebooks = _municipality(lab.folder / f"{root.name}-{year}", root, year)
    built = office.build(year)
    assert built.code == 0, built.err
    before = {path: digest(path) for path in notebooks}
    for path in notebooks:
        lab.open(page, path)
        _do(page, "docmanager:save")  # as autosave does with a notebook that was only opened
        assert digest(path) == before[path], path
        _do(page, "notebook:run-all-cells")
        page.wait_for_function(_ALL_EXECUTED)
        lab.wait_until_idle(path.relative_to(lab.folder).as_posix())
        outputs = [output for cell in _notebook(page)["cells"] for output in cell.get("outputs", [])]
        assert outputs
        assert [output for output in outputs if output["output_type"] in ("error", "stream")] == []
        _do(page, "docmanager:save")
        assert digest(path) == before[path], path
        lab.close_all()
    verified = office.run("verify", office.root / "build" / year)
    assert verified.code == 0, verified.said


def test_a_notebook_elsewhere_keeps_its_outputs(lab: Lab, page: Page) -> None:
    office = Office.small(lab.folder / "elsewhere")
    path = office.notebook("[1]")
    own = office.root / "trial" / path.name
    own.parent.mkdir()
    path.rename(own)
    lab.open(page, own)
    _do(page, "notebook:run-all-cells")
    page.wait_for_function(_ALL_EXECUTED)
    _do(page, "docmanager:save")
    saved = json.loads(own.read_text(encoding="utf-8"))
    assert saved["cells"][-1]["outputs"][0]["data"]["text/plain"] == ["[1]"]


def test_a_survey_that_was_not_conducted_and_a_frame_are_shown(lab: Lab, page: Page) -> None:
    office, _ = _municipality(lab.folder / "looked-into", ROOT, "2025")
    path = office.root / "notebooks/2_online_procedures.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    frame: dict[str, Any] = {
        "cell_type": "code", "id": "look", "metadata": {"tags": ["notebook-only"]}, "outputs": [],
        "execution_count": None, "source": 'section.table("priorities")',
    }  # fmt: skip
    notebook["cells"].append(frame)
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    lab.open(page, path)
    _do(page, "notebook:run-all-cells")
    page.wait_for_function(_ALL_EXECUTED)
    shown = page.locator(".jp-Notebook").inner_text()
    assert "令和7年度には実施していません" in shown
    assert "222手続" in shown
