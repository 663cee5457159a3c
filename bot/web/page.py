"""How a page is made: templates with escaping, a note that survives one redirect, redirects that stay here."""

from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.clock import dutch_date, dutch_moment
from bot.pipeline.desk import Desk
from bot.web import navigation, words
from bot.web.security import in_frame

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
NOTE_COOKIE = "melding"
NOTES = MappingProxyType(
    {
        "opgeslagen": "Het concept is opgeslagen.",
        "goedgekeurd": "Het antwoord is goedgekeurd en gaat straks weg.",
        "eerste-goedkeuring": "Uw goedkeuring is vastgelegd. Een andere collega moet dit antwoord ook goedkeuren.",
        "ingetrokken": "De goedkeuring is ingetrokken. Er is niets verstuurd.",
        "teruggehaald": "Het antwoord is teruggehaald. Er is niets verstuurd.",
        "afgekeurd": "Het concept is afgekeurd. Het bericht wacht nog op een antwoord.",
        "gesloten": "Het bericht is gesloten zonder antwoord.",
        "gesluimerd": "Het bericht sluimert en komt vanzelf terug.",
        "gewekt": "Het bericht is terug uit de sluimer.",
        "weggegooid": "De bewaarde tekst is weggegooid.",
        "niets-gekozen": "U had geen berichten gekozen. Er is niets gewijzigd.",
        "heropend": "Het bericht is heropend.",
        "opnieuw": "Het bericht wordt opnieuw gelezen.",
        "overgenomen": "Het bericht staat klaar om zelf te beantwoorden.",
        "aangekomen": "Vastgelegd: het antwoord is aangekomen.",
        "niet-aangekomen": "Vastgelegd: het antwoord is niet aangekomen. Het bericht wacht weer op beoordeling.",
        "toegewezen": "De behandelaar is aangepast.",
        "losgemaakt": "Het bericht is losgemaakt en staat nu in een eigen gesprek.",
        "samengevoegd": "Het bericht staat nu in het andere gesprek.",
        "teruggezet": "Het bericht staat weer in het vorige gesprek.",
        "opgemerkt": "Uw opmerking staat bij het bericht.",
        "beantwoord": "De vraag is afgehandeld.",
        "verbeterd": "De indeling is verbeterd en het concept is opnieuw gemaakt.",
        "aanvraag": "De aanvraag is bijgewerkt.",
        "correctie-aangenomen": "De correctie is aangenomen en staat in het bestand met voorbeelden.",
        "correctie-afgewezen": "De correctie is afgewezen en telt vanaf het volgende bericht niet meer.",
        "correctie-wacht": "De correctie wacht weer op een oordeel.",
        "correctie-veranderd": "Een collega was u voor, of het bericht is opnieuw verbeterd. Er is niets gewijzigd.",
        "vraag-variant": "De vraag staat bij de voorstellen, als variant van dat item.",
        "vraag-nieuw": "De vraag staat bij de voorstellen voor een nieuw item.",
        "vraag-niets": "Met deze vraag gebeurt niets.",
        "vraag-veranderd": "Een collega was u voor, of de keuze klopte niet. Er is niets gewijzigd.",
        "sluitingsdag": "De sluitingsdag is toegevoegd. Nieuwe termijnen tellen hem niet mee.",
        "sluitingsdagen": "De sluitingsdagen zijn toegevoegd. Nieuwe termijnen tellen ze niet mee.",
        "sluitingsdag-weg": "De sluitingsdag is weggehaald.",
        "toezegging": "De toezegging is aangepast.",
        "toezegging-na": "Vastgelegd: de toezegging is nagekomen.",
        "toezegging-weg": "De toezegging is weggehaald.",
        "al-beantwoord": "Vastgelegd. Er komt geen herinnering.",
        "weer-wachten": "De assistent wacht weer op antwoord en zet zo nodig een herinnering klaar.",
        "sjabloon": "Het andere sjabloon staat in het concept. De vorige tekst is bewaard als oudere versie.",
        "teruggehaalde-versie": "De oudere tekst staat weer in het concept, als nieuwe versie.",
        "chat-aan": "De chat staat aan.",
        "chat-uit": "De chat staat uit. Wie hem opent, krijgt het mailadres.",
        "plaats-toegevoegd": "De gemeente staat op de lijst.",
        "plaats-verbeterd": "De gegevens zijn verbeterd.",
        "plaats-bijgewerkt": "De stand van de gemeente is bijgewerkt.",
        "kring-vastgelegd": "De kring is vastgelegd. Bekijk de kring nog eens en bevestig die dan.",
        "kring-gewisseld": "De gemeenten zijn gewisseld.",
        "kring-bevestigd": "De uitnodigingen staan klaar in de werkvoorraad. Ze gaan weg als iemand ze goedkeurt.",
        "vervanger-uitgenodigd": "De uitnodiging staat klaar in de werkvoorraad.",
        "kring-gestopt": "De kring is gestopt. De gemeenten wachten weer.",
        "commissie": "De commissie is opgeslagen.",
        "stappen": "De stappen zijn bijgewerkt.",
        "niet-samen": "Deze gemeenten komen niet samen in een kring.",
        "weer-samen": "Deze gemeenten mogen weer samen in een kring.",
        "bijeenkomst-gepland": "De bijeenkomst is gepland.",
        "bijeenkomst-gewijzigd": "De bijeenkomst is gewijzigd.",
        "bijeenkomst-afgelast": "De bijeenkomst is afgelast. Zet hieronder de berichten aan de gemeenten klaar.",
        "bijeenkomst-gaat-door": "De bijeenkomst gaat toch door. Zet hieronder de berichten aan de gemeenten klaar.",
        "ingeschreven": "De gemeente is ingeschreven.",
        "op-wachtlijst": "De gemeente staat op de wachtlijst.",
        "doorgeschoven": "De gemeente heeft een plaats. Het bericht daarover staat klaar in de werkvoorraad.",
        "doorgeschoven-bellen": "De gemeente heeft een plaats. Er is geen e-mailadres bekend: laat het zelf weten.",
        "afgemeld": "De gemeente is afgemeld.",
        "aantal-gewijzigd": "Het aantal mensen is gewijzigd.",
        "berichten-klaar": "De berichten staan klaar in de werkvoorraad. Ze gaan weg als iemand ze goedkeurt.",
        "verteld": "Genoteerd: deze gemeente weet hoe het staat.",
        "geen-berichten": "Alle gemeenten hebben al bericht.",
        "expert-gevraagd": "De vraag aan de expert staat klaar in de werkvoorraad en gaat weg na goedkeuring.",
        "expert-ja": "De introductie staat klaar in de werkvoorraad en gaat weg na goedkeuring.",
        "expert-bijgewerkt": "De stand van de expert is bijgewerkt.",
        "intake": "De intake is bijgewerkt.",
        "intake-concept": "De intake is bijgewerkt en het concept is opnieuw gemaakt.",
        "uitgelogd": "U bent uitgelogd.",
        "uitgelogd-hier": "U bent hier uitgelogd. Bij uw organisatie bent u nog ingelogd.",
        "sessie-beeindigd": "Dat apparaat is uitgelogd.",
        "overal-uitgelogd": "Alle andere apparaten zijn uitgelogd.",
        "persoon-uitgelogd": "De collega is overal uitgelogd.",
        "rol-aangepast": "De rol is aangepast. Dat geldt vanaf de volgende pagina die de collega opent.",
        "account-gekoppeld": "De accounts zijn gekoppeld. Uw collega is uitgelogd en logt in via uw organisatie.",
        "account-uit": "Het account staat uit. De collega is overal uitgelogd.",
        "account-aan": "Het account staat weer aan.",
        "wachtwoord-gekozen": "Uw wachtwoord is opgeslagen. U kunt nu inloggen.",
    }
)
"""Everything that the note above a page can say; the cookie only carries the key, and the message that it is about."""

