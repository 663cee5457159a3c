"""What people see when something is not there, not allowed, overtaken or broken. Never a traceback."""

from collections.abc import Mapping
from types import MappingProxyType

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.errors import StorageError
from bot.web.page import render
from bot.web.security import add_headers

TEXTS: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        400: ("Dit formulier is niet goed ingevuld", "Ga terug, laad de pagina opnieuw en probeer het nog eens."),
        403: (
            "Dit mag niet met uw account",
            "Uw account heeft hier geen rechten voor, of het formulier is verlopen. Laad de vorige pagina opnieuw.",
        ),
        404: ("Deze pagina bestaat niet", "Misschien is het adres niet goed overgenomen, of is het bericht gewist."),
        405: ("Dit kan hier niet", "Ga terug naar de vorige pagina en gebruik de knoppen op die pagina."),
        413: (
            "Dit is te groot",
            "De tekst of de bijlagen zijn te groot om te versturen. Maak de tekst korter of kies kleinere bestanden.",
        ),
        429: (
            "Even geduld",
            "Er komen te veel vragen achter elkaar binnen. Probeer het over een paar minuten opnieuw.",
        ),
        503: ("Opslaan lukt nu niet", "Er is niets veranderd. Probeer het straks opnieuw."),
        500: (
            "Er ging iets mis",
            "Dit ligt niet aan u. Probeer het straks opnieuw. Blijft het misgaan? Waarschuw dan de beheerder.",
        ),
    }
)


async def http_error(request: Request, error: Exception) -> Response:
    """404 and its family."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _page(request, status if status in TEXTS else 400 if status < 500 else 500)


async def not_found(request: Request, _error: Exception) -> Response:
    """A row that is not (or no longer) there."""
    return _page(request, 404)


async def storage_error(request: Request, error: Exception) -> Response:
    """The database could not write; nothing was changed."""
    return _page(request, 503 if isinstance(error, StorageError) else 500)


async def refused(request: Request) -> Response:
    """A form that a page of another site sent."""
    return _page(request, 403)


async def server_error(request: Request, _error: Exception) -> Response:
    """The last resort. Starlette answers this outside of all middleware, so the headers are set here."""
    response = _page(request, 500)
    add_headers(response.headers)
    return response


def _page(request: Request, status: int) -> Response:
    title, text = TEXTS[status]
    return render(request, "error.html", status, title=title, text=text)
