"""``thorbecke demo``: the whole product on one machine, with embedded mail servers and sample mail.

Everything is real but the people: the same service, the same pages, IMAP and SMTP on loopback. The visitor page plays
the municipalities: it sends a mail by SMTP and shows the answer when it arrives.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount

from bot.app import Nudge, Service, alone, open_desk, serve, smtp_of, told_to_stop
from bot.demo import servers as embedded
from bot.demo.samples import sample_mails
from bot.demo.site import create_site_app
from bot.demo.visitor import create_visitor_app
from bot.errors import InvalidInput
from bot.mail.parse import parse
from bot.model import Outcome, Outgoing
from bot.pipeline.desk import Desk
from bot.pipeline.ports import User
from bot.setting_values import Secret
from bot.settings import Settings
from bot.web.app import create_app
from bot.web.passwords import hash_password

Say = Callable[[str], None]

EXPERTS = Path(__file__).parent / "experts"
"""People who do not exist; the real list is not public."""
SHARED = "thorbecke2024@vng.nl"
PASSWORD = "welkom-in-de-demo"  # noqa: S105  (of a demo that listens on loopback only)
COLLEAGUES = (("lotte", "Lotte", "reviewer"), ("samir", "Samir", "reviewer"), ("els", "Els", "manager"),
              ("kim", "Kim", "reader"))  # fmt: skip


async def run(data: Path | None, port: int, *, say: Say) -> None:
    """Serve the demo until SIGTERM or Ctrl-C; the state outlives it when ``data`` is given."""
    stopping = told_to_stop()
    with _folder(data) as folder, alone(folder / "dienst"):
        servers = await embedded.start(folder / "mail", shared_user=SHARED, password=PASSWORD)
        site, nudge = create_site_app(), Nudge()
        try:
            async with serve(site, embedded.LOOPBACK, 0) as beside:
                settings = _settings(folder, servers, beside)
                async with open_desk(settings, nudge=nudge) as desk:
                    service = Service(desk, smtp_of(settings), nudge, stopping)
                    await _serve(service, servers, site, port, say)
        finally:
            await servers.stop()


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data is None:
        with tempfile.TemporaryDirectory(prefix="thorbecke-demo-") as folder:
            yield Path(folder)
    else:
        data.mkdir(parents=True, exist_ok=True)
        yield data


@asynccontextmanager
async def _filling(desk: Desk, servers: embedded.Servers, done: Path) -> AsyncIterator[None]:
    """Invite the colleagues and let the sample mail come in while the pages are up already; once for a folder.

    Where that was cut short it begins again: the store refuses the mails that it knows.
    """
    known = await asyncio.to_thread(done.exists)
    filling = None if known else asyncio.create_task(_fill(desk, servers, done))
    try:
        yield
    finally:
        if filling is not None:
            filling.cancel()
            await asyncio.gather(filling, return_exceptions=True)


async def _fill(desk: Desk, servers: embedded.Servers, done: Path) -> None:
    """The colleagues first, so that they can log in; then the sample mail, as if each had come on its day."""
    await _invite(desk)
    for _, raw in sample_mails():
        await servers.deliver(raw, SHARED, parse(raw).date)
    await asyncio.to_thread(done.touch)


def _settings(folder: Path, servers: embedded.Servers, beside: int) -> Settings:
    """``beside`` is the port of the site that shows the chat in a frame."""
    return Settings(
        data_dir=folder / "dienst",
        experts_dir=EXPERTS,
        mailbox_address=SHARED,
        imap_host=embedded.LOOPBACK,
        imap_port=servers.imap_port,
        imap_security="none",
        imap_user=servers.shared_user,
        imap_password=Secret(servers.password),
        imap_poll_seconds=10,
        imap_commands_per_minute=0,
        imap_logins_per_minute=0,
        drafts=True,
        smtp_host=embedded.LOOPBACK,
        smtp_port=servers.smtp_port,
        smtp_security="none",
        smtp_mails_per_minute=0,
        undo_seconds=10,
        sweep_seconds=2,
        digest_to=("team@vng.nl",),
        widget_origins=(f"http://{embedded.LOOPBACK}:{beside}",),
        secure_cookies=False,
    )


async def _invite(desk: Desk) -> None:
    """Let the colleagues of the demo in."""
    password_hash = await desk.offload(lambda: hash_password(PASSWORD))
    for name, display_name, role in COLLEAGUES:
        await desk.accounts.save_user(User(name, display_name, role, password_hash), desk.now)


async def _serve(service: Service, servers: embedded.Servers, site: Starlette, port: int, say: Say) -> None:
    desk = service.desk
    app = create_app(desk)
    here = f"http://{embedded.LOOPBACK}"
    visitor = create_visitor_app(send=_postman(desk), inbox=servers.mails_of)
    app.router.routes.insert(0, Mount("/demo", visitor))
    async with serve(app, embedded.LOOPBACK, port) as taken:
        site.state.home = f"{here}:{taken}"
        app.state.desk = replace(desk, settings=replace(desk.settings, base_url=f"{here}:{taken}"))
        for line in _welcome(f"{here}:{taken}", desk, servers):
            say(line)
        async with _filling(desk, servers, desk.settings.data_dir.parent / "gevuld"):
            await service.run()


def _postman(desk: Desk) -> Callable[[str, bytes], Awaitable[None]]:
    """Sends what a visitor writes, by SMTP, as a municipality's own mail server would."""
    road = smtp_of(desk.settings)

    async def send(sender: str, raw: bytes) -> None:
        mail = Outgoing(id=0, message_id=0, rfc_message_id="", mail_from=sender, rcpt_to=(SHARED,), raw=raw)
        result = await road.deliver(mail)
        if result.outcome is not Outcome.ACCEPTED:
            raise InvalidInput("De mail kon niet worden verzonden. Probeer het opnieuw.")

    return send


def _welcome(address: str, desk: Desk, servers: embedded.Servers) -> Iterator[str]:
    yield "De demo draait. Stoppen: Ctrl-C."
    yield ""
    yield f"  Werkvoorraad   {address}/           inloggen als {COLLEAGUES[0][0]} met {PASSWORD}"
    yield f"  Mail sturen    {address}/demo/      als gemeente, en het antwoord zien komen"
    yield f"  Chat           {address}/chat"
    yield f"  Andere site    {desk.settings.widget_origins[0]}/           met de chat als knop op de pagina"
    yield f"  Weekoverzicht  {address}/weekoverzicht"
    yield ""
    yield f"  Andere namen   {', '.join(f'{name} ({role})' for name, _, role in COLLEAGUES[1:])}, zelfde wachtwoord"
    yield f"  IMAP           127.0.0.1:{servers.imap_port}, gebruiker {servers.shared_user}"
    yield "  Concepten      staan ook in de map Concepten van die mailbox, zoals een collega ze in Outlook ziet"
    yield f"  SMTP           127.0.0.1:{servers.smtp_port}"
    yield f"  Gegevens       {desk.settings.data_dir.parent}"