UNDO = MappingProxyType(
    {
        "goedgekeurd": ("terughaling", "Terughalen"),
        "eerste-goedkeuring": ("intrekking", "Intrekken"),
        "gesloten": ("heropening", "Heropenen"),
        "gesluimerd": ("wekking", "Uit de sluimer halen"),
    }
)
"""The decision that takes each of these back, and the words on its button."""


def place_path(name: str) -> str:
    """The address of the page of a municipality, by any of its names."""
    return f"/gemeenten/{quote(name, safe='')}"


@cache
def environment(*more: Path) -> "Environment":
    """The templates of the pages (and of ``more`` folders), with escaping and the words and filters that they use."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  (the first page pays)

    made = Environment(
        loader=FileSystemLoader([HERE / "templates", *more]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(words=words, menu=navigation, framed=False)
    made.filters.update(
        dutch_date=dutch_date,
        pairs=parse_qsl,
        dutch_day=partial(dutch_date, weekday=True),
        dutch_moment=dutch_moment,
        moment=words.short_moment,
        day=words.short_date,
        service=words.service_label,
        act=words.act_label,
        topic=words.topic_label,
        theme=words.theme_label,
        size=words.file_size,
        excerpt=words.excerpt,
        place_path=place_path,
    )
    return made


def desk_of(request: Request) -> Desk:
    """The desk that the pages work with."""
    desk: Desk = request.app.state.desk
    return desk


def render(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page; ``visit`` is there on pages of staff, ``note`` is shown once."""
    key, _, number = request.cookies.get(NOTE_COOKIE, "").partition(".")
    note, about = NOTES.get(key, ""), number if number.isascii() and number.isdigit() and len(number) < 16 else ""
    html = (
        environment()
        .get_template(template)
        .render(
            **{
                "visit": None,
                "note": note,
                "about": "" if request.url.path == f"/berichten/{about}" else about,
                "undo": UNDO.get(key),
                "path": request.url.path,
                "framed": in_frame(request.url.path),
                "mailbox": _mailbox(request),
                **context,
            }
        )
    )
    response = HTMLResponse(html, status)
    if note:
        response.delete_cookie(NOTE_COOKIE)
    return response


def _mailbox(request: Request) -> str:
    return desk_of(request).settings.mailbox_address


def see_other(path: str, note: str = "", about: int | None = None) -> Response:
    """Go on at one of our own paths (303), with a note for that page, perhaps about a message that is not on it."""
    response = RedirectResponse(quote(path, safe="/?=&%#"), status_code=303)
    if note:
        value = note if about is None else f"{note}.{about}"
        response.set_cookie(NOTE_COOKIE, value, max_age=60, httponly=True, samesite="lax")
    return response


def own_path(path: str) -> str:
    """The path when it is one of ours, else the queue; to a browser, two slashes of either kind begin another host."""
    ours = path.startswith("/") and not path.startswith("//") and path.isprintable() and "\\" not in path
    return path if ours else "/"
