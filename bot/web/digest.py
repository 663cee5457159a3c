"""The weekly digest as a page, and as a file for a spreadsheet."""

from starlette.responses import Response

from bot.pipeline.digest import build
from bot.pipeline.digest_forms import as_csv, attention
from bot.web.session import Visit


async def show(visit: Visit) -> Response:
    """The digest of this moment; the mail of Monday shows the same."""
    made = await build(visit.desk)
    users = await visit.desk.accounts.users()
    return visit.render(
        "digest.html",
        digest=made,
        attention=attention(made),
        names={user.name: user.display_name for user in users},
    )


async def spreadsheet(visit: Visit) -> Response:
    """The open requests as CSV, with the byte order mark by which Excel knows UTF-8."""
    made = await build(visit.desk)
    headers = {"Content-Disposition": f'attachment; filename="weekoverzicht-{made.week}.csv"'}
    return Response(as_csv(made).encode("utf-8-sig"), media_type="text/csv", headers=headers)
