"""The looking itself: what is wrong at one width only is found there, although little is asked again."""

import pytest

from tests.web.browser import axe_source, chromium, faults_at, needs_chromium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

PAGE = """<!doctype html><html lang="nl"><title>Proef</title><style>
    p, img { display: none }
    a { display: inline-block; line-height: 30px }
    @media (min-width: 700px) { a { line-height: 9px; font-size: 8px } }
    @media (min-width: 1200px) { p, img { display: block } p { color: #ddd } h1 { color: #eee } }
</style><main><h1>Proef</h1><p>Bleek</p><img src="data:,"><a href="#a">a</a><br><a href="#b">b</a></main>"""


async def test_what_goes_wrong_at_a_later_width_is_found() -> None:
    needs_chromium()
    axe = axe_source()
    async with chromium() as browser:
        page = await browser.new_page()
        await page.set_content(PAGE)
        found = await faults_at(page, axe, 320, 768, 1280)
    seen = {(fault.partition(":")[0], int(fault.rpartition(" ")[2])) for fault in found}
    assert not [width for _, width in seen if width == 320]
    assert ("target-size", 768) in seen
    assert {rule for rule, width in seen if width == 1280} >= {"color-contrast", "image-alt", "target-size"}
