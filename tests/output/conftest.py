"""Fixtures for tests of the published pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.support.html_text import Node, read_page
from tests.support.project_copy import Built
from tests.support.visits import Visit, Visiting


@pytest.fixture(scope="session")
def root(built: Built) -> Node:
    """Return the page of 令和6年度, parsed. Read-only."""
    return read_page(built.html.read_text(encoding="utf-8"))


@pytest.fixture
def visiting(browser: Browser) -> Visiting:
    """Return ``with visiting(file, width=360) as visit``; further options go to the browser context."""

    @contextmanager
    def visit(file: Path, *, width: int = 1280, **options: Any) -> Iterator[Visit]:
        size: Any = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, **options)
        try:
            yield Visit(context.new_page(), file)
        finally:
            context.close()

    return visit
