"""Access control of the watch's server: raw requests, as sent by a browser or by somebody else."""

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear
from progress_report.watching import server as server_module
from progress_report.watching.board import Board, Standing
from progress_report.watching.page import frame_page
from progress_report.watching.server import PageServer

ROOT = Path(__file__).parents[2]
OWN = frame_page(Project(ROOT), FiscalYear(2025))
PAGES = {
    "report.html": "<p>報告書</p>".encode(),
    "review.html": b"<p>review</p>",
    "tables/systems.csv": b"a,b\n",
    "tables/tables.xlsx": b"PK",
    "tables/datapackage.json": b"{}",
}
TIMEOUT_SECONDS = 10


@pytest.fixture
def server() -> Iterator[PageServer]:
    board = Board()
    board.show(Standing("built", (), "12:34:56", "one", PAGES))
    with PageServer(board, OWN, 0) as serving:
        yield serving


class Reply:
    def __init__(self, raw: bytes) -> None:
        head, _, self.body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        self.status = int(first.split()[1])
        self.headers = dict(line.split(": ", 1) for line in lines)


def _connected(server: PageServer) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.server_port), TIMEOUT_SECONDS)


def _ask(server: PageServer, path: str, method: str = "GET", host: str | None = "", **headers: str) -> Reply:
    """Send a request. ``host``: None omits the header, empty means the server's own."""
    lines = [f"{method} {path} HTTP/1.1"]
    if host is not None:
        lines.append(f"Host: {host or f'127.0.0.1:{server.server_port}'}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    with _connected(server) as connection:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        return Reply(b"".join(iter(lambda: connection.recv(65536), b"")))


def test_the_page_and_the_report_are_served_as_they_are(server: PageServer) -> None:
    for path, content in OWN.items():
        assert _ask(server, path).body == content.bytes
    for name, page in PAGES.items():
        reply = _ask(server, f"/{name}")
        assert (reply.status, reply.body) == (200, page)
        assert reply.headers["Content-Length"] == str(len(page))
    assert _ask(server, "/report.html?again").body == PAGES["report.html"]
    assert _ask(server, "/report.html").headers["Content-Type"] == "text/html; charset=utf-8"


def test_head_answers_the_same_without_a_body(server: PageServer) -> None:
    for path in ("/", "/report.html", "/tables/systems.csv", "/absent"):
        asked, headed = _ask(server, path), _ask(server, path, "HEAD")
        assert (headed.status, headed.headers, headed.body) == (asked.status, asked.headers, b"")
    assert _ask(server, "/events", "HEAD").body == b""


def test_every_answer_is_guarded(server: PageServer) -> None:
    for path in ("/", "/watch.js", "/report.html", "/tables/tables.xlsx", "/absent"):
        headers = _ask(server, path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
        assert "Server" not in headers
        assert "Access-Control-Allow-Origin" not in headers
    assert "frame-ancestors 'none'" in _ask(server, "/").headers["Content-Security-Policy"]
    report = _ask(server, "/report.html").headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in report
    assert "script-src" not in report


@pytest.mark.parametrize(
    "path",
    [
        "/../params/2025.yaml",
        "/%2e%2e/params/2025.yaml",
        "/tables/../report.html",
        "/tables/..%2freport.html",
        "/tables/%2e%2e%5creport.html",
        "/..\\params\\2025.yaml",
        "//report.html/",
        "/tables/",
        "/tables",
        "/report.html%00",
        "/report.html%00.csv",
        "/%ff",
        "/./report.html",
        "/REPORT.HTML",
        "report.html",
        "http://127.0.0.1/report.html",
        "/etc/passwd",
        "//etc/passwd",
        str(ROOT / "params/2025.yaml"),
        "/manifest.json",
        "/ledger.csv",
        "/notebooks/1_data_utilization.ipynb",
        "*",
        "/%252e%252e/params/2025.yaml",
        "/..%5c..%5cparams%5c2025.yaml",
        "/....//params/2025.yaml",
        "/%c0%ae%c0%ae/params/2025.yaml",
        "/tables/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/report.html/",
        "/report.html/../manifest.json",
        "/report.html::$DATA",
        "/file:///etc/passwd",
    ],
)
def test_what_is_no_page_is_not_found(server: PageServer, path: str) -> None:
    reply = _ask(server, path)
    assert (reply.status, reply.body) == (404, b"Not Found\n")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", "X" * 100])
def test_only_reading_is_possible(server: PageServer, method: str) -> None:
    reply = _ask(server, "/report.html", method)
    assert (reply.status, reply.headers["Allow"]) == (405, "GET, HEAD")


def test_its_own_names_are_answered(server: PageServer) -> None:
    for name in ("127.0.0.1", "localhost", "LOCALHOST", "[::1]"):
        assert _ask(server, "/", host=f"{name}:{server.server_port}").status == 200


@pytest.mark.parametrize("path", ["/", "/events", "/report.html", "/absent"])
def test_another_name_is_refused(server: PageServer, path: str) -> None:
    """A foreign site whose name resolves to this machine cannot read anything."""
    port = server.server_port
    for host in ("example.invalid", f"example.invalid:{port}", "127.0.0.1", f"127.0.0.1:{port + 1}",
                 f"127.0.0.1:{port}.example.invalid", f"localhost.:{port}", None):  # fmt: skip
        assert _ask(server, path, host=host).status == 421
    two = _ask(server, path, Host=f"127.0.0.1:{port}")
    assert two.status == 421, "two of them"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_neither_reads_nor_embeds(server: PageServer, site: str) -> None:
    for path in ("/", "/events", "/report.html", "/watch.js"):
        for destination in ("empty", "script", "iframe", "image"):
            reply = _ask(server, path, Sec_Fetch_Site=site, Sec_Fetch_Dest=destination)
            assert reply.status == 403
    assert _ask(server, "/", Sec_Fetch_Site=site, Sec_Fetch_Dest="document").status == 200, "a link to it"
    assert _ask(server, "/events", Sec_Fetch_Site=site, Sec_Fetch_Dest="document").status == 403


def test_another_origin_is_refused(server: PageServer) -> None:
    for origin in (
        "http://example.invalid",
        "null",
        f"https://127.0.0.1:{server.server_port}",
        "http://localhost",
    ):
        assert _ask(server, "/events", Origin=origin).status == 403
    own = f"http://localhost:{server.server_port}"
    assert _ask(server, "/report.html", Origin=own, Sec_Fetch_Site="same-origin").status == 200


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\r\n\r\n",
        b"GET /%s HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused(server: PageServer, request_bytes: bytes) -> None:
    with _connected(server) as connection:
        connection.sendall(request_bytes.replace(b"%s", b"a" * 70_000))
        connection.shutdown(socket.SHUT_WR)
        said = b"".join(iter(lambda: connection.recv(65536), b""))
    assert said == b"" or Reply(said).status in (400, 414, 505)
    assert _ask(server, "/").status == 200


def test_it_is_reached_on_the_loopback_address_only(server: PageServer) -> None:
    assert server.socket.getsockname()[0] == "127.0.0.1"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; shows which address would be used
        other = probe.getsockname()[0]
    assert not other.startswith("127.")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((other, server.server_port), TIMEOUT_SECONDS)


def test_each_state_is_sent_as_it_comes(server: PageServer) -> None:
    with _connected(server) as connection, connection.makefile("rb") as stream:
        connection.sendall(f"GET /events HTTP/1.1\r\nHost: localhost:{server.server_port}\r\n\r\n".encode())
        while stream.readline() != b"\r\n":
            pass

        def reported() -> dict[str, object]:
            while not (line := stream.readline()).startswith(b"data: "):
                assert line
            standing: dict[str, object] = json.loads(line.removeprefix(b"data: "))
            return standing

        assert reported() == {"phase": "built", "faults": [], "made": "12:34:56", "identity": "one"}
        error = "二行の\n\n誤り\u2028data: 偽"
        server.board.show(Standing("failed", (error,), "12:34:56", "one", PAGES))
        assert reported() == {"phase": "failed", "faults": [error], "made": "12:34:56", "identity": "one"}


def test_what_belongs_to_a_page_is_waited_for_while_it_is_made(server: PageServer) -> None:
    page = {"report.html": b"early"}
    server.board.show(Standing("building", (), "12:34:56", "two", page, partial=True))
    assert _ask(server, "/report.html").body == b"early"
    replies: list[Reply] = []
    asking = threading.Thread(target=lambda: replies.append(_ask(server, "/tables/systems.csv")))
    asking.start()
    asking.join(0.3)
    assert asking.is_alive()
    server.board.show(Standing("built", (), "12:34:56", "two", page | {"tables/systems.csv": b"late"}))
    asking.join(TIMEOUT_SECONDS)
    assert replies[0].body == b"late"


def test_it_ends_with_every_connection_and_thread_and_the_port_is_free_again() -> None:
    before = threading.active_count()
    with PageServer(Board(), OWN, 0) as serving:
        port = serving.server_port
        silent, listening = _connected(serving), _connected(serving)
        listening.sendall(f"GET /events HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode())
        assert listening.recv(10)
        assert threading.active_count() == before + 3
    assert threading.active_count() == before
    silent.close()
    listening.close()
    with PageServer(Board(), OWN, port):
        pass


def test_closing_has_an_end_though_an_answer_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "_LONGEST_CLOSE_SECONDS", 0.5)
    never = threading.Event()

    class Stuck(Board):
        def after(self, number: int, seconds: float) -> None:
            never.wait()

    board = Stuck()
    try:
        with PageServer(board, OWN, 0) as serving, _connected(serving) as listening:
            listening.sendall(
                f"GET /events HTTP/1.1\r\nHost: localhost:{serving.server_port}\r\n\r\n".encode()
            )
            assert listening.recv(10)
        with PageServer(Board(), OWN, serving.server_port):
            pass
    finally:
        never.set()


def test_one_connection_too_many_is_turned_away_and_others_are_answered(server: PageServer) -> None:
    held = [_connected(server) for _ in range(70)]
    try:
        assert {connection.recv(1) for connection in held[64:]} == {b""}
        held[0].sendall(f"GET / HTTP/1.1\r\nHost: localhost:{server.server_port}\r\n\r\n".encode())
        assert held[0].recv(15) == b"HTTP/1.1 200 OK"
    finally:
        for connection in held:
            connection.close()
