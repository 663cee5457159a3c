"""A real browser at the pages: Debian's chromium, with axe from the front end's development packages."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.async_api import Browser, Page, async_playwright, expect
from starlette.applications import Starlette

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
expect.set_options(timeout=20_000)  # milliseconds: a busy machine is slow, and waiting costs nothing when all is well
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def needs_chromium() -> None:
    """Skip, and say why."""
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}: install Debian's chromium")


def axe_source() -> str:
    """The text of axe, or a skip that says how to get it."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run `npm ci` in frontend/")
    return AXE.read_text(encoding="utf-8")


@asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[str]:
    """The pages on a free port of this machine; gives their address."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off"))
    running = asyncio.create_task(server.serve())
    try:
        while not server.started:  # noqa: ASYNC110  (uvicorn has no event for it)
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await running


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        try:
            yield browser
        finally:
            await browser.close()


WIDTHS = (320, 768, 1280)
LONG = 12
"""Items of a list or rows of a table that axe looks at: for the next hundreds of a kind it needs minutes."""
SHORTEN = f"""
for (const list of document.querySelectorAll('ul, ol, dl, tbody')) {{
    [...list.children].slice({LONG}).forEach(item => item.remove());
}}
"""
UNFOLD = "document.querySelectorAll('details').forEach(fold => { fold.open = true })"


AUDIT = """([tags, contrast]) => axe.run(document, {
    runOnly: tags, rules: contrast ? {} : {'color-contrast': {enabled: false}},
    resultTypes: ['violations'], iframes: false, preload: false,
})"""
"""No frames: that of a mail runs no scripts, and axe would wait for its answer."""


async def faults(page: Page, axe: str, *, contrast: bool = True) -> list[str]:
    """What axe finds on the page as it is now, with its styles; empty when it finds nothing."""
    await page.wait_for_load_state("load")
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(axe)
    result: dict[str, Any] = await page.evaluate(AUDIT, [RULES, contrast])
    return [f"{v['id']}: {node['html'][:160]}" for v in result["violations"] for node in v["nodes"]]


async def faults_at_every_width(page: Page, axe: str, *, zoom: str = "", shorten: str = "") -> list[str]:
    """The same with everything unfolded at every width, and where the page is wider than the screen.

    ``zoom`` is one more size of the text ("200%"), looked at on the widest screen. ``shorten`` (``SHORTEN``) takes what
    is alike out of a page that is not needed afterwards, once its width is known.
    """
    await page.wait_for_load_state("load")
    await page.evaluate(UNFOLD)
    sizes = [*((width, "100%") for width in WIDTHS), *([(WIDTHS[-1], zoom)] if zoom else [])]
    found = [
        f"{wide} pixels wide at {width} ({size})"
        for width, size in sizes
        if (wide := await _wide(page, width, size)) > width
    ]
    await page.evaluate(shorten)
    for width, size in sizes:  # no colour depends on the width, and contrast takes half of the time
        await _wide(page, width, size)
        wrong = await faults(page, axe, contrast=(width, size) == sizes[0])
        found += [f"{fault} at {width} ({size})" for fault in wrong]
    return found


async def _wide(page: Page, width: int, size: str) -> int:
    """Give the page this size, and see how wide it becomes."""
    await page.set_viewport_size({"width": width, "height": 900})
    await page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
    wide: int = await page.evaluate("document.documentElement.scrollWidth")
    return wide
