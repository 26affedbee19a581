"""A small web server for one person's browser: the frame page, the report in it, and the build state.

It listens only on the loopback address and answers only its own pages: another site open in the browser can
neither read from it, nor frame it, nor reach it under its own name (DNS rebinding).
"""

import contextlib
import errno
import os
import socket
import socketserver
import sys
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import PurePosixPath
from typing import Any, Self
from urllib.parse import unquote

from progress_report.model.findings import Finding, PublishingError
from progress_report.watching.board import Board
from progress_report.watching.page import Content

LOOPBACK = "127.0.0.1"
EVENTS = "/events"
_ALIVE_SECONDS = 10.0  # a closed page is detected when writing to it
_ROUND_SECONDS = 0.1
_SLOWEST_REQUEST_SECONDS = 10
_LONGEST_BUILD_SECONDS = 30.0  # for outputs made after the page
_LONGEST_CLOSE_SECONDS = 5.0
_MOST_CONNECTIONS = 64  # a browser opens six at a time
_OWN_PAGE = ("same-origin", "none")
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
# The pages' own policies are stricter (style sheet by digest), and apply in addition; only the frame page may
# show them.
_REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_HEADERS = {
    "Cache-Control": "no-store",
    "Connection": "close",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class PageServer(socketserver.ThreadingMixIn, HTTPServer):
    """The server, running within its context; afterwards no thread or socket is left, and closing terminates.

    ``own``: the frame page's files by address. ``port`` 0 selects a free one; PublishingError if the
    requested one is not available.
    """

    request_queue_size = 2 * _MOST_CONNECTIONS  # systems retry connections beyond this only after seconds
    daemon_threads = True  # closing waits for them itself, with a limit
    # On Windows this would let another program take over the port.
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, board: Board, own: dict[str, Content], port: int) -> None:
        self.board = board
        self.own = own
        self._open: set[socket.socket] = set()
        self._answering: set[threading.Thread] = set()
        try:
            super().__init__((LOOPBACK, port), _Answer)
        except OSError as error:
            raise _port_error(port, error) from None
        self._thread = threading.Thread(target=self.serve_forever, args=(_ROUND_SECONDS,), name="server")

    def server_bind(self) -> None:
        # HTTPServer would query a name server for the address.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.socket.getsockname()[1]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.board.end()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()
        end = time.monotonic() + _LONGEST_CLOSE_SECONDS
        for thread in (self._thread, *list(self._answering)):
            thread.join(max(0.0, end - time.monotonic()))

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.server_port}/"

    @property
    def hosts(self) -> set[str]:
        """The permitted host names; any other name leads here only by DNS rebinding."""
        names = (LOOPBACK, "localhost", "[::1]")
        return {f"{name}:{self.server_port}" for name in names}

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a separate thread; reject connections beyond the limit, so that others are answered."""
        if len(self._open) >= _MOST_CONNECTIONS:
            self.shutdown_request(request)
            return
        self._open.add(request)
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        thread = threading.current_thread()
        self._answering.add(thread)
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._answering.discard(thread)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore connection errors: a browser may disconnect at any time."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Answer(BaseHTTPRequestHandler):
    """One request. Its path is never used as a file name, only looked up among the known pages."""

    server: PageServer
    protocol_version = "HTTP/1.1"
    timeout = _SLOWEST_REQUEST_SECONDS

    def do_GET(self) -> None:
        path = unquote(self.path.partition("?")[0])
        if not self._is_for_us():
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        elif not self._is_from_us(path):
            self.send_error(HTTPStatus.FORBIDDEN)
        elif path == EVENTS:
            self._stream()
        elif path in self.server.own:
            content = self.server.own[path]
            self._send(HTTPStatus.OK, content.type, content.bytes, _PAGE_POLICY)
        elif path.startswith("/") and (page := self._page(path[1:])) is not None:
            kind = _TYPES[PurePosixPath(path).suffix]
            self._send(HTTPStatus.OK, kind, page, _REPORT_POLICY)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    do_HEAD = do_GET

    def _page(self, name: str) -> bytes | None:
        return self.server.board.page(name, _LONGEST_BUILD_SECONDS)

    def _is_for_us(self) -> bool:
        asked = self.headers.get_all("Host", [])
        return len(asked) == 1 and asked[0].lower() in self.server.hosts

    def _is_from_us(self, path: str) -> bool:
        """Return whether the request is from our own page, or a person opened a page, perhaps from a link."""
        origin = self.headers.get("Origin")
        if origin is not None and origin.lower() not in {f"http://{host}" for host in self.server.hosts}:
            return False
        opened = path != EVENTS and self.headers.get("Sec-Fetch-Dest") == "document"
        return opened or self.headers.get("Sec-Fetch-Site", "none") in _OWN_PAGE

    def _stream(self) -> None:
        """Send the state and its changes as server-sent events, until either side disconnects."""
        self._begin(HTTPStatus.OK, "text/event-stream; charset=utf-8", _PAGE_POLICY)
        if self.command == "HEAD":
            return
        self._write("retry: 300\n\n")
        number = -1
        while not self.server.board.ended:
            if later := self.server.board.after(number, _ALIVE_SECONDS):
                number, standing = later
                self._write(f"data: {standing.to_json()}\n\n")
            else:
                self._write(": alive\n\n")

    def _write(self, text: str) -> None:
        self.wfile.write(text.encode())

    def _send(self, status: int, kind: str, content: bytes, policy: str, **more: str) -> None:
        self._begin(status, kind, policy, **{"Content-Length": str(len(content)), **more})
        if self.command != "HEAD":
            self.wfile.write(content)

    def _begin(self, status: int, kind: str, policy: str, **more: str) -> None:
        self.close_connection = True
        self.request_version = self.protocol_version  # send a status also to requests without a version
        self.send_response_only(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Security-Policy": policy,
            **_HEADERS,
            **more,
        }.items():
            self.send_header(name, value)
        self.end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send an error without repeating the request."""
        status = HTTPStatus(code)
        more = {}
        if status is HTTPStatus.NOT_IMPLEMENTED:
            status, more = HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "GET, HEAD"}
        self._send(status, "text/plain; charset=utf-8", f"{status.phrase}\n".encode(), _PAGE_POLICY, **more)

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: the terminal is for build messages."""


def _port_error(port: int, error: OSError) -> PublishingError:
    if error.errno == errno.EADDRINUSE:
        message = f"ポート {port} は、ほかのソフトが使っています。"
    else:
        message = f"ポート {port} は使えません（{error.strerror or os.strerror(error.errno or 0)}）。"
    remedy = "--port に別の番号を書くか、--port を付けずに実行してください（空いている番号を使います）。"
    return PublishingError([Finding(message, remedy)])
