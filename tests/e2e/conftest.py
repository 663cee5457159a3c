"""A real browser for the tests of the whole road."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.web.browser import CHROMIUM, FLAGS, needs_chromium


@pytest.fixture
def page() -> Iterator[Page]:
    """A fresh page in Debian's Chromium."""
    needs_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser.new_page(locale="nl-NL")
        finally:
            browser.close()
