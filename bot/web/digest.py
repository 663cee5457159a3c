"""The weekly digest as a page, as a file for a spreadsheet, and as the mail that goes out on Monday."""

from starlette.responses import HTMLResponse, Response

from bot.pipeline.digest import build
from bot.pipeline.digest_forms import as_csv, as_html, as_text, sections
from bot.web.security import FRAMED_MAIL_POLICY
from bot.web.session import Visit


async def show(visit: Visit) -> Response:
    """The digest of this moment; the mail of Monday shows the same."""
    made = await build(visit.desk)
    return visit.render("digest.html", digest=made, sections=sections(made))


async def spreadsheet(visit: Visit) -> Response:
    """The work list as CSV, with the byte order mark by which Excel knows UTF-8."""
    made = await build(visit.desk)
    headers = {"Content-Disposition": f'attachment; filename="weekoverzicht-{made.week}.csv"'}
    return Response(as_csv(made).encode("utf-8-sig"), media_type="text/csv", headers=headers)


async def preview(visit: Visit) -> Response:
    """What would go out now, in both forms that a mail program may show, and to whom."""
    made = await build(visit.desk)
    return visit.render(
        "digest_preview.html", digest=made, text=as_text(made), recipients=visit.desk.settings.digest_to
    )


async def mail(visit: Visit) -> Response:
    """The HTML of the mail, for the frame of the preview."""
    return HTMLResponse(as_html(await build(visit.desk)), headers={"Content-Security-Policy": FRAMED_MAIL_POLICY})
