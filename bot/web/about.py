"""Pages about the product itself: is it well, is it accessible, what does the chat keep."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.pipeline.alerts import alerts
from bot.pipeline.pulse import told
from bot.web.page import desk_of, render
from bot.web.session import Visit


async def health(request: Request) -> Response:
    """For the operator's watch: reads the counts from the database, so that it fails when the database does."""
    desk = desk_of(request)
    counts = await desk.store.counts()
    warnings = await alerts(desk.store, desk.settings, desk.now, troubles=await told(desk))
    return JSONResponse({
        "ok": True,
        "counts": {status.value: number for status, number in sorted(counts.items())},
        "alerts": warnings,
    })  # fmt: skip


async def keys(visit: Visit) -> Response:
    """The keys of the pages of staff, for who has no scripts and for who wants to read them first."""
    return visit.render("keys_page.html")


async def accessibility(request: Request) -> Response:
    """The accessibility statement."""
    return render(request, "accessibility.html")


async def privacy(request: Request) -> Response:
    """What the chat keeps."""
    return render(request, "privacy.html", keep_days=desk_of(request).settings.keep_days)
