"""A page visited in a browser, and the requests it makes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from playwright.sync_api import Page


class Visit:
    """A page opened from its file, with its requests and the browser's complaints."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page = page
        self.requests: list[str] = []
        self.failures: dict[str, str] = {}
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("requestfailed", lambda request: self.failures.update({request.url: request.failure or ""}))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(file.as_uri())
        page.evaluate("document.fonts.ready.then(() => true)")

    @property
    def fetched(self) -> list[str]:
        """Return the requests other than those for the page itself and for embedded data."""
        return [url for url in self.requests[1:] if not url.startswith("data:")]


Visiting = Callable[..., AbstractContextManager[Visit]]
