"""A real browser at the pages: Debian's chromium, with axe from the front end's development packages."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.async_api import Browser, Page, async_playwright, expect
from starlette.applications import Starlette

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
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


@dataclass
class Kept:
    """The browser of all tests on one event loop, started when the first of them asks for it."""

    ends: AsyncExitStack
    browser: Browser | None = None


_kept: dict[asyncio.AbstractEventLoop, Kept] = {}


@asynccontextmanager
async def one_browser() -> AsyncIterator[None]:
    """Until the end of the context, ``chromium`` gives the same browser again and again on this event loop."""
    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as ends:
        _kept[loop] = Kept(ends)
        yield
        del _kept[loop]


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The browser, with nothing open: what is opened in it has cookies of its own, and is closed at the end."""
    kept = _kept.get(asyncio.get_running_loop())
    if kept is None:
        async with _started() as browser:
            yield browser
        return
    if kept.browser is None or not kept.browser.is_connected():
        kept.browser = await kept.ends.enter_async_context(_started())
    await _close_all(kept.browser)  # of a test that failed; it is told so if it still goes on after its time
    yield kept.browser
    await _close_all(kept.browser)


async def _close_all(browser: Browser) -> None:
    for context in browser.contexts:
        await context.close()


@asynccontextmanager
async def _started() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
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


AUDIT = """([only, without]) => axe.run(document, {
    runOnly: only, rules: Object.fromEntries(without.map(rule => [rule, {enabled: false}])),
    resultTypes: ['violations'], iframes: false, preload: false,
})"""
"""No frames: that of a mail runs no scripts, and axe would wait for its answer."""
COLOURS = ("color-contrast", "link-in-text-block")
"""Rules on colours take two thirds of the time."""
PLACES = ("target-size", "scrollable-region-focusable")
"""Rules on how large things are and where they stand; all others ask what is visible, as what, and in which style."""
NEWS = """again => {
    const known = window.looks = again ? window.looks : {colours: new Set(), forms: new Set()};
    const colours = [], forms = [];
    document.querySelectorAll('*').forEach((element, place) => {
        if (!element.checkVisibility({visibilityProperty: true, opacityProperty: true})) return;
        const style = getComputedStyle(element), box = element.getBoundingClientRect();
        const hidden = [box.right <= 0, box.bottom <= 0, box.width <= 1, box.height <= 1, style.clip, style.clipPath];
        colours.push([place, style.color, style.backgroundColor, style.backgroundImage, style.opacity,
            style.textDecorationLine, style.fontWeight, style.borderBottomWidth].join());
        forms.push([place, style.display, style.position, ...hidden].join());
    });
    const form = [...forms, ...colours].join(';');
    const news = [colours.some(each => !known.colours.has(each)), !known.forms.has(form)];
    colours.forEach(each => known.colours.add(each));
    known.forms.add(form);
    return news;
}"""
"""Whether anything visible has colours that it had at no size before, and whether the page looks new as a whole."""


async def faults(page: Page, axe: str, *, again: bool = False) -> list[str]:
    """What axe finds on the page as it is now, with its styles; empty when it finds nothing.

    ``again``: the page was looked at before at another size; only rules that may judge otherwise now are asked.
    """
    await page.wait_for_load_state("load")
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(axe)
    colours, form = await page.evaluate(NEWS, again)
    only = [*RULES] if form else {"type": "rule", "values": PLACES}
    result: dict[str, Any] = await page.evaluate(AUDIT, [only, () if colours else COLOURS])
    return [f"{v['id']}: {node['html'][:160]}" for v in result["violations"] for node in v["nodes"]]


async def faults_at_every_width(page: Page, axe: str, *, zoom: str = "", shorten: str = "") -> list[str]:
    """The same with everything unfolded at every width, and where the page is wider than the screen.

    ``zoom`` is one more size of the text ("200%"), looked at on the widest screen. ``shorten`` (``SHORTEN``) takes what
    is alike out of a page that is not needed afterwards, once its width is known.
    """
    await page.wait_for_load_state("load")
    await page.evaluate(UNFOLD)
    sizes = [*((width, "100%") for width in WIDTHS), *([(WIDTHS[-1], zoom)] if zoom else [])]
    found = [fault for width, size in sizes for fault in await _sticks_out(page, width, size)]
    await page.evaluate(shorten)
    for number, (width, size) in enumerate(sizes):
        await _resize(page, width, size)
        wrong = await faults(page, axe, again=number > 0)
        found += [f"{fault} at {width} ({size})" for fault in wrong]
    return found


async def faults_at(page: Page, axe: str, *widths: int) -> list[str]:
    """The same at these widths, with the page as it is."""
    found: list[str] = []
    for number, width in enumerate(widths):
        found += await _sticks_out(page, width, "100%")
        found += [f"{fault} at {width}" for fault in await faults(page, axe, again=number > 0)]
    return found


def in_order(snapshot: str, wanted: list[str]) -> None:
    """Each of these stands in the accessibility tree after the one before it."""
    at = 0
    for each in wanted:
        found = snapshot.find(each, at)
        assert found >= 0, f"{each} is not after what comes before it:\n{snapshot}"
        at = found + len(each)


async def _sticks_out(page: Page, width: int, size: str) -> list[str]:
    """Give the page this size, and see whether it becomes wider."""
    await _resize(page, width, size)
    wide: int = await page.evaluate("document.documentElement.scrollWidth")
    return [f"{wide} pixels wide at {width} ({size})"] * (wide > width)


async def _resize(page: Page, width: int, size: str) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    await page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
